import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count, duration } from "../../../shared/format.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Delta } from "../../parts/stat.tsx";
import type { PageProps } from "../../pages.ts";
import { dimensionName, NONE } from "../../view/filters.ts";
import { columns, type Column as Sorted, isWhole, orderOf, orderText, sorted } from "./order.ts";

type Item = Schemas["TimingItem"];

const TITLES: Record<Sorted, [title: string, explained: string]> = {
  count: ["Events", "How many have a duration"],
  mean_ms: ["Mean", "Exact"],
  p50_ms: ["p50", "The median, within 2 %"],
  p75_ms: ["p75", "Within 2 %"],
  p90_ms: ["p90", "Within 2 %"],
  p95_ms: ["p95", "Within 2 %"],
  p99_ms: ["p99", "Within 2 %"],
  max_ms: ["Longest", "Exact"],
};
/** Left out on phones. */
const MINOR: Sorted[] = ["mean_ms", "p75_ms", "p90_ms", "p99_ms"];
/** Where the change since the period before is told. */
const COMPARED: Sorted[] = ["count", "p50_ms", "p95_ms"];

interface Props extends Pick<PageProps, "view" | "go"> {
  by: string;
  items: Item[];
  /** Events with a duration, those of no row too. */
  total: number;
  /** The rows of the period before, where there is one. */
  before: Item[] | null;
  /** The row whose distribution is shown; `(none)` is the absent value. */
  chosen: string | null;
  choose(row: string | null): void;
}

/** Percentiles of each value, to be sorted by any column; a row's button shows how its durations are spread. */
export function TimingTable({ view, go, by, items, total, before, chosen, choose }: Props): JSX.Element {
  const order = orderOf(view.own.get("sort"));
  const past = new Map(before?.map((item) => [item.value, item]));
  const sortBy = (column: Sorted | "value") => {
    // A first press sorts as one would look: names from A, figures from the largest.
    const down = order.by === column ? !order.down : column !== "value";
    go({ own: { sort: orderText({ by: column, down }) } }, "replace");
  };
  const sorting = (column: Sorted | "value") => ({
    order: order.by !== column ? ("none" as const) : order.down ? ("descending" as const) : ("ascending" as const),
    reorder: () => sortBy(column),
  });
  const shown: Column<Item>[] = [
    {
      key: "value",
      title: dimensionName(by),
      ...sorting("value"),
      show: ({ value }) => {
        const name = value ?? NONE;
        const isChosen = name === chosen;
        return (
          <button type="button" class="event-name" data-testid="timing-choose" aria-pressed={isChosen} onClick={() => choose(isChosen ? null : name)}>
            <span class="clipped" title={name}>
              {name}
            </span>
          </button>
        );
      },
    },
    ...columns.map((column): Column<Item> => {
      const [title, explained] = TITLES[column];
      const format = column === "count" ? count : duration;
      return {
        key: column,
        title,
        explained,
        isNumber: true,
        isMinor: MINOR.includes(column),
        ...sorting(column),
        value: (item) => item[column],
        show: (item) => {
          const [now, then] = [item[column], past.get(item.value)?.[column]];
          return (
            <>
              {now === null ? "–" : format(now)}
              {now !== null && then != null && COMPARED.includes(column) && (
                <Delta name={`${column}-delta`} now={now} before={then} isLessBetter={column !== "count"} format={format} />
              )}
            </>
          );
        },
      };
    }),
  ];
  return (
    <div class="timings-table">
      <DataTable
        label={`Durations by ${dimensionName(by).toLowerCase()}`}
        name="timings"
        columns={shown}
        rows={sorted(items, order)}
        keyOf={({ value }) => value ?? NONE}
        rowAttributes={({ value }) => ({ "data-row": value ?? NONE })}
        selected={chosen}
        open={({ value }) => choose((value ?? NONE) === chosen ? null : (value ?? NONE))}
      />
      {!isWhole(items, total) && (
        <p class="panel-note" data-testid="timings-cut">
          The {count(items.length)} most frequent values are listed{order.by !== "count" && ", and sorted among themselves"}. Filters narrow them.
        </p>
      )}
    </div>
  );
}
