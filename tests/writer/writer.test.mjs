// A writer's life in a world of its own: batches, retries, bounds, ends.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createWriter } from "../../pkg/src/server/index.js";
import { START, takesAll, verdicts, worldOf, writerOf } from "./world.mjs";

const statusOf = (status, headers) => new Response("", { status, headers });
const seqs = (request) => request.batch.events.map((event) => event.seq);

test("events go together, numbered, with the writer's actor and stream", async () => {
  const world = worldOf(takesAll);
  const log = writerOf(world, { actor: { type: "scheduler" }, stream: "night-run" });
  const ids = [log.write("scan_started"), log.write("scan_completed", { metadata: { files: 12 }, step: 3 })];
  await world.advance(999);
  assert.equal(world.requests.length, 0);
  assert.equal(log.queueSize(), 2);
  await world.advance(1);
  const [{ url, headers, batch }] = world.requests;
  assert.deepEqual([url, headers.authorization], ["https://log.example/api/events/log/batch", "Bearer tm_server_x"]);
  const { batch_id, instance_id, events, ...rest } = batch;
  assert.deepEqual(rest, { schema: 1, sealed_at: START + 1000, tracked: 2 });
  assert.deepEqual(events.map(({ id, seq, type, actor, stream_id }) => [id, seq, type, actor.type, stream_id]), [
    [ids[0], 0, "scan_started", "scheduler", "night-run"],
    [ids[1], 1, "scan_completed", "scheduler", "night-run"],
  ]);
  assert.ok(batch_id && instance_id);
  assert.equal(log.queueSize(), 0);
  assert.deepEqual(log.reports.map(({ kind }) => kind), ["sent", "answered"]);
});

test("so many as make a batch do not wait, one request is under way at a time, and none is larger than the server takes", async () => {
  const answers = [];
  const world = worldOf(({ batch }) => new Promise((done) => answers.push(() => done(verdicts(batch)))));
  const log = writerOf(world, { flushAt: 10 });
  for (let n = 0; n < 9; n++) log.write("a");
  await world.advance(0);
  assert.equal(world.requests.length, 0);
  for (let n = 0; n < 1200; n++) log.write("a");
  await world.advance(0);
  assert.deepEqual(world.requests.map((request) => request.batch.events.length), [500]);
  for (let n = 0; n < 2; n++) {
    answers.shift()();
    await world.advance(1);
  }
  assert.deepEqual(world.requests.map((request) => request.batch.events.length), [500, 500, 209]);
  assert.deepEqual(world.requests.flatMap(seqs), Array.from({ length: 1209 }, (_, n) => n));
});

test("large events make batches of 900 kB, compressed", async () => {
  const world = worldOf(takesAll);
  const log = writerOf(world);
  for (let n = 0; n < 200; n++) log.write("a", { metadata: { parts: Array.from({ length: 8 }, () => "x".repeat(900)) } });
  await world.advance(1000);
  assert.equal(log.queueSize(), 0);
  assert.deepEqual(world.requests.map((request) => request.batch.events.length), [122, 78]);
  for (const { headers, text } of world.requests) assert.deepEqual([headers["content-encoding"], text.length < 920_000], ["gzip", true]);
});

test("a failure is tried again with the same bytes, after pauses that grow, and as late as the server asks", async () => {
  const statuses = [500, 503, 429, 408, 0, 502];
  const world = worldOf((request) => {
    const status = statuses.shift();
    if (status === 0) throw new Error("reset");
    return status === undefined ? takesAll(request) : statusOf(status, status === 429 ? { "retry-after": "120" } : {});
  });
  const log = writerOf(world);
  log.write("a");
  await world.advance(1000);
  log.write("b");
  await world.advance(600_000);
  const { requests } = world;
  assert.equal(new Set(requests.slice(0, 7).map(({ text }) => text)).size, 1);
  assert.deepEqual(seqs(requests[7]), [1]);
  const pauses = requests.slice(1, 7).map(({ at }, n) => at - requests[n].at);
  for (const [n, full] of [1000, 2000, 120_000, 8000, 16_000, 32_000].entries()) {
    const least = n === 2 ? full : full / 2;
    assert.ok(pauses[n] >= least && pauses[n] <= full + 1, `${n}: ${pauses[n]}`);
  }
  assert.deepEqual(log.reports.filter(({ kind }) => kind === "failed").map(({ status }) => status), [500, 503, 429, 408, 0, 502]);
  assert.equal(log.queueSize(), 0);
});

test("a request that takes too long is ended and tried again", async () => {
  let slow = true;
  const world = worldOf((request) => (slow ? new Promise(() => {}) : takesAll(request)));
  const log = writerOf(world, { requestTimeout: 3000 });
  log.write("a");
  await world.advance(4000);
  assert.ok(world.requests[0].signal.aborted);
  slow = false;
  await world.advance(2000);
  assert.deepEqual(world.requests.map(seqs), [[0], [0]]);
  assert.equal(log.queueSize(), 0);
});

test("what is limited goes again under another batch's name, and nothing else does", async () => {
  let first = true;
  const world = worldOf(({ batch }) => {
    if (!first) return verdicts(batch);
    first = false;
    const lines = [
      { index: 1, verdict: "limited", code: "quota_near" },
      { index: 2, verdict: "rejected", code: "too_long" },
      { index: 4, verdict: "limited" },
      { index: 0, verdict: "duplicate" },
    ];
    return verdicts(batch, lines);
  });
  const log = writerOf(world);
  for (let n = 0; n < 5; n++) log.write("a");
  await world.advance(1000);
  assert.equal(log.queueSize(), 2);
  log.write("b");
  await world.advance(5000);
  assert.deepEqual(world.requests.map(seqs), [[0, 1, 2, 3, 4], [1, 4, 5]]);
  assert.notEqual(world.requests[0].batch.batch_id, world.requests[1].batch.batch_id);
});

test("an answer that does not account for every event settles none", async () => {
  const lies = [
    () => new Response("<html>Welcome</html>"),
    () => Response.json({}),
    ({ batch }) => verdicts({ events: batch.events.slice(1) }),
    ({ batch }) => verdicts(batch, [], { accepted: 1, limited: 1 }),
  ];
  const world = worldOf((request) => (lies.shift() ?? takesAll)(request));
  const log = writerOf(world);
  log.write("a");
  log.write("b");
  await world.advance(100_000);
  assert.equal(world.requests.length, 5);
  assert.equal(log.queueSize(), 0);
});

test("a batch that is too large is halved, down to the event that is given up; what was dropped is told once", async () => {
  const taken = [];
  const world = worldOf(({ batch }) => {
    if (batch.events.length > 2 || batch.events.some((event) => event.type === "huge")) return statusOf(413);
    taken.push(...batch.events.map((event) => event.type));
    return verdicts(batch);
  });
  const log = writerOf(world);
  log.write(7);
  for (const type of ["a", "b", "huge", "c", "d", "e", "f"]) log.write(type);
  await world.advance(10_000);
  assert.deepEqual(taken, ["a", "b", "c", "d", "e", "f"]);
  assert.deepEqual(log.dropped(), ["invalid action 1", "too_large action 1"]);
  log.write("g");
  await world.advance(10_000);
  const told = world.requests.filter(({ batch }) => batch.events.length <= 2 && !batch.events.some(({ type }) => type === "huge")).flatMap(({ batch }) => batch.dropped ?? []);
  assert.deepEqual(told, [{ reason: "invalid", level: "action", count: 1 }, { reason: "too_large", level: "action", count: 1 }]);
});

test("a firewall's page is no answer, whatever its status: nothing is given up", async () => {
  const others = [403, 404, 451].map((status) => new Response("\n<!doctype html><title>Blocked</title>", { status }));
  const world = worldOf((request) => others.shift() ?? takesAll(request));
  const log = writerOf(world);
  log.write("a");
  await world.advance(120_000);
  assert.equal(world.requests.length, 4);
  assert.deepEqual([log.dropped(), log.queueSize()], [[], 0]);
});

test("a refusal is final, counted and told with the next batch", async () => {
  let refuses = true;
  const world = worldOf((request) => (refuses ? Response.json({ code: "unknown_key", detail: "No such key." }, { status: 401 }) : takesAll(request)));
  const log = writerOf(world);
  log.write("a", { level: "milestone" });
  log.write("b");
  await world.advance(10_000);
  assert.equal(world.requests.length, 1);
  assert.deepEqual(log.dropped(), ["refused milestone 1", "refused action 1"]);
  assert.deepEqual([log.reports[1].status, log.reports[1].code], [401, "unknown_key"]);
  refuses = false;
  log.write("c");
  await world.advance(10_000);
  assert.deepEqual(world.requests[1].batch.dropped, [{ reason: "refused", level: "milestone", count: 1 }, { reason: "refused", level: "action", count: 1 }]);
  assert.equal(world.requests[1].batch.tracked, 3);
});

test("a full backlog loses its lowest level first and the oldest of it, and says so", async () => {
  let away = true;
  const world = worldOf((request) => (away ? statusOf(503) : takesAll(request)));
  const log = writerOf(world, { maxBacklog: 4 });
  const levels = ["milestone", "detail", "action", "detail", "state", "detail", "action", "decision"];
  levels.forEach((level, n) => log.write(`e${n}`, { level }));
  assert.equal(log.queueSize(), 4);
  await world.advance(1000);
  assert.deepEqual(log.dropped(), ["detail 3", "state 1"].map((rest) => `queue_full ${rest}`));
  // Everything is sealed now, and what is sealed may be stored already: it stays.
  log.write("e8", { level: "milestone" });
  assert.equal(log.queueSize(), 4);
  away = false;
  await world.advance(10_000);
  log.write("e9");
  await world.advance(10_000);
  const stored = world.requests.slice(-2);
  assert.deepEqual(stored.map(({ batch }) => batch.events.map(({ type }) => type)), [["e0", "e2", "e6", "e7"], ["e9"]]);
  assert.deepEqual(stored[0].batch.dropped, [{ reason: "queue_full", level: "detail", count: 3 }, { reason: "queue_full", level: "state", count: 1 }]);
  assert.deepEqual(stored[1].batch.dropped, [{ reason: "queue_full", level: "milestone", count: 1 }]);
});

test("bytes are bounded too", async () => {
  const world = worldOf(() => statusOf(503));
  const log = writerOf(world, { maxBytes: 5000 });
  for (let n = 0; n < 100; n++) log.write("a", { metadata: { text: "é".repeat(200) } });
  assert.ok(log.queueSize() >= 8 && log.queueSize() <= 12, `${log.queueSize()}`);
});

test("flush waits for what was written before, and no longer than it is told", async () => {
  let away = true;
  const world = worldOf((request) => (away ? statusOf(503) : takesAll(request)));
  const log = writerOf(world);
  assert.equal(await log.flush(), true);
  log.write("a");
  assert.equal(world.holding(), 0);
  const outcomes = [];
  log.flush({ timeout: 5000 }).then((settled) => outcomes.push(`timed ${settled}`));
  log.flush().then((settled) => outcomes.push(`patient ${settled}`));
  assert.ok(world.holding() > 0);
  await world.advance(5000);
  assert.deepEqual(outcomes, ["timed false"]);
  away = false;
  await world.advance(60_000);
  assert.deepEqual(outcomes, ["timed false", "patient true"]);
  assert.equal(world.holding(), 0);
});

test("close sends what is there, and afterwards writes are counted and do nothing", async () => {
  const world = worldOf(takesAll);
  const log = writerOf(world);
  log.write("a");
  const closed = log.close();
  const id = log.write("b", { level: "detail" });
  assert.match(id, /^[0-9a-f-]{36}$/);
  await world.advance(0);
  assert.equal(await closed, true);
  assert.deepEqual(world.requests.map(seqs), [[0]]);
  assert.equal(await log.close(), true);
  log.write("c");
  await world.advance(100_000);
  assert.deepEqual(log.dropped(), ["closed detail 1", "closed action 1"]);
  assert.equal(world.requests.length, 1);
});

test("close gives up in time, tries once more in a pause of its own making, and tells what is lost", async () => {
  let requests = 0;
  const world = worldOf(() => (++requests === 1 ? statusOf(503) : new Promise(() => {})));
  const log = writerOf(world, { requestTimeout: 60_000 });
  log.write("a");
  await world.advance(1001);
  log.write("b", { level: "milestone" });
  const patient = log.flush();
  const closed = log.close({ timeout: 2000 });
  await world.advance(0);
  assert.equal(requests, 2);
  await world.advance(2000);
  assert.deepEqual([await closed, await patient], [false, true]);
  assert.ok(world.requests[1].signal.aborted);
  assert.deepEqual(log.dropped(), ["closed action 1", "closed milestone 1"]);
  assert.equal(log.queueSize(), 0);
  await world.advance(1_000_000);
  assert.equal(requests, 2);
});

test("nothing that a program does makes it throw, and every call has an id", async (t) => {
  const world = worldOf(takesAll);
  const log = writerOf(world, { onReport: () => assert.fail("what a report's reader throws is its own affair") });
  const trap = new Proxy({}, { get: () => assert.fail("trap"), ownKeys: () => assert.fail("trap") });
  const nonsense = { actor: 7, maxBacklog: "many", maxBytes: -1, flushAt: NaN, minLevel: {}, stream: {} };
  for (const options of [undefined, null, {}, { endpoint: 7 }, { endpoint: "https://log.example", writeKey: "k", ...nonsense }]) {
    t.mock.method(console, "error", () => {});
    const other = createWriter(options, worldOf(takesAll));
    assert.match(other.write("a"), /^[0-9a-f-]{36}$/);
  }
  const fields = [null, 7, "text", trap, { metadata: trap }, { actor: trap }, { id: trap }, { level: {} }, { causedBy: trap }];
  const calls = [[], [null], [7], [Symbol("a")], ...fields.map((said) => ["a", said])];
  for (const call of calls) assert.match(log.write(...call), /^[0-9a-f-]{36}$/);
  await world.advance(10_000);
  assert.equal(log.queueSize(), 0);
  const { batch } = world.requests[0];
  const gone = (batch.dropped ?? []).reduce((sum, line) => sum + line.count, 0);
  assert.equal(batch.events.length + gone, calls.length);
  assert.equal(batch.tracked, calls.length);
});
