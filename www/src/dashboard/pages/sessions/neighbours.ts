import type { Schemas } from "trailmark/query";

type Session = Schemas["SessionItem"];

/** Where a session stands among those of its visitor. */
export interface Neighbours {
  /** The one before it in time. */
  earlier: Session | null;
  later: Session | null;
  /** Its number from the first one on, or `null` if it is not among those that were asked for. */
  number: number | null;
}

/**
 * Where a session stands in a list of its visitor's sessions, newest first.
 * @param total how many there are, on all pages of the list
 */
export function neighboursOf(id: string, newestFirst: readonly Session[], total: number): Neighbours {
  const place = newestFirst.findIndex((session) => session.session_id === id);
  if (place < 0) return { earlier: null, later: null, number: null };
  return { earlier: newestFirst[place + 1] ?? null, later: newestFirst[place - 1] ?? null, number: total - place };
}
