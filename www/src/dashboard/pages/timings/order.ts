import type { Schemas } from "trailmark/query";
import type { LastRange, Range } from "../../view/range.ts";

type Row = Schemas["TimingItem"];

/** The columns of numbers, in the order in which they are shown. */
export const columns = ["count", "mean_ms", "p50_ms", "p75_ms", "p90_ms", "p95_ms", "p99_ms", "max_ms"] as const;
export type Column = (typeof columns)[number];

/** What a table is sorted by; `value` is the name of a row. */
export interface Order {
  by: Column | "value";
  down: boolean;
}

/** Sorts rows; the absent value and absent numbers come last either way, and equals keep their order. */
export function sorted(rows: readonly Row[], { by, down }: Order): Row[] {
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [a[by], b[by]];
    if (one === other) return 0;
    if (one === null) return 1;
    if (other === null) return -1;
    return (one < other ? -1 : 1) * sign;
  });
}

/** The order in an address: `p95_ms` upwards, `-p95_ms` downwards; what is none is the default, the most frequent first. */
export function orderOf(text: string | null): Order {
  const down = text?.startsWith("-") ?? true;
  const name = text?.replace("-", "") ?? "count";
  const by = name === "value" ? name : columns.find((column) => column === name);
  return by ? { by, down } : { by: "count", down: true };
}

/** The other way round: `null` for the order that needs no words. */
export function orderText({ by, down }: Order): string | null {
  if (by === "count" && down) return null;
  return `${down ? "-" : ""}${by}`;
}

/** Whether every event is in one of the rows: only then does sorting by another column show the true order. */
export function isWhole(rows: readonly Row[], total: number): boolean {
  return rows.reduce((sum, row) => sum + row.count, 0) === total;
}

/** Days of the ranges that end now. */
const DAYS: Partial<Record<LastRange, number>> = { "24h": 1, "7d": 7, "30d": 30, "90d": 90 };

/**
 * The period of the same length right before, as the API compares with it. What ends now is as long as its name says: the answer's own range
 * ends later where an event bears a later time.
 */
export function periodBefore({ from, to }: { from: number; to: number }, range: Range): { from: number; to: number } {
  const days = range.kind === "last" ? DAYS[range.range] : undefined;
  return { from: from - (days === undefined ? to - from : days * 86_400_000), to: from };
}
