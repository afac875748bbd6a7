const DAY = 86_400_000;

/** When a calendar day, `2026-03-29`, begins in a time zone, in milliseconds since the epoch. */
export function dayStart(date: string, tz: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // The offset at the moment found may be another than at the first guess, when clocks change on that day.
  const guess = midnight - offsetAt(midnight, tz);
  const start = midnight - offsetAt(guess, tz);
  // Where clocks skip midnight, the day begins with the first hour that there is.
  return offsetAt(start, tz) === offsetAt(guess, tz) ? start : Math.max(start, guess);
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetAt(at: number, tz: string): number {
  const parts = Object.fromEntries(formatOf(tz).formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - (at - (((at % 1000) + 1000) % 1000));
}

const made = new Map<string, Intl.DateTimeFormat>();

function formatOf(tz: string): Intl.DateTimeFormat {
  const known = made.get(tz);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en", {
    timeZone: tz, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  });
  made.set(tz, format);
  return format;
}
