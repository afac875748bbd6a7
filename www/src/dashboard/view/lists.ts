// Lists of events, and exports of them, are asked as questions are, but for a few names that mean something else there.
import type { Query } from "trailmark/query";
import { type Filter, filterParameters } from "./filters.ts";
import { askedTime, type View } from "./view.ts";

export type ListQuery = Query<"/api/events">;

const LEVELS = ["detail", "state", "action", "decision", "milestone"];

/** The view as lists of events are asked for it. Unlike questions, they have programs' events too, unless told otherwise. */
export function askedOfLists(view: View): ListQuery {
  const filters = view.filters.map(ofLists).filter(({ values }) => values.length > 0);
  return { ...askedTime(view), ...(view.bots === "include" ? {} : { bots: view.bots }), ...filterParameters(filters) };
}

/** A list's `level` is one and those above it, and its `entity_id` is one value. */
function ofLists(filter: Filter): Filter {
  if (filter.test !== "is") return filter;
  if (filter.name === "entity_id") return { ...filter, name: "entity" };
  if (filter.name !== "level") return filter;
  return { ...filter, test: "not", values: LEVELS.filter((level) => !filter.values.includes(level)) };
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
