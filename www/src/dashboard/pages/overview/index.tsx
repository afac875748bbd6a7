import type { JSX } from "preact";
import { asked, askedNow, askedTime } from "../../view/view.ts";
import { useAnswer } from "../../ask/answer.ts";
import { Empty, Failure } from "../../parts/answered.tsx";
import { linkTo } from "../../place.ts";
import type { PageProps } from "../../pages.ts";
import { askedOfLists } from "../../view/lists.ts";
import { BREAKDOWN_LIMIT, Breakdowns, chosenDimensions } from "./breakdowns.tsx";
import { DeliveryTile } from "./delivery-tile.tsx";
import { chosenMetric, usualMetric } from "./metrics.ts";
import { Newest } from "./newest.tsx";
import type { Plan } from "./planned.ts";
import { chosenInterval, Timeline } from "./timeline.tsx";
import { Totals } from "./totals.tsx";

const NEWEST = 12;

/** What happened, by whom, from where and on what: asked with few questions, each of which answers for several panels. */
export default function Overview({ view, go }: PageProps): JSX.Element {
  const question = asked(view);
  const series = useAnswer("/api/analytics/timeseries", { ...question, interval: chosenInterval(view) });
  const usual = usualMetric(series.data?.total);
  const metric = chosenMetric(view.own) ?? usual;
  const breakdown = useAnswer("/api/analytics/breakdown", { ...question, compare: undefined, by: chosenDimensions(view.own), sort: metric === "page_views" ? "events" : metric, limit: BREAKDOWN_LIMIT });
  const delivery = useAnswer("/api/analytics/delivery", askedTime(view));
  const live = useAnswer("/api/analytics/live", { ...askedNow(view), limit: 1 });
  const newest = useAnswer("/api/events", { ...askedOfLists(view), limit: NEWEST });
  const plan = useAnswer("/api/plan", {}, { every: 0 });
  const all = [series, breakdown, delivery, live, newest, plan];
  const failed = all.find(({ error }) => error);
  const isBusy = all.some(({ state }) => state === "loading");
  // Where all that was tracked is on its way, dropped or refused, there is no event, but much to see.
  const isEmpty = series.data?.total.events === 0 && delivery.data?.tracked === 0;

  const isFiltered = view.filters.length > 0;
  const everything = (
    <button class="link" type="button" data-testid="empty-all" onClick={() => go({ range: { kind: "last", range: "all" }, filters: [], bots: "include" })}>
      all that was ever recorded
    </button>
  );

  return (
    <div data-testid="overview" class="page">
      {failed?.error && <Failure error={failed.error} again={() => all.forEach(({ state, again }) => state === "failed" && again())} />}
      {isEmpty && (
        <Empty title={isFiltered ? "No events match" : "No events in this range"}>
          {isFiltered ? (
            <>Take a filter away, or look at {everything}.</>
          ) : (
            <>
              Click around in{" "}
              <a href="../" data-testid="empty-demo">
                the demo
              </a>
              , look at {everything}, or see <a href={linkTo("install", view)}>how events come in</a>. Trackers send after ten events or five seconds.
            </>
          )}
        </Empty>
      )}
      <div class="panels" data-testid="panels" aria-busy={isBusy} hidden={isEmpty || (failed && !series.data)}>
        <Totals series={series.data} live={live.data} delivery={delivery.data} metric={metric} usual={usual} go={go} />
        <Timeline of={series} metric={metric} view={view} go={go} />
        <Breakdowns view={view} go={go} of={breakdown} plan={plan.data as Plan | undefined} metric={metric === "page_views" ? "events" : metric} />
        <Newest view={view} go={go} of={newest} />
        <DeliveryTile delivery={delivery.data} />
      </div>
    </div>
  );
}
