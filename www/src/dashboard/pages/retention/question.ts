import type { Range } from "../../view/range.ts";
import { type Interval, suitingInterval } from "./cohorts.ts";

export type People = "person" | "user" | "session";

/** What the page asks for beside the view, as it stands in the address. */
export interface Cohorts {
  /** `null`: what suits the range. */
  interval: Interval | null;
  periods: number;
  /** Steps as the API takes them; empty for any event. */
  first: string;
  again: string;
  people: People;
  /** Whether the table shows shares or counts. */
  shows: "share" | "count";
}

export const MOST_PERIODS = 31;
const PERIODS = 12;
const DAY = 86_400_000;

export function cohortsOf(own: URLSearchParams): Cohorts {
  const interval = own.get("interval");
  const people = own.get("people");
  const periods = Number(own.get("periods") ?? "");
  return {
    interval: isInterval(interval) ? interval : null,
    periods: Number.isInteger(periods) && periods >= 1 ? Math.min(periods, MOST_PERIODS) : PERIODS,
    first: own.get("first") ?? "",
    again: own.get("again") ?? "",
    people: people === "user" || people === "session" ? people : "person",
    shows: own.get("show") === "count" ? "count" : "share",
  };
}

/** The parameters of the address; what is as it is without them is `null`. */
export function ownOf({ interval, periods, first, again, people, shows }: Cohorts): Record<string, string | null> {
  return {
    interval,
    periods: periods === PERIODS ? null : `${periods}`,
    first: first || null,
    again: again || null,
    people: people === "person" ? null : people,
    show: shows === "share" ? null : shows,
  };
}

/** The interval that is asked for: the chosen one, or what suits the range. */
export function intervalFor({ interval }: Cohorts, range: Range): Interval {
  return interval ?? suitingInterval(lengthOf(range));
}

/** How long a range is, in milliseconds; `null` for all time. */
function lengthOf(range: Range): number | null {
  if (range.kind === "between") return Date.parse(range.to) - Date.parse(range.from) + DAY;
  if (range.range === "all") return null;
  return Number.parseInt(range.range, 10) * (range.range.endsWith("h") ? DAY / 24 : DAY);
}

function isInterval(text: string | null): text is Interval {
  return text === "day" || text === "week" || text === "month";
}
