import type { JSX } from "preact";
import type { Answer } from "trailmark/query";
import { Delta } from "../../parts/stat.tsx";
import type { PageProps } from "../../pages.ts";
import { count } from "../../../shared/format.ts";
import { METRIC_NAMES, type Metric } from "./metrics.ts";
import { rateText } from "./rate.ts";

interface Props {
  series: Answer<"/api/analytics/timeseries"> | undefined;
  live: Answer<"/api/analytics/live"> | undefined;
  delivery: Answer<"/api/analytics/delivery"> | undefined;
  metric: Metric;
  /** What is drawn without a choice. */
  usual: Metric;
  go: PageProps["go"];
}

const TEST_IDS: Record<Metric, string> = { visitors: "total-visitors", users: "total-users", sessions: "total-sessions", events: "total-events", page_views: "total-page-views" };

/** The figures at the top. Each chooses what the page draws and counts. */
export function Totals({ series, live, delivery, metric, usual, go }: Props): JSX.Element {
  // Against nothing at all there is no comparison.
  const previous = series?.previous?.total.events ? series.previous.total : undefined;
  return (
    <div class="totals card" role="group" aria-label="Totals; choose what is drawn">
      {(Object.keys(METRIC_NAMES) as Metric[]).map((one) => {
        const value = series?.total[one];
        const before = previous?.[one];
        return (
          <button key={one} type="button" class="total" aria-pressed={metric === one} data-testid={`choose-${one}`} onClick={() => go({ own: { metric: one === usual ? null : one } })}>
            <span class="total-name">{METRIC_NAMES[one]}</span>
            <span class="total-value" data-testid={TEST_IDS[one]} data-value={value ?? ""}>
              {value === undefined ? "–" : count(value)}
            </span>
            <span class="total-beside">{value !== undefined && before !== undefined && <Delta name={`${TEST_IDS[one]}-delta`} now={value} before={before} />}</span>
          </button>
        );
      })}
      <div class="total">
        <span class="total-name">Capture rate</span>
        <span class="total-value" data-testid="total-capture-rate" data-value={delivery?.capture_rate ?? ""}>
          {delivery ? rateText(delivery) : "–"}
        </span>
        <span class="total-beside" title="With an event in the last 5 minutes">
          <span class="live-dot" />
          <span data-testid="live-people" data-value={live?.now.people ?? ""}>
            {live ? count(live.now.people) : "–"}
          </span>{" "}
          here now
        </span>
      </div>
    </div>
  );
}
