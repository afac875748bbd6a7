// What happens to free texts and objects before they are kept or sent: so far only their limits.
import { MAX_CONTEXT_BYTES, MAX_METADATA_BYTES } from "./limits.js";

const LIMITS = { metadata: MAX_METADATA_BYTES, context: MAX_CONTEXT_BYTES };

/** A text for people; what is no text passes, and its check says so. */
export const redactText = (text) => text;

/** An object as JSON; throws a code where it is none, or cannot be written. */
export function redactJson(value, field) {
  const json = JSON.stringify(value);
  if (!json?.startsWith("{")) throw "wrong_type";
  if (json.length > LIMITS[field]) throw "too_large";
  return json;
}
