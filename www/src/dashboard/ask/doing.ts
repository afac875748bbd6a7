import { useRef, useState } from "preact/hooks";
import type { Client, TrailmarkError } from "trailmark/query";
import { refusalOf, useAsking } from "./client.ts";

/** Something that can be done, and what became of it. */
export interface Doing<A extends unknown[], T> {
  state: "idle" | "busy" | "done" | "failed";
  /** What the last run that ended well brought; gone when another begins. */
  result?: T;
  error?: TrailmarkError;
  /** Does it. A second run makes the first one's end count for nothing. */
  run(...with_: A): Promise<T | undefined>;
  /** Forgets what became of it. */
  reset(): void;
}

type Known<T> = { state: "idle" | "busy" } | { state: "done"; result: T } | { state: "failed"; error: TrailmarkError };

/** A task with the API's client, such as a change: it runs when it is told to and never by itself. */
export function useDoing<A extends unknown[], T>(task: (client: Client, ...with_: A) => Promise<T>): Doing<A, T> {
  const asking = useAsking();
  const [known, setKnown] = useState<Known<T>>({ state: "idle" });
  const runs = useRef(0);

  const run = async (...with_: A) => {
    const own = ++runs.current;
    const is = (known: Known<T>) => own === runs.current && setKnown(known);
    is({ state: "busy" });
    const over = asking.began();
    try {
      const result = await task(asking.client, ...with_);
      over(Date.now());
      is({ state: "done", result });
      return result;
    } catch (thrown) {
      over();
      const error = refusalOf(thrown);
      if (error.status === 401) asking.loggedOut(error);
      is({ state: "failed", error });
      return undefined;
    }
  };
  const reset = () => {
    runs.current++;
    setKnown({ state: "idle" });
  };
  return {
    state: known.state,
    result: known.state === "done" ? known.result : undefined,
    error: known.state === "failed" ? known.error : undefined,
    run,
    reset,
  };
}
