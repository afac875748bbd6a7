/** How times are written in one time zone. All take milliseconds since the epoch. */
export interface Clock {
  /** `14:03:22`, for a list within a day. */
  time(ms: number): string;
  /** `14:03`. */
  minute(ms: number): string;
  /** `14:03:22.105`, where several events share a second. */
  exact(ms: number): string;
  /** `21 Nov`. */
  day(ms: number): string;
  /** `21 Nov 2026, 14:03:22`. */
  moment(ms: number): string;
  /** `21 Nov, 14:03`. */
  short(ms: number): string;
  /** `21 Nov, 14:03:22.105`. */
  stamp(ms: number): string;
}

const clocks = new Map<string, Clock>();

/** The clock of an IANA time zone; making one is slow, so each is kept. */
export function clockOf(tz: string): Clock {
  const known = clocks.get(tz);
  if (known) return known;
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat("en-GB", { timeZone: tz, ...options });
    return (ms: number) => made.format(ms);
  };
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  const date: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
  const clock = {
    time: format(time),
    minute: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    exact: format({ ...time, fractionalSecondDigits: 3 }),
    day: format(date),
    moment: format({ ...date, year: "numeric", ...time }),
    short: format({ ...date, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    stamp: format({ ...date, ...time, fractionalSecondDigits: 3 }),
  };
  clocks.set(tz, clock);
  return clock;
}
