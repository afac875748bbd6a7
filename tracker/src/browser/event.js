// Writes an event as it stands on the wire. Only a bad type makes it no event. Any other option that cannot be taken is left out, and the
// event says so in its `context`, as `{"cut":["entity.id:too_long"]}`.
import { MAX_CAUSES, MAX_ID, MAX_KIND, MAX_LINE, MAX_OPAQUE_ID, MAX_TYPE } from "./limits.js";
import { mask } from "./redact.js";

/** Lowest first. */
export const LEVELS = ["detail", "state", "action", "decision", "milestone"];

/** Whether a text can be an event's id. Those of other systems are taken as they are. */
export const isId = (text) => text.length <= MAX_ID && /^[\w-]+$/.test(text);

/** What lies beyond cannot be told exactly. */
const MAX_NUMBER = 1e15;

const WRONG_TYPE = "wrong_type";
const isObject = (value) => !!value && typeof value === "object" && !Array.isArray(value);

/** Ids often are numbers in the page's own data. */
const asId = (value) => (Number.isSafeInteger(value) ? `${value}` : value);

/** Whether a text has more than so many characters. There are never more of them than of its halves, which need no counting. */
const isLonger = (text, max) => text.length > max && [...text].length > max;

/** Why a value is not one line of 1 to `max` characters without blanks at its ends; nothing when it is. */
function wordFault(value, max) {
  if (typeof value !== "string") return WRONG_TYPE;
  if (!value) return "empty_field";
  if (isLonger(value, max)) return "too_long";
  // Control characters, and half characters, which JavaScript's texts may hold.
  if (/^ |[\p{Cc}\p{Cs}]| $/u.test(value)) return "invalid_characters";
}

/** One line for people, cut to `max` characters with `…` as its last; nothing when it is empty. */
export function line(text, max = MAX_LINE) {
  const whole = text.replace(/\p{Cc}/gu, " ").replace(/\p{Cs}/gu, "\ufffd").trim();
  return (isLonger(whole, max) ? [...whole].slice(0, max - 1).join("") + "…" : whole) || undefined;
}

/**
 * Writes an event.
 * @param {unknown} type
 * @param {object} options as JSON has them
 * @param {object} page where it happened
 * @param {(metadata: object) => object} redact
 * @returns {{fault?: string, event?: object, immediate?: boolean}} why it is no event; or the event, and whether it is to go at once
 */
export function write(type, options, page, redact) {
  const fault = wordFault(type, MAX_TYPE);
  if (fault) return { fault };
  const { level, immediate, pageName, entityType, entityId, entityTitle, actor, streamId, correlationId, ref, summary, step, durationMs, causedBy, metadata, ...others } = options;
  const cut = new Set();
  /** What `as` makes of a value that has no fault; nothing of null. */
  const take = (field, value, faultOf, as = asId) => {
    if (value == null) return;
    const fault = faultOf(value);
    if (!fault) return as(value);
    cut.add(`${field}:${fault}`);
  };
  const word = (field, value, max = MAX_OPAQUE_ID) => take(field, value, (value) => wordFault(asId(value), max));
  const text = (field, value) => take(field, value, (value) => typeof value !== "string" && WRONG_TYPE, (value) => line(mask(value)));
  const number = (field, value, least) =>
    take(field, value, (value) => (typeof value !== "number" ? WRONG_TYPE : !(Math.round(value) >= least && value < MAX_NUMBER) && "out_of_range"), Math.round);
  const cause = (value) => take("caused_by", value, (value) => (typeof value !== "string" ? WRONG_TYPE : !isId(value) && "invalid_characters"));
  /** An actor or an entity: nothing without its kind. */
  const subject = (field, label, kind, id, title) => {
    if (kind == null) return take(field, id ?? title, () => "missing_field");
    const known = word(field, kind, MAX_KIND);
    return known && { type: known, id: word(field + ".id", id), [label]: text(`${field}.${label}`, title) };
  };
  const who = isObject(actor) ? actor : { type: actor };
  const given = [].concat(causedBy ?? []);
  const causes = given.map(cause).filter(Boolean).slice(0, MAX_CAUSES);
  if (given.length > MAX_CAUSES) cut.add("caused_by:too_many_items");
  for (const option of Object.keys(others)) take("options", others[option], () => "unknown_field");
  const event = {
    type,
    level: take("level", level, () => !LEVELS.includes(level) && "unknown_value"),
    entity: subject("entity", "title", entityType, entityId, entityTitle),
    actor: subject("actor", "name", who.type, who.id, who.name),
    stream_id: word("stream_id", streamId),
    correlation_id: word("correlation_id", correlationId),
    ref: word("ref", ref),
    summary: text("summary", summary),
    step: number("step", step, -MAX_NUMBER),
    duration_ms: number("duration_ms", durationMs, 0),
    caused_by: causes[0] && causes,
    metadata: take("metadata", metadata, () => !isObject(metadata) && WRONG_TYPE, redact),
    page,
  };
  if (cut.size) event.context = { cut: [...cut] };
  return { event, immediate: immediate === true };
}
