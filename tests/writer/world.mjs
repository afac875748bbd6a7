// A world for a writer: a clock that only `advance` moves, randomness by a seed, and a server that answers as the test says.
import { gunzipSync, gzipSync } from "node:zlib";
import { createWriter } from "../../pkg/src/server/index.js";
import { idMaker } from "../../pkg/src/server/ids.js";

export const START = 1_771_405_200_000;

/** Whole numbers of 32 bits, the same for the same seed (mulberry32). */
export function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** @param {(request: {url: string, batch?: any, text?: string, headers: object, signal: AbortSignal}) => any} answer a `Response`, or a promise of one */
export function worldOf(answer, { seed = 1 } = {}) {
  const random = randomOf(seed);
  const timers = new Map();
  const requests = [];
  let now = 0;
  let next = 1;
  const world = {
    requests,
    compress: async (text) => gzipSync(text),
    wall: () => START + now,
    monotonic: () => now,
    random,
    newId: idMaker(random),
    setTimer: (action, milliseconds) => timers.set(next, { at: now + milliseconds, action }) && next++,
    clearTimer: (timer) => void timers.delete(timer),
    release: (timer) => void (timers.get(timer).released = true),
    /** Timers for which a process would not end. */
    holding: () => [...timers.values()].filter((timer) => !timer.released).length,
    fetch: async (url, { headers, body, signal }) => {
      const text = body instanceof Uint8Array ? gunzipSync(body).toString() : body;
      const request = { at: now, url, headers, text, batch: text && JSON.parse(text), signal };
      requests.push(request);
      const aborted = new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
      return Promise.race([aborted, answer(request)]);
    },
    /** Lets time pass, timer by timer. */
    advance: async (milliseconds) => {
      const until = now + milliseconds;
      await quiet();
      for (;;) {
        const [id, timer] = [...timers].sort(([, one], [, other]) => one.at - other.at)[0] ?? [];
        if (!timer || timer.at > until) break;
        timers.delete(id);
        now = Math.max(now, timer.at);
        timer.action();
        await quiet();
      }
      now = until;
    },
  };
  return world;
}

/** Until all that waits for promises is done. */
const quiet = () => new Promise((done) => setImmediate(done));

/** The answer that takes everything, but for the verdicts given. */
export function verdicts(batch, lines = [], more = {}) {
  const count = (verdict) => lines.filter((line) => line.verdict === verdict).length;
  const counts = { duplicate: count("duplicate"), rejected: count("rejected"), limited: count("limited") };
  const accepted = batch.events.length - lines.length;
  return Response.json({ batch_id: batch.batch_id, server_time: START, accepted, ...counts, verdicts: lines, ...more });
}

export const takesAll = ({ batch }) => verdicts(batch);

/** A writer with what it reports. */
export function writerOf(world, options = {}) {
  const reports = [];
  const onReport = (report) => reports.push(report);
  const log = createWriter({ endpoint: "https://log.example/", writeKey: "tm_server_x", onReport, ...options }, world);
  return { ...log, reports, dropped: () => reports.filter(({ kind }) => kind === "dropped").map(({ reason, level, count }) => `${reason} ${level} ${count}`) };
}
