// A deployment without keys serves nobody, and says what to do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf, newKey } from "../support/keys.mjs";
import { assertProblem, startApi } from "./api.mjs";

const REQUESTS = [
  ["POST", "/api/events/log", '{"type":"a"}'],
  ["POST", "/api/events/log/batch", '{"events":[{"type":"a"}]}'],
  ["POST", "/api/events/import", "{}"],
  ["GET", "/api/events"],
  ["GET", "/api/events/export"],
  ["GET", "/api/analytics/timeseries"],
  ["DELETE", "/api/users/anna"],
  ["PUT", "/api/config", "{}"],
  ["GET", "/api/config"],
  ["GET", "/api/keys"],
  ["POST", "/api/keys", '{"kind":"admin"}'],
  ["GET", "/api/project"],
  ["GET", "/metrics"],
];

test("without keys every request that needs one is answered 503 no_keys, until there is one", async () => {
  const api = await startApi();
  try {
    await api.d1.prepare("DELETE FROM keys").run();
    const keys = [undefined, "nothing", ...["write", "server", "read", "admin"].map(newKey)];
    for (const [method, path, body] of REQUESTS) {
      for (const key of keys) {
        const answer = await api.request(method, path, { key, body });
        assertProblem(answer, { status: 503, code: "no_keys" });
        assert.match(answer.body.detail, /cargo xtask keys create/);
        assert.ok(Number(answer.headers.get("retry-after")) > 0);
      }
    }
    const health = await api.request("GET", "/api/health");
    assert.deepEqual([health.status, health.body.status, health.body.keys], [200, "no_keys", "none"]);
    assert.match(health.body.detail, /cargo xtask keys create/);
    assert.equal((await api.request("OPTIONS", "/api/events")).status, 204);

    const key = newKey("read");
    await api.d1.prepare("INSERT INTO keys (hash, project_id, kind, created_at) VALUES (?1, 1, 'read', 0)").bind(hashOf(key)).run();
    assert.equal((await api.request("GET", "/api/events", { key })).status, 200);
    assertProblem(await api.request("GET", "/api/events"), { status: 401, code: "missing_key" });
    assertProblem(await api.request("GET", "/api/events", { key: newKey("read") }), { status: 401, code: "unknown_key" });
    const well = (await api.request("GET", "/api/health")).body;
    assert.deepEqual([well.status, well.keys, well.detail], ["ok", "ok", undefined]);
  } finally {
    await api.stop();
  }
});

test("a key that is over is a key: nobody is told to make the first", async () => {
  const api = await startApi();
  try {
    await api.d1.prepare("UPDATE keys SET revoked_at = 1").run();
    assertProblem(await api.request("GET", "/api/events", { key: api.keys.read }), { status: 401, code: "unknown_key" });
    assert.equal((await api.request("GET", "/api/health")).body.status, "ok");
  } finally {
    await api.stop();
  }
});
