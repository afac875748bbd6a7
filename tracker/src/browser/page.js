// What the entry loads: tells the core what happens in the page, and does what the core answers.
import { attempt } from "./attempt.js";
import { wants } from "./config.js";
import * as news from "./news.js";
import { isId, LEVELS, write } from "./event.js";
import { device, pageOf, plain } from "./facts.js";
import { load } from "./load.js";
import { redacting } from "./redact.js";
import { ask, beacon, hold, packing, send } from "./send.js";
import * as storage from "./storage.js";
import { watch } from "./tabs.js";

/** The core's one export: news in, orders out. */
let core;
/**
 * What `init` was called with, and from the entry `url`, where batches go, `store`, where records are kept, and `prefix`, which the keys of
 * this project begin with.
 */
let settings;
/** Remote config. */
let config;
/** Whether it switches everything off. */
let off;
/** Redacts metadata, also under the names that the config adds. */
let redact;
/** Whether the last record could be kept. */
let stores = true;
/** What was wrong with the last event, if it was none. */
let fault;
let tabs;
let timer;
/** Those who wait for `flush()`. */
let flushes = [];
/** What begins autocapture and the overlay, on its way, where they are on. */
let extras;

/** Fetches the core. */
export default async (options) => {
  settings = options;
  storage.open(options.store);
  const { autocapture, debug = /[?#&]trailmark_debug/.test(location) } = options;
  // `localhost:8787` is what people forget it of, and to a browser it means something else.
  if (!/^\s*([a-z-]+:)?\//.test(settings.url)) console.error("trailmark: the endpoint needs https:// or http:// before it");
  // The package's own, beside the glue's folder: it is not of the core and comes beside it.
  if (autocapture || debug) extras ??= import("../auto/index.js").then((module) => module.default(options, debug), console.error);
  const loaded = await load(options.wasmUrl);
  // Who said yes twice has asked twice.
  core ??= loaded;
};

/** Starts the core. `lost` is how many events there was no room for until now. */
export function start(lost) {
  configure(stored("config"));
  // Capturing: the page may stop an event's way up, but not on its way down to us. `pagehide` is the only farewell that iOS and the
  // back-forward cache keep; `unload` and `beforeunload` forbid the cache.
  for (const name of ["visibilitychange", "pagehide", "pageshow", "online", "storage"]) addEventListener(name, heard, true);
  for (; lost; lost--) tell(news.TRACK, lines("2 1 0 0 ", stored("session"), ""));
  // What the entry stored on earlier pages, and beaconed perhaps. Forgotten first, also what cannot be read: it would lie there for ever.
  for (const key of storage.keys(settings.prefix + "early.")) {
    const record = storage.get(key);
    storage.remove(key);
    attempt(() => JSON.parse(record).forEach(({ id, occurred_at, ...event }) => off || take(event, id, occurred_at, 1)));
  }
  if (off) inquire();
  extras?.then((begin) => begin?.({ track, queueSize, ids }));
}

/** Starts the core, or starts it anew on what is stored. */
function begin() {
  const { userId, writeKey } = settings;
  const numbers = [+!!self.fetchLater + 2 * !!settings.cookieless, ...crypto.getRandomValues(new Uint32Array(2)), ""];
  tell(news.START, numbers.join(" ") + lines(writeKey, device(), ...slots()));
  tune();
  identify(userId);
}

/** How many events make a batch go at once, and how many milliseconds a smaller one. */
function tune() {
  // What is no number leaves it to others.
  const first = (...numbers) => numbers.map((number) => Math.max(1, Math.round(number))).find(Boolean);
  // Who saves data gets fewer and larger requests, unless somebody says otherwise.
  const interval = navigator.connection?.saveData ? 20_000 : 5_000;
  tell(news.TUNE, first(settings.flushAt, config.flush_at, 10) + " " + first(settings.flushInterval, config.flush_interval_ms, interval));
}

/** Takes over a config as it is stored. While it is off, the core runs as if the visitor had said no, and what they said stays as it is. */
function configure(record) {
  const was = off;
  config = attempt(() => JSON.parse(record)) ?? {};
  redact = redacting(config.redact);
  off = config.enabled === false;
  if (off === was) return tune();
  // Nobody is there yet to hear it when the page starts.
  if (off) tell(news.OPT_OUT);
  begin();
}

/** What a config is worth without news, in milliseconds. */
const CONFIG_MS = 600_000;
const isStale = () => Date.now() - config.at > CONFIG_MS;

/** Keeps the config that an answer carries, with the time; other tabs hear of it. */
function learn(answer, asked) {
  const { at, ...known } = config;
  if (!answer.config || (JSON.stringify(answer.config) === JSON.stringify(known) && !asked && !isStale())) return;
  const record = JSON.stringify({ ...answer.config, at: Date.now() });
  stores = storage.put(settings.prefix + "config", record);
  configure(record);
}

/** Where nothing is sent no answer brings news: then they are fetched. */
function inquire() {
  config.at = Date.now();
  ask(settings.url.replace(/events.log.batch$/, "config?key=" + settings.writeKey)).then((answer) => learn(answer, true), () => {});
}

/** An event that is not wanted. The page gets an id as always. */
function withhold(id) {
  if (isStale()) inquire();
  return id ?? settings.uuid(Date.now());
}

/** Forgets records of this project. */
const forget = (which) => storage.keys(settings.prefix).forEach((key) => which.test(key.slice(settings.prefix.length)) && storage.remove(key));
/** Not the mark of opting out: another tab that saw it go would take that for a yes. */
const PERSONAL = /^(?!opted_out|config)/;

const lines = (...texts) => texts.join("\n");

/** The records that all tabs share. */
const slots = () => [...["visitor", "user", "session", "offset"].map(stored), off || stored("opted_out")];
const stored = (name) => storage.get(settings.prefix + name);

/** What the core does not know yet of our own cost, in microseconds: altogether, and for a call of `track()`. */
let spent = [0, 0];

/** Tells the core, and does what it answers; in between the page is told `what`. Returns the id of a tracked event. */
function tell(kind, more = "", what, begun = performance.now()) {
  let tracked;
  // Who is told first can still add to what leaves with the page.
  settings.heard?.(kind);
  const orders = core([kind, Date.now(), ...[begun, ...spent].map(Math.round), more].join(" ")).split("\n");
  spent = [0, 0];
  if (what) report(what);
  for (const order of orders) {
    const [letter, first, second, ...rest] = order.split("\t");
    switch (letter) {
      case "p":
        if (!off) stores = storage.put(settings.prefix + first, second);
        break;
      case "r":
        storage.remove(settings.prefix + first);
        break;
      case "s":
        deliver(first, second, ...rest);
        break;
      case "w":
        clearTimeout(timer);
        timer = setTimeout(tell, rest[0], news.TICK);
        break;
      case "t":
        tracked = first;
        break;
      case "f":
        flushes.splice(0).forEach(attempt);
        break;
      case "y":
        report({ kind: "failed", batchId: first, status: +rest[0], retryInMs: +rest[1] });
        break;
      case "d":
        report({ kind: "dropped", reason: first, level: second, count: 1, ...(first === "invalid" && { code: fault, field: "type" }) });
        break;
      case "x":
        packing.clear();
        forget(off ? /^(q|early)\./ : PERSONAL);
        // Other tabs may see for a moment what was forgotten, and must not adopt it: this page keeps the lock of what it was.
        tabs = undefined;
        break;
      case "i":
        tabs?.release();
        tabs = watch(settings.prefix + "q.", first, (records) => tell(news.ADOPT, records));
    }
  }
  const took = (performance.now() - begun) * 1000;
  spent[0] += took;
  if (kind === news.TRACK) spent[1] = took;
  return tracked;
}

/** The statuses that would end a batch: 4xx but for "later" and "smaller". */
const REFUSAL = /^4(?!08|13|29)/;

const report = (what) => attempt(() => settings.onReport?.(what));

/** Sends a batch; `how` is the number of one of the engine's transports: fetch, keepalive, beacon, later. */
async function deliver(batchId, body, how, events) {
  if (how > 2) return hold(settings.url, body);
  if (how > 1) return beacon(settings.url, body);
  report({ kind: "sent", batchId, events: +events });
  const [status, pause, text] = await send(settings.url, body, how > 0).catch(() => []);
  if (!status) return tell(news.FAILED, batchId);
  const answer = { kind: "answered", batchId, status, ...attempt(() => JSON.parse(text)) };
  // Who has taken a wrong key looks into the console first.
  if (answer.code) console.error("trailmark:", answer.title, answer.detail);
  // A page of HTML is a firewall's or a hotel's network, which refuses in the Worker's place: it never saw the batch.
  else if (REFUSAL.test(status) && /^\s*</.test(text)) return tell(news.FAILED, batchId, answer);
  // First of all: the next batch might go at once.
  learn(answer);
  tell(news.ANSWERED, `${status} ${pause} ${lines(batchId, text)}`, answer);
}

function heard({ type, persisted, key, newValue }) {
  if (type === "visibilitychange") tell(document.hidden ? news.HIDDEN : news.SHOWN);
  // Whichever of the two comes may be the last that a page hears.
  if (document.hidden || type === "pagehide") packing.forEach((body) => beacon(settings.url, body));
  if (type === "online") tell(news.ONLINE);
  if (type === "pagehide") {
    tell(news.LEAVING);
    tabs.release();
  }
  // From the back-forward cache. Others may have adopted this page's records meanwhile, so it starts anew like a reload; only where
  // storage keeps nothing is there nothing to start from but the core itself.
  if (type === "pageshow" && persisted) {
    if (stores) configure(stored("config"));
    stores ? tell(news.RESTORED, lines(...slots())) : tell(news.SHOWN);
  }
  if (key === settings.prefix + "config") configure(newValue);
  if (key === settings.prefix + "opted_out" && !off) tell(newValue ? news.OPT_OUT : news.OPT_IN);
  if (key?.startsWith(settings.prefix + "q.")) tabs.awaitEndOf(key);
}

/** What the page said, as an event, with the place. */
function compose(type, options, redact, ...place) {
  const said = plain(options);
  return write(type, said, pageOf(type, said.pageName, settings.queryParameters, ...place), redact);
}

/** The event of a call that goes without the core. */
export const written = (type, options, names, ...place) => compose(type, options, redacting(names), ...place).event;

/** `id`, `at` and `place`, which are address, title and referrer, are set for an event that happened earlier. */
export function track(type, options, id, at = 0, ...place) {
  if (off) return withhold(id);
  const begun = performance.now();
  const { event, ...others } = compose(type, options, redact, ...place);
  fault = others.fault;
  return take(event, id, at, 0, others.immediate, begun);
}

/** Hands an event to the core, or nothing for one that is none. It is `told` where somebody knows of it and its time already. */
function take(event, id, at, told, immediate, begun) {
  const { type, level = "action", stream_id: stream } = event ?? {};
  const rank = LEVELS.indexOf(level);
  // The visit is asked for where it draws lots. Who has opted out has none, and who stores nothing has another one on each page.
  const session = !settings.cookieless && (config.canary || config.sampling) && tell(news.VISIT, stored("session"));
  if (event && (config.min_level || session) && !wants(config, { type, rank, stream }, session)) return withhold(id);
  const known = lines(isId(`${id ?? ""}`) ? id : "", stored("session"), event ? JSON.stringify(event).slice(1, -1) : "");
  const tracked = tell(news.TRACK, `${rank} ${+!!immediate} ${at} ${told} ${known}`, undefined, begun);
  if (tracked) report({ kind: "tracked", id: tracked, type });
  return tracked;
}

export function identify(user) {
  if (!/^(st|n)/.test(typeof user)) return;
  // Should the core start anew.
  settings.userId = user;
  tell(news.IDENTIFY, user);
}

export function reset() {
  delete settings.userId;
  off ? forget(/^(visitor|user|session)$/) : tell(news.RESET);
}

export function setConsent(said) {
  if (said === "granted") off ? forget(/^opted_out$/) : tell(news.OPT_IN);
  if (said !== "denied") return;
  delete settings.userId;
  if (!off) return tell(news.OPT_OUT);
  forget(PERSONAL);
  storage.put(settings.prefix + "opted_out", 1);
}

export function flush(done) {
  flushes.push(done);
  tell(news.FLUSH);
}

/** Visitor, session, and events that are not settled. */
const state = () => core(`${news.ASKED}`).split("\t");
export const queueSize = () => +state()[2];
export function ids() {
  const [visitorId, sessionId] = state();
  return settings.cookieless ? {} : { visitorId, sessionId };
}
