import type { JSX } from "preact";
import type { Answer } from "trailmark/query";
import type { Answered } from "../../ask/answer.ts";
import { Missing } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { intervalOf } from "../../parts/periods.ts";
import { type Series, TimeChart } from "../../parts/time-chart.tsx";
import { METRIC_NAMES, type Metric } from "./metrics.ts";

/** The chosen count over time, and the same of the period before as a dashed line. */
export function Timeline({ of, metric }: { of: Answered<Answer<"/api/analytics/timeseries">>; metric: Metric }): JSX.Element {
  const answer = of.data;
  if (!answer) {
    return (
      <Card title={`${METRIC_NAMES[metric]} over time`} class="wide">
        <Missing of={of} height={276} />
      </Card>
    );
  }
  const interval = intervalOf(answer.interval);
  const series: Series[] = [{ name: METRIC_NAMES[metric], values: answer.points.map((point) => point[metric]) }];
  const { previous } = answer;
  if (previous?.total.events) series.push({ name: "Period before", kind: "line", isDashed: true, colour: "--calm", values: answer.points.map((_, index) => previous.points[index]?.[metric] ?? null) });
  const title = `${METRIC_NAMES[metric]} per ${interval}`;
  return (
    <Card title={title} class="wide" testId="timeline">
      <TimeChart label={title} starts={answer.points.map(({ start }) => start)} interval={interval} tz={answer.timezone} series={series} />
    </Card>
  );
}
