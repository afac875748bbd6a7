import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Client, createQuery, TrailmarkError } from "trailmark/query";

/** How the pages ask, and what the frame learns of it. */
export interface Asking {
  client: Client;
  /** Grows whenever everything is to be asked anew. */
  turn: number;
  /** Whether answers keep themselves up to date. */
  live: boolean;
  /** A question went out; what it returns is called when it is over, with when it was answered, in milliseconds since the epoch. */
  began(): (answeredAt?: number) => void;
  /** Nobody is logged in any more. */
  loggedOut(error: TrailmarkError): void;
}

/** Ad blockers' lists stop `/api/analytics/` wherever it is; questions are answered under this name too. */
const unblocked: typeof fetch = (address, init) => fetch(`${address}`.replace("/api/analytics/", "/api/questions/"), init);

/** The API on the page's own origin, for whoever is logged in: the browser's cookie stands for the key. */
export const client: Client = createQuery({ fetch: unblocked });

export const AskingContext = createContext<Asking>({ client, turn: 0, live: false, began: () => () => {}, loggedOut: () => {} });

/** How this page asks; for what `useAnswer` is not made for, such as changes. */
export function useAsking(): Asking {
  return useContext(AskingContext);
}

/** What went wrong, as a refusal with code and text, whatever it was. */
export function refusalOf(error: unknown): TrailmarkError {
  if (error instanceof TrailmarkError) return error;
  return new Refusal({
    status: 0,
    code: "unreachable",
    title: "The Worker cannot be reached",
    detail: "No answer came back. Is it running, is this machine online, and does an ad blocker let this page be?",
  });
}

/** The heading of a refusal: its message also holds the detail. */
export function titleOf({ message, detail }: TrailmarkError): string {
  return detail ? message.replace(`: ${detail}`, "") : message;
}

// The types show refusals as they are caught, and not how they are made.
const Refusal = TrailmarkError as unknown as new (said: { status: number; code: string; title: string; detail: string }) => TrailmarkError;
