// The dashboard. `data-testid` of what can be used: range-24h, range-7d, range-30d, range-all, refresh, auto-refresh, theme-toggle,
// log-out, key-input, key-submit, error-retry, points, by-<panel>-more, event-toggle, empty-demo, empty-all.
// Of what can be read: total-events, total-users, total-visitors, total-sessions, total-page-views, average-duration,
// capture-rate, tracked, stored, outstanding, duplicates-refused, rejected, dropped, track-p50, track-p99, track-mean,
// dropped-reason (data-reason), most-active-day, most-common-action, timeline-title, point (data-start) > count, newest-note (all carry `data-value`),
// by-type-row (data-type), by-category-row (data-category), by-action-row (data-action), by-level-row (data-level),
// by-device-row (data-device), each > count and share, event-row (data-type, data-event-id), event-detail,
// quota (data-value: the state), quota-title, quota-detail, error, error-title, error-code, error-detail, key-gate, key-refusal, empty, overview, range-note, chart, chart-tip.
// `[data-testid=panels]` has aria-busy="true" until the numbers that it shows are the answer to the view in the address.
import { byTestId } from "../shared/element.ts";
import { takeKeyFromAddress } from "../shared/keys.ts";
import { mountThemeToggle } from "../shared/theme.ts";
import { Gate } from "./gate.ts";
import { EventsChart } from "./chart.ts";
import { Overview } from "./overview.ts";
import { isRange, searchOf, viewOf, type View } from "./view.ts";

const given = takeKeyFromAddress("read");
const chart = new EventsChart();
const gate = new Gate(
  () => overview.open(),
  () => overview.close(),
);
const overview = new Overview(chart, viewOf(location.search), (error) => gate.refuse(error));
mountThemeToggle(byTestId("theme-toggle"), () => chart.recolour());

function go(view: View): void {
  history.pushState(null, "", searchOf(view));
  overview.show(view);
}

// Ranges are links, so that they can be copied and opened elsewhere; a plain click stays on the page.
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-range]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const { range } = link.dataset;
  if (isRange(range)) go({ ...overview.view, range });
});
byTestId<HTMLInputElement>("auto-refresh").addEventListener("change", (event) => {
  go({ ...overview.view, live: (event.target as HTMLInputElement).checked });
});
byTestId("refresh").addEventListener("click", () => overview.refresh());
byTestId("error-retry").addEventListener("click", () => overview.refresh());
addEventListener("popstate", () => overview.show(viewOf(location.search)));
addEventListener("hashchange", () => {
  const key = takeKeyFromAddress("read");
  if (key) void gate.enter(key);
});
void gate.enter(given);
