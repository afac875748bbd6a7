// The package's entry: small enough to load with the page, complete enough to lose nothing until the core (Rust, WebAssembly) runs.
// Nothing here ever throws into the page, and on a server everything does nothing.
import { deliver, prefixOf, snapshot, uuid } from "./early.js";

export { EVENT_TYPES } from "./event-types.js";

/** The running core. */
let core;
/** What comes before it: the page's half. */
let edge;
/** What `init` was called with, and what the core takes from here. */
let options;
/** Calls before the core runs: the function's name and what it was given, for an event also its id and time. */
let early = [];
/** The visitor has said no before the core runs: then the entry delivers nothing either. */
let refused;
/** The core will not come. */
let alone;

const inBrowser = typeof document !== "undefined";
const isEvent = ([name]) => name === "track";
const complain = (problem) => console.error("trailmark:", problem);

export function init(given) {
  if (!inBrowser || options) return;
  // A page that the browser loads ahead may never be seen: what it tracks waits, and goes with it.
  if (document.prerendering) return addEventListener("prerenderingchange", () => init(given), true);
  const { writeKey, endpoint, wasmUrl } = given ?? {};
  if (!writeKey) return complain("no key");
  const url = `${endpoint || location.origin}`.replace(/\/+$/, "") + "/api/events/log/batch";
  options = { ...given, url, prefix: prefixOf(writeKey), uuid };
  addEventListener("pagehide", leave);
  addEventListener("visibilitychange", () => document.hidden && leave());
  import("./wasm/trailmark.js")
    .then((module) => (edge = module).default(wasmUrl))
    .then(start)
    .catch(fail);
}

function start() {
  edge.start(options);
  core = edge;
  early.forEach((given) => call(...given));
  early = [];
}

/** The core will not come (blocked, or too old a browser): the entry alone delivers, whenever the page rests or is left. */
function fail(error) {
  complain(error);
  alone = true;
  leave();
}

function leave() {
  if (core || refused) return;
  const events = early.filter(isEvent);
  early = early.filter((given) => !isEvent(given));
  try {
    if (events[0]) deliver(events.map(([, ...event]) => event), options, edge?.contents);
  } catch (error) {
    complain(error);
  }
}

/** Calls a function of the core, now or when it runs. */
function call(name, ...given) {
  if (!inBrowser) return;
  try {
    return core ? core[name](...given) : void early.push([name, ...given]);
  } catch (error) {
    complain(error);
  }
}

export function track(type, details) {
  if (core || !inBrowser) return call("track", type, details);
  const now = Date.now();
  const id = uuid(now);
  call("track", type, snapshot(details), id, now);
  if (alone) setTimeout(leave);
  return id;
}

export function trackTimed(type, details) {
  const started = performance.now();
  let open = true;
  return {
    complete(metadata) {
      if (!open) return;
      open = false;
      const durationMs = Math.round(performance.now() - started);
      return track(type, { ...details, durationMs, metadata: { ...details?.metadata, ...metadata } });
    },
    cancel() {
      open = false;
    },
  };
}

export const trackPageView = (name, metadata) => track("page_view", { pageName: name, metadata });

export const trackBatch = (events) => [].concat(events ?? []).map((event) => track(event?.type, event?.options));

export const identify = (userId) => call("identify", userId);
export const reset = () => call("reset");
export const optIn = () => call("optIn");

export function optOut() {
  early = [];
  refused = true;
  call("optOut");
}

export const flush = () => new Promise((done) => (options ? call("flush", done) : done()));

export const queueSize = () => (core ? core.queueSize() : early.filter(isEvent).length);

export const ids = () => (core ? core.ids() : {});
