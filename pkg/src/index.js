// The package's entry: small enough to load with the page, complete enough to lose nothing until the core (Rust, WebAssembly) runs.
// Nothing here ever throws into the page, and on a server everything does nothing.
import { attempt, complain, deliver, forget, snapshot, uuid } from "./early.js";

export { EVENT_TYPES } from "./event-types.js";

const inBrowser = typeof document !== "undefined";

/** The running core. */
let core;
/** What comes before it: the page's half. */
let edge;
/** What `init` was called with, and what the core takes from here. */
let options;
/** `granted` or `denied`; else there is no answer yet. Only with a yes anything is loaded, stored or sent. */
let consent;
/** Calls before the core runs: the function's name and what it was given, for an event also its id, time, address and title. */
let early = [];
/** Events that there was no room for. */
let lost = 0;
/** The core runs, or will not come. */
let settled;

/** So many calls may wait: the page's memory is not ours to fill. */
const MAX_WAITING = 1000;

const isEvent = (call) => call[0] === "track";

export const init = (given) =>
  attempt(() => {
    if (!inBrowser || options) return;
    // A page that the browser loads ahead may never be seen: what it tracks waits, and goes with it.
    if (document.prerendering) return addEventListener("prerenderingchange", () => init(given), true);
    const { writeKey, endpoint, cookieless, respectGpc = true, respectDnt, consent: asked = "granted" } = given ?? {};
    if (!writeKey) throw "no key";
    const url = `${endpoint || location.origin}`.replace(/[/\s]+$/, "") + "/api/events/log/batch";
    const prefix = `trailmark.${writeKey.replace(/\W|_/g, "").slice(-8)}.`;
    // Where storage is blocked, or not wanted, the page's memory stands for it.
    const store = (!cookieless && attempt(() => localStorage)) || {};
    options = { ...given, url, prefix, store, uuid };
    addEventListener("pagehide", leave);
    addEventListener("visibilitychange", () => document.hidden && leave());
    // A no that was stored by an earlier page, and what the browser says for its visitor; what was said to this page goes before both.
    const isRefused =
      !consent && (store[prefix + "opted_out"] || (respectGpc && navigator.globalPrivacyControl) || (respectDnt && navigator.doNotTrack > 0));
    decide(isRefused ? "denied" : consent ?? asked, isRefused);
  });

/** Does as the visitor wants. A no that nobody said here forgets nothing of what is stored: the browser's is not one to this site alone. */
function decide(said, isQuiet = !options) {
  consent = said;
  if (said === "denied") {
    early = [];
    lost = 0;
    isQuiet || attempt(() => forget(options));
  }
  if (said === "granted" && options) {
    // Where the core will not come (blocked, or too old a browser) the entry alone delivers.
    settled = import("./wasm/trailmark.js")
      .then((module) => (edge = module).default(options))
      .then(start)
      .catch(complain)
      .then(leave);
  }
}

function start() {
  // Asked for twice, or withdrawn meanwhile.
  if (core || consent !== "granted") return;
  edge.start(lost);
  core = edge;
  early.forEach((given) => call(...given));
  early = [];
}

function leave() {
  if (core || consent !== "granted") return;
  const events = early.filter(isEvent);
  early = early.filter((given) => !isEvent(given));
  if (events[0]) attempt(() => deliver(events, options, edge?.written));
}

/** Calls a function of the core, now or when it runs. */
function call(name, ...given) {
  if (inBrowser) return attempt(() => (core ? core[name](...given) : void early.push([name, ...given])));
}

export function track(type, details) {
  if (core || !inBrowser) return call("track", type, details);
  if (consent === "denied") return;
  const now = Date.now();
  const id = uuid(now);
  if (early[MAX_WAITING - 1]) lost++;
  else call("track", type, snapshot(details), id, now, location.href, document.title);
  settled?.then(leave);
  return id;
}

export function trackTimed(type, details) {
  let started = performance.now();
  return {
    complete(metadata) {
      if (!started) return;
      const durationMs = Math.round(performance.now() - started);
      started = 0;
      // What the page's own objects throw when they are read stays here.
      return attempt(() => track(type, { ...details, metadata: { ...details?.metadata, ...metadata }, durationMs }));
    },
    cancel() {
      started = 0;
    },
  };
}

export const trackPageView = (name, metadata) => track("page_view", { pageName: name, metadata });

export const trackBatch = (events) => [].concat(events ?? []).map((event) => track(event?.type, event?.options));

export const identify = (userId) => call("identify", userId);
export const reset = () => call("reset");

export const setConsent = (said) => {
  call("setConsent", said);
  core || decide(said);
};

export const optIn = () => setConsent("granted");
export const optOut = () => setConsent("denied");

export const flush = async () => (await settled, core && new Promise(core.flush));

export const queueSize = () => core?.queueSize() ?? early.filter(isEvent).length;

export const ids = () => core?.ids() ?? {};
