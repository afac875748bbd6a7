import type { JSX } from "preact";
import { useAnswer } from "../ask/answer.ts";
import { valueName } from "../parts/value-name.ts";
import { isFilterName, NONE } from "../view/filters.ts";
import { asked, type View } from "../view/view.ts";
import { count } from "../../shared/format.ts";

/** Values shown at once; typing finds the others among the first hundred. */
const SHOWN = 40;

interface Props {
  view: View;
  /** The dimension. */
  name: string;
  /** Only values with this in them. */
  typed: string;
  chosen: string[];
  change(chosen: string[]): void;
}

/** The values of a dimension in the view, most frequent first, to be ticked. */
export function Suggestions({ view, name, typed, chosen, change }: Props): JSX.Element | null {
  const isAsked = isFilterName(name);
  // Other filters hold; those on the same dimension would hide what else there is.
  const others = { ...view, filters: view.filters.filter((filter) => filter.name !== name) };
  const { data, error, state } = useAnswer(isAsked ? "/api/analytics/breakdown" : null, { ...asked(others), compare: undefined, by: [name], limit: 100 }, { every: 0 });
  if (!isAsked) return null;
  if (error) return <p class="panel-note">{`No suggestions: ${error.detail || error.message}`}</p>;
  const items = (data?.breakdowns[0]?.by === name ? data.breakdowns[0].items : []).map(({ value, events }) => ({ value: value ?? NONE, label: valueName(name, value), events }));
  const needle = typed.toLowerCase();
  const found = items.filter(({ value, label }) => value.toLowerCase().includes(needle) || label?.toLowerCase().includes(needle));
  const rest = chosen.filter((value) => !items.some((item) => item.value === value)).map((value) => ({ value, label: undefined, events: null }));
  const shown = [...rest, ...found.slice(0, SHOWN)];
  if (shown.length === 0) return <p class="panel-note">{state === "loading" ? "Looking for values…" : items.length === 0 ? "No values in this range." : "No such value in this range; it can be used all the same."}</p>;
  return (
    <ul class="suggestions" data-testid="suggestions">
      {shown.map(({ value, label, events }) => (
        <li key={value}>
          <label>
            <input
              type="checkbox"
              data-testid="suggestion"
              data-value={value}
              checked={chosen.includes(value)}
              onChange={(event) => change(event.currentTarget.checked ? [...chosen, value] : chosen.filter((one) => one !== value))}
            />
            <span>{label ? `${label} (${value})` : value}</span>
            {events !== null && <small class="faint">{count(events)}</small>}
          </label>
        </li>
      ))}
    </ul>
  );
}
