/** What can be counted and drawn. */
export type Metric = "visitors" | "users" | "sessions" | "events" | "page_views";

export const METRIC_NAMES: Record<Metric, string> = { visitors: "Visitors", users: "Users", sessions: "Sessions", events: "Events", page_views: "Page views" };

/** What the address wants drawn, if anything. */
export function chosenMetric(own: URLSearchParams): Metric | null {
  const text = own.get("metric");
  return text !== null && Object.hasOwn(METRIC_NAMES, text) ? (text as Metric) : null;
}

/** What is drawn where nobody chose: visitors, but events where only programs write, who have no visitors. */
export function usualMetric(total: Record<Metric, number> | undefined): Metric {
  return total && total.visitors === 0 && total.events > 0 ? "events" : "visitors";
}
