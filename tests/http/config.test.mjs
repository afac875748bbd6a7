// Remote config: who may read and replace it, what is told to whom, and what the server itself does by it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertProblem, startApi } from "./api.mjs";
import { projects, v7 } from "./accounts.mjs";

let api, newProject;
before(async () => {
  api = await startApi();
  newProject = projects(api);
});
after(() => api.stop());

/** A project with calls for its config. */
async function configured(config = {}) {
  const project = await newProject();
  const put = async (config) => (await project.request("PUT", "/api/config", "admin", config)).body;
  if (Object.keys(config).length > 0) await put(config);
  return { ...project, put };
}

const verdictsOf = (answer) => [answer.accepted, answer.duplicate, answer.rejected, answer.limited];
const codesOf = (answer) => answer.verdicts.map(({ code }) => code);
const event = (more = {}) => ({ type: "task_done", occurred_at: Date.now(), ...more });

describe("who may", () => {
  for (const kind of ["write", "server", "read", "admin"]) {
    test(`read it with a key that is ${kind}`, async () => {
      const { status, body } = await api.request("GET", "/api/config", { key: api.keys[kind] });
      assert.deepEqual([status, body], [200, { version: 0, updated_at: null, config: {} }]);
      const put = await api.request("PUT", "/api/config", { key: api.keys[kind], body: JSON.stringify({ flush_at: 0 }) });
      assertProblem(put, kind === "admin" ? { status: 422, code: "invalid_config", field: "flush_at" } : { status: 403, code: "wrong_key_kind" });
    });
  }

  test("nobody without a key", async () => {
    assertProblem(await api.request("GET", "/api/config"), { status: 401, code: "missing_key" });
    assertProblem(await api.request("PUT", "/api/config", { body: "{}" }), { status: 401, code: "missing_key" });
  });

  test("a page of another origin, with a public key in the address and without a preflight", async () => {
    const origin = "https://app.example";
    const ask = (key) => api.request("GET", `/api/config?key=${key}`, { headers: { origin } });
    const { status, headers } = await ask(api.keys.write);
    assert.deepEqual([status, headers.get("access-control-allow-origin"), headers.get("cache-control")], [200, origin, "no-store"]);
    const bound = await api.makeKey("write", { origins: ["https://other.example"] });
    assertProblem(await ask(bound), { status: 403, code: "origin_not_allowed" });
    for (const kind of ["read", "admin", "server"]) assertProblem(await ask(api.keys[kind]), { status: 400, code: "invalid_parameter", field: "key" });
    assertProblem(await ask(""), { status: 400, code: "invalid_parameter", field: "key" });
    const preflight = await api.request("OPTIONS", "/api/config", { headers: { origin } });
    assert.match(preflight.headers.get("access-control-allow-methods"), /GET.*PUT/);
  });
});

test("a config is replaced whole, by versions, and told by what is not at its default", async () => {
  const project = await configured();
  const before = Date.now();
  const first = await project.put({ min_level: "state", flush_at: 10, canary: { share: 1, streams: ["night-run"] } });
  assert.deepEqual([first.version, first.config], [1, { canary: { streams: ["night-run"] }, min_level: "state" }]);
  assert.ok(first.updated_at >= before && first.updated_at <= Date.now());
  const second = await project.put({ sampling: { types: { mouse_moved: 0.1 }, levels: { detail: 0.5 } }, autocapture: { clicks: false } });
  assert.equal(second.version, 2);
  assert.deepEqual(second.config, { sampling: { types: { mouse_moved: 0.1 }, levels: { detail: 0.5 } }, autocapture: { clicks: false } });
  assert.deepEqual((await project.request("GET", "/api/config", "write")).body, second);
  const answer = await project.send({ events: [event()] });
  assert.deepEqual(answer.config, second.config);
  assert.deepEqual((await project.put({})).config, {});
});

test("a dry run checks, and says what would be told, and changes nothing", async () => {
  const project = await configured({ flush_at: 20 });
  const now = async () => (await project.request("GET", "/api/config", "admin")).body;
  const before = await now();
  const { body } = await project.request("PUT", "/api/config?dry_run=1", "admin", { enabled: false, flush_at: 10, retention_days: 30 });
  assert.deepEqual(body, { ...before, config: { enabled: false, retention_days: 30 } });
  assert.deepEqual(await now(), before);
  const actions = (await project.request("GET", "/api/audit", "admin")).body.items.map(({ action }) => action);
  assert.equal(actions.filter((action) => action === "config_put").length, 1);
  const refused = (query, config) => api.request("PUT", `/api/config?${query}`, { key: api.keys.admin, body: JSON.stringify(config) });
  assertProblem(await refused("dry_run=1", { flush_at: 0 }), { status: 422, code: "invalid_config", field: "flush_at" });
  assertProblem(await refused("dry_run=1&wet=1", {}), { status: 400, code: "invalid_parameter", field: "wet" });
  assertProblem(await refused("dry_run=perhaps", {}), { status: 400, code: "invalid_parameter", field: "dry_run" });
});

test("replacing it many times at once makes as many versions, and the last is what holds", async () => {
  const project = await configured();
  const put = await Promise.all(Array.from({ length: 8 }, (_, n) => project.put({ flush_at: 20 + n })));
  assert.deepEqual(put.map(({ version }) => version).sort(), [1, 2, 3, 4, 5, 6, 7, 8]);
  const last = put.find(({ version }) => version === 8);
  assert.deepEqual((await project.request("GET", "/api/config", "read")).body, last);
});

describe("a config that is none", () => {
  const cases = [
    ['{"enabled": "no"}', 422, "invalid_config", "enabled"],
    ['{"enable": false}', 422, "invalid_config", "enable"],
    ['{"canary": {"share": 2}}', 422, "invalid_config", "canary.share"],
    ['{"sampling": {"types": {"x": 0.00001}}}', 422, "invalid_config", "sampling.types.x"],
    ['{"min_level": "loud"}', 422, "invalid_config", "min_level"],
    ['{"redact": ["email"]}', 422, "invalid_config", "redact"],
    ["[]", 422, "invalid_config", undefined],
    [JSON.stringify({ canary: { streams: Array.from({ length: 90 }, (_, n) => `${n}`.padEnd(120, "x")) } }), 422, "invalid_config", undefined],
    ["{", 400, "invalid_json", undefined],
    ["", 400, "invalid_json", undefined],
  ];
  for (const [body, status, code, field] of cases) {
    test(`${body.slice(0, 50)} is refused`, async () => {
      assertProblem(await api.request("PUT", "/api/config", { key: api.keys.admin, body }), { status, code, field });
    });
  }
});

test("every answer to a batch carries it, refusals of single events and of what is put off too", async () => {
  const project = await configured({ flush_at: 50 });
  const told = async (path, body, status) => {
    const answer = await api.request("POST", path, { key: await api.makeKey("write", { project: project.id }), body: JSON.stringify(body) });
    assert.equal(answer.status, status, answer.text);
    assert.deepEqual(answer.body.config, { flush_at: 50 });
  };
  await told("/api/events/log/batch", { events: [event()] }, 200);
  await told("/api/events/log/batch", { events: [{ type: 7 }] }, 200);
  await told("/api/events/log/batch", { events: [event()], sealed_at: 1_771_405_200_000, clock_unproved: true }, 200);
  await told("/api/events/log", event(), 200);
  await told("/api/events/log", { type: 7 }, 422);
  assert.deepEqual((await api.send([event()])).config, {});
});

describe("switched off", () => {
  const batch = (n, more = {}) => ({
    batch_id: `b${n}`, instance_id: v7(1_771_405_200_000, 1), sealed_at: 1_771_405_200_000 + n, tracked: 3 * (n + 1),
    events: [0, 1, 2].map((k) => event({ id: `e${n}-${k}`, seq: 3 * n + k, ...more })),
  });

  test("not a row is written, whatever is sent, and nobody is told of an error", async () => {
    const project = await configured();
    assert.deepEqual(verdictsOf(await project.send(batch(0))), [3, 0, 0, 0]);
    await project.put({ enabled: false });
    const { body, headers } = await project.post(batch(1));
    assert.deepEqual([verdictsOf(body), codesOf(body), body.config], [[0, 0, 3, 0], Array(3).fill("config_off"), { enabled: false }]);
    assert.equal(headers.get("x-trailmark-rows-written"), "0");
    const broken = await project.post({ ...batch(2), events: [{ type: 7 }, 8, event({ occurred_at: 1 })] });
    assert.deepEqual([broken.status, codesOf(broken.body)], [200, Array(3).fill("config_off")]);
    assert.equal(broken.headers.get("x-trailmark-rows-written"), "0");
    const alone = await project.request("POST", "/api/events/log", "write", event());
    assert.deepEqual([alone.status, codesOf(alone.body), alone.headers.get("x-trailmark-rows-written")], [200, ["config_off"], "0"]);
    const count = await api.d1.prepare("SELECT (SELECT count(*) FROM events WHERE project_id = ?1) AS events, (SELECT count(*) FROM batches WHERE project_id = ?1) AS batches").bind(project.id).first();
    assert.deepEqual(count, { events: 3, batches: 1 });
  });

  test("other projects go on", async () => {
    const [off, on] = [await configured({ enabled: false }), await configured()];
    assert.equal((await off.send({ events: [event()] })).rejected, 1);
    assert.equal((await on.send({ events: [event()] })).accepted, 1);
  });

  test("switched on again, the next batch is stored", async () => {
    const project = await configured({ enabled: false });
    assert.equal((await project.send(batch(0))).rejected, 3);
    assert.equal((await project.put({ enabled: true })).version, 2);
    assert.equal((await project.send(batch(1))).accepted, 3);
  });

  test("what is turned away is in no account; for an instance that goes on later it is outstanding, unless it says that it gave it up", async () => {
    const project = await configured();
    await project.send(batch(0));
    await project.put({ enabled: false });
    await project.send(batch(1));
    const while_off = await project.ask();
    assert.deepEqual([while_off.tracked, while_off.stored, while_off.rejected, while_off.outstanding], [3, 3, 0, 0]);
    await project.put({});
    await project.send(batch(2));
    const after = await project.ask();
    assert.deepEqual([after.tracked, after.stored, after.rejected, after.outstanding], [9, 6, 0, 3]);
    await project.send({ ...batch(3), dropped: [{ reason: "config_off", count: 3 }] });
    const told = await project.ask();
    assert.deepEqual([told.tracked, told.stored, told.dropped.by_reason, told.outstanding], [12, 9, { config_off: 3 }, 0]);
  });
});

test("an isolate asks for it once a minute, and not for each request", async () => {
  const project = await configured({ flush_at: 50 });
  await project.send({ events: [event()] });
  await api.d1.prepare("UPDATE configs SET config = '{}', version = 9 WHERE project_id = ?1").bind(project.id).run();
  assert.deepEqual((await project.send({ events: [event()] })).config, { flush_at: 50 });
  // What is put through the isolate holds at once.
  assert.deepEqual((await project.put({ flush_at: 60 })).version, 10);
  assert.deepEqual((await project.send({ events: [event()] })).config, { flush_at: 60 });
});

describe("sampling", () => {
  test("a session is whole or not there, in shares that are met, by what is told of types and levels", async () => {
    const project = await configured({ sampling: { types: { moved: 0.3 }, levels: { detail: 0.6 } } });
    const sessions = Array.from({ length: 400 }, (_, n) => v7(1_771_405_200_000 + n * 7919, (n * 104_729) % 999_983));
    const kept = { moved: 0, looked: 0 };
    for (const type of ["moved", "looked"]) {
      for (let from = 0; from < sessions.length; from += 100) {
        const some = sessions.slice(from, from + 100);
        const events = some.flatMap((session_id) => [1, 2, 3].map(() => event({ type, level: "detail", session_id })));
        const answer = await project.send({ events });
        const away = new Map();
        for (const { index, code, field } of answer.verdicts) {
          assert.deepEqual([code, field], ["config_sampled", type === "moved" ? "type" : "level"]);
          away.set(events[index].session_id, (away.get(events[index].session_id) ?? 0) + 1);
        }
        assert.ok([...away.values()].every((count) => count === 3));
        kept[type] += some.length - away.size;
      }
    }
    // Five standard deviations of 400 draws.
    assert.ok(Math.abs(kept.moved / 400 - 0.3) < 0.12 && Math.abs(kept.looked / 400 - 0.6) < 0.13, JSON.stringify(kept));
    assert.equal((await project.send({ events: [event({ session_id: sessions[0] })] })).accepted, 1);
  });

  test("the context's session draws, without one the stream, and a share of nothing takes nothing", async () => {
    const project = await configured({ sampling: { types: { moved: 0.6 } } });
    // FNV-1a of these, as tests/fixtures/sampling.json has them: 0.572 is in, 0.7071 is not.
    const [isIn, isOut] = ["foobar", "019c6ff4-6d80-7001-8101-010101010102"];
    const send = async (context, more) => codesOf(await project.send({ context, events: [event({ type: "moved", ...more })] }));
    assert.deepEqual(await send({ session_id: isIn }, { stream_id: isOut }), []);
    assert.deepEqual(await send({ session_id: isOut }, { stream_id: isIn }), ["config_sampled"]);
    assert.deepEqual(await send({ session_id: isOut }, { session_id: isIn }), []);
    assert.deepEqual(await send({}, { stream_id: isOut }), ["config_sampled"]);
    assert.deepEqual(await send({}, { id: isIn }), []);
    await project.put({ sampling: { types: { moved: 0 } } });
    assert.deepEqual(await send({ session_id: isIn }), ["config_sampled"]);
  });

  test("what it turns away is rejected in the account, and costs no row of its own", async () => {
    const project = await configured({ sampling: { types: { moved: 0 } }, min_level: "state" });
    const batch = (n, events) => ({ batch_id: `b${n}`, instance_id: "i", sealed_at: 1_771_405_200_000 + n, tracked: 4 * (n + 1), events: events.map((more, k) => event({ id: `e${n}-${k}`, seq: 4 * n + k, ...more })) });
    const mixed = await project.post(batch(0, [{}, { type: "moved" }, { level: "detail" }, {}]));
    assert.deepEqual([verdictsOf(mixed.body), codesOf(mixed.body)], [[2, 0, 2, 0], ["config_sampled", "below_min_level"]]);
    // Two events, the batch's line of the ledger, and the project's counters.
    assert.equal(mixed.headers.get("x-trailmark-rows-written"), "4");
    // The batch has its line of the ledger; else what it says would be missing for ever.
    const none = await project.post(batch(1, Array(4).fill({ type: "moved" })));
    assert.deepEqual([none.status, none.headers.get("x-trailmark-rows-written")], [200, "2"]);
    const account = await project.ask();
    assert.deepEqual([account.tracked, account.stored, account.rejected, account.outstanding], [8, 2, 6, 0]);
    // Who wants no account leaves nothing at all.
    const unnamed = await project.post({ events: [event({ type: "moved" })] });
    assert.equal(unnamed.headers.get("x-trailmark-rows-written"), "0");
  });
});

test("a canary is on for its share of sessions and for its streams", async () => {
  const project = await configured({ canary: { share: 0.4, streams: ["night-run"] } });
  // "canary" and these, as tests/fixtures/sampling.json has them: 0.3358 and 0.5739.
  const [isIn, isOut] = ["019c6ff4-6d80-7001-8101-010101010101", "019c6ff4-6d80-7001-8101-010101010102"];
  const codes = async (more) => codesOf(await project.send({ events: [event(more)] }));
  assert.deepEqual(await codes({ session_id: isIn }), []);
  assert.deepEqual(await codes({ session_id: isOut }), ["config_off"]);
  assert.deepEqual(await codes({ session_id: isOut, stream_id: "night-run" }), []);
  assert.deepEqual(await codes({ session_id: isOut, stream_id: "day-run" }), ["config_off"]);
});

test("a single event that the project does not want now is no error", async () => {
  const project = await configured({ sampling: { types: { moved: 0 } }, min_level: "state" });
  for (const [more, code] of [[{ type: "moved" }, "config_sampled"], [{ level: "detail" }, "below_min_level"]]) {
    const { status, body } = await project.request("POST", "/api/events/log", "write", event(more));
    assert.deepEqual([status, body.rejected, body.verdicts[0].code], [200, 1, code]);
  }
});

test("an import is no tracking: what was stored comes back whatever the config says", async () => {
  const project = await configured({ enabled: false });
  const line = JSON.stringify({ id: "a", type: "task_done", occurred_at: 1_771_405_200_000 });
  const answer = await api.request("POST", "/api/events/import", { key: await api.makeKey("admin", { project: project.id }), body: line });
  assert.equal(answer.body.accepted, 1, answer.text);
});
