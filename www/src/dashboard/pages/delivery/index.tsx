import type { JSX } from "preact";
import { useAnswer } from "../../ask/answer.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import type { PageProps } from "../../pages.ts";
import { linkTo } from "../../place.ts";
import { askedTime } from "../../view/view.ts";
import { Days } from "./days.tsx";
import { Dropped } from "./dropped.tsx";
import { Equation } from "./equation.tsx";
import { Overhead } from "./overhead.tsx";

/** What became of everything that trackers say they tracked, and what tracking costs the pages. */
export default function Delivery({ view }: PageProps): JSX.Element {
  const delivery = useAnswer("/api/analytics/delivery", askedTime(view));
  return (
    <div class="page" data-testid="delivery">
      <Answered
        of={delivery}
        height={420}
        empty={({ tracked, batches }) =>
          tracked === 0 && batches === 0 ? (
            <Empty title="No tracker reported in this range">
              Trackers number their events and say in each batch how many there were. Choose a longer range, or see on <a href={linkTo("install", view)}>Install</a> whether a page sends
              anything. Servers that send no <code>instance_id</code> are stored, and not accounted.
            </Empty>
          ) : null
        }
      >
        {(data) => (
          <div class="page">
            <Equation delivery={data} view={view} />
            <Days delivery={data} />
            <div class="delivery-pair">
              <Dropped dropped={data.dropped} />
              <Overhead overhead={data.overhead} />
            </div>
          </div>
        )}
      </Answered>
    </div>
  );
}
