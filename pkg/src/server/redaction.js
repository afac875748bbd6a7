// Redaction and clamps by the tracker's own rules, before an event waits: what must not be kept is never there.
import { fit, mask, plain, redact } from "../../../tracker/src/browser/redact.js";
import { MAX_CONTEXT_BYTES, MAX_METADATA_BYTES } from "./limits.js";

const LIMITS = { metadata: MAX_METADATA_BYTES, context: MAX_CONTEXT_BYTES };

/** A text for people; what is no text passes, and its check says so. */
export const redactText = (text) => (typeof text === "string" ? mask(text) : text);

/**
 * An object as JSON; throws a code where it is none, or cannot be written.
 * @param {"metadata" | "context"} field
 * @param {string[]} marked names that the tracking plan marks, as `markedNames` makes them
 */
export function redactJson(value, field, marked) {
  const said = JSON.parse(JSON.stringify(value));
  if (!said || typeof said !== "object" || Array.isArray(said)) throw "wrong_type";
  const kept = redact(said, marked);
  const json = JSON.stringify(kept);
  // A character is three bytes at most: most objects need not be measured.
  return json.length * 3 <= LIMITS[field] ? json : JSON.stringify(fit(kept, LIMITS[field]));
}

/** Names as they are compared. */
export const markedNames = (names) => (Array.isArray(names) ? names.filter((name) => typeof name === "string").map(plain).filter(Boolean) : []);
