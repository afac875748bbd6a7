import type { ComponentChildren, JSX } from "preact";

/** One column. */
export interface Column<T> {
  key: string;
  title: string;
  /** What exactly stands there. */
  explained?: string;
  /** Figures stand at the right. */
  isNumber?: boolean;
  /** Left out where there is no room: on phones. */
  isMinor?: boolean;
  /** Whether rows are sorted by it, where they can be. */
  order?: "ascending" | "descending" | "none";
  /** Sorts by it, or the other way round. */
  reorder?(): void;
  /** The exact value, told in `data-value`. */
  value?(row: T): string | number | null | undefined;
  show(row: T): ComponentChildren;
}

interface Props<T> {
  /** Said to screen readers. */
  label: string;
  /** The test id; rows have `<name>-row`, cells the key of their column. */
  name: string;
  columns: Column<T>[];
  rows: T[];
  keyOf(row: T): string;
  /** More attributes of a row. */
  rowAttributes?(row: T): Record<string, string | number | undefined>;
  /** The row that is opened. */
  selected?: string | null;
  /** Opens a row: by click anywhere in it. There must be a link or button in the row too, for the keyboard. */
  open?(row: T): void;
}

/** Rows under headings; it scrolls sideways within itself where it is too wide. The first column names its row. */
export function DataTable<T>({ label, name, columns, rows, keyOf, rowAttributes, selected, open }: Props<T>): JSX.Element {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={label}>
      <table class="data" data-testid={name}>
        <thead>
          <tr>
            {columns.map(({ key, title, explained, isNumber, isMinor, order, reorder }) => (
              <th key={key} scope="col" class={classOf(isNumber, isMinor)} title={explained} aria-sort={order}>
                {reorder ? (
                  <button class="sorts" type="button" data-testid={`sort-${key}`} onClick={reorder}>
                    {title}
                  </button>
                ) : (
                  title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = keyOf(row);
            return (
              <tr
                key={key}
                data-testid={`${name}-row`}
                aria-current={selected === key ? "true" : undefined}
                class={open ? "opens" : undefined}
                onClick={open && ((event) => !isControl(event) && open(row))}
                {...rowAttributes?.(row)}
              >
                {columns.map((column, index) => (
                  <Cell key={column.key} column={column} row={row} isFirst={index === 0} />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Cell<T>({ column, row, isFirst }: { column: Column<T>; row: T; isFirst: boolean }): JSX.Element {
  const { key, isNumber, isMinor, value, show } = column;
  const attributes = { class: classOf(isNumber, isMinor), "data-testid": key, "data-value": value?.(row) ?? undefined };
  return isFirst ? (
    <th scope="row" {...attributes}>
      {show(row)}
    </th>
  ) : (
    <td {...attributes}>{show(row)}</td>
  );
}

function classOf(isNumber: boolean | undefined, isMinor: boolean | undefined): string | undefined {
  return [isNumber && "number", isMinor && "minor"].filter(Boolean).join(" ") || undefined;
}

/** Whether a click was meant for something within the row. */
function isControl(event: MouseEvent): boolean {
  return (event.target as Element).closest("a, button, input, select, label") !== null;
}
