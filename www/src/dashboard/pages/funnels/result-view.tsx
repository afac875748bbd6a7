import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count, duration, share } from "../../../shared/format.ts";
import { Card } from "../../parts/card.tsx";
import { Delta, Stat } from "../../parts/stat.tsx";
import { stepName } from "../../steps/step.ts";
import { dimensionName } from "../../view/filters.ts";
import { resultsOf, type StepResult, worstStep } from "./result.ts";
import { SplitTable } from "./split-table.tsx";
import { StepTable } from "./step-table.tsx";

/** A funnel's figures: how many came through, a bar for each step, and the same by a dimension. */
export function Result({ funnel, by }: { funnel: Schemas["FunnelAnswer"]; by: string }): JSX.Element {
  const results = resultsOf(funnel.steps);
  const { previous, series } = funnel;
  const last = results.at(-1);
  const lastBefore = previous?.steps.at(-1);
  const worst = worstStep(results);
  return (
    <>
      <dl class="card totals">
        <Stat label="Took the first step" name="funnel-people" value={funnel.people} previous={previous?.people} />
        <Stat label="Took the last" name="funnel-converted" value={funnel.converted} previous={previous?.converted} />
        <Stat label="Conversion" name="funnel-conversion" value={funnel.conversion} previous={previous?.conversion} format={(rate) => share(rate, 1)} />
        <Stat label="Median time to the last" name="funnel-median" value={last?.median_ms} previous={lastBefore?.median_ms} format={duration} isLessBetter />
      </dl>
      <Card title="Step by step" note="Bars are shares of those who took step 1; times are from step 1.">
        <ol class="funnels-bars" data-testid="funnel-steps">
          {results.map((result, index) => (
            <StepBar key={index} result={result} index={index} isWorst={index === worst} before={previous?.steps[index]} />
          ))}
        </ol>
        <StepTable results={results} previous={previous?.steps} />
      </Card>
      {by !== "" && series && (
        <Card title={`By ${dimensionName(by).toLowerCase()}`} note="Each person belongs to the value of their first step.">
          <SplitTable series={series} steps={funnel.steps} by={by} />
        </Card>
      )}
    </>
  );
}

interface BarProps {
  result: StepResult;
  index: number;
  /** Whether it loses the largest part of all. */
  isWorst: boolean;
  before: Schemas["FunnelStep"] | undefined;
}

function StepBar({ result, index, isWorst, before }: BarProps): JSX.Element {
  const { step, people, conversion, lost, lostShare, median_ms, p90_ms } = result;
  return (
    <li class="funnels-bar" data-testid="funnel-step" data-index={index}>
      {lost !== null && (
        <p class={isWorst ? "funnels-lost worst" : "funnels-lost"}>
          <span data-testid="lost" data-value={lost}>
            {`${count(lost)} went no further${lostShare === null ? "" : `, ${share(lostShare, 1)} of those before`}`}
          </span>
          {isWorst && <strong class="funnels-worst">largest loss</strong>}
        </p>
      )}
      <div class="funnels-head">
        <span class="funnels-name">
          <b aria-hidden="true">{index + 1}</b> {stepName(step)}
        </span>
        <span class="funnels-figures">
          <strong data-testid="step-people" data-value={people}>
            {count(people)}
          </strong>
          <span data-testid="step-conversion" data-value={conversion ?? ""}>
            {conversion === null ? "–" : share(conversion, 1)}
          </span>
          {before && <Delta name="step-delta" now={people} before={before.people} />}
        </span>
      </div>
      <div class="funnels-track" aria-hidden="true">
        {people > 0 && <div class="funnels-fill" style={{ width: `${100 * (conversion ?? 0)}%` }} />}
        {before && before.conversion !== null && index > 0 && <div class="funnels-before" style={{ left: `${100 * before.conversion}%` }} title={`${share(before.conversion, 1)} in the period before`} />}
      </div>
      {median_ms !== null && (
        <p class="funnels-time">
          <span data-testid="step-median" data-value={median_ms}>
            {duration(median_ms)}
          </span>{" "}
          at the median,{" "}
          <span data-testid="step-p90" data-value={p90_ms ?? ""}>
            {p90_ms === null ? "–" : duration(p90_ms)}
          </span>{" "}
          for nine of ten
        </p>
      )}
    </li>
  );
}
