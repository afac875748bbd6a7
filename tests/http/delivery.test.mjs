// The account of delivery: what instances reported, against what the endpoint says of them. Every case has a project of its own.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertProblem, startApi } from "./api.mjs";
import { projects, v7 } from "./accounts.mjs";

const DAY = 86_400_000;
/** Noon of a day in UTC. */
const MONDAY = Date.parse("2026-02-16T12:00:00Z");
const TUESDAY = MONDAY + DAY;
const WEDNESDAY = TUESDAY + DAY;

let api, newProject;
before(async () => {
  api = await startApi();
  newProject = projects(api);
});
after(() => api.stop());

const range = (from, to) => Array.from({ length: to - from }, (_, n) => from + n);

/** A batch of these numbers; `bad` ones are refused for their type. */
function batch(instance, number, seqs, { at = MONDAY + 5_000, bad = [], ...more } = {}) {
  const event = (seq) => ({ id: `${instance}_${seq}`, occurred_at: at, seq, type: bad.includes(seq) ? 7 : "task_done" });
  return { batch_id: `${number}`, sealed_at: at, instance_id: instance, ...more, events: seqs.map(event) };
}

const dropped = (count, reason = "expired", level = "action") => ({ reason, level, count });
const i = v7(MONDAY, 1);
const j = v7(MONDAY + 60_000, 2);
const overhead = { busy_us: 400, track_us: [7, 1, 0, 0, 0, 0, 0, 0] };

/** What is sent, what is asked, and [tracked, stored, rejected, dropped, outstanding, duplicates_refused, instances, batches]. */
const cases = [
  ["nothing at all", [], [0, 0, 0, 0, 0, 0, 0, 0]],
  ["everything arrives", [batch(i, 1, range(0, 10), { tracked: 10 }), batch(i, 2, range(10, 13), { tracked: 13 })], [13, 13, 0, 0, 0, 0, 1, 2]],
  ["an answer is lost and the batch comes again", [batch(i, 1, range(0, 10)), batch(i, 1, range(0, 10)), batch(i, 1, range(0, 10))], [10, 10, 0, 0, 0, 20, 1, 1]],
  ["a retry tells its drops and costs once", [batch(i, 1, [0, 1], { dropped: [dropped(3)], overhead }), batch(i, 1, [0, 1], { dropped: [dropped(3)], overhead })], [5, 2, 0, 3, 0, 2, 1, 1]],
  ["the same events in another batch", [batch(i, 1, range(0, 10)), batch(i, 2, range(5, 15))], [15, 15, 0, 0, 0, 5, 1, 2]],
  ["an event twice in one batch", [batch(i, 1, [0, 1, 1, 0])], [2, 2, 0, 0, 0, 2, 1, 1]],
  ["the first batch never arrives", [batch(i, 2, range(10, 20), { tracked: 20 })], [20, 10, 0, 0, 10, 0, 1, 1]],
  ["a batch in between never arrives", [batch(i, 1, range(0, 10)), batch(i, 3, range(20, 30))], [30, 20, 0, 0, 10, 0, 1, 2]],
  ["the end never arrives, and the last batch knew of it", [batch(i, 1, range(0, 10), { tracked: 14 })], [14, 10, 0, 0, 4, 0, 1, 1]],
  ["what was dropped is not outstanding", [batch(i, 1, range(0, 5), { tracked: 5 }), batch(i, 2, range(8, 10), { tracked: 10, dropped: [dropped(2), dropped(1, "queue_full", "detail")] })], [10, 7, 0, 3, 0, 0, 1, 2]],
  ["refused events were tracked too", [batch(i, 1, range(0, 10), { bad: [0, 9] })], [10, 8, 2, 0, 0, 0, 1, 1]],
  ["nothing but refused events", [batch(i, 1, [0, 1], { bad: [0, 1] }), batch(i, 1, [0, 1], { bad: [0, 1] })], [2, 0, 2, 0, 0, 0, 1, 1]],
  ["batches in another order than they were sealed in", [batch(i, 2, range(5, 9), { tracked: 9 }), batch(i, 1, range(0, 5), { tracked: 5 })], [9, 9, 0, 0, 0, 0, 1, 2]],
  ["two instances with equal batch numbers and numbers", [batch(i, 1, range(0, 3)), batch(j, 1, range(0, 4))], [7, 7, 0, 0, 0, 0, 2, 2]],
  ["a client that counts from 1", [batch("from-one", 1, range(1, 5))], [4, 4, 0, 0, 0, 0, 1, 1]],
  ["a client that counts from 1 and lost its first batch", [batch("from-one", 2, range(4, 6))], [5, 2, 0, 0, 3, 0, 1, 1]],
  ["a client that counts from 1 and says how many", [batch("from-one", 1, [1, 2], { tracked: 2 }), batch("from-one", 2, [3], { tracked: 3 })], [3, 3, 0, 0, 0, 0, 1, 2]],
  ["a client that numbers nothing", [batch("none", 1, [undefined])], [1, 1, 0, 0, 0, 0, 1, 1]],
  ["batches without a name or a time of sealing", [batch(i, 1, [0, 1], { batch_id: undefined }), batch(i, 1, [2], { batch_id: undefined }), batch(i, 1, [3], { sealed_at: undefined })], [4, 4, 0, 0, 0, 0, 1, 3]],
  ["a retry of a batch without a name", [batch(i, 1, [0, 1], { batch_id: undefined, dropped: [dropped(1)] }), batch(i, 1, [0, 1], { batch_id: undefined, dropped: [dropped(1)] })], [3, 2, 0, 1, 0, 2, 1, 1]],
  ["batches without an instance", [batch(undefined, 1, range(0, 5))], [0, 0, 0, 0, 0, 0, 0, 0]],
  ["events that were sent in nobody's name before", [{ events: batch(i, 1, [0, 1]).events.map(({ seq, ...event }) => event) }, batch(i, 1, range(0, 4)), batch(i, 1, range(0, 4))], [4, 4, 0, 0, 0, 6, 1, 1]],
  ["a tracker whose clock runs ahead sends again by the server's", [batch(v7(MONDAY, 3), 1, [0, 1], { at: Date.now() + 9 * DAY, tracked: 2 }), batch(v7(MONDAY, 3), 2, [0, 1], { tracked: 2 })], [2, 2, 0, 0, 0, 0, 1, 2]],
  ["a report about more than was ever numbered", [batch(i, 1, [0], { dropped: [dropped(9)] })], [10, 1, 0, 9, 0, 0, 1, 1]],
  ["a drop of nothing", [batch(i, 1, [0], { dropped: [dropped(0)] })], [1, 1, 0, 0, 0, 0, 1, 1]],
];

for (const [name, batches, expected] of cases) {
  test(name, async () => {
    const project = await newProject();
    for (const one of batches) await project.send(one);
    const found = await project.ask();
    assert.deepEqual(figures(found), expected);
    const [tracked, stored] = expected;
    assert.equal(found.capture_rate, tracked === 0 ? null : stored / tracked);
    assert.equal(found.capture_rate === 1, tracked > 0 && stored === tracked);
  });
}

test("dropped events by reason and level, and what tracking costs", async () => {
  const project = await newProject();
  await project.send(batch(i, 1, range(0, 4), { overhead, dropped: [dropped(2), dropped(1, "expired", "detail"), dropped(4, "queue_full", "detail")] }));
  await project.send(batch(i, 2, range(4, 8), { overhead: { busy_us: 600, track_us: [80, 9, 0, 0, 1, 0, 0, 2] }, dropped: [dropped(3)] }));
  await project.send(batch(j, 1, range(0, 4), { overhead: { busy_us: "much" } }));
  const found = await project.ask();
  assert.deepEqual(found.dropped, {
    total: 10,
    by_reason: { expired: 6, queue_full: 4 },
    by_reason_and_level: { expired: { action: 5, detail: 1 }, queue_full: { detail: 4 } },
  });
  const { bounds_us, ...cost } = found.overhead;
  // The second instance does not measure itself, so its events do not make the first one's look cheaper.
  assert.deepEqual(cost, { samples: 100, p50_us: 64, p99_us: null, mean_us: 125, counts: [87, 10, 0, 0, 1, 0, 0, 2] });
  assert.deepEqual(bounds_us, [64, 128, 256, 512, 1024, 2048, 4096]);
  assert.ok(found.meta.rows_read > 0 && found.meta.milliseconds >= 0);
});

describe("days and ranges", () => {
  let project;
  const monday = v7(MONDAY, 7);
  before(async () => {
    project = await newProject();
    await project.send(batch(monday, 1, range(0, 4), { tracked: 4, dropped: [dropped(1)] }));
    await project.send(batch(monday, 2, range(4, 9), { at: TUESDAY, tracked: 10, dropped: [dropped(2, "queue_full")] }));
    await project.send(batch(v7(TUESDAY, 8), 1, range(0, 3), { at: TUESDAY + 5_000, bad: [1] }));
    await project.send(batch("opaque", 1, range(0, 6), { at: WEDNESDAY }));
    await project.send(batch("opaque", 2, range(6, 8), { at: WEDNESDAY + 60_000 }));
  });

  const asked = [
    ["everything", {}, [["2026-02-16", 12, 9, 0, 3, 0], ["2026-02-17", 3, 2, 1, 0, 0], ["2026-02-18", 8, 8, 0, 0, 0]]],
    ["to Monday's end", { to: "2026-02-16" }, [["2026-02-16", 5, 4, 0, 1, 0]]],
    ["Tuesday: an instance that began before counts from its first event there", { from: "2026-02-17", to: "2026-02-17" }, [["2026-02-17", 10, 7, 1, 2, 0]]],
    ["from Wednesday on", { from: "2026-02-18" }, [["2026-02-18", 8, 8, 0, 0, 0]]],
    ["the middle of an instance without a time of its own", { from: WEDNESDAY + 30_000 }, [["2026-02-18", 7, 2, 0, 0, 5]]],
    ["a week ago", { to: "2026-02-10" }, []],
  ];
  for (const [name, parameters, expected] of asked) {
    test(name, async () => {
      const found = await project.ask(parameters);
      assert.deepEqual(found.days.map((day) => [day.date, ...figures(day).slice(0, 5)]), expected);
      const sums = expected.reduce((sum, [, ...day]) => sum.map((value, n) => value + day[n]), [0, 0, 0, 0, 0]);
      assert.deepEqual(figures(found).slice(0, 5), sums);
      const byReason = Object.values(found.dropped.by_reason).reduce((sum, count) => sum + count, 0);
      assert.equal(byReason, found.dropped.total);
    });
  }

  test("parameters are those of other questions, and no others", async () => {
    assert.deepEqual((await project.ask({ range: "all" })).days.length, 3);
    assert.deepEqual((await project.ask({ days: 30_000 })).days.length, 3);
    const wrong = [["range=soon", "range"], ["range=7d&days=7", "range"], ["days=0", "days"], ["from=2&to=1", "to"], ["user_id=anna", "user_id"]];
    for (const [query, field] of wrong) {
      const answer = await api.request("GET", `/api/analytics/delivery?${query}`, { key: api.keys.read });
      assertProblem(answer, { status: 400, code: "invalid_parameter", field });
    }
    for (const kind of ["write", "server"]) {
      assertProblem(await api.request("GET", "/api/analytics/delivery", { key: api.keys[kind] }), { status: 403, code: "wrong_key_kind" });
    }
  });
});

test("projects never mix, not even with the same instance and batch", async () => {
  const [one, other] = [await newProject(), await newProject()];
  await one.send(batch(i, 1, range(0, 3), { dropped: [dropped(1)] }));
  await other.send(batch(i, 1, range(1, 3)));
  assert.deepEqual(figures(await one.ask()), [4, 3, 0, 1, 0, 0, 1, 1]);
  assert.deepEqual(figures(await other.ask()), [2, 2, 0, 0, 0, 0, 1, 1]);
  assert.deepEqual(figures(await (await newProject()).ask()), [0, 0, 0, 0, 0, 0, 0, 0]);
});

test("the same batch eight times at once is one report", async () => {
  const project = await newProject();
  await Promise.all(Array.from({ length: 8 }, () => project.send(batch(i, 1, range(0, 50), { tracked: 50, dropped: [dropped(2)] }))));
  assert.deepEqual(figures(await project.ask()), [52, 50, 0, 2, 0, 350, 1, 1]);
});

test("a ledger row is one row written beside the counters, and a batch of two texts has one too", async () => {
  const project = await newProject();
  const written = async (body) => Number((await project.post(body)).headers.get("x-trailmark-rows-written"));
  assert.equal(await written(batch(i, 1, range(0, 10))), 12);
  assert.equal(await written(batch(i, 1, range(0, 10))), 2);
  assert.equal(await written(batch(undefined, 1, range(20, 30))), 11);
  const large = batch(j, 1, [0, ...range(0, 125)]);
  for (const event of large.events) event.metadata = { q: Array(4).fill('"'.repeat(970)) };
  // The second text finds the row of the first and adds to it.
  assert.equal(await written(large), 128);
  assert.deepEqual(figures(await project.ask()), [135, 135, 0, 0, 0, 11, 2, 2]);
});

test("strangers' numbers and reasons can neither break the answer nor another batch", async () => {
  const project = await newProject();
  const most = Number.MAX_SAFE_INTEGER;
  const lines = (n) => Array.from({ length: 100 }, (_, line) => dropped(n + line ? 1_000_000 : most, `${"r".repeat(60)}${n}.${line}`));
  for (const n of range(0, 30)) {
    const mad = { tracked: most, dropped: lines(n), overhead: { busy_us: most, track_us: range(0, 8).map(() => most) } };
    const names = { instance_id: `${"i".repeat(120)}${n}`, batch_id: "b".repeat(128), sealed_at: n % 2 ? most : 0 };
    const answer = await project.send({ ...batch(`mad${n}`, 1, [0]), ...mad, ...names });
    assert.equal(answer.accepted, 1);
  }
  const found = await project.ask();
  assert.deepEqual([found.stored, found.instances], [30, 30]);
  assert.ok(found.capture_rate > 0 && found.capture_rate < 1 && found.tracked > most);
  assert.ok(Object.keys(found.dropped.by_reason).length <= 2_001 && found.dropped.by_reason.other > 0);
});

test("a failure leaves neither events nor a line of the ledger", async () => {
  for (const table of ["batches", "events"]) {
    const broken = await startApi();
    try {
      await broken.d1.prepare(`ALTER TABLE ${table} RENAME TO elsewhere`).run();
      const answer = await broken.request("POST", "/api/events/log/batch", { key: broken.keys.write, body: JSON.stringify(batch(i, 1, [0, 1])) });
      assertProblem(answer, { status: 503, code: "storage_failed" });
      await broken.d1.prepare(`ALTER TABLE elsewhere RENAME TO ${table}`).run();
      const count = (name) => broken.d1.prepare(`SELECT count(*) AS count FROM ${name}`).first("count");
      assert.deepEqual([await count("events"), await count("batches")], [0, 0], table);
      await broken.send(batch(i, 1, [0, 1]));
      assert.deepEqual(figures(await broken.ask("/api/analytics/delivery")), [2, 2, 0, 0, 0, 0, 1, 1]);
    } finally {
      await broken.stop();
    }
  }
});

test("cleanup forgets the accounts of instances that are over, and cuts none in two", async () => {
  const project = await newProject();
  const now = Date.now();
  const at = (days) => now - days * DAY;
  await project.send(batch(v7(at(40), 1), 1, [0, 1], { at: at(40) }));
  await project.send(batch(v7(at(39), 2), 1, [0, 1], { at: at(39) }));
  await project.send(batch(v7(at(39), 2), 2, [2, 3], { at: at(10) }));
  const clean = (query) => project.request("DELETE", `/api/events/cleanup?${query}`, "admin");
  await clean("days=30&dry_run=1");
  assert.deepEqual(figures(await project.ask()), [6, 6, 0, 0, 0, 0, 2, 3]);
  assert.equal((await clean("days=30")).body.deleted, 4);
  assert.deepEqual(figures(await project.ask()), [4, 4, 0, 0, 0, 0, 1, 2]);
});

function figures({ tracked, stored, rejected, dropped, outstanding, duplicates_refused, instances, batches }) {
  return [tracked, stored, rejected, dropped.total, outstanding, duplicates_refused, instances, batches];
}
