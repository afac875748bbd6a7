// Whether the installation works, as far as its events tell. Pure.
import { ago } from "../../../shared/format.ts";

interface Arrived {
  type: string;
  occurred_at: number;
  received_at: number;
}

/** `waiting`: nothing has ever come. `quiet`: something has, but not since one looks. `arrived`: it works. */
export interface Status {
  state: "waiting" | "quiet" | "arrived";
  title: string;
  detail: string;
}

/**
 * @param newest the newest events
 * @param since when one began to look, and `now`, both in milliseconds since the epoch
 */
export function statusOf(newest: Arrived[], since: number, now: number): Status {
  const [first] = newest;
  if (!first) return { state: "waiting", title: "Waiting for the first event …", detail: "Open your site: it shows here within seconds." };
  const fresh = newest.filter(({ received_at }) => received_at >= since);
  if (fresh.length === 0) return { state: "quiet", title: "Listening …", detail: `Nothing new since this page was opened. The newest event, ${first.type}, is from ${ago(first.occurred_at, now)}.` };
  return { state: "arrived", title: "It works.", detail: `${fresh[0]?.type} has arrived ${ago(fresh[0]?.received_at ?? now, now)}.` };
}
