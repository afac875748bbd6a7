import type { JSX } from "preact";
import { Icon } from "../parts/icon.tsx";
import { dimensionName, type Filter, type FilterTest, withoutFilter } from "../view/filters.ts";
import type { Change, View } from "../view/view.ts";

const TESTS: Record<FilterTest, string> = { is: "is", not: "is not", contains: "contains", not_contains: "does not contain" };

/** The filters of the view, each with a way to take it away. */
export function Filters({ view, go }: { view: View; go(change: Change): void }): JSX.Element | null {
  if (view.filters.length === 0) return null;
  return (
    <ul class="filters" aria-label="Filters" data-testid="filters">
      {view.filters.map((filter) => (
        <li key={`${filter.name}.${filter.test}`} class="filter" data-testid="filter" data-name={filter.name} data-test={filter.test}>
          <span>{filterText(filter)}</span>
          <button class="filter-remove" type="button" data-testid="filter-remove" aria-label={`Remove: ${filterText(filter)}`} onClick={() => go({ filters: withoutFilter(view.filters, filter) })}>
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A filter in words: `Country is DE or AT`. */
export function filterText({ name, test, values }: Filter): string {
  return `${dimensionName(name)} ${TESTS[test]} ${values.join(test === "not" ? " nor " : " or ")}`;
}
