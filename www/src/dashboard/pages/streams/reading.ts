import type { Event, Schemas } from "trailmark/query";
import { lanes, type AtLeast } from "./lanes.ts";

type Level = Schemas["Level"];

/** So many events are drawn at most: more would be a bar of ink, and six questions and more to ask. */
export const DRAWN = 500;
const PAGE = 100;

/** What was read of a window. */
export interface Read {
  /** All events of `least` and above, oldest first. */
  events: Event[];
  least: Level;
  counts: AtLeast;
}

/** Asks for a page of a window's events of a level and above, newest first. */
export type AskPage = (query: { level: Level; limit: number; cursor?: string }) => Promise<Schemas["EventList"]>;

/**
 * Reads the events of a window. Where they are too many, those of the least levels are only counted: what matters more is never left out for
 * what matters less.
 */
export async function readWindow(ask: AskPage, bound = DRAWN): Promise<Read> {
  const counts: AtLeast = {};
  const upwards = [...lanes].reverse();
  for (const level of upwards) {
    const first = await ask({ level, limit: PAGE });
    counts[level] = first.total;
    const isLast = level === upwards.at(-1);
    if (first.total <= bound || isLast) return { events: await rest(ask, level, first, bound), least: level, counts };
  }
  throw new Error("there is a level");
}

async function rest(ask: AskPage, level: Level, first: Schemas["EventList"], bound: number): Promise<Event[]> {
  const events = [...first.items];
  for (let page = first; page.next_cursor !== null && events.length < bound; ) {
    page = await ask({ level, limit: PAGE, cursor: page.next_cursor });
    events.push(...page.items);
  }
  return events.slice(0, bound).reverse();
}
