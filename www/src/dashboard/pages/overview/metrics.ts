/** What can be counted and drawn. */
export type Metric = "visitors" | "users" | "sessions" | "events" | "page_views";

export const METRIC_NAMES: Record<Metric, string> = { visitors: "Visitors", users: "Users", sessions: "Sessions", events: "Events", page_views: "Page views" };

export const DEFAULT_METRIC: Metric = "events";

/** What the address wants drawn. */
export function metricOf(own: URLSearchParams): Metric {
  const text = own.get("metric");
  return text !== null && Object.hasOwn(METRIC_NAMES, text) ? (text as Metric) : DEFAULT_METRIC;
}
