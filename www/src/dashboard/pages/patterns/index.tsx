import type { JSX } from "preact";
import { useAnswer } from "../../ask/answer.ts";
import type { PageProps } from "../../pages.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import { asked } from "../../view/view.ts";
import { Found } from "./found.tsx";
import { eventsOf } from "./week.ts";

/** Items of each list. */
const LIMIT = 10;

/** At which hours things happen, how long they take, what is used, and what follows what. */
export default function Patterns({ view }: PageProps): JSX.Element {
  const answer = useAnswer("/api/analytics/patterns", { ...asked(view), limit: LIMIT });
  return (
    <Answered of={answer} height={480} empty={({ heatmap }) => (eventsOf(heatmap) > 0 ? null : <Nothing />)}>
      {(data) => <Found data={data} view={view} />}
    </Answered>
  );
}

function Nothing(): JSX.Element {
  return (
    <Empty title="Nothing happened in this time">There is no event to find a pattern in. Take a longer time above, or fewer filters.</Empty>
  );
}
