import type { Schemas } from "trailmark/query";

export type Interval = "day" | "week" | "month";
type Answer = Pick<Schemas["RetentionAnswer"], "cohorts" | "range">;

/** One cell of the triangle. */
export interface Cell {
  period: number;
  people: number;
  /** Of the cohort, 0 to 1; `null` for a cohort of nobody. */
  rate: number | null;
  /** Whether the range ends within the period, so that some may still come. */
  isOpen: boolean;
}

/** One row of the triangle. */
export interface Row {
  start: number;
  people: number;
  /** Whether the range begins within the cohort's own period, so that who came before is missing. */
  isCut: boolean;
  cells: Cell[];
}

/** One point of the mean curve. */
export interface Mean {
  period: number;
  /** Those who came back, of all that could; `null` when nobody could. */
  rate: number | null;
  /** In how many cohorts the period is over. */
  cohorts: number;
}

/** The triangle, row by row as the API has it, oldest first. `isAllTime` says that nothing is before the range. */
export function rowsOf({ cohorts, range }: Answer, interval: Interval, tz: string, isAllTime = false): Row[] {
  const begins = isAllTime || range.from === null || periodAt(range.from, interval, tz) !== periodAt(range.from - 1, interval, tz);
  const ends = periodAt(range.to, interval, tz) !== periodAt(range.to - 1, interval, tz);
  return cohorts.map(({ start, people, retained, rates }, index) => ({
    start,
    people,
    isCut: index === 0 && !begins,
    // Cohort and period together say in which period of the range a cell lies; only the last of the range can be open.
    cells: retained.map((count, period) => ({ period, people: count, rate: rates[period] ?? null, isOpen: !ends && index + period === cohorts.length - 1 })),
  }));
}

/** How many of all cohorts came back, by period: of each period the cohorts for which it is over, the larger ones weighing more. */
export function meanOf(rows: readonly Row[]): Mean[] {
  const periods = Math.max(0, ...rows.map(({ cells }) => cells.length));
  return Array.from({ length: periods }, (_, period) => {
    const closed = rows.flatMap(({ people, cells }) => cells.filter((cell) => cell.period === period && !cell.isOpen).map((cell) => ({ people, back: cell.people })));
    const people = closed.reduce((sum, one) => sum + one.people, 0);
    const back = closed.reduce((sum, one) => sum + one.back, 0);
    return { period, rate: people === 0 ? null : back / people, cohorts: closed.length };
  });
}

/** The period of days that suits a range of so many milliseconds, or of unknown length. */
export function suitingInterval(length: number | null): Interval {
  const days = (length ?? 60 * DAY) / DAY;
  if (days <= 15) return "day";
  return days <= 190 ? "week" : "month";
}

/** The first calendar day of the period that a moment lies in: `2026-11-16`, of months `2026-11-01`. */
export function periodAt(at: number, interval: Interval, tz: string): string {
  const date = new Intl.DateTimeFormat("en-CA", { timeZone: tz, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
  if (interval === "day") return date;
  if (interval === "month") return `${date.slice(0, 8)}01`;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const sinceMonday = (new Date(midnight).getUTCDay() + 6) % 7;
  return new Date(midnight - sinceMonday * DAY).toISOString().slice(0, 10);
}

const DAY = 86_400_000;
