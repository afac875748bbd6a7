/** Monday is 0, as in the API. */
export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** `Mon` */
export const dayShort = (weekday: number) => (WEEKDAYS[weekday] ?? "").slice(0, 3);

/** One hour of the week. */
export interface Hour {
  weekday: number;
  hour: number;
  events: number;
  /** How strong its shade is: 0 for no event, 1 for the hour with the most. */
  shade: number;
}

/**
 * The heat map's rows, Monday first, each of 24 hours. A shade is the square root of the share of the largest: shades of the share itself
 * would leave all but a few hours of a busy site white.
 */
export function hoursOf(heatmap: readonly (readonly number[])[]): Hour[][] {
  const most = Math.max(1, ...heatmap.flat());
  return heatmap.map((hours, weekday) => hours.map((events, hour) => ({ weekday, hour, events, shade: Math.sqrt(events / most) })));
}

/** All events of the week. */
export function eventsOf(heatmap: readonly (readonly number[])[]): number {
  return heatmap.flat().reduce((sum, events) => sum + events, 0);
}

/** Rows become columns: hours below each other and weekdays side by side, for narrow screens. */
export function turned<T>(rows: readonly (readonly T[])[]): T[][] {
  return (rows[0] ?? []).map((_, column) => rows.flatMap((row) => row.slice(column, column + 1)));
}

/** `09:00–10:00` */
export function hourName(hour: number): string {
  return `${twoDigits(hour)}:00–${twoDigits((hour + 1) % 24)}:00`;
}

const twoDigits = (value: number) => `${value}`.padStart(2, "0");
