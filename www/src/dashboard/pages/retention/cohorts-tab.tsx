import type { JSX } from "preact";
import { useAnswer } from "../../ask/answer.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { Choice } from "../../steps/choice.tsx";
import { TypeList } from "../../steps/step-field.tsx";
import { useTypeChoices } from "../../steps/types.ts";
import { askedAlone } from "../../view/view.ts";
import { CohortBuilder } from "./cohort-builder.tsx";
import { meanOf, rowsOf } from "./cohorts.ts";
import { MeanCurve } from "./mean-curve.tsx";
import { cohortsOf, intervalFor, ownOf } from "./question.ts";
import { Triangle } from "./triangle.tsx";
import type { PageProps } from "../../pages.ts";

/** The builder of cohorts, their triangle and the mean of all. */
export function CohortsTab({ view, go }: Omit<PageProps, "session">): JSX.Element {
  const cohorts = cohortsOf(view.own);
  const { periods, first, again, people, shows } = cohorts;
  const interval = intervalFor(cohorts, view.range);
  const answer = useAnswer("/api/analytics/retention", {
    ...askedAlone(view),
    interval,
    periods,
    first: first || undefined,
    again: again || undefined,
    people: people === "person" ? undefined : people,
  });
  const choices = useTypeChoices(view);
  const change = (changed: Partial<typeof cohorts>) => go({ own: ownOf({ ...cohorts, ...changed }) });

  return (
    <div class="retention">
      <TypeList choices={choices} />
      <CohortBuilder cohorts={cohorts} interval={interval} view={view} change={change} />
      <Answered of={answer} height={420} empty={({ cohorts }) => (cohorts.some(({ people }) => people > 0) ? null : <Nobody />)}>
        {(data) => {
          const rows = rowsOf(data, interval, data.timezone, view.range.kind === "last" && view.range.range === "all");
          const means = meanOf(rows);
          return (
            <>
              <Card title="Who came back" note="Mean of all cohorts, the larger weighing more; only of periods that are over.">
                <MeanCurve means={means} interval={interval} />
              </Card>
              <Card
                title={`Cohorts by ${interval}`}
                tools={
                  <Choice
                    label="Cells show"
                    name="show"
                    value={shows}
                    options={[
                      { value: "share", label: "Share" },
                      { value: "count", label: "People" },
                    ]}
                    change={(value) => change({ shows: value === "count" ? "count" : "share" })}
                  />
                }
              >
                <Triangle rows={rows} means={means} interval={interval} tz={data.timezone} shows={shows} />
              </Card>
            </>
          );
        }}
      </Answered>
    </div>
  );
}

function Nobody(): JSX.Element {
  return (
    <Empty title="Nobody began in this time">
      There is no event that matches, so there is no cohort. Take a longer time above, fewer filters, or another event to begin with.
    </Empty>
  );
}
