/** What a link to the dashboard says: which time range, and whether it keeps itself up to date. */
export interface View {
  range: Range;
  live: boolean;
}

export type Range = "24h" | "7d" | "30d" | "all";

const ranges: Record<Range, string> = {
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  all: "All time",
};

/** The view that an address names; what it does not name, or names wrongly, is the default. */
export function viewOf(search: string): View {
  const query = new URLSearchParams(search);
  const range = query.get("range");
  return { range: isRange(range) ? range : "7d", live: query.get("live") === "1" };
}

/** The query string that names a view. */
export function searchOf(view: View): string {
  const query = new URLSearchParams({ range: view.range });
  if (view.live) query.set("live", "1");
  return `?${query}`;
}

/** The range in words. */
export function rangeName(range: Range): string {
  return ranges[range];
}

export function isRange(text: string | null | undefined): text is Range {
  return text != null && Object.hasOwn(ranges, text);
}
