const MINUTE = 60_000;
const DAY = 86_400_000;

/** When a date begins in a time zone, in milliseconds since the epoch: its midnight, or where the clocks skip that, the first moment after it. */
export function startOfDate(date: string, tz: string): number {
  const asUtc = Date.parse(`${date}T00:00:00Z`);
  // The offset may change between the guess and the moment itself: of both, the earlier moment that is of the date.
  const guesses = [asUtc - DAY, asUtc, asUtc + DAY].map((at) => asUtc - offset(at, tz));
  const starts = [...new Set(guesses)].sort((one, other) => one - other);
  const exact = starts.find((at) => wallClock(at, tz) === asUtc);
  if (exact !== undefined) return exact;
  // Midnight is skipped: the date begins when the clocks change.
  let [before, after] = [starts[0] ?? asUtc, starts.at(-1) ?? asUtc];
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
    if (wallClock(middle, tz) < asUtc) before = middle;
    else after = middle;
  }
  return after;
}

/** When a date is over in a time zone: when the next begins. */
export function endOfDate(date: string, tz: string): number {
  return startOfDate(new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10), tz);
}

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function offset(at: number, tz: string): number {
  return wallClock(at, tz) - Math.floor(at / 1000) * 1000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show at a moment, as if that were UTC. */
function wallClock(at: number, tz: string): number {
  let clock = clocks.get(tz);
  if (!clock) {
    const fields = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
    clocks.set(tz, (clock = new Intl.DateTimeFormat("en-US", { timeZone: tz, hourCycle: "h23", ...fields })));
  }
  const shown = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return Date.parse(`${shown.year?.padStart(4, "0")}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}:${shown.second}Z`);
}
