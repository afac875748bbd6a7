// `trailmark/server`: events of programs, sent in the background. Nothing here ever throws at the program or makes it wait.
import { opaque } from "./checks.js";
import { checkedActor, checkedType, givenId, rank, writeEvent } from "./event.js";
import { LEVELS } from "./limits.js";
import { Outbox, waiting } from "./outbox.js";
import { platform } from "./platform.js";
import { Remote } from "./remote.js";
import { askConfig, send } from "./send.js";

/** Few requests, and a dashboard that is still live. */
const DEFAULTS = { maxBacklog: 10_000, maxBytes: 16 * 1024 * 1024, flushAt: 100, flushInterval: 1_000, requestTimeout: 10_000 };
/** How long `close` waits for the server. */
const CLOSE_MS = 5_000;
/** How often a writer that holds something back asks whether it still should. */
const ASK_AGAIN_MS = 10 * 60 * 1000;

/**
 * Makes a writer. What its options mean stands in `server.d.ts`.
 * @param {import("../server.d.ts").WriterOptions} options
 * @param {import("./platform.js").World} world for tests
 */
export function createWriter(options, world = platform) {
  const { endpoint, writeKey, onReport, minLevel, ...rest } = options ?? {};
  const settings = bounds(rest);
  const way = { fetch: world.fetch, compress: world.compress, endpoint: `${endpoint}`.replace(/\/+$/, ""), writeKey };
  const actor = attempt(() => checkedActor(rest.actor));
  const stream = attempt(() => opaque(rest.stream));
  const remote = new Remote();
  const least = LEVELS.indexOf(minLevel);
  const outbox = new Outbox({ ...settings, random: world.random, newId: world.newId });
  const report = (what) => attempt(() => onReport?.(what));
  const isMute = !endpoint || !writeKey;
  if (isMute) console.error("trailmark: a writer needs endpoint and writeKey; without them it sends nothing");

  /** What `close` promised: from then on nothing is taken. */
  let closing;
  /** Those who wait for `flush`. */
  let waiters = [];
  let timer, timerAt, isTelling, asksLater;
  /** What ends the requests under way. */
  const requests = new Set();

  function write(type, fields) {
    const said = fields && typeof fields === "object" ? fields : {};
    const level = rank(attempt(() => said.level));
    let id = "";
    let seq;
    try {
      const now = world.wall();
      id = givenId(said) ?? world.newId(now);
      if (closing || isMute) return give(id, closing ? "closed" : "no_key", level);
      if (!remote.isOn || level < least) return id;
      const { sessionId: session, streamId = stream } = said;
      if (!remote.takes({ type, level, id, session, stream: streamId })) return id;
      seq = outbox.number();
      const json = writeEvent(checkedType(type), said, { id, seq, now, actor, stream, marked: remote.marked });
      outbox.put(waiting(seq, level, json), world.monotonic());
      if (said.immediate) outbox.hurry();
      wake();
      return id;
    } catch (fault) {
      // A number even for what is no event: gaps are losses, and this one is counted.
      if (seq === undefined) outbox.number();
      return give(id, "invalid", level, typeof fault === "string" ? fault : "wrong_type");
    }
  }

  /** Counts an event that was never taken. */
  function give(id, reason, level, code) {
    if (code) {
      outbox.count(reason, level);
      report({ kind: "dropped", reason, level: LEVELS[level], count: 1, code, field: "type" });
    } else {
      outbox.drop(reason, level);
      tellDrops();
    }
    return id;
  }

  /** After something has come or gone: those who wait may be done, and a timer may be due. */
  function wake() {
    if (!outbox.untold.isEmpty) tellDrops();
    if (waiters.length > 0) finish(waiters.filter(({ before }) => outbox.oldest >= before), true);
    arm(outbox.wait(world.monotonic()));
  }

  /** Rings so many milliseconds from now, or earlier if it was to anyway. The process may end meanwhile, unless somebody waits. */
  function arm(pause) {
    if (pause === undefined) return;
    const at = world.monotonic() + pause;
    if (timer !== undefined) {
      if (timerAt <= at) return;
      world.clearTimer(timer);
    }
    timerAt = at;
    timer = world.setTimer(ring, pause);
    if (waiters.length === 0) world.release(timer);
  }

  function disarm() {
    if (timer !== undefined) world.clearTimer(timer);
    timer = undefined;
  }

  async function ring() {
    timer = undefined;
    const batch = outbox.next(world.monotonic(), world.wall());
    if (!batch) return wake();
    report({ kind: "sent", batchId: batch.id, events: batch.events.length });
    const { status, asked, body } = await asking((signal) => send(way, batch, signal));
    // Given up meanwhile: whoever closed has been told.
    if (!outbox.isUnderWay(batch)) return;
    const pause = outbox.answered(status, body, asked, world.monotonic(), world.wall());
    if (status > 0) report(answered(batch.id, status, body));
    if (pause !== undefined) report({ kind: "failed", batchId: batch.id, status, retryInMs: Math.round(pause) });
    learn(body);
    wake();
  }

  /** An answer in the time that it may take, or none: status 0. */
  async function asking(ask) {
    const request = new AbortController();
    requests.add(request);
    const limit = world.setTimer(() => request.abort(), settings.requestTimeout);
    world.release(limit);
    const answer = await ask(request.signal).catch(() => undefined);
    world.clearTimer(limit);
    requests.delete(request);
    return answer ?? { status: 0, asked: 0 };
  }

  function learn(body) {
    remote.learn(body?.config);
    if (!remote.isOn) outbox.clear("config_off");
    if (remote.holdsBack && !asksLater) askLater();
  }

  /** Of what is held back no batch goes that could bring the news that it is wanted again. */
  function askLater() {
    asksLater = true;
    const later = world.setTimer(async () => {
      asksLater = false;
      if (!closing) learn((await asking((signal) => askConfig(way, signal))).body);
    }, ASK_AGAIN_MS);
    world.release(later);
  }

  /** Tells the program what was given up, in one go for all that happens until then. */
  function tellDrops() {
    if (isTelling || !onReport) return;
    isTelling = true;
    world.release(world.setTimer(tellNow, 0));
  }

  function tellNow() {
    isTelling = false;
    outbox.untold.take().forEach((line) => report({ kind: "dropped", ...line }));
  }

  function flush({ timeout } = {}) {
    const before = outbox.tracked;
    if (outbox.oldest >= before) return Promise.resolve(true);
    return new Promise((done) => {
      const waiter = { before, done };
      waiters.push(waiter);
      if (timeout !== undefined) waiter.limit = world.setTimer(() => finish([waiter], false), timeout);
      outbox.hurry();
      disarm();
      wake();
    });
  }

  function finish(done, isSettled) {
    if (done.length === 0) return;
    waiters = waiters.filter((waiter) => !done.includes(waiter));
    for (const waiter of done) {
      world.clearTimer(waiter.limit);
      waiter.done(isSettled);
    }
    // The timer that runs holds the process for them.
    disarm();
    arm(outbox.wait(world.monotonic()));
  }

  function close({ timeout = CLOSE_MS } = {}) {
    closing ??= end(timeout);
    return closing;
  }

  async function end(timeout) {
    outbox.forgive();
    const isSettled = await flush({ timeout });
    outbox.clear("closed");
    requests.forEach((request) => request.abort());
    disarm();
    finish(waiters, true);
    tellNow();
    return isSettled;
  }

  return { write, flush, close, queueSize: () => outbox.size };
}

/** What the program is told of an answer. */
function answered(batchId, status, body) {
  const { accepted, duplicate, rejected, limited, verdicts, warnings, code, detail } = body ?? {};
  return { kind: "answered", batchId, status, accepted, duplicate, rejected, limited, verdicts, warnings, code, detail };
}

/** The numbers among the options; what is none, or no bound, is the default's. */
function bounds(options) {
  const taken = Object.entries(DEFAULTS).map(([name, value]) => [name, options[name] > 0 ? Number(options[name]) : value]);
  return Object.fromEntries(taken);
}

/** What an action returns; nothing where it throws. What the program's own functions throw is their affair and stops nothing here. */
function attempt(action) {
  try {
    return action();
  } catch {}
}
