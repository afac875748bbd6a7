// Keys over HTTP: made, changed, replaced and taken back by who administers a project, and known everywhere else by their ids only.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { hashOf } from "../support/keys.mjs";
import { assertProblem, startApi } from "./api.mjs";

const HOUR = 3_600_000;
let api;
before(async () => {
  api = await startApi();
  await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 7)").run();
});
after(() => api.stop());

const idOf = (key) => hashOf(key).slice(0, 12);
const call = (method, path, { body, key = api.keys.admin, ...more } = {}) =>
  api.request(method, path, { key: key ?? undefined, ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }), ...more });
const make = async (wanted) => {
  const answer = await call("POST", "/api/keys", { body: wanted });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
};
const list = async (key = api.keys.admin) => (await call("GET", "/api/keys", { key })).body.items;
const row = (id) => api.d1.prepare("SELECT * FROM keys WHERE id = ?1").bind(id).first();
const audited = async (id) => {
  const { results } = await api.d1.prepare("SELECT action, key_id, details FROM audit WHERE project_id = 1 ORDER BY seq").all();
  return results.map(({ details, ...line }) => ({ ...line, details: JSON.parse(details) })).filter(({ details }) => details.key === id);
};
/** The hour of a key's last use, as soon as it is written down. */
const toldUse = async (id) => (await eventually(() => row(id), ({ last_used_at: hour }) => hour !== null)).last_used_at;
const send = (key, headers) => api.request("POST", "/api/events/log/batch", { key, headers, body: JSON.stringify({ events: [{ type: "used" }] }) });

describe("POST /api/keys", () => {
  for (const kind of ["write", "server", "read", "admin"]) {
    test(`a ${kind} key is shown once and works at once`, async () => {
      const { key, ...item } = await make({ kind, label: `a ${kind} key` });
      assert.match(key, new RegExp(`^tm_${kind}_[0-9A-Za-z]{32}$`));
      assert.deepEqual(item, { id: idOf(key), kind, label: `a ${kind} key`, origins: null, created_at: item.created_at, expires_at: null, revoked_at: null, last_used_at: null, replaced_by: null, state: "active" });
      assert.ok(Math.abs(item.created_at - Date.now()) < 60_000);
      assert.ok(!JSON.stringify(await row(item.id)).includes(key), "only the hash is stored");
      assert.deepEqual((await list()).find(({ id }) => id === item.id), item);
      const works = ["write", "server"].includes(kind) ? await send(key) : await call("GET", "/api/project", { key });
      assert.equal(works.status, 200, works.text);
      assert.deepEqual(await audited(item.id), [{ action: "key_created", key_id: idOf(api.keys.admin), details: { key: item.id, kind } }]);
    });
  }

  test("bound to origins, and with an end", async () => {
    const expires_at = Date.now() + HOUR;
    const { key, ...item } = await make({ kind: "write", origins: ["https://shop.example", "http://localhost:8080"], expires_at });
    assert.deepEqual([item.origins, item.expires_at, item.state], [["https://shop.example", "http://localhost:8080"], expires_at, "expiring"]);
    assert.equal((await send(key, { origin: "https://shop.example" })).status, 200);
    assertProblem(await send(key, { origin: "https://shop.example.evil.example" }), { status: 403, code: "origin_not_allowed" });
  });

  for (const [body, field] of [
    [{}, "kind"],
    [{ kind: "owner" }, "kind"],
    [{ kind: "read", label: "two\nlines" }, "label"],
    [{ kind: "read", label: "x".repeat(81) }, "label"],
    [{ kind: "write", origins: [] }, "origins"],
    [{ kind: "write", origins: ["*"] }, "origins"],
    [{ kind: "write", origins: ["null"] }, "origins"],
    [{ kind: "write", origins: ["https://Shop.example"] }, "origins"],
    [{ kind: "write", origins: ["https://shop.example:443"] }, "origins"],
    [{ kind: "write", origins: Array.from({ length: 21 }, (_, n) => `https://s${n}.example`) }, "origins"],
    [{ kind: "read", expires_at: 1 }, "expires_at"],
    [{ kind: "read", expires_at: "2030-01-01" }, "expires_at"],
    [{ kind: "read", project_id: 2 }, "project_id"],
    [{ kind: "read", key: "tm_read_mine" }, "key"],
    [[], undefined],
  ]) {
    test(`is refused for what it says: ${JSON.stringify(body).slice(0, 60)}`, async () => {
      const before = (await list()).length;
      assertProblem(await call("POST", "/api/keys", { body }), { status: 422, code: "invalid_key", field });
      assert.equal((await list()).length, before);
    });
  }

  test("a body that is none, or too large", async () => {
    assertProblem(await call("POST", "/api/keys", { body: "{" }), { status: 400, code: "invalid_json" });
    assertProblem(await call("POST", "/api/keys", { body: "" }), { status: 400, code: "invalid_json" });
    assertProblem(await call("POST", "/api/keys", { body: JSON.stringify({ kind: "read", label: "x".repeat(70_000) }) }), { status: 413, code: "body_too_large" });
    assertProblem(await call("POST", "/api/keys?kind=read", { body: { kind: "read" } }), { status: 400, code: "invalid_parameter", field: "kind" });
  });

  test("two keys are never the same", async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => make({ kind: "read" })));
    assert.equal(new Set(made.map(({ key }) => key)).size, 8);
  });
});

describe("GET /api/keys", () => {
  test("says nothing of which a key could be made, and nothing of other projects", async () => {
    const theirs = await api.makeKey("admin", { project: 2 });
    const answer = await call("GET", "/api/keys");
    assert.equal(answer.headers.get("cache-control"), "no-store");
    for (const key of Object.values(api.keys)) {
      assert.ok(!answer.text.includes(key) && !answer.text.includes(hashOf(key)) && !answer.text.includes(hashOf(key).slice(12)));
    }
    assert.ok(answer.body.items.every((item) => item.id !== idOf(theirs)));
    assert.deepEqual((await list(theirs)).map(({ id }) => id), [idOf(theirs)]);
  });

  test("keys that work come first", async () => {
    const works = (await list()).map(({ state }) => ["active", "expiring"].includes(state));
    assert.deepEqual(works, works.toSorted((a, b) => b - a));
  });

  test("a key that was made by hand has an id too, and its states are told apart", async () => {
    const states = { active: {}, expiring: { expires: Date.now() + HOUR }, expired: { expires: 5 }, revoked: { revoked: 5 } };
    for (const [state, how] of Object.entries(states)) {
      const key = await api.makeKey("read", how);
      assert.equal((await list()).find(({ id }) => id === idOf(key)).state, state);
    }
  });
});

describe("PATCH /api/keys/{id}", () => {
  test("changes what it names, and null takes away", async () => {
    const { id, key } = await make({ kind: "write", label: "first", origins: ["https://a.example"] });
    const change = async (body) => {
      const answer = await call("PATCH", `/api/keys/${id}`, { body });
      assert.equal(answer.status, 200, answer.text);
      const { label, origins, expires_at } = answer.body;
      assert.equal(answer.body.key, undefined);
      return [label, origins, expires_at];
    };
    const end = Date.now() + HOUR;
    assert.deepEqual(await change({}), ["first", ["https://a.example"], null]);
    assert.deepEqual(await change({ label: "second" }), ["second", ["https://a.example"], null]);
    assert.equal((await send(key, { origin: "https://b.example" })).status, 403);
    assert.deepEqual(await change({ origins: ["https://b.example"], expires_at: end }), ["second", ["https://b.example"], end]);
    assert.equal((await send(key, { origin: "https://b.example" })).status, 200, "holds at once");
    assert.equal((await send(key, { origin: "https://a.example" })).status, 403, "holds at once");
    assert.deepEqual(await change({ label: null, origins: null, expires_at: null }), [null, null, null]);
    assert.equal((await send(key, { origin: "https://c.example" })).status, 200);
    assert.deepEqual((await audited(id)).map(({ action }) => action), ["key_created", "key_changed", "key_changed", "key_changed"]);
  });

  test("refuses what cannot be", async () => {
    const { id } = await make({ kind: "read" });
    for (const [body, field] of [[{ kind: "admin" }, "kind"], [{ id: "x" }, "id"], [{ revoked_at: null }, "revoked_at"], [{ label: "" }, "label"], [{ expires_at: 5 }, "expires_at"]]) {
      assertProblem(await call("PATCH", `/api/keys/${id}`, { body }), { status: 422, code: "invalid_key", field });
    }
    assert.deepEqual((await audited(id)).map(({ action }) => action), ["key_created"]);
  });

  test("what is over is not changed back", async () => {
    for (const how of [{ revoked: 5 }, { expires: 5 }]) {
      const id = idOf(await api.makeKey("read", how));
      assertProblem(await call("PATCH", `/api/keys/${id}`, { body: { expires_at: null } }), { status: 409, code: "key_over" });
      assertProblem(await call("POST", `/api/keys/${id}/rotate`), { status: 409, code: "key_over" });
      assert.deepEqual(await audited(id), []);
    }
  });
});

describe("POST /api/keys/{id}/rotate", () => {
  test("both keys work until the overlap is over", async () => {
    const old = await make({ kind: "write", label: "shop", origins: ["https://a.example"] });
    const answer = await call("POST", `/api/keys/${old.id}/rotate`);
    assert.equal(answer.status, 201, answer.text);
    const { key, ...item } = answer.body;
    assert.deepEqual([item.kind, item.label, item.origins, item.state, item.id], ["write", "shop", ["https://a.example"], "active", idOf(key)]);
    const before = (await list()).find(({ id }) => id === old.id);
    assert.deepEqual([before.state, before.replaced_by], ["expiring", item.id]);
    assert.ok(Math.abs(before.expires_at - Date.now() - 24 * HOUR) < 60_000);
    for (const one of [old.key, key]) assert.equal((await send(one, { origin: "https://a.example" })).status, 200);
    assert.deepEqual((await audited(old.id)).at(-1), { action: "key_rotated", key_id: idOf(api.keys.admin), details: { key: old.id, new_key: item.id } });
    assertProblem(await call("POST", `/api/keys/${old.id}/rotate`), { status: 409, code: "key_over" });
  });

  test("without an overlap the old one ends at once", async () => {
    const old = await make({ kind: "read" });
    assert.equal((await call("GET", "/api/project", { key: old.key })).status, 200);
    const { body } = await call("POST", `/api/keys/${old.id}/rotate`, { body: { overlap_hours: 0 } });
    assertProblem(await call("GET", "/api/project", { key: old.key }), { status: 401, code: "unknown_key" });
    assert.equal((await call("GET", "/api/project", { key: body.key })).status, 200);
  });

  test("an end that was set holds for both", async () => {
    const expires_at = Date.now() + HOUR;
    const old = await make({ kind: "read", expires_at });
    const { body } = await call("POST", `/api/keys/${old.id}/rotate`, { body: { overlap_hours: 720 } });
    assert.deepEqual([body.expires_at, (await row(old.id)).expires_at], [expires_at, expires_at]);
  });

  test("when two replace a key at the same time, one does", async () => {
    const old = await make({ kind: "read" });
    const answers = await Promise.all([1, 2, 3].map(() => call("POST", `/api/keys/${old.id}/rotate`)));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 409, 409]);
    const [{ body }] = answers.filter(({ status }) => status === 201);
    assert.equal((await row(old.id)).replaced_by, body.id);
  });

  test("an overlap is a whole number of hours, thirty days at most", async () => {
    const { id } = await make({ kind: "read" });
    for (const overlap_hours of [721, -1, 1.5, "24"]) {
      assertProblem(await call("POST", `/api/keys/${id}/rotate`, { body: { overlap_hours } }), { status: 422, code: "invalid_key", field: "overlap_hours" });
    }
  });
});

describe("DELETE /api/keys/{id}", () => {
  test("a revoked key opens nothing from then on, and stays revoked", async () => {
    const { id, key } = await make({ kind: "write" });
    assert.equal((await send(key)).status, 200);
    const first = await call("DELETE", `/api/keys/${id}`);
    assert.deepEqual([first.status, first.body.state], [200, "revoked"], first.text);
    assertProblem(await send(key), { status: 401, code: "unknown_key" });
    const again = await call("DELETE", `/api/keys/${id}`);
    assert.deepEqual([again.status, again.body.revoked_at], [200, first.body.revoked_at]);
    assert.deepEqual((await audited(id)).map(({ action }) => action), ["key_created", "key_revoked"]);
  });

  test("the last admin key that works stays", async () => {
    const only = await api.makeKey("admin", { project: 2 });
    const end = (id) => call("DELETE", `/api/keys/${id}`, { key: only });
    for (const { id, kind } of await list(only)) if (kind === "admin" && id !== idOf(only)) assert.equal((await end(id)).status, 200);
    for (const how of [{ expires: 5 }, { revoked: 5 }]) await api.makeKey("admin", { project: 2, ...how });
    assertProblem(await end(idOf(only)), { status: 409, code: "last_admin_key" });
    assert.equal((await call("GET", "/api/project", { key: only })).status, 200);
    const second = await api.makeKey("admin", { project: 2 });
    assert.equal((await end(idOf(only))).status, 200, "a key may end itself");
    assertProblem(await call("GET", "/api/keys", { key: only }), { status: 401, code: "unknown_key" });
    assertProblem(await call("DELETE", `/api/keys/${idOf(second)}`, { key: second }), { status: 409, code: "last_admin_key" });
  });

  test("of two who take back each other's admin key, one stays", async () => {
    await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (3, 'third', 'Third', 7)").run();
    const [a, b] = [await api.makeKey("admin", { project: 3 }), await api.makeKey("admin", { project: 3 })];
    const answers = await Promise.all([call("DELETE", `/api/keys/${idOf(a)}`, { key: b }), call("DELETE", `/api/keys/${idOf(b)}`, { key: a })]);
    assert.equal(answers.filter(({ status }) => status === 200).length, 1, answers.map(({ text }) => text).join());
  });
});

for (const [method, path, body] of [["PATCH", "", { label: "mine" }], ["DELETE", ""], ["POST", "/rotate"]]) {
  test(`${method} /api/keys/{id}${path}: a key of another project, and none, are not there`, async () => {
    const theirs = await api.makeKey("admin", { project: 2 });
    const before = await row(idOf(theirs));
    for (const id of [idOf(theirs), hashOf(theirs), "nothing", "a%27%20OR%201=1", "%00", "%", "x".repeat(200)]) {
      assertProblem(await call(method, `/api/keys/${id}${path}`, { body }), { status: 404, code: "not_found" });
    }
    assert.deepEqual(await row(idOf(theirs)), before);
  });
}

test("GET /api/project says which, and who asks", async () => {
  for (const kind of ["read", "admin"]) {
    const { body } = await call("GET", "/api/project", { key: api.keys[kind] });
    assert.deepEqual(body, { id: 1, slug: "default", name: "Default", created_at: body.created_at, key: { id: idOf(api.keys[kind]), kind } });
  }
  const other = await call("GET", "/api/project", { key: await api.makeKey("read", { project: 2 }) });
  assert.deepEqual([other.body.id, other.body.slug, other.body.created_at], [2, "other", 7]);
  for (const kind of ["write", "server"]) assertProblem(await call("GET", "/api/project", { key: api.keys[kind] }), { status: 403, code: "wrong_key_kind" });
  assertProblem(await call("GET", "/api/project?id=2"), { status: 400, code: "invalid_parameter", field: "id" });
});

test("the last use is written down behind the answer, to the hour and once an hour", async () => {
  const hour = () => Math.floor(Date.now() / HOUR) * HOUR;
  const [{ id, key }, other] = [await make({ kind: "write" }), await make({ kind: "write" })];
  const before = hour();
  assert.equal((await send(key)).status, 200);
  const told = await toldUse(id);
  assert.ok(told >= before && told <= hour() && told % HOUR === 0, `${told}`);
  // What is written again would be seen here.
  await api.d1.prepare("UPDATE keys SET last_used_at = 5 WHERE id = ?1").bind(id).run();
  for (let n = 0; n < 5; n++) assert.equal((await send(key)).status, 200);
  // What is told of another key comes after whatever would be told of this one.
  await send(other.key);
  await toldUse(other.id);
  if (hour() === before) assert.equal((await row(id)).last_used_at, 5);
});

test("a refused key is not a used one", async () => {
  const [gone, bound] = [await api.makeKey("read", { revoked: 5 }), await api.makeKey("write", { origins: ["https://a.example"] })];
  assert.equal((await call("GET", "/api/project", { key: gone })).status, 401);
  assert.equal((await send(bound, { origin: "https://b.example" })).status, 403);
  const sound = await make({ kind: "read" });
  await call("GET", "/api/project", { key: sound.key });
  await toldUse(sound.id);
  assert.deepEqual([(await row(idOf(gone))).last_used_at, (await row(idOf(bound))).last_used_at], [null, null]);
});

test("what has not the form of a key costs no query, once it is known that there are keys", async () => {
  const guesses = [undefined, "nothing", "tm_read_short", "' OR 1=1 --"];
  const lines = () => api.requests.map((line) => JSON.parse(line)).filter(({ endpoint, status }) => endpoint === "/api/project" && status === 401);
  const before = lines().length;
  for (const key of guesses) assert.equal((await call("GET", "/api/project", { key: null, headers: key && { "x-trailmark-key": key } })).status, 401);
  await eventually(() => lines().length, (length) => length >= before + guesses.length);
  assert.deepEqual(lines().slice(before).map(({ rows_read }) => rows_read), guesses.map(() => 0));
});
