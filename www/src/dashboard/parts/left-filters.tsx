import type { JSX } from "preact";
import { type Filter, filterText } from "../view/filters.ts";

/** Says which filters a list of events cannot be asked for, and so is shown without; nothing where it can be asked for all. */
export function LeftFilters({ filters }: { filters: Filter[] }): JSX.Element | null {
  if (filters.length === 0) return null;
  return (
    <p class="left-filters" role="note" data-testid="left-filters">
      Events are not listed by every filter. Without: <strong>{filters.map(filterText).join("; ")}</strong>
    </p>
  );
}
