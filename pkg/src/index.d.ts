/** How much an event matters; when room is short the lowest goes first. */
export type Level = "milestone" | "decision" | "action" | "state" | "detail";

/** JSON as a page keeps it: dates and objects with `toJSON` are fine too. */
export type Metadata = Record<string, unknown>;

export interface InitOptions {
  /** The project's public write key. */
  writeKey: string;
  /** Base address of the Worker. Default: the page's own origin. */
  endpoint?: string;
  /** Send when so many events wait. Default 10. */
  flushAt?: number;
  /** Send when the oldest event has waited so many milliseconds. Default 5000. */
  flushInterval?: number;
  /** The user, if known already; the same as `identify(userId)`. */
  userId?: string;
  /** Where the wasm file is, for bundlers that do not follow `new URL(…, import.meta.url)`. */
  wasmUrl?: string | URL;
  /** Told of everything that happens to events: for a debug panel or a test. */
  onReport?: (report: Report) => void;
}

export interface Actor {
  type: string;
  id?: string | number;
  name?: string;
}

export interface TrackOptions {
  /** What it was done to. */
  entityType?: string;
  entityId?: string | number;
  entityTitle?: string;
  /** Your own data, at most 8 KiB of JSON. */
  metadata?: Metadata;
  durationMs?: number;
  level?: Level;
  /** Groups the events of one interaction. */
  correlationId?: string;
  /** Ids of earlier events that this one follows from. */
  causedBy?: string | string[];
  /** A run, campaign or conversation, and the turn within it. */
  streamId?: string;
  step?: number;
  /** Who did it, when it was not the user. */
  actor?: Actor;
  /** Your own record that the event belongs to. */
  ref?: string;
  /** One line for people. */
  summary?: string;
  /** Send at once instead of with the next batch. */
  immediate?: boolean;
}

export interface TimedAction {
  /** Tracks the event with the time since `trackTimed`. A second call does nothing. */
  complete(metadata?: Metadata): string | undefined;
  /** Forgets it. */
  cancel(): void;
}

export interface VerdictLine {
  index: number;
  id: string | null;
  verdict: "duplicate" | "rejected" | "limited";
  code?: string;
  field?: string;
  detail?: string;
}

export type Report =
  | { kind: "tracked"; id: string; type: string }
  | { kind: "sent"; batchId: string; events: number }
  | {
      kind: "answered";
      batchId: string;
      status: number;
      accepted?: number;
      duplicate?: number;
      rejected?: number;
      limited?: number;
      verdicts?: VerdictLine[];
      code?: string;
      detail?: string;
    }
  | { kind: "failed"; batchId: string; status: number; retryInMs: number }
  | { kind: "dropped"; reason: string; level: Level; count: number; code?: string; field?: string };

/** Starts the tracker. A second call does nothing. */
export function init(options: InitOptions): void;
/** Takes an event and returns its id; `undefined` when it is none, or the visitor has opted out, or there is no browser. */
export function track(type: string, options?: TrackOptions): string | undefined;
/** Starts a clock for an event that is tracked when it completes. */
export function trackTimed(type: string, options?: TrackOptions): TimedAction;
/** Tracks a `page_view`; the name stands for the document's title. */
export function trackPageView(name?: string, metadata?: Metadata): string | undefined;
export function trackBatch(events: Array<{ type: string; options?: TrackOptions }>): Array<string | undefined>;
/** Names the user from now on. */
export function identify(userId: string | number): void;
/** Forgets the user: new visitor, new session. */
export function reset(): void;
/** Sends what is queued; resolves when that is done, or when it had to be put off. */
export function flush(): Promise<void>;
/** Events that the server has not settled yet. */
export function queueSize(): number;
/** The visitor's and the session's id, once the core runs. */
export function ids(): { visitorId?: string; sessionId?: string };
/** Tracks again after `optOut`, as a new visitor. */
export function optIn(): void;
/** Forgets ids and queue, and keeps and sends nothing from now on, in all tabs and after reloads. */
export function optOut(): void;

/** Types that most products have. Any other string is a type too. */
export const EVENT_TYPES: {
  readonly PAGE_VIEW: "page_view";
  readonly PROJECT_CREATED: "project_created";
  readonly PROJECT_OPENED: "project_opened";
  readonly TASK_CREATED: "task_created";
  readonly TASK_COMPLETED: "task_completed";
  readonly TASK_REOPENED: "task_reopened";
  readonly MODAL_OPENED: "modal_opened";
  readonly MODAL_CLOSED: "modal_closed";
  readonly SEARCH_PERFORMED: "search_performed";
  readonly REPORT_EXPORTED: "report_exported";
};
