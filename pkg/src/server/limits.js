// The contract's limits that a writer needs: those of the tracker, and its own; `event-model/src/limits.rs` has them all, and a test compares.
import { LEVELS } from "../../../tracker/src/browser/event.js";

export { LEVELS };
export { MAX_CAUSES, MAX_ID, MAX_KIND, MAX_LINE, MAX_METADATA_BYTES, MAX_OPAQUE_ID, MAX_TYPE } from "../../../tracker/src/browser/limits.js";

export const SCHEMA = 1;
export const MAX_BATCH_EVENTS = 500;
export const MAX_CONTEXT_BYTES = 4 * 1024;
export const MIN_OCCURRED_AT = 946_684_800_000;

/** What an event is that says nothing else. */
export const ACTION = LEVELS.indexOf("action");
