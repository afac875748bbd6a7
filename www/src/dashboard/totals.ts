import { byTestId } from "../shared/element.ts";
import { count, duration } from "../shared/format.ts";
import type { Analytics } from "./api.ts";

/** The six numbers at the top. Each carries its exact value in `data-value`. */
export function showTotals(analytics: Analytics): void {
  put("total-events", analytics.total_events, count);
  put("total-users", analytics.unique_users, count);
  put("total-visitors", analytics.unique_visitors, count);
  put("total-sessions", analytics.sessions, count);
  put("total-page-views", analytics.page_views, count);
  put("average-duration", analytics.average_duration_ms, duration);
}

function put(testId: string, value: number | null, format: (value: number) => string): void {
  const element = byTestId(testId);
  element.textContent = value === null ? "–" : format(value);
  element.dataset.value = value === null ? "" : String(value);
}
