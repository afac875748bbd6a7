// What every answer tells a browser: which pages may read it, that it is data, and who may keep it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newKey } from "../support/keys.mjs";
import { assertProblem, startApi } from "./api.mjs";

const OWN = "https://app.example";
const OTHER = "https://other.example";

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

const batch = () => JSON.stringify({ events: [{ type: "task_done" }] });
const log = (options) => api.request("POST", "/api/events/log/batch", { body: batch(), ...options });
const reader = ({ headers }) => headers.get("access-control-allow-origin");

test("a page may read an answer where its key may be used, and only there", async () => {
  const bound = await api.makeKey("write", { origins: [OWN] });
  const from = (origin, key, options = {}) => log({ key, headers: { origin }, ...options });
  assert.equal(reader(await from(OWN, bound)), OWN);
  assert.equal(reader(await from(OTHER, api.keys.write)), OTHER, "a key that is bound to nothing");
  for (const origin of [OTHER, `${OWN}.evil.example`, "http://app.example", `${OWN}:8443`, "null", "https://APP.example", `${OWN}/`]) {
    const refused = await from(origin, bound);
    assertProblem(refused, { status: 403, code: "origin_not_allowed" });
    assert.equal(reader(refused), null, origin);
  }
  // In the body as in a header.
  const inBody = (origin) => api.request("POST", "/api/events/log/batch", { headers: { origin }, body: JSON.stringify({ write_key: bound, events: [{ type: "a" }] }) });
  assert.deepEqual([reader(await inBody(OWN)), reader(await inBody(OTHER))], [OWN, null]);
  const config = (origin) => api.request("GET", `/api/config?key=${bound}`, { headers: { origin } });
  assert.deepEqual([reader(await config(OWN)), reader(await config(OTHER))], [OWN, null]);
});

test("refusals can be read where the key may be used, so that a tracker learns what to do", async () => {
  const over = await api.makeKey("write", { origins: [OWN], revoked: Date.now() - 1000 });
  const reading = await api.makeKey("read", { origins: [OWN] });
  const cases = [
    [{ body: "{" }, 400, "invalid_json"],
    [{ body: JSON.stringify({ events: [] }) }, 400, "empty_batch"],
    [{}, 401, "missing_key"],
    [{ key: newKey("write") }, 401, "unknown_key"],
    [{ key: over }, 401, "unknown_key"],
    [{ key: reading }, 403, "wrong_key_kind"],
  ];
  for (const [options, status, code] of cases) {
    const answer = await log({ ...options, headers: { origin: OWN } });
    assertProblem(answer, { status, code });
    assert.equal(reader(answer), OWN, code);
  }
  for (const key of [over, reading]) assert.equal(reader(await log({ key, headers: { origin: OTHER } })), null);
  const nowhere = await api.request("GET", "/api/nothing", { headers: { origin: OWN } });
  assert.deepEqual([nowhere.status, reader(nowhere)], [404, OWN]);
});

test("what is no origin is not repeated, and no answer is without Vary or allows credentials", async () => {
  for (const origin of [undefined, "*", "https://a.example/path", "https://a.example, https://b.example", "https://a example", "x".repeat(400)]) {
    for (const key of [api.keys.write, undefined]) {
      const answer = await log({ key, headers: origin === undefined ? {} : { origin } });
      assert.equal(reader(answer), null, origin);
      assert.equal(answer.headers.get("vary"), "Origin");
      assert.equal(answer.headers.get("access-control-allow-credentials"), null);
    }
  }
});

test("a preflight is answered for every origin, with methods and headers that there are", async () => {
  const preflight = (path, method, headers) =>
    api.request("OPTIONS", path, { headers: { origin: OTHER, "access-control-request-method": method, ...(headers && { "access-control-request-headers": headers }) } });
  const put = await preflight("/api/config", "PUT", "authorization, x-anything");
  assert.deepEqual([put.status, put.text, reader(put)], [204, "", OTHER]);
  assert.equal(put.headers.get("access-control-allow-methods"), "GET, PUT");
  assert.equal(put.headers.get("access-control-allow-headers"), "authorization, x-trailmark-key, content-type, content-encoding");
  assert.equal(put.headers.get("access-control-allow-credentials"), null);
  assert.ok(Number(put.headers.get("access-control-max-age")) >= 7200);
  assert.equal((await preflight("/api/events/log/batch", "POST")).headers.get("access-control-allow-methods"), "POST");
  assertProblem(await preflight("/api/nothing", "GET"), { status: 404, code: "not_found" });
});

test("every answer says that it is data, which loads nothing and is in no frame", async () => {
  const answers = [
    await log({ key: api.keys.write }),
    await log({}),
    await api.request("GET", "/api/events", { key: api.keys.read }),
    await api.request("GET", "/api/events/export", { key: api.keys.read }),
    await api.request("GET", "/api/health"),
    await api.request("GET", "/metrics", { key: api.keys.read }),
    await api.request("PUT", "/api/config", { key: api.keys.admin, body: "{}" }),
    await api.request("OPTIONS", "/api/events"),
    await api.request("GET", "/api/nothing"),
    await api.request("DELETE", "/api/config"),
  ];
  for (const { status, headers } of answers) {
    assert.equal(headers.get("content-security-policy"), "default-src 'none'; frame-ancestors 'none'", status);
    assert.equal(headers.get("strict-transport-security"), "max-age=31536000");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
  }
});

test("what is private is nobody's to keep or to embed; what a beacon is answered is neither", async () => {
  const marks = ({ headers }) => [headers.get("cache-control"), headers.get("cross-origin-resource-policy")];
  for (const key of [api.keys.read, api.keys.write, undefined]) {
    for (const path of ["/api/events", "/api/events/export", "/api/config", "/metrics", "/api/plan"]) {
      assert.deepEqual(marks(await api.request("GET", path, { key })), ["no-store", "same-origin"], path);
    }
    assert.deepEqual(marks(await log({ key })), [null, "cross-origin"]);
  }
});
