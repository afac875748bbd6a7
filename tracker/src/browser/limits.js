// The contract's limits that the page's half of the edge needs; `event-model/src/limits.rs` has them all, and a test compares. Characters, if
// not said otherwise.

export const MAX_ID = 64;
export const MAX_TYPE = 80;
export const MAX_OPAQUE_ID = 128;
export const MAX_KIND = 80;
export const MAX_LINE = 200;
export const MAX_URL = 2048;
/** Ids. */
export const MAX_CAUSES = 16;
/** Objects and lists within each other. */
export const MAX_DEPTH = 8;
/** Members of an object, and items of a list. */
export const MAX_MEMBERS = 100;
/** Of a text in free JSON. */
export const MAX_TEXT = 1000;
export const MAX_METADATA_BYTES = 8192;
