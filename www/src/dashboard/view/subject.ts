import { withoutFilter } from "./filters.ts";
import type { Change, View } from "./view.ts";

/**
 * The one thing that a page is asked to show, by the address's `id`. A filter by one value of its dimension means the same: `?session=ID`
 * on the page of sessions, where it shows as a filter in the bar.
 */
export function subjectOf(view: View, dimension: string): string | null {
  const filter = filterOf(view, dimension);
  return view.own.get("id") ?? (filter?.values.length === 1 ? (filter.values[0] ?? null) : null);
}

/** The change that goes back from the one thing to the page's list; `others` are parameters that only the one thing has. */
export function withoutSubject(view: View, dimension: string, others: string[]): Change {
  const filter = filterOf(view, dimension);
  const own = Object.fromEntries(["id", ...others].map((name) => [name, null]));
  return { filters: filter ? withoutFilter(view.filters, filter) : view.filters, own };
}

function filterOf(view: View, dimension: string) {
  return view.filters.find(({ name, test }) => name === dimension && test === "is");
}
