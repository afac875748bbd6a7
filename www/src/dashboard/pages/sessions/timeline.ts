import type { Schemas } from "trailmark/query";

type Level = Schemas["Level"];

/** The levels, the least first. */
export const levels: readonly Level[] = ["detail", "state", "action", "decision", "milestone"];

/** What a timeline has to know of an event. */
export interface Happened {
  id: string;
  level: Level;
  occurred_at: number;
  duration_ms?: number;
  page?: { path?: string; title?: string };
}

/** An event in its place. */
export interface Moment<E> {
  event: E;
  /** Milliseconds since the event shown before it; `null` for the first. */
  gap: number | null;
  /** Pixels to leave for the gap. */
  space: number;
  /** The gap in words, where it is long enough to be noticed. */
  silence: string | null;
}

/** What happened on one page, until the next. */
export interface Section<E> {
  path: string | null;
  title: string | null;
  /** Milliseconds from its first event to the first of the next section; `null` for the last one, of which nobody knows. */
  stay: number | null;
  moments: Moment<E>[];
}

/**
 * Events, oldest first, as sections by page. Events that name no page belong to the page before them.
 * @param before the last event of the part before this one, if there is one
 */
export function sectionsOf<E extends Happened>(events: readonly E[], before?: E): Section<E>[] {
  const sections: Section<E>[] = [];
  let last = before;
  let path = before?.page?.path ?? null;
  for (const event of events) {
    const here = event.page?.path ?? path;
    const current = sections.at(-1);
    const gap = last ? event.occurred_at - last.occurred_at : null;
    const moment = { event, gap, space: gap === null ? 0 : spaceOf(gap), silence: gap === null ? null : silenceOf(gap) };
    if (current && here === path) current.moments.push(moment);
    else {
      const began = current?.moments[0]?.event.occurred_at;
      if (current && began !== undefined) current.stay = event.occurred_at - began;
      sections.push({ path: here, title: event.page?.title ?? null, stay: null, moments: [moment] });
    }
    path = here;
    last = event;
  }
  return sections;
}

/** Events of a level or above. */
export function atLeast<E extends Happened>(events: readonly E[], level: Level): E[] {
  const least = levels.indexOf(level);
  return events.filter((event) => levels.indexOf(event.level) >= least);
}

/** Pixels for a gap: nothing up to a second, then as much again for each doubling; a quarter of an hour and more looks the same. */
export function spaceOf(gap: number): number {
  const doublings = Math.log2(Math.min(Math.max(gap, 1000), 900_000) / 1000);
  return Math.round(doublings * 7);
}

/** A gap in words from 20 seconds on: below that it is the usual pause between two steps. */
export function silenceOf(gap: number): string | null {
  if (gap < 20_000) return null;
  const seconds = Math.round(gap / 1000);
  if (seconds < 60) return `${seconds} s nothing`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min nothing`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 ? `${hours} h ${minutes % 60} min nothing` : `${hours} h nothing`;
}

/** Width of a duration's bar, 0 to 1, by the logarithm: from 10 ms, which can just be seen, to 10 minutes and more. */
export function barOf(duration: number): number {
  const decades = Math.log10(Math.max(duration, 10) / 10) / Math.log10(60_000);
  return Math.min(1, Math.max(0.03, decades));
}
