import type { Report } from "trailmark";

/** What the tracker tells `onReport`, one kind at a time. */
export type Tracked = Extract<Report, { kind: "tracked" }>;
export type Sent = Extract<Report, { kind: "sent" }>;
export type Answered = Extract<Report, { kind: "answered" }>;
export type Failed = Extract<Report, { kind: "failed" }>;
export type Dropped = Extract<Report, { kind: "dropped" }>;
