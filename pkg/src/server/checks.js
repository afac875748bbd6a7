// What a field's value must be, as `event-model/src/text.rs` has it. Each check returns the value as it travels; what cannot be taken is
// thrown as the code that names the fault.
import { MAX_CAUSES, MAX_ID, MAX_KIND, MAX_LINE, MAX_OPAQUE_ID } from "./limits.js";

/** One non-empty line without blanks at its ends. */
export function word(value, max) {
  if (typeof value !== "string") throw "wrong_type";
  if (value === "") throw "empty_field";
  if (value.length > max && [...value].length > max) throw "too_long";
  if (/^ | $|[\x00-\x1f\x7f-\x9f]/.test(value) || !value.isWellFormed()) throw "invalid_characters";
  return value;
}

/** An id of the caller's world. Ids often are numbers in the caller's own data. */
export const opaque = (value) => word(Number.isSafeInteger(value) ? `${value}` : value, MAX_OPAQUE_ID);

export const kind = (value) => word(value, MAX_KIND);

/** An event's id. */
export function eventId(value) {
  if (typeof value !== "string") throw "wrong_type";
  if (value === "") throw "empty_field";
  if (value.length > MAX_ID) throw "too_long";
  if (!/^[A-Za-z0-9_-]*$/.test(value)) throw "invalid_characters";
  return value;
}

/** A line for people: cut at a character's boundary, in one line, and nothing when there is nothing in it. */
export function line(value) {
  if (typeof value !== "string") throw "wrong_type";
  const text = value.toWellFormed().replace(/[\x00-\x1f\x7f-\x9f]/g, " ").replace(/^ +| +$/g, "");
  if (text.length <= MAX_LINE) return text || undefined;
  const characters = [...text];
  return characters.length > MAX_LINE ? `${characters.slice(0, MAX_LINE - 1).join("")}…` : text;
}

export function whole(value, least = -Number.MAX_SAFE_INTEGER) {
  if (typeof value !== "number" || Number.isNaN(value)) throw "wrong_type";
  const rounded = Math.round(value);
  if (rounded < least || Math.abs(rounded) > Number.MAX_SAFE_INTEGER) throw "out_of_range";
  return rounded;
}

/** Ids of earlier events; those that cannot be taken are told by `cut`. */
export function causes(value, cut) {
  const given = [].concat(value);
  if (given.length > MAX_CAUSES) cut("too_many_items");
  const taken = [];
  for (const cause of given.slice(0, MAX_CAUSES)) {
    try {
      taken.push(eventId(cause));
    } catch (code) {
      cut(code);
    }
  }
  return taken.length > 0 ? taken : undefined;
}
