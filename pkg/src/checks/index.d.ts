/** How bad it is: events are lost; some visitors' are, or soon will be; worth knowing. */
export type Severity = "error" | "warning" | "note";

export interface Finding {
  /** Stable; a key of `CATALOGUE`. */
  code: string;
  severity: Severity;
  title: string;
  means: string;
  todo: string;
  /** What was seen here: addresses, names, figures. */
  detail: string;
}

/** What was seen of an installation. Whatever is not known is left out, and not judged. */
export interface Facts {
  /** The page's address. */
  page?: string;
  policies?: { text: string; from: "header" | "meta"; reportOnly?: boolean }[];
  /** Copies of the tracker. `where` is for people; `url` of those that have one. */
  trackers?: { where: string; url?: string; inline?: boolean; nonce?: string; imported?: boolean }[];
  /** Keys that the page uses (`given`: by who asks), with what `GET /api/config` said to each: `code` of a refusal, or the config. */
  keys?: { key: string; where: string; given?: boolean; answer?: { code?: string; config?: { enabled?: boolean } } }[];
  /** Where events go, without a trailing slash. `assumed` when nothing says so. `health` is what `GET /api/health` answered, `null` for no JSON. */
  endpoint?: { url: string; assumed?: boolean; failed?: "tls" | "network"; reason?: string; redirect?: string; health?: unknown };
  files?: { url: string; role: "core" | "wasm" | "script"; status?: number; type?: string; isWasm?: boolean; failed?: string }[];
  /** Milliseconds since the epoch on either side, and how far the answer's way makes that uncertain. */
  clock?: { here: number; there: number; uncertain?: number };
  version?: { page?: string; server?: string };
  /** Seen from within a browser: the address that fails, and one of the same host that answers; what the page's policy has stopped. */
  browser?: { blocked?: string; neutral?: string; runsWasm?: boolean; violations?: { directive: string; url: string }[] };
  unread?: { url: string; why: string }[];
}

export const CATALOGUE: Record<string, { severity: Severity; title: string; means: string; todo: string }>;
export const BATCH_PATH: string;
/** What is wrong, the gravest first. */
export function judge(facts: Facts): Finding[];
export function finding(code: string, detail: string, changes?: Partial<Finding>): Finding;
export function kindOf(key: string): "write" | "read" | "admin" | "server" | undefined;
/** Enough of a key to find it. */
export function masked(key: string): string;

/** What a page's own browser sees: facts for `judge`. Sends no event. */
export function lookAround(tracker: { writeKey: string; endpoint?: string; version?: string; violations?: { directive: string; url: string }[] }): Promise<Facts>;
/** The ad blockers' list that is looked at, and its rule that blocks an address. */
export const LIST: string;
export function blockingRule(url: string): string | undefined;
