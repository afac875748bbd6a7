// Who may do what: every endpoint with every kind of key, keys that are over, origins, preflights, and what caches may keep.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { newKey } from "../support/keys.mjs";
import { assertProblem, startApi } from "./api.mjs";

let api;
before(async () => {
  api = await startApi();
  // Keys of which nobody knows a text; their ids come of their hashes.
  const insert = api.d1.prepare("INSERT INTO keys (hash, project_id, kind, created_at) VALUES (?1, 1, 'read', 0)");
  for (const id of ["0a1b2c3d4e5f", "ffffffffffff"]) await insert.bind(id.padEnd(64, "0")).run();
});
after(() => api.stop());

const body = () => JSON.stringify({ events: [{ type: "task_done" }] });
const WRITE = ["write", "server"];
const READ = ["read", "admin"];
const ENDPOINTS = [
  ["POST", "/api/events/log", WRITE, () => JSON.stringify({ type: "task_done" })],
  ["POST", "/api/events/log/batch", WRITE, body],
  ["POST", "/api/events/import", ["admin"], () => '{"id":"a","type":"task_done","occurred_at":1771405200000}\n'],
  ["GET", "/api/events", READ],
  ["GET", "/api/events/export", READ],
  ["GET", "/api/events/recent?user_id=anna", READ],
  ["GET", "/api/events/session/s1", READ],
  ["GET", "/api/events/analytics", READ],
  ["GET", "/api/analytics/cost", READ],
  ["GET", "/api/plan", READ],
  ["GET", "/api/plan/versions", READ],
  ["PUT", "/api/plan?dry_run=1", ["admin"], () => '{"events":{}}'],
  ["GET", "/api/config", ["write", "server", "read", "admin"]],
  ["PUT", "/api/config", ["admin"], () => "{}"],
  ["GET", "/api/project", READ],
  ["GET", "/api/keys", ["admin"]],
  ["POST", "/api/keys", ["admin"], () => '{"kind":"read"}'],
  ["PATCH", "/api/keys/0a1b2c3d4e5f", ["admin"], () => '{"label":"x"}'],
  ["DELETE", "/api/keys/ffffffffffff", ["admin"]],
  ["GET", "/api/rejected", READ],
  ["DELETE", "/api/rejected?range=24h", ["admin"]],
  ["GET", "/metrics", READ],
  ["DELETE", "/api/events/cleanup?dry_run=1", ["admin"]],
  ["DELETE", "/api/events?type=nothing", ["admin"]],
  ["DELETE", "/api/users/nobody", ["admin"]],
];

for (const [method, path, allowed, content] of ENDPOINTS) {
  describe(`${method} ${path}`, () => {
    const call = (options) => api.request(method, path, { body: content?.(), ...options });
    const done = method === "POST" && path === "/api/keys" ? 201 : 200;

    for (const kind of ["write", "read", "admin", "server"]) {
      test(`with a key that is ${kind}`, async () => {
        const answer = await call({ key: api.keys[kind] });
        if (allowed.includes(kind)) assert.equal(answer.status, done, answer.text);
        else assertProblem(answer, { status: 403, code: "wrong_key_kind" });
        const other = await call({ headers: { "x-trailmark-key": api.keys[kind] } });
        assert.equal(other.status, answer.status);
      });
    }

    test("without a key, and with one that is none", async () => {
      assertProblem(await call({}), { status: 401, code: "missing_key" });
      assertProblem(await call({ headers: { authorization: "Basic YTpi" } }), { status: 401, code: "missing_key" });
      for (const key of [newKey(allowed[0]), "", "tm_write_short", "' OR 1=1 --", api.keys[allowed[0]].toLowerCase() + "x"]) {
        const answer = await call({ headers: { "x-trailmark-key": key } });
        assert.equal(answer.status, 401, key);
        assert.match(answer.body.code, /^(unknown|missing)_key$/);
      }
    });

    test("with a key that has expired or was revoked", async () => {
      const past = Date.now() - 1000;
      for (const over of [{ expires: past }, { revoked: past }]) {
        assertProblem(await call({ key: await api.makeKey(allowed[0], over) }), { status: 401, code: "unknown_key" });
      }
      const valid = await api.makeKey(allowed[0], { expires: Date.now() + 60_000 });
      assert.equal((await call({ key: valid })).status, done);
    });

    test("with a key bound to origins", async () => {
      const key = await api.makeKey(allowed[0], { origins: ["https://app.example"] });
      const from = (origin) => call({ key, headers: origin ? { origin } : {} });
      assert.equal((await from("https://app.example")).headers.get("access-control-allow-origin"), "https://app.example");
      assert.equal((await from(undefined)).status, done);
      for (const origin of ["https://app.example.evil.example", "http://app.example", "https://app.example:8443", "null"]) {
        assertProblem(await from(origin), { status: 403, code: "origin_not_allowed" });
      }
    });

    test("a preflight is answered, without credentials", async () => {
      const origin = "https://app.example";
      const { status, headers } = await api.request("OPTIONS", path, { headers: { origin, "access-control-request-method": method } });
      assert.equal(status, 204);
      assert.equal(headers.get("access-control-allow-origin"), origin);
      assert.ok(headers.get("access-control-allow-methods").split(", ").includes(method));
      for (const name of ["authorization", "x-trailmark-key", "content-type"]) {
        assert.ok(headers.get("access-control-allow-headers").includes(name), name);
      }
      assert.ok(Number(headers.get("access-control-max-age")) > 0);
      assert.equal(headers.get("access-control-allow-credentials"), null);
    });

    test("caches are told what they may keep", async () => {
      for (const key of [api.keys[allowed[0]], undefined]) {
        const { headers } = await call({ key });
        // Chromium keeps the bytes of a beacon booked when the answer to it is no-store.
        assert.equal(headers.get("cache-control"), method === "POST" && path.startsWith("/api/events/") ? null : "no-store");
        assert.match(headers.get("vary"), /origin/i);
      }
    });
  });
}

test("a write key may travel in the body, of a batch and of a single event", async () => {
  const batch = await api.request("POST", "/api/events/log/batch", { body: JSON.stringify({ write_key: api.keys.write, events: [{ type: "a" }] }) });
  assert.deepEqual([batch.status, batch.body.accepted], [200, 1]);
  const single = await api.request("POST", "/api/events/log", { body: JSON.stringify({ write_key: api.keys.write, type: "a" }) });
  assert.deepEqual([single.status, single.body.accepted], [200, 1]);
  const wrong = await api.request("POST", "/api/events/log/batch", { body: JSON.stringify({ write_key: api.keys.read, events: [{ type: "a" }] }) });
  assertProblem(wrong, { status: 403, code: "wrong_key_kind" });
});

test("who did it is believed of a server; a public key says that people did", async () => {
  const event = (id, actor) => ({ id, type: "folder_scanned", occurred_at: 1_771_405_200_000, ...(actor && { actor }) });
  const sent = [event("p1"), event("p2", { type: "user", id: "ben" }), event("p3", { type: "anonymous" }), event("f1", { type: "scheduler" }), event("f2", { type: "rule", id: "ben" }), event("f3", { type: "User" })];
  const send = (path, key, body) => api.request("POST", path, { key, body: JSON.stringify(body) });
  const stored = async () => (await api.ask("/api/events", { range: "all", type: "folder_scanned" })).items.map(({ id }) => id).sort();
  const known = { code: "actor_not_allowed", field: "actor.type" };

  const { body } = await send("/api/events/log/batch", api.keys.write, { events: sent });
  assert.deepEqual([body.accepted, body.rejected], [3, 3]);
  assert.deepEqual(body.verdicts.map(({ id, code, field }) => ({ id, code, field })), ["f1", "f2", "f3"].map((id) => ({ id, ...known })));
  assertProblem(await send("/api/events/log", api.keys.write, event("f4", { type: "scheduler" })), { status: 422, ...known });
  const inBody = await send("/api/events/log/batch", undefined, { write_key: api.keys.write, instance_id: "i", events: [event("f5", { type: "rule" })] });
  assert.deepEqual(inBody.body.verdicts.map(({ code }) => code), [known.code]);
  assert.deepEqual(await stored(), ["p1", "p2", "p3"]);

  // They are kept, and a replay of everything does not store them.
  const rejected = () => api.ask("/api/rejected", { code: known.code });
  assert.equal((await rejected()).total, 5);
  const replayed = await api.request("POST", "/api/rejected/replay?range=all", { key: api.keys.admin });
  assert.deepEqual([replayed.body.accepted, replayed.body.rejected], [0, 5]);
  assert.equal((await rejected()).total, 5);
  assert.deepEqual(await stored(), ["p1", "p2", "p3"]);

  // The same, said by a server.
  assert.equal((await send("/api/events/log/batch", api.keys.server, { events: sent })).body.accepted, 3);
  assert.deepEqual(await stored(), ["f1", "f2", "f3", "p1", "p2", "p3"]);
});

test("a refusal can be read by the page that caused it", async () => {
  const origin = "https://app.example";
  for (const options of [{ body: "{" }, { body: body() }, { key: newKey("write"), body: body() }]) {
    const answer = await api.request("POST", "/api/events/log/batch", { ...options, headers: { origin } });
    assert.equal(answer.headers.get("access-control-allow-origin"), origin);
  }
});

test("no project sees or deletes another's events", async () => {
  await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
  const theirs = { write: await api.makeKey("write", { project: 2 }), admin: await api.makeKey("admin", { project: 2 }) };
  const event = { id: "shared-id", occurred_at: Date.now() - 500 * 86_400_000, type: "secret", user_id: "anna", session_id: "s9" };
  for (const key of [theirs.write, api.keys.write]) {
    const answer = await api.request("POST", "/api/events/log/batch", { key, body: JSON.stringify({ events: [event] }) });
    assert.equal(answer.body.accepted, 1, "the same event in another project is another event");
  }
  const listed = async (path, key) => (await api.request("GET", path, { key })).body;
  for (const path of ["/api/events?type=secret", "/api/events/session/s9", "/api/events?user_id=anna"]) {
    assert.equal((await listed(path, theirs.admin)).total, 1);
    assert.equal((await listed(path, api.keys.read)).total, 1);
  }
  assert.equal((await listed("/api/events/analytics", theirs.admin)).total_events, 1);
  const cleaned = await api.request("DELETE", "/api/events/cleanup", { key: theirs.admin });
  assert.equal(cleaned.body.deleted, 1);
  assert.equal((await listed("/api/events?type=secret", api.keys.read)).total, 1);
  assertProblem(await api.request("GET", "/api/events/shared-id", { key: theirs.admin }), { status: 404, code: "not_found" });
});
