// Borders of the clock: where an hour or a day ends in the middle of a test, what it asks about is not what it sent.
import { setTimeout as pause } from "node:timers/promises";

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/**
 * Returns when no border of the clock (UTC) comes within `needed` milliseconds: at once, or behind the one that does.
 * @param {number} period how far the borders lie apart, in milliseconds, counted from the epoch
 */
export async function awayFromBorder(period, needed) {
  const left = period - (Date.now() % period);
  // A timer may ring a little early.
  if (left < needed) await pause(left + 20);
}
