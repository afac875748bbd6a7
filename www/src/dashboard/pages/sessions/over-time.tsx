import type { JSX } from "preact";
import { useAnswer } from "../../ask/answer.ts";
import { Answered } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { intervalOf } from "../../parts/periods.ts";
import { type Series, TimeChart } from "../../parts/time-chart.tsx";
import { asked, type View } from "../../view/view.ts";

const HEIGHT = 276;

/** Sessions over time, and those of the period before as a dashed line. */
export function SessionsOverTime({ view }: { view: View }): JSX.Element {
  const answer = useAnswer("/api/analytics/timeseries", asked(view));
  return (
    <Card title={answer.data ? `Sessions per ${answer.data.interval}` : "Sessions over time"} class="wide" testId="sessions-over-time">
      <Answered of={answer} height={HEIGHT}>
        {({ points, previous, interval, timezone }) => {
          const series: Series[] = [{ name: "Sessions", values: points.map(({ sessions }) => sessions) }];
          if (previous?.total.sessions) {
            series.push({ name: "Period before", kind: "line", isDashed: true, colour: "--calm", values: points.map((_, index) => previous.points[index]?.sessions ?? null) });
          }
          return <TimeChart label={`Sessions per ${interval}`} starts={points.map(({ start }) => start)} interval={intervalOf(interval)} tz={timezone} series={series} />;
        }}
      </Answered>
    </Card>
  );
}
