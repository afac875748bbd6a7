// Days, weeks and months of a time zone, from what the platform's `Intl` says and nothing else.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const formats = new Map();

/** The wall clock of a moment: `{year, month, day, hour, minute, second}`. */
export function wall(at, zone) {
  if (!formats.has(zone)) {
    const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
    formats.set(zone, new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", era: "short", ...parts }));
  }
  return Object.fromEntries(formats.get(zone).formatToParts(at).map(({ type, value }) => [type, Number(value)]));
}

const dates = new Map();

/** The date of a moment, as the number of days from 1970-01-01 to it. */
export function dayNumber(at, zone) {
  // Zones change their clocks at whole quarters of an hour.
  const key = `${zone} ${Math.floor(at / (15 * MINUTE))}`;
  if (!dates.has(key)) {
    const { year, month, day } = wall(at, zone);
    dates.set(key, Date.UTC(year, month - 1, day) / DAY);
  }
  return dates.get(key);
}

/** The first moment of a date. */
export function startOfDay(number, zone) {
  let before = number * DAY - 2 * DAY;
  let within = number * DAY + 2 * DAY;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (dayNumber(middle, zone) >= number) within = middle;
    else before = middle;
  }
  return within;
}

/** `2025-03-30` */
export function dateText(number) {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** 0 for Monday. */
export function weekday(number) {
  return (((number + 3) % 7) + 7) % 7;
}

/** The number of the first date of the day, week or month that a date lies in. */
export function firstDate(number, interval) {
  if (interval === "day") return number;
  if (interval === "week") return number - weekday(number);
  return number - (new Date(number * DAY).getUTCDate() - 1);
}

/** The first date of the next one. */
export function nextDate(first, interval) {
  if (interval === "day") return first + 1;
  if (interval === "week") return first + 7;
  const date = new Date(first * DAY);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / DAY;
}

/** When the minute, hour, day, week or month of a moment began. */
export function startOf(at, interval, zone) {
  if (interval === "minute") return at - (at % MINUTE);
  if (interval === "hour") {
    const { minute, second } = wall(at, zone);
    return at - (at % 1000) - second * 1000 - minute * MINUTE;
  }
  return startOfDay(firstDate(dayNumber(at, zone), interval), zone);
}

/** When the next one after the one that began at `start` begins. */
export function nextStart(start, interval, zone) {
  if (interval === "minute") return start + MINUTE;
  if (interval === "hour") return start + HOUR;
  return startOfDay(nextDate(dayNumber(start, zone), interval), zone);
}

/** The beginnings of all that touch a stretch of time. */
export function startsWithin(from, until, interval, zone) {
  const starts = [];
  for (let start = startOf(from, interval, zone); start < until; start = nextStart(start, interval, zone)) starts.push(start);
  return starts;
}

export function iso(at) {
  return new Date(at).toISOString();
}
