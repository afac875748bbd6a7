import type { Event, Schemas } from "trailmark/query";
import { placeIn, type Along, type Window } from "./axis.ts";

type Level = Schemas["Level"];

/** The lanes from top to bottom: what matters most comes first. */
export const lanes: readonly Level[] = ["milestone", "decision", "action", "state", "detail"];

/** An event in its lane. */
export interface Mark {
  event: Event;
  /** Where it lies, 0 to 1. */
  at: number;
  /** How wide its duration is on an axis of time, 0 to 1; it ends where the event lies. */
  width: number;
}

export interface Lane {
  level: Level;
  /** How many events of the level lie in the window. */
  count: number;
  /** Those that are drawn, in the order of the axis; none of a lane that would need too many. */
  marks: Mark[];
  /** Events that are counted and not drawn: too many, or without a step on an axis of steps. */
  undrawn: number;
}

/** How many events have at least each level, from the least on; levels that were not asked for are absent. */
export type AtLeast = Partial<Record<Level, number>>;

/**
 * The lanes of a window.
 * @param counts how many events have at least a level
 * @param events those that were read: all of the window of some level and above
 */
export function lanesOf(events: readonly Event[], counts: AtLeast, along: Along, window: Window): Lane[] {
  return lanes.map((level, index) => {
    const above = lanes[index - 1];
    const own = events.filter((event) => event.level === level);
    // What is asked is "at least": a level's own number is the difference to the next one above.
    const atLeast = counts[level];
    const count = atLeast === undefined ? own.length : atLeast - (above ? (counts[above] ?? aboveOf(events, level)) : 0);
    const marks = own.flatMap((event) => markOf(event, along, window)).sort((a, b) => a.at - b.at || order(a.event, b.event));
    return { level, count, marks, undrawn: count - marks.length };
  });
}

function aboveOf(events: readonly Event[], level: Level): number {
  return events.filter((event) => lanes.indexOf(event.level) < lanes.indexOf(level)).length;
}

function markOf(event: Event, along: Along, window: Window): Mark[] {
  if (along === "step") return event.step === undefined ? [] : [{ event, at: placeIn(event.step, window), width: 0 }];
  const at = placeIn(event.occurred_at, window);
  const from = placeIn(event.occurred_at - (event.duration_ms ?? 0), window);
  return [{ event, at, width: window.to === window.from ? 0 : at - Math.max(from, 0) }];
}

/** Events in the order in which they happened; those of one millisecond by step, then by id. */
export function order(a: Event, b: Event): number {
  return a.occurred_at - b.occurred_at || (a.step ?? 0) - (b.step ?? 0) || (a.id < b.id ? -1 : 1);
}
