/** How much an event matters; when room is short the lowest goes first. */
export type Level = "milestone" | "decision" | "action" | "state" | "detail";

/** JSON as a page keeps it: dates and objects with `toJSON` are fine too. */
export type Metadata = Record<string, unknown>;

export interface InitOptions {
  /** The project's public write key. */
  writeKey: string;
  /** Base address of the Worker. Default: the page's own origin. */
  endpoint?: string;
  /** Send when so many events wait. Default: what remote config says, else 10. */
  flushAt?: number;
  /** Send when the oldest event has waited so many milliseconds. Default: what remote config says, else 5000. */
  flushInterval?: number;
  /** The user, if known already; the same as `identify(userId)`. */
  userId?: string;
  /**
   * What the visitor has said so far. `pending`: events are kept in memory, and nothing is loaded, stored or sent until `setConsent` says
   * more. `denied`: the same as `optOut()`. An earlier no is remembered and goes first. Default: `granted`.
   */
  consent?: "granted" | "pending" | "denied";
  /** Whether the browser's Global Privacy Control counts as a no. Default: `true`. */
  respectGpc?: boolean;
  /** Whether the browser's Do Not Track counts as a no. Default: `false`. */
  respectDnt?: boolean;
  /** Stores nothing in the browser and sends no visitor and no session. Default: `false`. */
  cookieless?: boolean;
  /** Parameters of the page's address that are kept in the path of events, in this order. Default: none. */
  queryParameters?: string[];
  /** What is captured by itself, by names or with options of each. It begins with a yes and ends with a no. Default: nothing. */
  autocapture?: Array<keyof Autocapture> | Autocapture;
  /**
   * An overlay that shows every event and what becomes of it. Default: where the page's address has the parameter or the fragment
   * `trailmark_debug`; with `false` nowhere.
   */
  debug?: boolean;
  /** Where the wasm file is, for bundlers that do not follow `new URL(…, import.meta.url)`. */
  wasmUrl?: string | URL;
  /** Told of everything that happens to events: for a debug panel or a test. */
  onReport?: (report: Report) => void;
}

/** The pieces of autocapture: `true`, or options. What each tracks and when is in the package's README. */
export interface Autocapture {
  /** `page_view` for each view that the page shows. */
  pageViews?: boolean | {
    /** The fragment of the address routes. */
    hash?: boolean;
  };
  /** Clicks on elements with `data-trailmark-event`, which is the event's type. */
  clicks?: boolean;
  /** `link_opened`. */
  outboundLinks?: boolean | {
    /** Hosts that are not elsewhere, with their subdomains, beside the page's own. */
    hosts?: string[];
  };
  /** `file_downloaded`. */
  downloads?: boolean | {
    /** Endings of files, in small letters and without a dot, in the place of the usual ones. */
    extensions?: string[];
  };
  /** `form_started` and `form_submitted`. */
  forms?: boolean;
  /** `page_scrolled`. */
  scrollDepth?: boolean | {
    /** An event at each of these percentages when it is reached, in the place of one when the view is left. */
    marks?: number[];
    /** A selector of the element that scrolls, where it is not the document. */
    container?: string;
  };
  /** `page_engaged`. */
  engagement?: boolean | {
    /** So many seconds after the last sign of life nobody is taken to be there. Default: 30. */
    idle?: number;
  };
  /** `vital_lcp_measured`, `vital_inp_measured`, `vital_cls_measured`, `vital_fcp_measured`, `vital_ttfb_measured`. */
  webVitals?: boolean;
  /** `error_thrown`. */
  errors?: boolean;
  /** `rage_clicked`: so many `clicks` (default: 3) within `ms` milliseconds (1000) and `px` pixels (30). */
  rageClicks?: boolean | { clicks?: number; ms?: number; px?: number };
  /** `dead_clicked`. */
  deadClicks?: boolean;
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
  /** Your own data. It is redacted, and cut to 8 KiB of JSON. */
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
  /** Who did it. With a write key the server takes the types `user` and `anonymous` only. */
  actor?: Actor;
  /** Your own record that the event belongs to. */
  ref?: string;
  /** One line for people. */
  summary?: string;
  /** Send at once instead of with the next batch. */
  immediate?: boolean;
}

/** The metadata of each type of your tracking plan. Empty here: the file that `npx trailmark types` writes fills it in. */
export interface TrackedEvents {}

/** The `mode` of your tracking plan, from the same file. */
export interface TrackedPlan {}

type PlannedType = Extract<keyof TrackedEvents, string>;

/** The type of an event: those of the tracking plan, and any other text unless the plan is strict. */
export type EventType = PlannedType | (TrackedPlan extends { mode: "strict" } ? never : string & {});

/** The metadata of events of a type. */
export type MetadataOf<T> = T extends PlannedType ? TrackedEvents[T] : Metadata;

/** The options of `track` for a type; metadata must be there when the plan requires some of it. */
export type OptionsOf<T> = T extends PlannedType
  ? Omit<TrackOptions, "metadata"> & ({} extends TrackedEvents[T] ? { metadata?: TrackedEvents[T] } : { metadata: TrackedEvents[T] })
  : TrackOptions;

/** The options of `trackTimed`: what metadata they lack, `complete` can bring. */
export type TimedOptionsOf<T> = Omit<TrackOptions, "metadata"> & { metadata?: Partial<MetadataOf<T>> };

type OptionsArgument<T> = T extends unknown ? ({} extends OptionsOf<T> ? [options?: OptionsOf<T> | undefined] : [options: OptionsOf<T>]) : never;

/** An event of `trackBatch`. */
export type BatchItem<T> = T extends unknown
  ? {} extends OptionsOf<T>
    ? { type: T; options?: OptionsOf<T> }
    : { type: T; options: OptionsOf<T> }
  : never;

export interface TimedAction<M = Metadata> {
  /** Tracks the event with the time since `trackTimed`. A second call does nothing. */
  complete(metadata?: M): string | undefined;
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
export function track<T extends EventType>(type: T, ...options: OptionsArgument<T>): string | undefined;
/** Starts a clock for an event that is tracked when it completes. */
export function trackTimed<T extends EventType>(type: T, options?: TimedOptionsOf<T>): TimedAction<Partial<MetadataOf<T>>>;
/** Tracks a `page_view`; the name stands for the document's title. */
export function trackPageView(name?: string, metadata?: MetadataOf<"page_view">): string | undefined;
/** Tracks some events at once. */
export function trackBatch<T extends readonly EventType[]>(
  events: readonly [...{ [I in keyof T]: BatchItem<T[I]> }],
): Array<string | undefined>;
/** Names the user from now on. */
export function identify(userId: string | number): void;
/** Forgets the user: new visitor, new session. */
export function reset(): void;
/** Sends what is queued; resolves when that is done, or when it had to be put off. */
export function flush(): Promise<void>;
/** Events that the server has not settled yet. */
export function queueSize(): number;
/** The visitor's and the session's id, once the core runs; never with `cookieless`. */
export function ids(): { visitorId?: string; sessionId?: string };
/**
 * What the visitor says. `granted` sends what was kept since `init` with `pending`, and after a no tracks again, as a new visitor. `denied`
 * forgets what was kept, ids and queue, and keeps and sends nothing from now on, in all tabs and after reloads.
 */
export function setConsent(said: "granted" | "denied"): void;
/** The same as `setConsent("granted")`. */
export function optIn(): void;
/** The same as `setConsent("denied")`. */
export function optOut(): void;

/** What the hooks of `trailmark/react` and `trailmark/vue` return: everything but `init`. */
export type ActivityTracker = Readonly<Omit<typeof import("./index.js"), "init">>;

export { EVENT_TYPES } from "./event-types.js";
