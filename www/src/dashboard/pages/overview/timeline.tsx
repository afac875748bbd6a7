import type { JSX } from "preact";
import type { Answer } from "trailmark/query";
import type { Answered } from "../../ask/answer.ts";
import { Missing } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { intervalOf } from "../../parts/periods.ts";
import { type Series, TimeChart } from "../../parts/time-chart.tsx";
import { Select } from "../../parts/select.tsx";
import type { PageProps } from "../../pages.ts";
import type { View } from "../../view/view.ts";
import { METRIC_NAMES, type Metric } from "./metrics.ts";

const INTERVALS = { hour: "By hour", day: "By day", week: "By week", month: "By month" };

/** The periods that the address wants counted; the API's own choice without. Hours only where they are not too many for the API. */
export function chosenInterval(view: View): keyof typeof INTERVALS | undefined {
  return offered(view).find((interval) => interval === view.own.get("interval"));
}

function offered({ range }: View): (keyof typeof INTERVALS)[] {
  const days = range.kind === "between" ? (Date.parse(range.to) - Date.parse(range.from)) / 86_400_000 + 1 : { "24h": 1, "7d": 7, "30d": 30, "90d": 90, all: Infinity }[range.range];
  return days > 80 ? ["day", "week", "month"] : ["hour", "day", "week", "month"];
}

interface Props {
  of: Answered<Answer<"/api/analytics/timeseries">>;
  metric: Metric;
  view: View;
  go: PageProps["go"];
}

/** The chosen count over time, and the same of the period before as a dashed line. */
export function Timeline({ of, metric, view, go }: Props): JSX.Element {
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
  const tools = (
    <Select
      label="Periods"
      name="interval"
      isLabelHidden
      value={interval}
      options={[...new Set([interval, ...offered(view)])].map((value) => ({ value, label: INTERVALS[value as keyof typeof INTERVALS] ?? `By ${value}` }))}
      change={(interval) => go({ own: { interval } }, "replace")}
    />
  );
  return (
    <Card title={title} class="wide" testId="timeline" tools={tools}>
      <TimeChart label={title} starts={answer.points.map(({ start }) => start)} interval={interval} tz={answer.timezone} series={series} />
    </Card>
  );
}
