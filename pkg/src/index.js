// The package's entry: small enough to load with the page, complete enough to lose nothing until the core (Rust, WebAssembly) runs.
// Nothing here ever throws into the page, and on a server everything does nothing.
import { deliver, prefix, snapshot, uuid } from "./early.js";

export { EVENT_TYPES } from "./event-types.js";

/** The running core. */
let core;
/** What `init` was called with. */
let options;
/** Calls before the core runs: events as [type, options, id, time], everything else as a function. */
let early = [];
/** The visitor has said no before the core runs: then the entry delivers nothing either. */
let refused;
/** The core will not come. */
let alone;

const inBrowser = typeof document !== "undefined";

export function init(given) {
  if (!inBrowser || options) return;
  // A page that the browser loads ahead may never be seen: what it tracks waits, and goes with it.
  if (document.prerendering) return addEventListener("prerenderingchange", () => init(given), true);
  if (!given?.writeKey) return console.error("trailmark: no key");
  options = { ...given, url: `${given.endpoint || location.origin}`.replace(/\/+$/, "") + "/api/events/log/batch", prefix: prefix(given) };
  addEventListener("pagehide", leave);
  addEventListener("visibilitychange", () => document.hidden && leave());
  import("./wasm/trailmark.js").then((module) => module.default(given.wasmUrl).then(() => start(module))).catch(fail);
}

function start(module) {
  module.start(options);
  core = module;
  for (const call of early) typeof call === "function" ? attempt(call) : core.track(...call, false);
  early = [];
}

/** The core will not come (blocked, or too old a browser): the entry alone delivers, whenever the page rests or is left. */
function fail(error) {
  console.error("trailmark:", error);
  alone = true;
  leave();
}

function leave() {
  if (core || refused) return;
  const calls = early.filter(Array.isArray);
  early = early.filter((call) => !Array.isArray(call));
  if (calls.length) attempt(() => deliver(calls, options));
}

function attempt(action) {
  try {
    return action();
  } catch (error) {
    console.error("trailmark:", error);
  }
}

function later(action) {
  if (inBrowser) core ? attempt(action) : early.push(action);
}

export function track(type, details) {
  if (!inBrowser) return;
  if (core) return attempt(() => core.track(type, details));
  const now = Date.now();
  const id = uuid(now);
  early.push([type, snapshot(details), id, now]);
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

export const identify = (userId) => later(() => core.identify(userId));

export const reset = () => later(() => core.reset());

export const optIn = () => later(() => core.optIn());

export function optOut() {
  early = [];
  refused = true;
  later(() => core.optOut());
}

export const flush = () => new Promise((done) => (options ? later(() => core.flush(done)) : done()));

export const queueSize = () => (core ? core.queueSize() : early.filter(Array.isArray).length);

export function ids() {
  const [visitorId, sessionId] = core ? core.ids() : [];
  return { visitorId, sessionId };
}
