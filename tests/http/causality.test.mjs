// What led to an event and what came of it: chains, circles, diamonds, causes that are not stored, bounds; and the table by which effects
// are found, which always says what events say.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { v7 } from "./accounts.mjs";
import { assertProblem, startApi } from "./api.mjs";

const HOUR = 3_600_000;
const NOW = Date.now();
const TIME = NOW - 48 * HOUR;

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

const event = (id, occurred_at, causes = [], more = {}) => ({ id, occurred_at, type: "step_done", ...(causes.length && { caused_by: causes }), ...more });
/** Sends events in an order that is not theirs. */
const send = async (events) => {
  const mixed = events.map((one, n) => [n * 7919 % events.length, one]).sort(([a], [b]) => a - b).map(([, one]) => one);
  assert.equal((await api.send(mixed)).accepted, events.length);
};
const ask = (id, parameters) => api.ask(`/api/events/${id}/causality`, parameters);
const depths = (answer) => Object.fromEntries(answer.nodes.map((node) => [node.id, node.depth]));
const pairs = (answer) => answer.edges.map(({ from, to }) => `${from}>${to}`).sort();
const count = async (sql, ...values) => (await api.d1.prepare(`SELECT count(*) AS n FROM ${sql}`).bind(...values).first()).n;
/** The table of causes, and what it ought to be. */
const consistent = async () => {
  const rows = async (sql) => (await api.d1.prepare(sql).all()).results.map((row) => Object.values(row).join(" ")).sort();
  const table = await rows("SELECT project_id, cause_id, occurred_at, event_id FROM causes");
  assert.deepEqual(table, await rows("SELECT DISTINCT project_id, value, occurred_at, event_id FROM events, json_each(caused_by)"));
  return table.length;
};


describe("a chain of 61", () => {
  // Ids of three kinds: with the event's own time, with the time of another clock, and with none.
  const kinds = {
    "ids with the event's time": (n, at) => v7(at, 1000 + n),
    "ids of another clock": (n, at) => v7(at + 400 - n * 1000, 2000 + n),
    "ids without a time": (n) => `job-${n}`,
    "ids without a time, and hours between": (n) => `slow-${n}`,
  };
  for (const [name, id] of Object.entries(kinds)) {
    const at = (n) => TIME - (name.includes("hours") ? (60 - n) * 5 * HOUR : (60 - n) * 200);
    const ids = Array.from({ length: 61 }, (_, n) => id(n, at(n)));

    test(name, async () => {
      await send(ids.map((one, n) => event(one, at(n), n ? [ids[n - 1]] : [])));
      const up = await ask(ids[60], { direction: "up", depth: 60 });
      assert.deepEqual(depths(up), Object.fromEntries(ids.map((one, n) => [one, n - 60])));
      assert.deepEqual([up.root, up.truncated, up.missing, up.edges.length], [ids[60], false, [], 60]);
      const down = await ask(ids[0], { direction: "down", depth: 60 });
      assert.deepEqual(depths(down), Object.fromEntries(ids.map((one, n) => [one, n])));
      assert.deepEqual(pairs(down), ids.slice(1).map((one, n) => `${ids[n]}>${one}`).sort());
      const both = await ask(ids[30]);
      assert.deepEqual([both.nodes.length, both.truncated, both.nodes[0].depth, both.nodes[60].depth], [61, false, -30, 30]);
      const fifty = await ask(ids[60], { direction: "up" });
      assert.deepEqual([fifty.nodes.length, fifty.truncated], [51, true]);
      const few = await ask(ids[30], { limit: 11 });
      assert.deepEqual([few.nodes.map((node) => node.depth), few.truncated], [[-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5], true]);
    });
  }
});

test("a node says what its event says", async () => {
  const full = event("full", TIME, ["nothing"], {
    type: "run_planned", level: "decision", summary: "Two files", stream_id: "run-1", step: 3, actor: { type: "scheduler", id: "s1", name: "Nightly" },
  });
  await send([full]);
  const answer = await ask("full");
  const { id, type, level, summary, stream_id, step, actor } = full;
  const node = { id, type, level, occurred_at: TIME, occurred_at_iso: new Date(TIME).toISOString(), summary, stream_id, step, actor, depth: 0 };
  assert.deepEqual(answer, { root: "full", nodes: [node], edges: [], missing: ["nothing"], truncated: false });
});

test("circles end, and who causes itself is there once", async () => {
  await send([event("c1", TIME, ["c3"]), event("c2", TIME + 1, ["c1"]), event("c3", TIME + 2, ["c2", "c3"])]);
  const edges = ["c1>c2", "c2>c3", "c3>c1", "c3>c3"];
  assert.deepEqual([depths(await ask("c1", { direction: "down" })), pairs(await ask("c1", { direction: "down" }))], [{ c1: 0, c2: 1, c3: 2 }, edges]);
  assert.deepEqual(depths(await ask("c1", { direction: "up" })), { c1: 0, c3: -1, c2: -2 });
  const both = await ask("c1");
  assert.deepEqual([depths(both), pairs(both), both.truncated], [{ c3: -1, c1: 0, c2: 1 }, edges, false]);
});

test("what two ways lead to is there once, with both", async () => {
  await send([event("d1", TIME), event("d2", TIME + 1, ["d1"]), event("d3", TIME + 2, ["d1", "d2"]), event("d4", TIME + 3, ["d2", "d3", "d2"])]);
  const down = await ask("d1", { direction: "down" });
  assert.deepEqual(depths(down), { d1: 0, d2: 1, d3: 1, d4: 2 });
  assert.deepEqual(pairs(down), ["d1>d2", "d1>d3", "d2>d3", "d2>d4", "d3>d4"]);
  assert.deepEqual(depths(await ask("d4", { direction: "up" })), { d1: -2, d2: -1, d3: -1, d4: 0 });
});

test("causes that are not stored are named, with a time in their id or none", async () => {
  const [gone, never] = [v7(TIME - 5000, 77), "never-stored"];
  await send([event("m1", TIME, [gone]), event("m2", TIME + 1, ["m1", never])]);
  const answer = await ask("m2");
  assert.deepEqual([depths(answer), answer.missing, answer.truncated], [{ m1: -1, m2: 0 }, [gone, never].sort(), false]);
  // What names them is found by them, all the same.
  assert.deepEqual((await api.ask("/api/events", { caused_by: never })).items.map((item) => item.id), ["m2"]);
});

test("bounds are kept and told", async () => {
  const effects = Array.from({ length: 300 }, (_, n) => event(`w${n}`, TIME + 10 + n, ["wide"]));
  await send([event("wide", TIME), ...effects]);
  const answer = await ask("wide");
  assert.deepEqual([answer.nodes.length, answer.truncated], [200, true]);
  // The first in time are shown.
  assert.deepEqual(answer.nodes.slice(1).map((node) => node.id), effects.slice(0, 199).map((one) => one.id));
  assert.deepEqual([(await ask("wide", { limit: 500 })).nodes.length, (await ask("wide", { limit: 500 })).truncated], [301, false]);
  const up = await ask("w7", { direction: "up", depth: 1 });
  assert.deepEqual([depths(up), up.truncated], [{ wide: -1, w7: 0 }, false]);
  const request = (query) => api.request("GET", `/api/events/wide/causality?${query}`, { key: api.keys.read });
  for (const [query, field] of [["depth=101", "depth"], ["limit=501", "limit"], ["direction=back", "direction"], ["type=a", "type"]]) {
    assertProblem(await request(query), { status: 400, code: "invalid_parameter", field });
  }
  assertProblem(await api.request("GET", "/api/events/nobody/causality", { key: api.keys.read }), { status: 404, code: "not_found" });
  assertProblem(await api.request("GET", "/api/events/wide/causality", { key: api.keys.write }), { status: 403, code: "wrong_key_kind" });
});

test("no other project's events", async () => {
  await api.d1.prepare("INSERT OR IGNORE INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
  const [write, read] = [await api.makeKey("write", { project: 2 }), await api.makeKey("read", { project: 2 })];
  await send([event("p1", TIME), event("p2", TIME + 1, ["p1"])]);
  const theirs = [event("p2", TIME + 1, ["p1"]), event("p3", TIME + 2, ["p2"])];
  const sent = await api.request("POST", "/api/events/log/batch", { key: write, body: JSON.stringify({ events: theirs }) });
  assert.equal(sent.body.accepted, 2);
  const ours = await ask("p2");
  assert.deepEqual([depths(ours), ours.missing], [{ p1: -1, p2: 0 }, []]);
  const other = (await api.request("GET", "/api/events/p2/causality", { key: read })).body;
  assert.deepEqual([depths(other), other.missing], [{ p2: 0, p3: 1 }, ["p1"]]);
  assertProblem(await api.request("GET", "/api/events/p1/causality", { key: read }), { status: 404, code: "not_found" });
  await consistent();
});

describe("the table of causes", () => {
  test("costs a row for each cause, once, and events without causes nothing but the request's count", async () => {
    const post = async (events) => {
      const answer = await api.request("POST", "/api/events/log/batch", { key: api.keys.write, body: JSON.stringify({ events }) });
      return Number(answer.headers.get("x-trailmark-rows-written"));
    };
    const now = Date.now();
    assert.equal(await post([event("r1", now), event("r2", now)]), 2 + 1);
    const caused = [event("r3", now, ["r1", "r2", "r1"]), event("r4", now), event("r5", now, ["r4"])];
    assert.equal(await post(caused), 3 + 3 + 1);
    assert.equal(await post(caused), 1);
    // A copy that says otherwise changes nothing, since nothing of it is stored.
    assert.equal(await post([event("r3", now, ["r5"])]), 1);
    await consistent();
  });

  test("is filled by imports too", async () => {
    const lines = [event("i1", TIME), event("i2", TIME + 1, ["i1"])].map((one) => JSON.stringify(one)).join("\n");
    assert.equal((await api.request("POST", "/api/events/import", { key: api.keys.admin, body: lines })).body.accepted, 2);
    assert.deepEqual(depths(await ask("i1")), { i1: 0, i2: 1 });
    await consistent();
  });

  test("forgets what is deleted, by filter, by cause, with its user, or for its age", async () => {
    const remove = async (path) => (await api.request("DELETE", path, { key: api.keys.admin })).body;
    await send([
      event("x1", TIME), event("x2", TIME + 1, ["x1"], { type: "x_gone" }), event("x3", TIME + 2, ["x1", "x2"], { user_id: "ux" }),
      event("x4", TIME + 3, ["x3"]), event("x5", TIME - 400 * 24 * HOUR, ["x1"]),
    ]);
    const held = await consistent();
    assert.equal((await remove("/api/events?type=x_gone")).deleted, 1);
    assert.equal(await consistent(), held - 1);
    assert.deepEqual((await ask("x3", { direction: "up" })).missing, ["x2"]);
    assert.equal((await remove("/api/users/ux")).deleted, 1);
    assert.equal(await consistent(), held - 3);
    assert.equal((await remove("/api/events/cleanup")).deleted, 1);
    assert.equal(await consistent(), held - 4);
    const preview = await remove("/api/events?caused_by=x3&dry_run=1");
    assert.deepEqual([preview.matched, preview.deleted, await consistent()], [1, 0, held - 4]);
    assert.equal((await remove("/api/events?caused_by=x3")).deleted, 1);
    assert.equal(await consistent(), held - 5);
    assert.equal(await count("events WHERE event_id LIKE 'x%'"), 1);
  });
});

test("effects are listed by their cause, with other filters, page by page", async () => {
  await send([event("l0", TIME), ...Array.from({ length: 25 }, (_, n) => event(`l${n + 1}`, TIME + n * HOUR, ["l0"], { type: n % 2 ? "odd" : "even" }))]);
  const first = await api.ask("/api/events", { caused_by: "l0", limit: 10 });
  assert.deepEqual([first.total, first.items[0].id, first.items[9].id], [25, "l25", "l16"]);
  const rest = await api.ask("/api/events", { caused_by: "l0", limit: 100, cursor: first.next_cursor });
  assert.deepEqual([rest.items.length, rest.items[0].id, rest.has_more], [15, "l15", false]);
  assert.equal((await api.ask("/api/events", { caused_by: "l0", type: "odd", from: TIME + 10 * HOUR })).total, 7);
  assert.equal((await api.ask("/api/events", { caused_by: "l1" })).total, 0);
  assert.equal((await api.ask("/api/events/analytics", { caused_by: "l0" })).total_events, 25);
});
