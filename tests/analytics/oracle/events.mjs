// Which events a question is about, and what their dimensions are.

const SHORT = {
  entity: "entity_id", actor: "actor_id", user_id: "user", visitor_id: "visitor", session_id: "session", stream_id: "stream", correlation_id: "correlation",
};
const OF_ORIGIN = ["referrer", "channel", "source", "medium", "campaign", "term", "content", "click_id"];

/** What an event has for a dimension; `null` when nothing. */
export function value(event, name) {
  const dimension = SHORT[name] ?? name;
  if (dimension.startsWith("metadata.")) return member(event.metadata, dimension.slice("metadata.".length).split("."));
  if (OF_ORIGIN.includes(dimension)) return event.origin?.[dimension] ?? (dimension === "channel" && event.session !== null ? "direct" : null);
  if (!(dimension in event)) throw new Error(`no dimension ${name}`);
  return event[dimension];
}

function member(of, path) {
  for (const name of path) of = of !== null && typeof of === "object" && !Array.isArray(of) && Object.hasOwn(of, name) ? of[name] : null;
  return ["string", "number", "boolean"].includes(typeof of) ? String(of) : null;
}

/** The events of a stretch of time, in order, each with where its session came from as far as the stretch has shown by then. */
export function within(events, from, until) {
  const shown = new Map();
  return events
    .filter((event) => event.at >= from && event.at < until)
    .map((event) => {
      if (event.session === null) return { ...event, origin: event.own };
      if (event.own && !shown.has(event.session)) shown.set(event.session, event.own);
      return { ...event, origin: shown.get(event.session) ?? null };
    });
}

/** A condition of the query string, such as `country.not=DE,AT`, as a function of an event. */
export function condition(name, text) {
  const [, dimension, operator] = /^(.*?)(?:\.(not|contains|not_contains))?$/su.exec(name);
  const whole = dimension === "ref" || (dimension.endsWith("_id") && dimension in SHORT);
  const values = whole ? [text] : listed(text);
  const has = (event) => value(event, dimension) !== null && lower(value(event, dimension)).includes(lower(text));
  switch (operator) {
    case "not": return (event) => !values.includes(value(event, dimension));
    case "contains": return has;
    case "not_contains": return (event) => !has(event);
    default: return (event) => values.includes(value(event, dimension));
  }
}

/** `a,b\,c` is two values, the second with a comma. */
function listed(text) {
  const values = text.match(/(?:\\,|[^,])+/g) ?? [];
  return values.map((one) => (one === "(none)" ? null : one.replaceAll("\\,", ",")));
}

/** As SQL's `LIKE`, which knows upper and lower case of ASCII letters alone. */
function lower(text) {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** What conditions, given as `[name, text]`, say together. */
export function all(conditions) {
  const functions = conditions.map(([name, text]) => condition(name, text));
  return (event) => functions.every((holds) => holds(event));
}

/** A step of a funnel and the like: an event type, or conditions as a query string. */
export function step(text) {
  if (!text.includes("=")) return (event) => event.type === text;
  return all([...new URLSearchParams(text)]);
}

/** Bots or not, as `bots=` says. */
export function kept(bots = "exclude") {
  return (event) => bots === "include" || event.bot === (bots === "only");
}

/** Who is followed: a visitor, else a user; or as `people=` says. */
export function person(event, people) {
  if (people === "user") return event.user;
  if (people === "session") return event.session;
  if (event.visitor !== null) return `visitor ${event.visitor}`;
  return event.user === null ? null : `user ${event.user}`;
}
