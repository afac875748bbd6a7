// Five weeks of a product's life, made of a seed: what is sent to the Worker, and the same as plain events, one object each, which is all
// that the oracle knows. The year lies behind us, so that nothing here depends on the day the tests run. Within the range the clocks change,
// on 2025-03-09 in St. John's and on 2025-03-30 in Berlin.
import { chance } from "./random.mjs";
import { ACTORS, DEVICES, METADATA, ORIGINS, PATHS, PLACES, STREAMS, TITLES, TYPES } from "./vocabulary.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const START = Date.parse("2025-03-04T00:00:00Z");
export const DAYS = 36;
const BROWSER = "Mozilla/5.0";
const ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

/**
 * @returns {{requests: Request[], events: object[]}} requests of `{headers, batch}`, in the order in which they are sent, and the events that
 *   they bring, by time and id, without copies
 */
export function month({ seed = 1, visitors = 420, start = START, days = DAYS } = {}) {
  const dice = chance(seed);
  const people = Array.from({ length: visitors }, (_, number) => person(number, dice));
  const requests = [];
  for (const one of people) {
    let at = start + dice.below(days * DAY);
    for (let visits = one.visits; visits > 0 && at < start + days * DAY; visits--) {
      requests.push(visit(one, onTheEdge(at, dice), dice));
      at += 20 * MINUTE + Math.floor(dice.random() ** 3 * 12 * DAY);
    }
  }
  for (let at = start; at < start + days * DAY; at += 3 * HOUR) requests.push(fromServer(at + dice.below(3 * HOUR), people, dice));
  // A retry, long after the original.
  requests.push(...dice.some(requests, 20));
  return { requests, events: eventsOf(requests) };
}

/** The plain events of requests, by time and id, each once. */
export function eventsOf(requests) {
  const byKey = new Map();
  for (const request of requests) {
    for (const event of request.batch.events) {
      const key = `${event.occurred_at} ${event.id}`;
      if (!byKey.has(key)) byKey.set(key, plain(event, request));
    }
  }
  return [...byKey.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function person(number, dice) {
  const robot = dice.often(0.05);
  return {
    visitor: `v_${number}`,
    user: dice.often(0.55) ? `u_${Math.floor(number / 1.2)}${dice.often(0.1) ? ", jr" : ""}` : undefined,
    // A robot says all of its device, since the Worker would find its name in the request's head.
    device: robot ? DEVICES[0] : dice.pick(DEVICES, 1.6),
    place: dice.pick(PLACES, 1.4),
    robot,
    visits: dice.often(0.4) ? 1 : 1 + Math.floor(dice.random() ** 3 * 14),
  };
}

/** Some visits begin on the first millisecond of an hour or on the last one before. */
function onTheEdge(at, dice) {
  const hour = at - (at % HOUR);
  if (dice.often(0.05)) return hour;
  return dice.often(0.05) ? hour + HOUR - 1 : at;
}

function visit(one, start, dice) {
  const session = `s_${dice.word(10)}`;
  const length = dice.often(0.25) ? 1 : 1 + Math.floor(dice.random() ** 2 * 26);
  // Nobody is logged in, somebody was all the time, or logs in on the way; and browsers are shared.
  const loginAt = one.user === undefined ? length : dice.often(0.6) ? 0 : dice.below(length);
  const origin = dice.often(0.5) ? dice.pick(ORIGINS) : undefined;
  const originAt = dice.often(0.8) ? 0 : dice.below(length);
  const changesOrigin = dice.often(0.1);
  const events = [];
  let at = start;
  for (let n = 0; n < length; n++) {
    const event = happening(at, dice);
    if (n >= loginAt) event.user_id = one.user;
    if (n === originAt && origin) event.page = { ...event.page, ...origin.page };
    else if (changesOrigin && dice.often(0.2)) event.page = { ...event.page, ...dice.pick(ORIGINS).page };
    if (dice.often(0.02)) event.visitor_id = `v_other_${dice.below(5)}`;
    events.push(event);
    at += pause(dice);
  }
  const context = { device: one.device };
  if (dice.often(0.97)) context.visitor_id = one.visitor;
  if (dice.often(0.97)) context.session_id = session;
  const batch = { schema: 1, batch_id: dice.word(12), instance_id: `i_${session}`, sealed_at: at, context, events };
  return { headers: { "user-agent": one.robot ? ROBOT : BROWSER }, cf: one.place, robot: one.robot, batch };
}

/** Often nothing, since handlers fire together; seldom so long that the visit goes on in another hour. */
function pause(dice) {
  if (dice.often(0.15)) return 0;
  return dice.often(0.06) ? dice.below(40 * MINUTE) : dice.below(70_000);
}

function fromServer(at, people, dice) {
  const events = Array.from({ length: 1 + dice.below(4) }, () => {
    const event = happening(at + dice.below(2) * dice.below(1_000), dice);
    if (dice.often(0.8)) event.actor = dice.pick(ACTORS);
    if (dice.often(0.3)) event.user_id = dice.pick(people).user;
    if (dice.often(0.2)) event.page = { ...event.page, ...dice.pick(ORIGINS).page };
    return event;
  });
  const context = dice.often(0.3) ? { device: { type: "console", os: "SerenityOS" } } : undefined;
  return { headers: { "user-agent": ROBOT }, cf: {}, robot: false, batch: { schema: 1, context, events } };
}

const WHEEL = TYPES.flatMap((type) => Array(type[1]).fill(type));

function happening(at, dice) {
  const [type, , level, has] = dice.pick(WHEEL);
  const event = { id: `e${dice.word(12)}`, type, occurred_at: at, level };
  if (dice.often(0.05)) event.level = undefined;
  if (dice.often(0.03)) event.category = dice.pick(["task", "Eigene, Kategorie"]);
  if (dice.often(0.03)) event.action = "did \"it\"";
  if (has.page && dice.often(0.93)) event.page = { path: dice.pick(PATHS, 2), ...(dice.often(0.7) && { title: dice.pick(TITLES) }) };
  if (has.entity) event.entity = { type: has.entity, ...(dice.often(0.9) && { id: `t_${dice.below(40)}`, title: dice.pick(TITLES) }) };
  if (has.duration && dice.often(0.9)) event.duration_ms = duration(dice);
  if (dice.often(0.06)) event.stream_id = dice.often(0.4) ? dice.pick(STREAMS) : `job ${dice.below(90)}`;
  if (event.stream_id && dice.often(0.8)) event.step = dice.below(40) - 3;
  if (dice.often(0.04)) event.correlation_id = `c_${dice.below(12)}`;
  if (dice.often(0.04)) event.ref = `row:${dice.below(9)}, "${dice.below(2)}"`;
  if (dice.often(0.04)) event.actor = dice.pick(ACTORS);
  if (dice.often(0.2)) event.metadata = dice.pick(METADATA);
  return event;
}

/** From nothing to hours, and one that somebody measured wrongly. */
function duration(dice) {
  if (dice.often(0.05)) return 0;
  return dice.often(0.002) ? 9_007_199_254_740 : Math.floor(Math.exp(dice.random() * 16.5));
}

/** One event as the Worker is to understand it. Absent is `null`. */
function plain(event, { batch: { context = {} }, cf, robot }) {
  const device = context.device ?? {};
  const user = event.user_id ?? context.user_id ?? null;
  const [category, action] = taxonomy(event.type);
  const actor = event.actor ?? (user === null ? { type: "anonymous" } : { type: "user", id: user });
  return {
    id: event.id, at: event.occurred_at, type: event.type, category: event.category ?? category, action: event.action ?? action,
    level: event.level ?? "action", user, visitor: event.visitor_id ?? context.visitor_id ?? null,
    session: event.session_id ?? context.session_id ?? null,
    actor_type: actor.type, actor_id: actor.id ?? null, actor_name: actor.name ?? null,
    entity_type: event.entity?.type ?? null, entity_id: event.entity?.id ?? null, entity_title: event.entity?.title ?? null,
    stream: event.stream_id ?? null, step: event.step ?? null, correlation: event.correlation_id ?? null, ref: event.ref ?? null, path: event.page?.path ?? null, title: event.page?.title ?? null,
    duration: event.duration_ms ?? null, metadata: event.metadata ?? {},
    device: device.type ?? null, os: device.os ?? null, browser: device.browser ?? null, language: device.language ?? null,
    screen: device.screen ?? null, country: cf.country === "XX" ? null : (cf.country ?? null), region: cf.region ?? null, city: cf.city ?? null,
    bot: robot, own: ownOrigin(event.page),
  };
}

/** As [event-model/src/taxonomy.rs] describes it. */
function taxonomy(type) {
  if (type === "page_view") return ["navigation", "viewed"];
  const parts = type.split(/[_.:\-/ ]/).filter((part) => part !== "");
  return [parts[0] ?? type, parts.at(-1) ?? type];
}

function ownOrigin(page = {}) {
  const same = (of) => ["referrer", "click_id"].every((name) => of.page[name] === page[name]) && JSON.stringify(of.page.utm) === JSON.stringify(page.utm);
  return ORIGINS.find(same)?.origin ?? null;
}
