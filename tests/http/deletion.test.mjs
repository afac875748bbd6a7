// What is deleted: exactly what a filter matches, after a look at it, and no roll-up speaks of it any more.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { assertProblem, startApi } from "./api.mjs";

const HOUR = 3_600_000;
const NOW = Date.now();

let api;
before(async () => (api = await startApi()));
after(() => api.stop());
beforeEach(async () => {
  // What an earlier test asked is folded behind its answer.
  await api.foldAll();
  for (const table of ["events", "hours", "hour_columns", "roll_ups"]) await api.d1.prepare(`DELETE FROM ${table}`).run();
});

const remove = (path, parameters = {}) => api.request("DELETE", `${path}?${new URLSearchParams(parameters)}`, { key: api.keys.admin });
const removed = async (path, parameters) => {
  const { status, body, text } = await remove(path, parameters);
  assert.equal(status, 200, text);
  return body;
};
const stored = async () => (await api.ask("/api/events", { range: "all", limit: 100 })).items.map((event) => event.id).sort();

const events = Array.from({ length: 40 }, (_, n) => ({
  id: `e${String(n).padStart(2, "0")}`,
  type: n % 2 ? "task_done" : "page_view",
  occurred_at: NOW - (40 - n) * HOUR,
  ...(n % 4 && { user_id: `u${n % 4}` }),
  ...(n % 10 === 0 && { actor: { type: "user", id: "u3" } }),
}));
const idsOf = (isOne) => events.filter(isOne).map((event) => event.id).sort();

/** Makes all hours look folded, each with columns. */
async function foldAll() {
  const texts = Array(20).fill("'x'").join(", ");
  await api.d1.batch([
    api.d1.prepare("INSERT INTO roll_ups (project_id, closed_until, folds) VALUES (1, ?1, 1)").bind(Math.floor(NOW / HOUR)),
    api.d1.prepare("INSERT INTO hours (project_id, hour, folded, parts, events, bytes) SELECT DISTINCT 1, occurred_at / 3600000, 1, 1, 1, 1 FROM events"),
    api.d1.prepare(`INSERT INTO hour_columns SELECT project_id, hour, 0, 1, 1, 1, ${texts} FROM hours`),
  ]);
}
const hoursWhere = async (sql) => (await api.d1.prepare(sql).all()).results.map((row) => row.hour).sort();
const staleHours = () => hoursWhere("SELECT hour FROM hours WHERE folded = 0");
const hoursOf = (isOne) => [...new Set(events.filter(isOne).map((event) => Math.floor(event.occurred_at / HOUR)))].sort();

describe("by filter", () => {
  beforeEach(async () => assert.equal((await api.send(events)).accepted, 40));

  test("a preview counts and deletes nothing, and what follows deletes just that", async () => {
    const isOne = (event) => event.type === "task_done" && event.occurred_at >= NOW - 20 * HOUR;
    const filter = { type: "task_done", from: NOW - 20 * HOUR };
    const expected = idsOf(isOne);
    const times = events.filter(isOne).map((event) => event.occurred_at);
    const preview = await removed("/api/events", { ...filter, dry_run: 1 });
    assert.deepEqual(
      [preview.dry_run, preview.matched, preview.deleted, preview.remaining, preview.first, preview.last, preview.by_type],
      [true, expected.length, 0, expected.length, Math.min(...times), Math.max(...times), { task_done: expected.length }],
    );
    assert.equal(preview.first_iso, new Date(preview.first).toISOString());
    assert.equal((await stored()).length, 40);
    const answer = await removed("/api/events", filter);
    assert.deepEqual([answer.dry_run, answer.matched, answer.deleted, answer.remaining], [false, expected.length, expected.length, 0]);
    assert.deepEqual(await stored(), idsOf((event) => !isOne(event)));
    const again = await removed("/api/events", filter);
    assert.deepEqual([again.matched, again.deleted, again.first, again.by_type], [0, 0, null, {}]);
  });

  test("by filters of questions it deletes what its preview and the list say, and by where sessions came from nothing", async () => {
    const filter = { "type.not": "task_done", "user.contains": "U", "actor.not": "u3" };
    const isOne = (event) => event.type !== "task_done" && event.user_id !== undefined && (event.actor?.id ?? event.user_id) !== "u3";
    assert.ok(idsOf(isOne).length > 0);
    const { total } = await api.ask("/api/events", filter);
    const preview = await removed("/api/events", { ...filter, dry_run: 1 });
    assert.deepEqual([preview.matched, total], [idsOf(isOne).length, idsOf(isOne).length]);
    const gone = await removed("/api/events", filter);
    assert.deepEqual([gone.deleted, gone.remaining], [preview.matched, 0]);
    assert.deepEqual(await stored(), idsOf((event) => !isOne(event)));
    for (const dry_run of [0, 1]) {
      assertProblem(await remove("/api/events", { type: "page_view", channel: "direct", dry_run }), { status: 400, code: "invalid_parameter", field: "channel" });
      assertProblem(await remove("/api/events", { bots: "include", dry_run }), { status: 400, code: "invalid_parameter", field: "range" });
    }
    assert.deepEqual(await stored(), idsOf((event) => !isOne(event)));
  });

  test("the hours touched are to be folded anew, and their columns are gone; others stay", async () => {
    await foldAll();
    await removed("/api/events", { user_id: "u1", dry_run: 1 });
    assert.deepEqual(await staleHours(), []);
    await removed("/api/events", { user_id: "u1" });
    const touched = hoursOf((event) => event.user_id === "u1");
    assert.deepEqual(await staleHours(), touched);
    assert.deepEqual(await hoursWhere("SELECT hour FROM hour_columns"), hoursOf((event) => event.user_id !== "u1"));
  });

  test("nothing said deletes nothing, everything must be said", async () => {
    assertProblem(await remove("/api/events"), { status: 400, code: "invalid_parameter", field: "range" });
    assertProblem(await remove("/api/events", { dry_run: 1 }), { status: 400, code: "invalid_parameter", field: "range" });
    assertProblem(await remove("/api/events", { usr_id: "u1" }), { status: 400, code: "invalid_parameter", field: "usr_id" });
    assertProblem(await remove("/api/events", { user_id: "" }), { status: 400, code: "invalid_parameter", field: "user_id" });
    assert.equal((await stored()).length, 40);
    assert.equal((await removed("/api/events", { range: "all" })).deleted, 40);
    assert.deepEqual(await stored(), []);
  });

  test("no other project's events", async () => {
    await api.d1.prepare("INSERT OR IGNORE INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
    const key = await api.makeKey("admin", { project: 2 });
    const answer = await api.request("DELETE", "/api/events?range=all", { key });
    assert.deepEqual([answer.status, answer.body.deleted], [200, 0]);
    assert.equal((await stored()).length, 40);
  });
});

test("a user is erased with what was done in the user's name, and nobody else", async () => {
  await api.send(events);
  await foldAll();
  const isTheirs = (event) => event.user_id === "u3" || event.actor?.id === "u3";
  const preview = await removed("/api/users/u3", { dry_run: 1 });
  const theirs = idsOf(isTheirs).length;
  assert.deepEqual([preview.matched, preview.deleted, preview.remaining], [theirs, 0, theirs]);
  const answer = await removed("/api/users/u3");
  assert.deepEqual([answer.matched, answer.deleted, answer.remaining], [theirs, theirs, 0]);
  // First of all: answers have stale hours folded behind them.
  assert.deepEqual(await staleHours(), hoursOf(isTheirs));
  assert.deepEqual(await stored(), idsOf((event) => !isTheirs(event)));
  const dump = await api.d1.prepare("SELECT count(*) AS n FROM events WHERE user_id = 'u3' OR actor_id = 'u3'").first();
  assert.equal(dump.n, 0);
  assertProblem(await remove("/api/users/u3", { type: "x" }), { status: 400, code: "invalid_parameter", field: "type" });
});

test("what is more than one request deletes is deleted by the next", async () => {
  await api.d1
    .prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 59999)
       INSERT INTO events (project_id, occurred_at, event_id, received_at, type, category, action, level, actor_type)
       SELECT 1, ?1 + i / 3, 'b' || i, 0, iif(i % 6, 'many', 'few'), 'c', 'a', 2, 'anonymous' FROM n`,
    )
    .bind(NOW - 1_000_000)
    .run();
  const first = await removed("/api/events", { range: "all" });
  assert.equal(first.matched, 60_000);
  assert.ok(first.deleted >= 45_000 && first.deleted <= 45_030, String(first.deleted));
  assert.equal(first.remaining, 60_000 - first.deleted);
  const second = await removed("/api/events", { range: "all" });
  assert.deepEqual([second.matched, second.deleted, second.remaining], [first.remaining, first.remaining, 0]);
});

test("an import marks the closed hours of what is new, and of nothing else", async () => {
  await api.send(events);
  const text = (await api.request("GET", "/api/events/export", { key: api.keys.read })).text;
  await removed("/api/events", { type: "task_done" });
  await foldAll();
  const answer = await api.request("POST", "/api/events/import", { key: api.keys.admin, body: text });
  assert.deepEqual([answer.body.accepted, answer.body.duplicate], [20, 20]);
  const closed = (event) => event.type === "task_done" && event.occurred_at < Math.floor(NOW / HOUR) * HOUR;
  assert.deepEqual(await staleHours(), hoursOf(closed));
});
