// What the entry loads: tells the core what happens in the page, and does what the core answers.
import { attempt } from "./attempt.js";
import * as news from "./news.js";
import { facts, device, write } from "./facts.js";
import { load } from "./load.js";
import { beacon, hold, packing, send } from "./send.js";
import * as storage from "./storage.js";
import { watch } from "./tabs.js";

/** The core's one export: news in, orders out. */
let core;
/** What `init` was called with, and from the entry `url`, where batches go, and `prefix`, which the keys of this project begin with. */
let settings;
/** Whether the last record could be kept. */
let stores = true;
let tabs;
let timer;
/** Those who wait for `flush()`. */
let flushes = [];

/** Fetches the core. */
export default async (source) => {
  core = await load(source);
};

export function start(options) {
  settings = options;
  const { userId, writeKey } = options;
  // Who saves data gets fewer and larger requests, unless the page says otherwise.
  const { flushAt, flushInterval } = { ...(navigator.connection?.saveData && { flushInterval: 20_000 }), ...options };
  // What is no number leaves it to the core.
  const whole = (number) => Math.max(1, Math.round(number)) || 0;
  const numbers = [whole(flushAt), whole(flushInterval), +!!self.fetchLater, ...crypto.getRandomValues(new Uint32Array(2)), ""];
  tell(news.START, numbers.join(" ") + lines(writeKey, device(), ...slots()));
  identify(userId);
  // Capturing: the page may stop an event's way up, but not on its way down to us. `pagehide` is the only farewell that iOS and the
  // back-forward cache keep; `unload` and `beforeunload` forbid the cache.
  for (const name of ["visibilitychange", "pagehide", "pageshow", "online", "storage"]) addEventListener(name, heard, true);
  // What the entry stored on earlier pages, and beaconed perhaps. Forgotten first, also what cannot be read: it would lie there for ever.
  for (const key of storage.keys(settings.prefix + "early.")) {
    const record = storage.get(key);
    storage.remove(key);
    attempt(() => JSON.parse(record).forEach((call) => track(...call, true)));
  }
}

const lines = (...texts) => texts.join("\n");

/** The records that all tabs share. */
const slots = () => ["visitor", "user", "session", "offset", "opted_out"].map((name) => storage.get(settings.prefix + name));

/** What the core does not know yet of our own cost, in microseconds: altogether, and for a call of `track()`. */
let spent = [0, 0];

/** Tells the core, and does what it answers; in between the page is told `what`. Returns the id of a tracked event. */
function tell(kind, more = "", what, begun = performance.now()) {
  let tracked;
  const orders = core([kind, Date.now(), ...[begun, ...spent].map(Math.round), more].join(" ")).split("\n");
  spent = [0, 0];
  if (what) report(what);
  for (const order of orders) {
    const [letter, first, second, ...rest] = order.split("\t");
    switch (letter) {
      case "p":
        stores = storage.put(settings.prefix + first, second);
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
        report({ kind: "dropped", reason: first, level: second, count: 1, ...(rest[0] && { code: rest[0], field: "type" }) });
        break;
      case "x":
        packing.clear();
        // Not the mark of opting out: another tab that saw it go would take that for a yes.
        storage.keys(settings.prefix).forEach((key) => key === settings.prefix + "opted_out" || storage.remove(key));
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

const report = (what) => attempt(() => settings.onReport?.(what));

/** Sends a batch; `how` is the number of one of the engine's transports: fetch, keepalive, beacon, later. */
async function deliver(batchId, body, how, events) {
  if (how > 2) return hold(settings.url, body);
  if (how > 1) return beacon(settings.url, body);
  report({ kind: "sent", batchId, events: +events });
  const [status, pause, text] = await send(settings.url, body, how > 0).catch(() => []);
  if (!status) return tell(news.FAILED, batchId);
  const answer = { kind: "answered", batchId, status, ...attempt(() => JSON.parse(text)) };
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
  if (type === "pageshow" && persisted) stores ? tell(news.RESTORED, lines(...slots())) : tell(news.SHOWN);
  if (key === settings.prefix + "opted_out") tell(newValue ? news.OPT_OUT : news.OPT_IN);
  if (key?.startsWith(settings.prefix + "q.")) tabs.awaitEndOf(key);
}

/** `id` and `at` are set for an event that was tracked before the core was there, `fixed` when somebody was told of it then. */
export function track(type, options, id, at = 0, fixed = false) {
  const begun = performance.now();
  const said = lines(id, storage.get(settings.prefix + "session"), facts(type), write(options), typeof type === "string" ? "=" + type : "");
  const tracked = tell(news.TRACK, `${at} ${+fixed} ${said}`, undefined, begun);
  if (tracked) report({ kind: "tracked", id: tracked, type });
  return tracked;
}

export const identify = (user) => /^(st|n)/.test(typeof user) && tell(news.IDENTIFY, user);
export const reset = () => tell(news.RESET);
export const optIn = () => tell(news.OPT_IN);
export const optOut = () => tell(news.OPT_OUT);

export function flush(done) {
  flushes.push(done);
  tell(news.FLUSH);
}

/** Visitor, session, and events that are not settled. */
const state = () => core(`${news.ASKED}`).split("\t");
export const queueSize = () => +state()[2];
/** Visitor and session, and more. */
export const ids = state;
