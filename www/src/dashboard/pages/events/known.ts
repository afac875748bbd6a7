import type { Event } from "trailmark/query";

/** A page of a list, as the API gives it. */
interface Page {
  items: Event[];
  total: number;
  next_cursor: string | null;
}

/** What is known of a list, newest first and without gaps. */
export interface Known {
  items: Event[];
  total: number;
  /** Where older ones begin; null when there are none. */
  cursor: string | null;
  /** Keys of those that came in behind the first page. */
  fresh: Set<string>;
}

/** What a first page says. */
export function started({ items, total, next_cursor }: Page): Known {
  return { items, total, cursor: next_cursor, fresh: new Set() };
}

/** With a newer first page. Where that reaches down to nothing known, there may be others between: then it is all that is known. */
export function withNewest(known: Known, page: Page): Known {
  const keys = new Set(known.items.map(keyOf));
  const isJoined = known.items.length === 0 || page.items.some((event) => keys.has(keyOf(event)));
  if (!isJoined) return started(page);
  const fresh = new Set(page.items.map(keyOf).filter((key) => !keys.has(key)));
  // What was deleted meanwhile is no longer there: the page says all that there is down to its last one.
  const last = page.items.at(-1);
  const below = page.next_cursor === null || !last ? [] : known.items.filter((event) => isOlder(event, last));
  const items = [...page.items, ...below];
  return { items, total: page.total, cursor: below.length === 0 ? page.next_cursor : known.cursor, fresh };
}

/** With the page behind its cursor. */
export function withOlder(known: Known, page: Page): Known {
  const keys = new Set(known.items.map(keyOf));
  return { ...known, items: [...known.items, ...page.items.filter((event) => !keys.has(keyOf(event)))], cursor: page.next_cursor };
}

/** An event is known by its time and id. */
export function keyOf({ occurred_at, id }: Event): string {
  return `${occurred_at} ${id}`;
}

function isOlder(one: Event, other: Event): boolean {
  return one.occurred_at < other.occurred_at || (one.occurred_at === other.occurred_at && one.id < other.id);
}
