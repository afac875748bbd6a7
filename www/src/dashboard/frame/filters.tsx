import type { JSX } from "preact";
import { Icon } from "../parts/icon.tsx";
import { Popover } from "../parts/popover.tsx";
import { type Filter, filterText, withFilter, withoutFilter } from "../view/filters.ts";
import type { Change, View } from "../view/view.ts";
import { FilterBuilder } from "./filter-builder.tsx";

interface Props {
  view: View;
  go(change: Change): void;
}

/** The filters of the view, each to be changed or taken away, or all at once. `label` says what they are of, where that is not the view. */
export function Filters({ view, go, label }: Props & { label?: string }): JSX.Element | null {
  if (view.filters.length === 0) return null;
  return (
    <ul class="filters" aria-label={label ?? "Filters"} data-testid="filters">
      {view.filters.map((filter) => (
        <li key={`${filter.name}.${filter.test}`} class="filter" data-testid="filter" data-name={filter.name} data-test={filter.test}>
          <Popover name="filter-change" label={`Change: ${filterText(filter)}`} text={filterText(filter)} buttonClass="filter-text" align="left">
            {(close) => (
              <FilterBuilder
                view={{ ...view, filters: withoutFilter(view.filters, filter) }}
                given={filter}
                apply={(changed) => {
                  close();
                  go({ filters: replaced(view.filters, filter, changed) });
                }}
              />
            )}
          </Popover>
          <button class="filter-remove" type="button" data-testid="filter-remove" aria-label={`Remove: ${filterText(filter)}`} onClick={() => go({ filters: withoutFilter(view.filters, filter) })}>
            <Icon name="close" />
          </button>
        </li>
      ))}
      {!label && view.filters.length > 1 && (
        <li>
          <button class="button quiet small" type="button" data-testid="filters-clear" onClick={() => go({ filters: [] })}>
            Remove all
          </button>
        </li>
      )}
    </ul>
  );
}

/** Opens the builder for one more filter. */
export function AddFilter({ view, go }: Props): JSX.Element {
  return (
    <Popover name="filter-add" icon="filter" label="Add a filter" text="Filter">
      {(close) => (
        <FilterBuilder
          view={view}
          apply={(filter) => {
            close();
            go({ filters: withFilter(view.filters, filter) });
          }}
        />
      )}
    </Popover>
  );
}

/** The filters with one in another's place; it may have got the name and test of a third. */
function replaced(filters: Filter[], old: Filter, now: Filter): Filter[] {
  const others = filters.filter((filter) => filter === old || filter.name !== now.name || filter.test !== now.test);
  return others.map((filter) => (filter === old ? now : filter));
}
