/** How long the periods are that a chart counts. */
export type Interval = "minute" | "hour" | "day" | "week" | "month";

/** What the API says of its intervals, as one of them. */
export function intervalOf(text: string): Interval {
  return text === "minute" || text === "hour" || text === "week" || text === "month" ? text : "day";
}

const HOUR = 3_600_000;

/** A period in words, in a time zone: `Sat, 28 Feb 2026`, `28 Feb, 14:00–15:00`, `Week of 23 Feb 2026`. */
export function periodName(start: number, interval: Interval, tz: string): string {
  switch (interval) {
    case "minute":
      return `${format("day-short", tz, start)}, ${format("clock", tz, start)}`;
    case "hour":
      return `${format("day-short", tz, start)}, ${format("clock", tz, start)}–${format("clock", tz, start + HOUR)}`;
    case "day":
      return format("day", tz, start);
    case "week":
      return `Week of ${format("date", tz, start)}`;
    case "month":
      return format("month", tz, start);
  }
}

/** What stands below an axis: clock times within days, else days, else months. */
export function axisLabel(at: number, interval: Interval, tz: string): string {
  if (interval === "month") return format("month-short", tz, at);
  const clock = format("clock", tz, at);
  if (clock === "00:00") return format("day-short", tz, at);
  return interval === "hour" || interval === "minute" ? clock : "";
}

const parts = {
  day: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  date: { day: "numeric", month: "short", year: "numeric" },
  "day-short": { day: "numeric", month: "short" },
  month: { month: "long", year: "numeric" },
  "month-short": { month: "short", year: "numeric" },
  clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  moment: { dateStyle: "medium", timeStyle: "medium" },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

const made = new Map<string, Intl.DateTimeFormat>();

function format(kind: keyof typeof parts, tz: string, at: number): string {
  const key = `${kind} ${tz}`;
  let formatter = made.get(key);
  if (!formatter) made.set(key, (formatter = new Intl.DateTimeFormat("en-GB", { ...parts[kind], timeZone: tz })));
  return formatter.format(at);
}

/** Date and time in a time zone. */
export function momentName(at: number, tz: string): string {
  return format("moment", tz, at);
}
