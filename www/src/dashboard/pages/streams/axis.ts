/** What a stream is laid out along: the clock, or the steps that its writer counted. */
export type Along = "time" | "step";

/** A part of an axis, both ends included: milliseconds since the epoch, or steps. */
export interface Window {
  from: number;
  to: number;
}

/** Where a value lies in a window, 0 to 1. A window without width has everything in its middle. */
export function placeIn(value: number, { from, to }: Window): number {
  return to === from ? 0.5 : (value - from) / (to - from);
}

/** The middle half of a window, or twice of it, within bounds: `factor` 0.5 looks closer, 2 looks from farther away. */
export function zoomed(window: Window, factor: number, bounds: Window): Window {
  const middle = (window.from + window.to) / 2;
  const half = Math.max(((window.to - window.from) * factor) / 2, 0.5);
  return within({ from: Math.round(middle - half), to: Math.round(middle + half) }, bounds);
}

/** Half a window earlier (`-1`) or later (`1`), as far as the bounds allow. */
export function moved(window: Window, direction: -1 | 1, bounds: Window): Window {
  const by = Math.max(1, Math.round((window.to - window.from) / 2)) * direction;
  const room = direction < 0 ? bounds.from - window.from : bounds.to - window.to;
  const step = direction < 0 ? Math.max(by, room) : Math.min(by, room);
  return { from: window.from + step, to: window.to + step };
}

/** The window that a pointer has drawn, given as two places on the axis, 0 to 1, in any order. */
export function drawn(one: number, other: number, window: Window, bounds: Window): Window {
  const width = window.to - window.from;
  const at = (place: number) => window.from + Math.min(Math.max(place, 0), 1) * width;
  return within({ from: Math.floor(at(Math.min(one, other))), to: Math.ceil(at(Math.max(one, other))) }, bounds);
}

/** A window that does not reach out of its bounds. */
export function within({ from, to }: Window, bounds: Window): Window {
  const [low, high] = [Math.max(from, bounds.from), Math.min(to, bounds.to)];
  return low <= high ? { from: low, to: high } : bounds;
}

/** Round values between the ends of a window, `wanted` of them or a few less. */
export function ticksOf(window: Window, along: Along, wanted = 6): number[] {
  const width = window.to - window.from;
  if (width <= 0) return [window.from];
  const step = along === "time" ? timeStep(width / wanted) : roundStep(width / wanted);
  const ticks: number[] = [];
  for (let tick = Math.ceil(window.from / step) * step; tick <= window.to; tick += step) ticks.push(tick);
  return ticks;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE,
  15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY,
];

function timeStep(least: number): number {
  return TIME_STEPS.find((step) => step >= least) ?? 365 * DAY;
}

/** 1, 2 or 5 times a power of ten, and a whole number. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least) ?? 10;
  return factor * power;
}
