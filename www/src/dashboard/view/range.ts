/** Which time is asked about: the last hours or days, or the days from one date to another, both included. */
export type Range = { kind: "last"; range: LastRange } | { kind: "between"; from: string; to: string };

export type LastRange = "24h" | "7d" | "30d" | "90d" | "all";

export const DEFAULT_RANGE: Range = { kind: "last", range: "7d" };

const names: Record<LastRange, string> = {
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
  all: "All time",
};

/** The ranges that are offered by name. */
export const LAST_RANGES = Object.keys(names) as LastRange[];

/** The range that a query string names; the default where it names none, or none that there is. */
export function readRange(query: URLSearchParams): Range {
  const range = query.get("range");
  if (isLastRange(range)) return { kind: "last", range };
  const [from, to] = [query.get("from"), query.get("to")];
  if (isDate(from) && isDate(to)) return from <= to ? { kind: "between", from, to } : { kind: "between", from: to, to: from };
  return DEFAULT_RANGE;
}

/** The parameters that name a range, of the address and of the API alike. */
export function rangeParameters(range: Range): { range: string } | { from: string; to: string } {
  return range.kind === "last" ? { range: range.range } : { from: range.from, to: range.to };
}

/** The range in words. */
export function rangeName(range: Range): string {
  if (range.kind === "last") return names[range.range];
  return range.from === range.to ? dateName(range.from) : `${dateName(range.from)} – ${dateName(range.to)}`;
}

export function isLastRange(text: string | null | undefined): text is LastRange {
  return text != null && Object.hasOwn(names, text);
}

/** A calendar date, `2026-02-28`, that there is. */
export function isDate(text: string | null | undefined): text is string {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const moment = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text);
}

const dateFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

function dateName(date: string): string {
  return dateFormat.format(Date.parse(`${date}T00:00:00Z`));
}
