// What a program says of an event, as the JSON that travels. Nothing but a bad type keeps it from being one: any other field that cannot be
// taken is left out and named in `context.cut`, as the tracker does it.
import { causes, eventId, kind, line, opaque, whole, word } from "./checks.js";
import { ACTION, LEVELS, MAX_TYPE, MIN_OCCURRED_AT } from "./limits.js";
import { redactJson, redactText } from "./redaction.js";

/** Fields that are one value each: the name on the wire, and what makes it. */
const PLAIN = {
  category: ["category", opaque],
  action: ["action", opaque],
  userId: ["user_id", opaque],
  visitorId: ["visitor_id", opaque],
  sessionId: ["session_id", opaque],
  streamId: ["stream_id", opaque],
  step: ["step", whole],
  correlationId: ["correlation_id", opaque],
  ref: ["ref", opaque],
  summary: ["summary", (value) => line(redactText(value))],
  durationMs: ["duration_ms", (value) => whole(value, 0)],
};
/** Those that are put together from several, or are not for the wire. */
const OTHERS = new Set(["id", "occurredAt", "level", "actor", "entityType", "entityId", "entityTitle", "causedBy", "metadata", "context", "immediate"]);

/**
 * The type of an event, or a thrown code.
 * @param {unknown} type
 */
export const checkedType = (type) => word(type, MAX_TYPE);

/** The rank of a level, and `action`'s where it is none. */
export function rank(level) {
  const found = LEVELS.indexOf(level);
  return found < 0 ? ACTION : found;
}

/** An id that the caller gave, or nothing. */
export function givenId(fields) {
  try {
    return eventId(fields.id);
  } catch {}
}

/**
 * Writes an event.
 * @param {string} type one that `checkedType` has taken
 * @param {object} fields what the caller said
 * @param {{id: string, seq: number, now: number, actor?: object, stream?: string, marked?: string[]}} given what the writer knows
 * @returns {string} its JSON
 */
export function writeEvent(type, fields, { id, seq, now, actor, stream, marked = [] }) {
  const cuts = [];
  const take = (name, check, value) => {
    if (value === undefined || value === null) return undefined;
    try {
      return check(value, (code) => cuts.push(`${name}:${code}`));
    } catch (code) {
      cuts.push(`${name}:${typeof code === "string" ? code : "wrong_type"}`);
    }
  };
  const event = { id, type, seq };
  if (fields.id !== undefined && fields.id !== id) take("id", eventId, fields.id);
  event.occurred_at = take("occurred_at", time, fields.occurredAt) ?? now;
  event.level = take("level", known, fields.level);
  for (const name in fields) {
    const plain = PLAIN[name];
    if (plain) event[plain[0]] = take(plain[0], plain[1], fields[name]);
    else if (!OTHERS.has(name)) cuts.push("options:unknown_field");
  }
  event.stream_id ??= stream;
  event.actor = subject(take, "actor", "name", fields.actor) ?? actor;
  event.entity = subject(take, "entity", "title", entity(fields));
  event.caused_by = take("caused_by", causes, fields.causedBy);
  const metadata = take("metadata", (value) => redactJson(value, "metadata", marked), fields.metadata);
  const context = take("context", (value) => redactJson(value, "context", marked), fields.context);
  let json = JSON.stringify(event).slice(0, -1);
  // A caller full of nonsense must not fill the event with complaints.
  const cut = cuts.length > 0 && `"cut":${JSON.stringify(cuts.slice(0, 20))}`;
  if (metadata) json += `,"metadata":${metadata}`;
  if (context && cut) json += `,"context":${context.slice(0, -1)}${context === "{}" ? "" : ","}${cut}}`;
  else if (context) json += `,"context":${context}`;
  else if (cut) json += `,"context":{${cut}}`;
  return `${json}}`;
}

/** An actor as every event of a writer has it; throws a code where it is none. */
export function checkedActor(actor) {
  return subject((name, check, value) => (value === undefined || value === null ? undefined : check(value)), "actor", "name", actor);
}

const known = (level) => {
  if (!LEVELS.includes(level)) throw "unknown_value";
  return level;
};

function time(value) {
  const millis = whole(value instanceof Date ? value.getTime() : value);
  if (millis < MIN_OCCURRED_AT) throw "occurred_at_implausible";
  return millis;
}

function entity({ entityType, entityId, entityTitle }) {
  return (entityType ?? entityId ?? entityTitle) === undefined ? undefined : { type: entityType, id: entityId, title: entityTitle };
}

/** An actor or an entity: what kind it is, which one, and its name for people. */
function subject(take, name, label, value) {
  if (value === undefined || value === null) return undefined;
  const type = take(name, (of) => {
    if (typeof of !== "object") throw "wrong_type";
    if (of.type === undefined || of.type === null) throw "missing_field";
    return kind(of.type);
  }, value);
  if (type === undefined) return undefined;
  return { type, id: take(name, opaque, value.id), [label]: take(name, (text) => line(redactText(text)), value[label]) };
}
