// The audit: who did what when, with how much, and never about whom. Nobody can change or delete a line of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertProblem, startApi } from "./api.mjs";

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

const call = async (method, path, body) => {
  const answer = await api.request(method, path, { key: api.keys.admin, body: body && JSON.stringify(body) });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const audit = (query = "") => call("GET", `/api/audit${query}`);
const adminId = async () => (await api.d1.prepare("SELECT id FROM keys WHERE kind = 'admin' AND project_id = 1").first()).id;

const SECRET = "person-77f1";

test("each action leaves a line, newest first, and none says about whom", async () => {
  await api.send([1, 2, 3].map((n) => ({ id: `e${n}`, type: "x", user_id: SECRET, occurred_at: Date.now() - n * 1000 })));
  await api.send([{ type: "", user_id: SECRET }, { type: "", user_id: "other" }]);
  const actions = [
    ["plan_put", "PUT", "/api/plan", { events: { x: {} } }, { version: 1 }],
    ["config_put", "PUT", "/api/config", { flush_at: 20 }, {}],
    ["rejected_replayed", "POST", "/api/rejected/replay", undefined, { settled: 0 }],
    ["rejected_forgotten", "DELETE", "/api/rejected?range=all", undefined, { rejected: 2 }],
    ["rollups_rebuilt", "POST", "/api/rollups/rebuild", undefined, { hours: 0 }],
    ["events_deleted", "DELETE", `/api/events?user_id=${SECRET}`, undefined, { matched: 3 }],
    ["user_erased", "DELETE", `/api/users/${SECRET}`, undefined, { matched: 0, visitors: 0 }],
    ["events_cleaned_up", "DELETE", "/api/events/cleanup?days=30", undefined, { days: 30, events: 0 }],
  ];
  const start = Date.now();
  for (const [, method, path, body] of actions) await call(method, path, body);
  const { items, has_more: more, next_cursor: next } = await audit();
  assert.deepEqual(items.map((line) => line.action), actions.map(([action]) => action).reverse());
  assert.deepEqual(items.map((line) => line.details), actions.map(([, , , , details]) => details).reverse());
  assert.deepEqual(items.map((line) => line.seq), actions.map((_, n) => n + 1).reverse());
  const id = await adminId();
  for (const line of items) {
    assert.equal(line.key_id, id);
    assert.ok(line.at >= start && line.at <= Date.now() && line.at_iso === new Date(line.at).toISOString());
  }
  assert.deepEqual([more, next], [false, null]);
  assert.ok(!JSON.stringify(items).includes(SECRET));
});

test("looking and what changes nothing leave no line", async () => {
  const { items: before } = await audit();
  await call("PUT", "/api/plan", { events: { x: {} } });
  await call("PUT", "/api/plan?dry_run=1", { events: { y: {} } });
  for (const path of ["/api/events?range=all", "/api/users/somebody", "/api/events/cleanup?days=1", "/api/rejected?range=all"]) {
    await call("DELETE", `${path}${path.includes("?") ? "&" : "?"}dry_run=1`);
  }
  await call("POST", "/api/rejected/replay?dry_run=1");
  assert.deepEqual((await audit()).items, before);
});

test("page by page, and only this project's", async () => {
  const whole = (await audit()).items;
  let pages = [];
  for (let cursor = ""; cursor !== null; ) {
    const page = await audit(`?limit=3${cursor && `&cursor=${cursor}`}`);
    assert.ok(page.items.length <= 3 && page.has_more === (page.next_cursor !== null));
    pages = pages.concat(page.items);
    cursor = page.next_cursor;
  }
  assert.deepEqual(pages, whole);
  await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
  const key = await api.makeKey("admin", { project: 2 });
  assert.deepEqual((await api.request("GET", "/api/audit", { key })).body.items, []);
  assertProblem(await api.request("GET", "/api/audit", { key: api.keys.read }), { status: 403, code: "wrong_key_kind" });
  assertProblem(await api.request("GET", "/api/audit?limit=0", { key }), { status: 400, code: "invalid_parameter", field: "limit" });
});

test("a line is neither changed, nor deleted, nor replaced", async () => {
  const dump = async () => (await api.d1.prepare("SELECT * FROM audit ORDER BY project_id, seq").all()).results;
  const whole = await dump();
  for (const sql of [
    "UPDATE audit SET details = '{}'",
    "UPDATE audit SET at = 0 WHERE seq = 1",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE seq = 1",
    "INSERT OR REPLACE INTO audit SELECT project_id, seq, 0, action, key_id, details FROM audit",
    "REPLACE INTO audit SELECT * FROM audit WHERE seq = 1",
  ]) {
    await assert.rejects(api.d1.prepare(sql).run(), /rows of the audit are never/, sql);
  }
  assert.deepEqual(await dump(), whole);
});
