import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { count as written, share } from "../../shared/format.ts";
import { Delta } from "./stat.tsx";

/** One row: a value and how often it was. */
export interface BarItem {
  /** The value as the API gave it; null is an absent one. */
  value: string | null;
  count: number;
  /** The same in the period before, where there is one. */
  previous?: number;
  /** What is shown in the value's place. */
  label?: string;
  /** What is known of the value beside its name: a sentence, and a word where something is to be done about it. */
  sentence?: string;
  word?: string;
}

interface Props {
  /** The test id; rows have `<name>-row`. */
  name: string;
  /** What the values are of: heads their column, and rows carry them as `data-<dimension>`. */
  dimension: string;
  heading: string;
  /** What is counted. */
  unit?: string;
  items: BarItem[];
  /** Shares are of this; without it there are none. */
  total?: number;
  /** How many values there are in all, where they may be more than `items`. */
  distinct?: number;
  /** Rows shown before the reader asks for the rest. */
  first?: number;
  /** Where a row leads; it then is a link. */
  link?(item: BarItem): string;
}

/** Values with their counts as a table, in which each row is a bar, as long as its share of the largest. */
export function Bars({ name, dimension, heading, unit = "Events", items, total, distinct = items.length, first = 8, link }: Props): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  if (items.length === 0) return <p class="panel-empty">Nothing in this range.</p>;
  const largest = Math.max(1, ...items.map(({ count }) => count));
  const shown = isWhole ? items : items.slice(0, first);
  return (
    <div data-testid={name}>
      <table class="breakdown">
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <th scope="col" class="number">
              {unit}
            </th>
            {total !== undefined && (
              <th scope="col" class="number">
                Share
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((item) => (
            <Row key={item.value ?? "\0"} {...{ name, dimension, item, largest, total }} href={link?.(item)} />
          ))}
        </tbody>
      </table>
      {items.length > first && (
        <button class="button quiet small" type="button" data-testid={`${name}-more`} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show fewer" : distinct > items.length ? `Show the first ${items.length} of ${written(distinct)}` : `Show all ${items.length}`}
        </button>
      )}
    </div>
  );
}

interface RowProps {
  name: string;
  dimension: string;
  item: BarItem;
  largest: number;
  total: number | undefined;
  href: string | undefined;
}

function Row({ name, dimension, item, largest, total, href }: RowProps): JSX.Element {
  const { value, count, previous, sentence, word } = item;
  const label = item.label ?? (value || "(none)");
  return (
    <tr data-testid={`${name}-row`} {...{ [`data-${dimension}`]: value ?? "(none)" }} style={{ "--share": `${(100 * count) / largest}%` }}>
      <th scope="row" title={sentence ? `${label}: ${sentence}` : label}>
        {href ? <a href={href}>{label}</a> : <span>{label}</span>}
        {word && <small class="faint"> {word}</small>}
      </th>
      <td class="number">
        <span data-testid="count" data-value={count}>
          {written(count)}
        </span>
        {previous !== undefined && <Delta now={count} before={previous} />}
      </td>
      {total !== undefined && (
        <td class="number faint" data-testid="share">
          {share(count, total)}
        </td>
      )}
    </tr>
  );
}
