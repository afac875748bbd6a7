// What the core's glue loads beside the core where `init` asks for autocapture or for the overlay: it begins the pieces that are wanted,
// and stops them when the visitor says no or remote config switches them off.
import * as news from "../../../tracker/src/browser/news.js";
import { attempt, complain } from "./attempt.js";
import { begin } from "./piece.js";
import { wantedOf } from "./wanted.js";

const PIECES = {
  pageViews: () => import("./page-views.js"),
  clicks: () => import("./clicks.js"),
  outboundLinks: () => import("./outbound-links.js"),
  downloads: () => import("./downloads.js"),
  forms: () => import("./forms.js"),
  scrollDepth: () => import("./scroll-depth.js"),
  engagement: () => import("./engagement.js"),
  webVitals: () => import("./vitals.js"),
  errors: () => import("./errors.js"),
  rageClicks: () => import("./rage-clicks.js"),
  deadClicks: () => import("./dead-clicks.js"),
};

/** What may change who is to run: the core's start, remote config, a no, a yes. */
const CHANGES = [news.START, news.TUNE, news.OPT_OUT, news.OPT_IN];
/** The page is hidden or left, maybe for ever. */
const LEAVES = [news.HIDDEN, news.LEAVING];
/**
 * A visit ends after 30 minutes without an event. What is known of a page that somebody forgot is told before: else closing it would begin
 * another visit.
 */
const REST_MS = 20 * 60_000;

/**
 * @param {object} settings what `init` was called with, and from the entry `url`, `store`, `prefix` and `uuid`
 * @param {boolean} debug whether the overlay is wanted
 * @returns {(core: {track: Function, queueSize: () => number, ids: () => object}) => void} to be called when the core runs
 */
export default function (settings, debug) {
  const wanted = wantedOf(settings.autocapture, Object.keys(PIECES), complain);
  const modules = new Map();
  /** Those that run, by name: what stops them. */
  const running = new Map();
  /** What is to be done before the page is left. */
  const farewells = new Set();
  let core, rest;

  const stored = (name) => settings.store[settings.prefix + name];
  /** Of those that are wanted, whether a piece may run now. */
  const mayRun = (name) => {
    const { enabled, autocapture } = attempt(() => JSON.parse(stored("config") ?? null)) ?? {};
    // Remote config knows its switches in small letters.
    return enabled !== false && !stored("opted_out") && autocapture?.[name.replace(/[A-Z]/g, "_$&").toLowerCase()] !== false;
  };
  const load = (name) => modules.get(name) ?? modules.set(name, PIECES[name]().catch(complain)).get(name);

  /** The page's own `onReport` hears all as before; what comes before the overlay is there is kept for it. */
  function overlay() {
    const reports = [];
    const own = settings.onReport;
    let take = (report) => reports.push(report);
    settings.onReport = (report) => {
      take(report);
      own?.call(settings, report);
    };
    const there = { reports, core: () => core, running: () => [...running.keys()] };
    import("./debug.js")
      .then((module) => (take = module.default(settings, there)))
      .catch((problem) => complain(problem, (take = () => {})));
  }

  async function start(name) {
    const stop = new AbortController();
    running.set(name, stop);
    const module = await load(name);
    // A no may have come meanwhile.
    if (module && !stop.signal.aborted) attempt(() => begin(module.default, wanted.get(name), { settings, wanted, core, farewells, signal: stop.signal }));
  }

  function refresh(allowed) {
    for (const name of wanted.keys()) {
      const should = allowed && mayRun(name);
      if (should && !running.has(name)) start(name);
      if (should || !running.has(name)) continue;
      running.get(name).abort();
      running.delete(name);
    }
  }

  const leave = () => farewells.forEach((farewell) => attempt(farewell));
  settings.heard = (kind) => {
    // Before the core does as it is told: a no ends all at once; whatever else there is to do waits until the core has done it.
    if (kind === news.OPT_OUT) refresh(false);
    if (core && CHANGES.includes(kind)) queueMicrotask(() => refresh(true));
    if (LEAVES.includes(kind)) leave();
    if (kind !== news.TRACK) return;
    clearTimeout(rest);
    rest = setTimeout(leave, REST_MS);
  };
  if (debug) overlay();
  for (const name of wanted.keys()) if (mayRun(name)) load(name);
  return (started) => {
    core = started;
    refresh(true);
  };
}
