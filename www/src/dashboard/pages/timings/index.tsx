import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { useAnswer } from "../../ask/answer.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { linkTo } from "../../place.ts";
import type { PageProps } from "../../pages.ts";
import { ByField } from "../../steps/by-field.tsx";
import { dimensionName, NONE, withFilter } from "../../view/filters.ts";
import { asked, compares, type View } from "../../view/view.ts";
import { Distribution } from "./distribution.tsx";
import { periodBefore } from "./order.ts";
import { TimingStats } from "./stats.tsx";
import { TimingTable } from "./table.tsx";

const MOST = 100;

/** How long things take: percentiles by a dimension, and how durations are spread. */
export default function Timings({ view, go }: PageProps): JSX.Element {
  const by = view.own.get("by") ?? "type";
  const question = { ...asked(view), by, limit: MOST };
  const answer = useAnswer("/api/analytics/timings", question);
  const before = useBefore(view, answer.data, question);
  const chosen = view.own.get("row");
  const choose = (row: string | null) => go({ own: { row } }, "replace");
  return (
    <div class="page">
      <Answered of={answer} height={700} empty={({ total }) => (total.count === 0 ? <NoDurations /> : null)}>
        {({ total, items, previous }) => {
          const one = items.find(({ value }) => (value ?? NONE) === chosen);
          const only = linkTo("events", { ...view, filters: withFilter(view.filters, { name: by, test: "is", values: [chosen ?? NONE] }) });
          return (
            <>
              <TimingStats total={total} previous={previous?.total} />
              <Distribution all={total} one={one} name={chosen} by={by} only={only} clear={() => choose(null)} />
              <Card
                title={`By ${dimensionName(by).toLowerCase()}`}
                note="Count, mean and longest are exact; percentiles are within 2 %"
                testId="timings-card"
                tools={<ByField label="By" isNeeded value={by} change={(by) => go({ own: { by: by === "type" || by === "" ? null : by, row: null } })} />}
              >
                <TimingTable {...{ view, go, by, items, chosen, choose }} total={total.count} before={before} />
              </Card>
            </>
          );
        }}
      </Answered>
    </div>
  );
}

/** The same rows in the period before. The API compares totals alone, so each row's past is a question of its own. */
function useBefore(view: View, now: Schemas["TimingsAnswer"] | undefined, question: { by: string; limit: number }): Schemas["TimingItem"][] | null {
  const { from, to } = now?.range ?? {};
  const period = compares(view) && from != null && to != null ? periodBefore({ from, to }, view.range) : null;
  const asks = { ...question, compare: undefined, range: undefined, ...(period ?? {}) };
  const { data } = useAnswer(period ? "/api/analytics/timings" : null, asks);
  return period && data ? data.items : null;
}

function NoDurations(): JSX.Element {
  return (
    <Empty title="Nothing with a duration in this range">
      Events carry one when they are tracked by <code>trackTimed</code>, or with <code>durationMs</code>. Choose a longer time above, or take a filter away.
    </Empty>
  );
}
