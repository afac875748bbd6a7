import type { JSX } from "preact";
import { useAnswer } from "../../ask/answer.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import type { PageProps } from "../../pages.ts";
import { linkTo } from "../../place.ts";
import { askedTime } from "../../view/view.ts";
import { Advised } from "./advised.tsx";
import { Days } from "./days.tsx";
import { Endpoints } from "./endpoints.tsx";
import { Month } from "./month.tsx";
import { Quota } from "./quota.tsx";

/** What Trailmark asked of D1, what that costs, and how near a quota it is. */
export default function Cost({ view }: PageProps): JSX.Element {
  const cost = useAnswer("/api/analytics/cost", askedTime(view));
  const health = useAnswer("/api/health", {});
  return (
    <div class="page" data-testid="cost">
      <Answered of={health} height={60}>
        {({ quota }) => <Quota quota={quota} />}
      </Answered>
      <Answered
        of={cost}
        height={420}
        empty={({ days }) =>
          days.length === 0 ? (
            <Empty title="Nothing was asked of the database in this range">
              What requests cost is written down every hundred of them or every minute. Choose a longer range, or see on <a href={linkTo("install", view)}>Install</a> whether
              anything arrives.
            </Empty>
          ) : null
        }
      >
        {(data) => (
          <div class="page">
            <Month cost={data} />
            <Days cost={data} />
            <Endpoints cost={data} />
            <Advised cost={data} view={view} />
            <p class="cost-foot">
              These are the rows that D1 bills by, of all projects in this database together, by UTC day. What was counted in the last minute before Cloudflare stops an isolate is missing,
              and other databases of the account are not known here: a lower bound.
            </p>
          </div>
        )}
      </Answered>
    </div>
  );
}
