/** What the tracker tells `onReport`, as the side panel reads it. */
export type Report = Tracked | Sent | Answered | Failed | Dropped;

export interface Tracked {
  kind: "tracked";
  id: string;
  type: string;
}

export interface Sent {
  kind: "sent";
  batchId: string;
  /** How many events the batch holds. */
  events: number;
}

export interface Answered {
  kind: "answered";
  batchId: string;
  status: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  limited: number;
  /** The events that were not accepted. */
  verdicts: Verdict[];
}

export interface Verdict {
  index: number;
  id: string | null;
  verdict: string;
  code?: string | null;
  field?: string | null;
  detail?: string | null;
}

export interface Failed {
  kind: "failed";
  batchId: string;
  /** 0 when no answer came at all. */
  status: number;
  retryInMs: number;
}

export interface Dropped {
  kind: "dropped";
  reason: string;
  level: string;
  count: number;
  /** What was wrong, when the event itself was at fault. */
  code?: string | null;
  field?: string | null;
}
