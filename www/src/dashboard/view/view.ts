// What all pages share, and how it stands in the address. Names that are not known here are a page's own: they must be none of
// the dimensions' (`filters.ts`).
import type { Query } from "trailmark/query";
import { DEFAULT_RANGE, type Range, rangeParameters, readRange } from "./range.ts";
import { type Filter, filterParameters, readFilter, withFilter, writeFilter } from "./filters.ts";
import { endOfDate, startOfDate } from "./zone.ts";

/** What is looked at: which time and which events, and how. */
export interface View {
  range: Range;
  /** IANA time zone of days and times. */
  tz: string;
  filters: Filter[];
  /** Whether the period before is shown as well. */
  compare: boolean;
  bots: Bots;
  /** Whether the page keeps itself up to date. */
  live: boolean;
  /** Parameters that are the page's own, kept as they are. */
  own: URLSearchParams;
}

export type Bots = "exclude" | "include" | "only";

/** A change of the view; in `own`, only what is named changes, a list is one parameter several times, and null takes it away. */
export type Change = Partial<Omit<View, "own">> & { own?: Own };

/** Parameters of a page. */
export type Own = Record<string, string | string[] | null>;

const SHARED = new Set(["range", "from", "to", "tz", "compare", "bots", "live"]);

/** The view that an address names; what it does not name, or names wrongly, is the default. */
export function viewOf(search: string): View {
  const query = new URLSearchParams(search);
  const bots = query.get("bots");
  const tz = query.get("tz");
  const view: View = {
    range: readRange(query),
    tz: tz && isZone(tz) ? tz : "UTC",
    filters: [],
    compare: query.get("compare") !== "none",
    bots: bots === "include" || bots === "only" ? bots : "exclude",
    live: query.get("live") === "1",
    own: new URLSearchParams(),
  };
  for (const [name, text] of query) {
    if (SHARED.has(name)) continue;
    const filter = readFilter(name, text);
    if (filter) view.filters = withFilter(view.filters, filter);
    else view.own.append(name, text);
  }
  return view;
}

/** The query string that names a view, with its question mark; empty where all is as usual. */
export function searchOf(view: View): string {
  const query = new URLSearchParams();
  if (!isDefault(view.range)) for (const [name, text] of Object.entries(rangeParameters(view.range))) query.set(name, text);
  if (view.tz !== "UTC") query.set("tz", view.tz);
  for (const filter of view.filters) query.append(...writeFilter(filter));
  if (!view.compare) query.set("compare", "none");
  if (view.bots !== "exclude") query.set("bots", view.bots);
  if (view.live) query.set("live", "1");
  for (const [name, text] of view.own) query.append(name, text);
  // Readable addresses: these signs mean nothing in a query string.
  const text = query.toString().replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text && `?${text}`;
}

/** The view after a change. */
export function changed(view: View, { own = {}, ...change }: Change): View {
  const after = { ...view, ...change, own: new URLSearchParams(view.own) };
  for (const [name, text] of Object.entries(own)) {
    after.own.delete(name);
    for (const one of text === null ? [] : [text].flat()) after.own.append(name, one);
  }
  return after;
}

/** The same view on another page: without what was the page's own. */
export function elsewhere(view: View, own: Own = {}): View {
  return changed({ ...view, own: new URLSearchParams() }, { own });
}

/** What every question of `/api/analytics` takes. One that takes no comparison is asked with `compare: undefined`. */
export type Asked = Omit<Query<"/api/analytics/breakdown">, "by" | "sort" | "limit">;

/** The view as the API is asked for it. */
export function asked(view: View): Asked {
  return {
    ...rangeParameters(view.range),
    tz: view.tz,
    bots: view.bots === "exclude" ? undefined : view.bots,
    compare: compares(view) ? "previous" : undefined,
    ...filterParameters(view.filters),
  };
}

/** The same for a question that takes no comparison at all. */
export function askedAlone(view: View): Omit<Asked, "compare"> {
  const { compare: _, ...alone } = asked(view);
  return alone;
}

/** What a question takes that is about now and knows no range. */
export function askedNow({ tz, bots, filters }: View): Pick<Asked, "tz" | "bots"> & Omit<Asked, "range" | "days" | "from" | "to" | "compare"> {
  return { tz, bots: bots === "exclude" ? undefined : bots, ...filterParameters(filters) };
}

/**
 * The time alone, for questions that know neither filters nor time zones: delivery, cost, and lists. Days are those of the view's zone, so
 * they are given as moments, in milliseconds since the epoch.
 */
export function askedTime({ range, tz }: View): { range: string } | { from: string; to: string } {
  if (range.kind === "last") return { range: range.range };
  return { from: String(startOfDate(range.from, tz)), to: String(endOfDate(range.to, tz)) };
}

/** Whether there is a period before to compare with: before all time there is none. */
export function compares(view: View): boolean {
  return view.compare && !(view.range.kind === "last" && view.range.range === "all");
}

/** Whether the browser knows a time zone. */
export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

function isDefault(range: Range): boolean {
  return range.kind === "last" && DEFAULT_RANGE.kind === "last" && range.range === DEFAULT_RANGE.range;
}
