// The dashboard's login: who gets a cookie, which requests it lets in, and what ends it.
import assert from "node:assert/strict";
import { createHmac, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { newKey } from "../support/keys.mjs";
import { assertProblem, startApi } from "./api.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

const own = () => ({ "sec-fetch-site": "same-origin", origin: api.url });
const logIn = (key, headers = own()) => api.request("POST", "/api/session", { key, headers });
const given = ({ headers }) => headers.get("set-cookie");
const cookieOf = (answer) => given(answer).split(";")[0];
const loggedIn = async (key) => cookieOf(await logIn(key));
/** Asks as a page of the Worker's own does; `headers` say otherwise. */
const by = (cookie, method, path, { headers, ...options } = {}) =>
  api.request(method, path, { ...options, headers: { cookie, "sec-fetch-site": "same-origin", ...(method === "GET" ? {} : { origin: api.url }), ...headers } });
const over = (answer) => assertProblem(answer, { status: 401, code: "session_over" });
const nobody = { project: null, key: null, expires_at: null };

/** A token of our own making, signed with what the Worker signs with. */
async function forge(changes = {}, secret) {
  const { id } = await api.d1.prepare("SELECT id FROM keys WHERE kind = 'read' AND project_id = 1 AND label = 'local'").first();
  const now = Date.now();
  const session = { id: randomUUID(), key_id: id, project_id: 1, kind: "read", issued_at: now, expires_at: now + 12 * HOUR, ...changes };
  const payload = Buffer.from(JSON.stringify(session)).toString("base64url");
  const key = secret ?? Buffer.from((await api.d1.prepare("SELECT secret FROM secrets ORDER BY id DESC").first()).secret, "hex");
  const signature = createHmac("sha256", key).update(`trailmark session 1\n${payload}`).digest("base64url");
  return { session, cookie: `trailmark=${payload}.${signature}` };
}

test("a read or an admin key is exchanged for a cookie that no script can read and no other site can send", async () => {
  for (const kind of ["read", "admin"]) {
    const answer = await logIn(api.keys[kind]);
    assert.equal(answer.status, 200, answer.text);
    const { id } = await api.d1.prepare("SELECT id FROM keys WHERE kind = ?1 AND label = 'local'").bind(kind).first();
    const { created_at: created, ...project } = answer.body.project;
    assert.deepEqual([project, typeof created], [{ id: 1, slug: "default", name: "Default" }, "number"]);
    assert.deepEqual(answer.body.key, { id, kind });
    assert.ok(Math.abs(answer.body.expires_at - Date.now() - 12 * HOUR) < 10_000);
    assert.match(given(answer), /^trailmark=[\w-]+\.[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
    assert.ok(!given(answer).includes(api.keys[kind]));
    assert.equal(answer.headers.get("cache-control"), "no-store");
  }
});

test("nobody else gets one", async () => {
  const past = Date.now() - 1000;
  const refusals = [
    [api.keys.write, 403, "wrong_key_kind"],
    [api.keys.server, 403, "wrong_key_kind"],
    [newKey("read"), 401, "unknown_key"],
    ["nonsense", 401, "unknown_key"],
    [undefined, 401, "missing_key"],
    [await api.makeKey("read", { revoked: past }), 401, "unknown_key"],
    [await api.makeKey("admin", { expires: past }), 401, "unknown_key"],
    [await api.makeKey("read", { origins: ["https://app.example"] }), 403, "origin_not_allowed"],
  ];
  for (const [key, status, code] of refusals) {
    const answer = await logIn(key);
    assertProblem(answer, { status, code });
    assert.equal(given(answer), null);
  }
  // A cookie is no key, and another site logs nobody in to a project of its own choice.
  assertProblem(await by(await loggedIn(api.keys.read), "POST", "/api/session"), { status: 401, code: "missing_key" });
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: "https://evil.example" }, { origin: "null" }]) {
    assertProblem(await logIn(api.keys.read, headers), { status: 403, code: "not_same_origin" });
  }
  assert.equal((await logIn(api.keys.read, {})).status, 200, "a program says neither");
});

test("over https the cookie is for this host alone; over plain http that is not this machine there is none", async () => {
  const dispatch = async (url, method, headers) => {
    const answer = await api.miniflare.dispatchFetch(url, { method, headers });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  const authorization = `Bearer ${api.keys.read}`;
  const secure = await dispatch("https://trailmark.example/api/session", "POST", { authorization, origin: "https://trailmark.example" });
  assert.match(given(secure), /^__Host-trailmark=[\w.-]+; Path=\/; Max-Age=43200; HttpOnly; Secure; SameSite=Strict$/);
  const who = async (url, cookie) => (await dispatch(url, "GET", { cookie, "sec-fetch-site": "same-origin" })).body.key?.kind;
  assert.equal(await who("https://trailmark.example/api/session", cookieOf(secure)), "read");
  assert.equal(await who("https://trailmark.example/api/session", cookieOf(secure).replace("__Host-", "")), undefined);
  assert.equal(await who("http://localhost/api/session", cookieOf(secure)), undefined);
  const plain = await dispatch("http://trailmark.example/api/session", "POST", { authorization });
  assert.deepEqual([plain.status, plain.body.code, given(plain)], [403, "https_needed", null]);
  assert.equal(await who("http://trailmark.example/api/session", cookieOf(secure).replace("__Host-", "")), undefined);
});

test("a cookie lets in what a page of the Worker's own asks, as far as its key would", async () => {
  const cookie = await loggedIn(api.keys.read);
  for (const path of ["/api/events", "/api/events/analytics", "/api/analytics/delivery", "/api/plan", "/api/config", "/metrics", "/api/events/export"]) {
    const answer = await by(cookie, "GET", path);
    assert.equal(answer.status, 200, path);
    assert.equal(given(answer), null, "it was made a moment ago");
  }
  assertProblem(await by(cookie, "PUT", "/api/config", { body: "{}" }), { status: 403, code: "wrong_key_kind" });
  const { body } = await by(cookie, "GET", "/api/session");
  assert.deepEqual([body.project.slug, body.key.kind], ["default", "read"]);
});

test("nothing from elsewhere is let in by it", async () => {
  const cookie = await loggedIn(api.keys.admin);
  const ask = (headers) => api.request("GET", "/api/events", { headers: { cookie, ...headers } });
  assert.equal((await ask({ origin: api.url })).status, 200);
  const port = new URL(api.url).port;
  const elsewhere = [
    {},
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { "sec-fetch-site": "cross-site", origin: api.url },
    { "sec-fetch-site": "same-origin", origin: "https://evil.example" },
    { origin: `https://127.0.0.1:${port}` },
    { origin: `http://localhost:${port}` },
    { origin: "http://127.0.0.1" },
    { origin: "null" },
  ];
  for (const headers of elsewhere) {
    assertProblem(await ask(headers), { status: 403, code: "not_same_origin" });
    const session = await api.request("GET", "/api/session", { headers: { cookie, ...headers } });
    assertProblem(session, { status: 403, code: "not_same_origin" });
  }
});

test("a change by cookie names the Worker's own origin", async () => {
  const cookie = await loggedIn(api.keys.admin);
  const changes = [
    ["PUT", "/api/config", "{}"],
    ["PUT", "/api/plan?dry_run=1", '{"events":{}}'],
    ["DELETE", "/api/events?type=nothing"],
    ["DELETE", "/api/users/nobody"],
    ["POST", "/api/rejected/replay"],
    ["POST", "/api/events/import", '{"id":"by-cookie","type":"task_done","occurred_at":1771405200000}\n'],
  ];
  for (const [method, path, body] of changes) {
    for (const headers of [{ "sec-fetch-site": "same-origin" }, { origin: "https://evil.example" }, { "sec-fetch-site": "cross-site", origin: api.url }, {}]) {
      assertProblem(await api.request(method, path, { body, headers: { cookie, ...headers } }), { status: 403, code: "not_same_origin" });
    }
    const answer = await api.request(method, path, { body, headers: { cookie, origin: api.url } });
    assert.equal(answer.status, 200, `${method} ${path} ${answer.text}`);
  }
  assertProblem(await api.request("DELETE", "/api/session", { headers: { cookie, origin: "https://evil.example" } }), { status: 403, code: "not_same_origin" });
  assert.equal((await by(cookie, "GET", "/api/events")).status, 200);
});

test("what trackers and servers send is never let in by it, and a key in a header goes first", async () => {
  const cookie = await loggedIn(api.keys.admin);
  const event = JSON.stringify({ type: "by_cookie" });
  assertProblem(await by(cookie, "POST", "/api/events/log", { body: event }), { status: 401, code: "missing_key" });
  assertProblem(await by(cookie, "POST", "/api/events/log/batch", { body: `{"events":[${event}]}` }), { status: 401, code: "missing_key" });
  assert.equal((await by(cookie, "POST", "/api/events/log", { body: event, key: api.keys.write })).status, 200);
  assertProblem(await by(cookie, "GET", "/api/events", { key: newKey("read") }), { status: 401, code: "unknown_key" });
  assertProblem(await by(cookie, "GET", "/api/events", { key: api.keys.write }), { status: 403, code: "wrong_key_kind" });
  assertProblem(await by(cookie, "GET", `/api/config?key=${newKey("write")}`), { status: 401, code: "unknown_key" });
});

test("logging out ends the session, also for whoever has copied the cookie", async () => {
  const [cookie, other] = [await loggedIn(api.keys.read), await loggedIn(api.keys.read)];
  assert.equal((await by(cookie, "GET", "/api/events")).status, 200);
  const out = await by(cookie, "DELETE", "/api/session");
  assert.deepEqual([out.status, out.body], [200, nobody]);
  assert.equal(given(out), "trailmark=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
  over(await by(cookie, "GET", "/api/events"));
  assert.deepEqual((await by(cookie, "GET", "/api/session")).body, nobody);
  assert.equal((await by(other, "GET", "/api/events")).status, 200, "another login with the same key goes on");
  assert.equal((await by(cookie, "DELETE", "/api/session")).status, 200, "again does nothing");
  assert.equal((await by("", "DELETE", "/api/session")).status, 200);

  // One that was ended elsewhere; and what is told of it lasts no longer than it would have.
  const { session, cookie: ended } = await forge();
  await api.d1.prepare("INSERT INTO ended_sessions VALUES (?1, ?2), ('long ago', 5)").bind(session.id, session.issued_at + 7 * DAY).run();
  over(await by(ended, "GET", "/api/events"));
  await by(other, "DELETE", "/api/session");
  const { results } = await api.d1.prepare("SELECT session_id, ends_at FROM ended_sessions").all();
  assert.equal(results.length, 3);
  assert.ok(results.every(({ ends_at: end }) => end > Date.now() + 6 * DAY && end < Date.now() + 8 * DAY));
});

test("logins and logouts are in the audit, each once", async () => {
  const key = await api.makeKey("read");
  const cookie = await loggedIn(key);
  await by(cookie, "GET", "/api/events");
  await by(cookie, "DELETE", "/api/session");
  await by(cookie, "DELETE", "/api/session");
  const { body } = await api.request("GET", "/api/audit", { key: api.keys.admin });
  const { body: who } = await by(await loggedIn(key), "GET", "/api/session");
  const lines = body.items.filter((line) => line.key_id === who.key.id).map((line) => line.action);
  assert.deepEqual(lines, ["logged_out", "logged_in"]);
});

test("a session ends with its key", async () => {
  const past = Date.now() - 1000;
  for (const column of ["revoked_at", "expires_at"]) {
    const key = await api.makeKey("admin");
    const cookie = await loggedIn(key);
    await api.d1.prepare(`UPDATE keys SET ${column} = ?1 WHERE created_at = 0 AND kind = 'admin'`).bind(past).run();
    over(await by(cookie, "GET", "/api/events"));
    assert.deepEqual((await by(cookie, "GET", "/api/session")).body, nobody);
  }
});

test("what was not signed here is no login, and what was signed is no more than it says", async () => {
  const { cookie: good } = await forge();
  assert.equal((await by(good, "GET", "/api/events")).status, 200, "the forger knows how");
  await api.d1.prepare("INSERT OR IGNORE INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
  await api.makeKey("read", { project: 2 });
  const { id: theirs } = await api.d1.prepare("SELECT id FROM keys WHERE project_id = 2").first();
  const now = Date.now();
  const bad = [
    await forge({}, Buffer.alloc(32)),
    await forge({ project_id: 2 }),
    await forge({ key_id: theirs }),
    await forge({ kind: "admin" }),
    await forge({ key_id: "0123456789ab" }),
    await forge({ expires_at: now - 1 }),
    await forge({ issued_at: now - 7 * DAY }),
    await forge({ more: 1 }),
  ].map(({ cookie }) => cookie);
  const [name, token] = good.split("=");
  const [payload, signature] = token.split(".");
  const texts = ["", "x", ".", `${payload}.`, `.${signature}`, `${payload}.${signature}.`, `${signature}.${payload}`, `"${token}"`, token.slice(0, -1), "a".repeat(5000), `${payload}.${signature.slice(0, 42)}${signature[42] === "A" ? "B" : "A"}`];
  for (const cookie of [...bad, ...texts.map((text) => `${name}=${text}`)]) over(await by(cookie, "GET", "/api/events"));
  for (const cookie of [token, `Trailmark=${token}`, `__Host-trailmark=${token}`, `x${good}`, `trailmark ${token}`]) {
    assertProblem(await by(cookie, "GET", "/api/events"), { status: 401, code: "missing_key" });
  }
  assert.equal((await by(`a=b; trailmark=none; ${good}; c="d; e"`, "GET", "/api/events")).status, 200, "among others");
});

test("a session is renewed while it is used, and seven days at most", async () => {
  const now = Date.now();
  const ask = async (changes) => given(await by((await forge(changes)).cookie, "GET", "/api/events"));
  assert.equal(await ask({ issued_at: now, expires_at: now + 11.1 * HOUR }), null);
  const renewed = await ask({ issued_at: now - 2 * HOUR, expires_at: now + 10 * HOUR });
  assert.match(renewed, /Max-Age=43200;/);
  assert.equal((await by(renewed.split(";")[0], "GET", "/api/events")).status, 200);
  const [, seconds] = (await ask({ issued_at: now - 7 * DAY + 5 * HOUR, expires_at: now + HOUR })).match(/Max-Age=(\d+);/);
  assert.ok(seconds > 17_900 && seconds <= 18_000, seconds);
  assert.equal(await ask({ issued_at: now - 7 * DAY + 5 * HOUR, expires_at: now + 5 * HOUR }), null);
  const { id } = (await forge()).session;
  const old = await forge({ id, issued_at: now - 2 * HOUR, expires_at: now + 10 * HOUR });
  const young = given(await by(old.cookie, "GET", "/api/events")).split(";")[0];
  await by(young, "DELETE", "/api/session");
  over(await by(old.cookie, "GET", "/api/events"));
});

test("the secret is made once, found again by others, and replaced after a month without ending what it signed", async () => {
  const { results } = await api.d1.prepare("SELECT id, secret FROM secrets").all();
  assert.equal(results.length, 1);
  assert.match(results[0].secret, /^[\da-f]{64}$/);
  const cookie = await loggedIn(api.keys.read);
  await api.d1.prepare("UPDATE secrets SET made_at = ?1").bind(Date.now() - 31 * DAY).run();
  const { db, port } = api;
  const restarted = async () => {
    await api.miniflare.dispose();
    api = await startApi({}, { db, port });
  };
  await restarted();
  assert.equal((await by(cookie, "GET", "/api/events")).status, 200);
  const next = await loggedIn(api.keys.read);
  const { results: two } = await api.d1.prepare("SELECT id, secret, made_at FROM secrets ORDER BY id").all();
  assert.deepEqual([two.map(({ id }) => id), two[0].secret === results[0].secret], [[1, 2], true]);
  assert.notEqual(two[1].secret, two[0].secret);
  for (const each of [cookie, next]) assert.equal((await by(each, "GET", "/api/events")).status, 200);

  // A week after it was replaced the first one is good for nothing.
  await api.d1.prepare("UPDATE secrets SET made_at = ?1 WHERE id = 2").bind(Date.now() - 7 * DAY).run();
  await restarted();
  over(await by(cookie, "GET", "/api/events"));
  assert.equal((await by(await loggedIn(api.keys.read), "GET", "/api/events")).status, 200);
});
