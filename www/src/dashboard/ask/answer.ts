import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Asked, PathWith, Query, TrailmarkError } from "trailmark/query";
import { refusalOf, useAsking } from "./client.ts";
import { Round } from "./round.ts";

/** How often a live page asks, in milliseconds. */
export const LIVE_EVERY = 5000;

/** A question and what is known of its answer. */
export interface Answered<T> {
  /** `loading` until there is an answer to the question as it is now; a refresh that nobody asked for is not told. */
  state: "loading" | "shown" | "failed";
  /** The last good answer, kept while it is asked anew, with other parameters too. */
  data?: T;
  /** Why there is none, or why it was not renewed. */
  error?: TrailmarkError;
  /** Asks anew. */
  again(): void;
}

interface Options {
  /** How often it is asked anew while the page is visible, in milliseconds. Usually `LIVE_EVERY` where the view is live, else never; 0 is never. */
  every?: number;
  /** What stands in the path's braces: `{ id: "…" }`. */
  names?: Record<string, string>;
}

interface Known<T> {
  subject: string;
  question: string;
  data?: T;
  error?: TrailmarkError;
}

/**
 * Asks the API for a path, and again whenever path or query change; what is under way then is broken off. A path of null asks nothing.
 * The last good answer stays until there is another, unless path or names are others: then it was of something else.
 */
export function useAnswer<P extends PathWith<"get">>(path: P | null, query: Query<P>, { every, names }: Options = {}): Answered<Answer<P>> {
  const asking = useAsking();
  const subject = JSON.stringify([path, names]);
  const question = JSON.stringify([path, names, query, asking.turn]);
  const [known, setKnown] = useState<Known<Answer<P>>>({ subject, question: "" });
  const [turn, setTurn] = useState(0);
  const asked = `${question} ${turn}`;
  const interval = every ?? (asking.live ? LIVE_EVERY : 0);
  // What was current when the effect ran, without being a reason to ask anew.
  const current = useRef({ asking, query });
  current.current = { asking, query };
  const round = useRef<Round | null>(null);

  useEffect(() => {
    if (path === null) return;
    const own = new Round(async (signal) => {
      const { asking, query } = current.current;
      const over = asking.began();
      try {
        const parameters = { query, path: names, signal } as unknown as Asked<P, "get">;
        const data = await (asking.client.get as (path: P, asked: Asked<P, "get">) => Promise<Answer<P>>)(path, parameters);
        over(Date.now());
        if (!signal.aborted) setKnown({ subject, question: asked, data });
      } catch (thrown) {
        over();
        if (signal.aborted) return;
        const error = refusalOf(thrown);
        if (error.status === 401) asking.loggedOut(error);
        // Numbers already on the page stay, with the error beside them: old numbers beat none.
        setKnown((before) => ({ subject, question: asked, data: before.subject === subject ? before.data : undefined, error }));
      }
    });
    round.current = own;
    return () => {
      own.end();
      round.current = null;
    };
  }, [asked]);
  useEffect(() => round.current?.follow(interval), [asked, interval]);

  const data = known.subject === subject ? known.data : undefined;
  const isCurrent = known.question === asked;
  return {
    state: !isCurrent ? "loading" : known.error ? "failed" : "shown",
    data,
    error: isCurrent ? known.error : undefined,
    again: () => setTurn((before) => before + 1),
  };
}
