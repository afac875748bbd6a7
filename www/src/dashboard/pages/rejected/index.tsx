import type { JSX } from "preact";
import { useAnswer } from "../../ask/answer.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import type { PageProps } from "../../pages.ts";
import { linkTo } from "../../place.ts";
import { Codes } from "./codes.tsx";
import { List } from "./list.tsx";
import { Opened } from "./opened.tsx";
import { chosenOf, filterOf } from "./question.ts";

/** Events on one page of the list. */
const PAGE = 50;

/** Events that were rejected: why, which, and what can be done with them. */
export default function Rejected({ view, go, session }: PageProps): JSX.Element {
  const chosen = chosenOf(view.own);
  const filter = filterOf(view, chosen);
  // The reasons are those of the whole time, so that another can be chosen while one is.
  const reasons = useAnswer("/api/rejected", { ...filterOf(view, { code: null, type: null }), limit: 1 });
  const list = useAnswer("/api/rejected", { ...filter, limit: PAGE, ...(chosen.cursor && { cursor: chosen.cursor }) });
  const refresh = () => {
    reasons.again();
    list.again();
  };
  const choose = (change: { code?: string | null; type?: string | null }) =>
    go({ own: { ...("code" in change && { code: change.code ?? null }), ...("type" in change && { event_type: change.type ?? null }), cursor: null, open: null } });
  return (
    <div class="page" data-testid="rejected">
      <Answered
        of={reasons}
        height={220}
        empty={({ total }) =>
          total === 0 ? (
            <Empty title="Nothing was rejected in this range">
              Rejected events are kept for 30 days, with the reason and as they came. What trackers gave up themselves is on <a href={linkTo("delivery", view)}>Delivery</a>.
            </Empty>
          ) : null
        }
      >
        {({ counts, total }) => <Codes counts={counts} total={total} chosen={chosen} choose={choose} view={view} />}
      </Answered>
      {reasons.data?.total !== 0 && <List answer={list} filter={filter} chosen={chosen} counts={reasons.data?.counts ?? []} choose={choose} go={go} view={view} session={session} changed={refresh} />}
      {chosen.open && <Opened key={chosen.open} id={chosen.open} known={list.data?.items.find(({ id }) => id === chosen.open)} view={view} session={session} changed={refresh} close={() => go({ own: { open: null } })} />}
    </div>
  );
}
