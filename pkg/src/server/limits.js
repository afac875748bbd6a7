// The contract's limits that a writer needs; `event-model/src/limits.rs` has them all, and a test compares.

export const SCHEMA = 1;
export const MAX_BATCH_EVENTS = 500;
export const MAX_ID = 64;
export const MAX_TYPE = 80;
export const MAX_OPAQUE_ID = 128;
export const MAX_KIND = 80;
export const MAX_LINE = 200;
export const MAX_CAUSES = 16;
export const MAX_METADATA_BYTES = 8 * 1024;
export const MAX_CONTEXT_BYTES = 4 * 1024;
export const MIN_OCCURRED_AT = 946_684_800_000;

/** All levels, lowest first: when room is short the lowest goes first. */
export const LEVELS = ["detail", "state", "action", "decision", "milestone"];
/** What an event is that says nothing else. */
export const ACTION = LEVELS.indexOf("action");
