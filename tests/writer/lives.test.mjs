// Whole lives of writers against a server that does everything wrong in turn: nothing is lost uncounted, nothing is stored twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createWriter } from "../../pkg/src/server/index.js";
import { LEVELS } from "../../pkg/src/server/limits.js";
import { randomOf, START, verdicts, worldOf } from "./world.mjs";

const LIVES = 150;

/** A server that stores, by turns, all, some or nothing of a batch, and says so, or not. */
function server(random) {
  const stored = new Map();
  const bodies = new Map();
  const reported = [];
  const rejected = new Set();
  let wellFrom = Infinity;
  const judge = ({ batch }, some) => {
    const lines = [];
    if (!bodies.has(batch.batch_id)) reported.push(...(batch.dropped ?? []));
    batch.events.forEach((event, index) => {
      const key = `${event.occurred_at} ${event.id}`;
      if (stored.has(key)) return lines.push({ index, verdict: "duplicate" });
      if (event.type === "bad") return rejected.add(key) && lines.push({ index, verdict: "rejected", code: "unknown_event_type" });
      if (some && random() % 3 === 0) return lines.push({ index, verdict: "limited" });
      stored.set(key, event.seq);
    });
    bodies.set(batch.batch_id, batch);
    return verdicts(batch, lines);
  };
  const faults = [
    (request) => judge(request, false),
    (request) => judge(request, true),
    (request) => void judge(request, false) ?? Promise.reject(new Error("the answer was lost")),
    (request) => (judge(request, false), new Promise(() => {})),
    () => Promise.reject(new Error("refused")),
    () => new Response("busy", { status: 503, headers: random() % 2 ? { "retry-after": "7" } : {} }),
    () => new Response("Welcome to our hotel"),
    // What a server has read once is not too large for it later.
    ({ batch }) => (batch.events.length > 3 && !bodies.has(batch.batch_id) ? new Response("", { status: 413 }) : new Response("", { status: 502 })),
  ];
  const sealed = new Map();
  const answer = (request) => {
    const { batch, text, at } = request;
    assert.equal(sealed.get(batch.batch_id) ?? text, text, "a batch is sealed once");
    sealed.set(batch.batch_id, text);
    assert.ok(batch.events.length >= 1 && batch.events.length <= 500);
    return at >= wellFrom ? judge(request, false) : faults[random() % faults.length](request);
  };
  return { answer, stored, rejected, reported, mend: (now) => (wellFrom = now) };
}

test(`in ${LIVES} lives every event is stored once, rejected, or counted`, async () => {
  for (let seed = 1; seed <= LIVES; seed++) {
    const random = randomOf(seed);
    const { answer, stored, rejected, reported, mend } = server(random);
    const world = worldOf(answer, { seed: seed + 1000 });
    const dropped = [];
    const onReport = (report) => report.kind === "dropped" && dropped.push(report);
    const log = createWriter({ endpoint: "https://log.example", writeKey: "k", onReport, maxBacklog: 5 + (random() % 60), flushAt: 1 + (random() % 20) }, world);
    let written = 0;
    for (let turn = 0; turn < 40; turn++) {
      for (let n = random() % 8; n > 0; n--) {
        log.write(["good", "good", "good", "bad", 7][random() % 5], { level: LEVELS[random() % 5] });
        written++;
      }
      await world.advance(random() % 3000);
    }
    mend(world.wall() - START);
    const settled = log.flush();
    await world.advance(3_600_000);
    assert.equal(await settled, true, `life ${seed}`);
    log.write("good");
    await world.advance(3_600_000);
    const sum = (lines) => lines.reduce((total, { count }) => total + count, 0);
    assert.deepEqual({ seed, stored: stored.size + rejected.size + sum(dropped) }, { seed, stored: written + 1 });
    const byReason = (lines) => {
      const totals = {};
      for (const { reason, level, count } of lines) totals[`${reason} ${level}`] = (totals[`${reason} ${level}`] ?? 0) + count;
      return totals;
    };
    assert.deepEqual(byReason(reported), byReason(dropped), `life ${seed}: what was dropped is told to both`);
    assert.equal(world.requests.at(-1).batch.tracked, written + 1);
    assert.equal(new Set(stored.values()).size, stored.size);
  }
});
