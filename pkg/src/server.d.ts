import type { Actor, EventType, Level, Metadata, OptionsOf, VerdictLine } from "./index.js";

export type { Actor, Level, Metadata, VerdictLine };

export interface WriterOptions {
  /** Base address of the Worker. */
  endpoint: string;
  /** A server key of the project; with a write key, actors of type `user` and `anonymous` only. */
  writeKey: string;
  /** Who does what this writer writes, unless an event says otherwise: `{ type: "scheduler" }`. */
  actor?: Actor;
  /** The run, campaign or conversation that its events belong to, unless an event says otherwise. */
  stream?: string;
  /** Lower levels are not written. Default: the project's remote config alone decides. */
  minLevel?: Level;
  /** How many events may wait. When there are more, the lowest level goes first, the oldest of it. Default 10,000. */
  maxBacklog?: number;
  /** How many bytes of JSON may wait. Default 16 MiB. */
  maxBytes?: number;
  /** Send when so many events wait. Default 100. */
  flushAt?: number;
  /** Send when the oldest event has waited so many milliseconds. Default 1000. */
  flushInterval?: number;
  /** How many milliseconds a request may take. Default 10,000. */
  requestTimeout?: number;
  /** Told of everything that happens to events. */
  onReport?: (report: WriterReport) => void;
}

export interface EventFields {
  /** An id of your own: 1 to 64 of `[A-Za-z0-9_-]`, as a ULID. Default: a UUIDv7. */
  id?: string;
  /** When it happened. Default: now. */
  occurredAt?: number | Date;
  level?: Level;
  /** Who did it. */
  actor?: Actor;
  /** What it was done to. */
  entityType?: string;
  entityId?: string | number;
  entityTitle?: string;
  /** The user whom it concerns. */
  userId?: string | number;
  visitorId?: string | number;
  sessionId?: string | number;
  /** The run, campaign or conversation, and the turn within it. */
  streamId?: string | number;
  step?: number;
  /** Groups the events of one interaction. */
  correlationId?: string | number;
  /** Ids of earlier events that this one follows from; at most 16. */
  causedBy?: string | string[];
  /** Your own record that the event belongs to. */
  ref?: string | number;
  /** One line for people. */
  summary?: string;
  durationMs?: number;
  /** In the place of what the plan or the type says. */
  category?: string;
  action?: string;
  /** Your own data, at most 8 KiB of JSON. */
  metadata?: Metadata;
  /** Circumstances, at most 4 KiB of JSON. */
  context?: Metadata;
  /** Send at once instead of with the next batch. */
  immediate?: boolean;
}

/** The fields of an event of a type: metadata as your tracking plan has it, where there is one. */
export type FieldsOf<T> = T extends unknown ? Omit<EventFields, "metadata"> & Pick<OptionsOf<T>, "metadata"> : never;

type FieldsArgument<T> = T extends unknown ? ({} extends FieldsOf<T> ? [fields?: FieldsOf<T> | undefined] : [fields: FieldsOf<T>]) : never;

export type WriterReport =
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
      warnings?: Array<Omit<VerdictLine, "verdict">>;
      code?: string;
      detail?: string;
    }
  | { kind: "failed"; batchId: string; status: number; retryInMs: number }
  | { kind: "dropped"; reason: string; level: Level; count: number; code?: string; field?: string };

export interface Waiting {
  /** Milliseconds to wait at most. */
  timeout?: number;
}

export interface Writer {
  /** Takes an event and returns its id at once. Never throws and never waits. */
  write<T extends EventType>(type: T, ...fields: FieldsArgument<T>): string;
  /**
   * Sends what was written before and resolves when the server has settled it or it was given up: `true`, or `false` when the timeout came
   * first. Without a timeout it waits for as long as the server is away.
   */
  flush(options?: Waiting): Promise<boolean>;
  /** Flushes for five seconds at most, or as long as `timeout` says, then gives up the rest; later writes are counted and do nothing. */
  close(options?: Waiting): Promise<boolean>;
  /** Events that are neither settled nor given up. */
  queueSize(): number;
}

/** Makes a writer. */
export function createWriter(options: WriterOptions): Writer;
