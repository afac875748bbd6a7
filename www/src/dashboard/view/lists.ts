// Lists of events know fewer filters than the other questions, under names of their own.
import type { Query } from "trailmark/query";
import { type Filter, isPlainId, NONE } from "./filters.ts";
import { isJudged } from "./judge.ts";
import { askedTime, type View } from "./view.ts";

export type ListQuery = Query<"/api/events">;

/** Ids: one value each. */
const SINGLES: Record<string, keyof ListQuery> = {
  user: "user_id",
  visitor: "visitor_id",
  session: "session_id",
  stream: "stream_id",
  entity_id: "entity_id",
  correlation_id: "correlation_id",
  ref: "ref",
};
const LISTS = new Set(["type", "category", "action", "actor_type", "actor_id", "entity_type"]);
/** A list asks for a level or a higher one. */
const LEVELS = ["detail", "state", "action", "decision", "milestone"];

/** How a view is asked of lists. */
export interface AskedOfLists {
  query: ListQuery;
  /** Filters that they cannot be asked for, to be judged on the events that they give (`judge.ts`). */
  judged: Filter[];
  /** Filters that cannot be judged there either. */
  left: Filter[];
}

/** The view as lists of events are asked for it. */
export function askedOfLists(view: View): AskedOfLists {
  const query: Record<string, string | string[]> = { ...askedTime(view) };
  const judged: Filter[] = [];
  const left: Filter[] = [];
  for (const filter of view.filters) {
    const condition = conditionOf(filter);
    if (condition && !(condition[0] in query)) query[condition[0]] = condition[1];
    else (isJudged(filter) ? judged : left).push(filter);
  }
  return { query: query as ListQuery, judged, left };
}

function conditionOf({ name, test, values }: Filter): [string, string | string[]] | null {
  const [value, ...more] = values;
  if (test !== "is" || value === undefined || (values.includes(NONE) && !isPlainId(name))) return null;
  const single = SINGLES[name];
  if (single) return more.length === 0 ? [single, value] : null;
  if (LISTS.has(name)) return [name, values];
  if (name !== "level") return null;
  const ranks = values.map((level) => LEVELS.indexOf(level)).sort((one, other) => one - other);
  const lowest = ranks[0] ?? -1;
  const isAllAbove = lowest >= 0 && new Set(ranks).size === LEVELS.length - lowest;
  return isAllAbove ? ["level", LEVELS[lowest] ?? ""] : null;
}

/** The address of an export of the same events. */
export function exportAddress(query: ListQuery, format: "csv" | "ndjson"): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, string | number | string[] | undefined][]) {
    if (value === undefined || name === "limit" || name === "cursor" || name === "page") continue;
    parameters.set(name, Array.isArray(value) ? value.map((item) => item.replaceAll(",", "\\,")).join(",") : String(value));
  }
  parameters.set("format", format);
  return `/api/events/export?${parameters}`;
}
