// Tracking plans: who may read and replace them, versions, and what becomes of events by their modes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../support/database.mjs";
import { assertProblem, startApi } from "./api.mjs";
import { projects } from "./accounts.mjs";

let api, newProject, builtIn;
before(async () => {
  api = await startApi();
  newProject = projects(api);
  builtIn = JSON.parse(await readFile(path.join(root, "tracking-plan.json"), "utf8"));
});
after(() => api.stop());

const EVENTS = {
  task_completed: {
    category: "board", action: "ticked", level: "decision",
    properties: {
      priority: { type: "string", required: true, enum: ["low", "high"] },
      minutes: { type: "integer", maximum: 10080 },
      assignee_email: { type: "string", pii: true },
    },
  },
  task_done: { deprecated: "use task_completed" },
  page_view: {},
};

/** A project with a plan of its own, if any, and calls for it. */
async function planned(plan) {
  const project = await newProject();
  const adminKey = await api.makeKey("admin", { project: project.id });
  const self = {
    ...project,
    put: async (plan, query = "") => (await project.request("PUT", `/api/plan${query}`, "admin", plan)).body,
    tryPut: (body, query = "") => api.request("PUT", `/api/plan${query}`, { key: adminKey, body: typeof body === "string" ? body : JSON.stringify(body) }),
    get: async (query = "") => (await project.request("GET", `/api/plan${query}`, "read")).body,
    versions: async () => (await project.request("GET", "/api/plan/versions", "read")).body.items,
    items: async (query = "") => (await project.request("GET", `/api/events?range=all${query}`, "read")).body.items,
  };
  if (plan) await self.put(plan);
  return self;
}

let last = 0;
const event = (type, metadata, more = {}) => ({ id: `e-${++last}`, occurred_at: 1_771_405_200_000 + last, type, ...(metadata ? { metadata } : {}), ...more });
const good = () => event("task_completed", { priority: "low" });
const verdictsOf = (answer) => [answer.accepted, answer.duplicate, answer.rejected, answer.limited];
const codesOf = (answer) => answer.verdicts.map(({ code, field }) => [code, field]);

/** Events that are not as planned, each with its first fault. */
const FAULTS = [
  [() => event("task_complete", { priority: "low" }), "unknown_event_type", "type"],
  [() => event("task_completed"), "property_missing", "metadata.priority"],
  [() => event("task_completed", { priority: 1 }), "property_type", "metadata.priority"],
  [() => event("task_completed", { priority: "urgent" }), "property_value", "metadata.priority"],
  [() => event("task_completed", { priority: "low", minutes: 10081 }), "property_too_large", "metadata.minutes"],
];

describe("who may", () => {
  for (const kind of ["write", "server", "read", "admin"]) {
    test(`with a key that is ${kind}`, async () => {
      const mayRead = ["read", "admin"].includes(kind);
      for (const path of ["/api/plan", "/api/plan/versions"]) {
        const answer = await api.request("GET", path, { key: api.keys[kind] });
        if (mayRead) assert.equal(answer.status, 200, answer.text);
        else assertProblem(answer, { status: 403, code: "wrong_key_kind" });
      }
      const put = await api.request("PUT", "/api/plan?dry_run=1", { key: api.keys[kind], body: JSON.stringify(builtIn) });
      if (kind === "admin") assert.equal(put.status, 200, put.text);
      else assertProblem(put, { status: 403, code: "wrong_key_kind" });
    });
  }

  test("nobody without a key", async () => {
    assertProblem(await api.request("GET", "/api/plan"), { status: 401, code: "missing_key" });
    assertProblem(await api.request("PUT", "/api/plan", { body: "{}" }), { status: 401, code: "missing_key" });
  });
});

describe("versions", () => {
  test("the built-in plan is version 0 and holds until there is another", async () => {
    const project = await planned();
    const { version, created_at, plan } = await project.get();
    assert.deepEqual([version, created_at, plan], [0, null, builtIn]);
    assert.deepEqual(await project.versions(), [{ version: 0, created_at: null, mode: builtIn.mode ?? "open", events: Object.keys(builtIn.events).length }]);
  });

  test("a plan is replaced, every version is kept, and the same again makes none", async () => {
    const project = await planned();
    const before = Date.now();
    const first = await project.put({ events: EVENTS });
    assert.equal(first.version, 1);
    assert.ok(first.created_at >= before && first.created_at <= Date.now());
    assert.ok(first.changes.some(({ code, place }) => code === "event_removed" && place.startsWith("events.")), JSON.stringify(first.changes));
    const same = await project.put({ mode: "open", $schema: "x", events: EVENTS });
    assert.deepEqual(same, { version: 1, created_at: first.created_at, changes: [] });
    const second = await project.put({ mode: "strict", events: { ...EVENTS, login: { description: "Somebody comes in." } } });
    assert.equal(second.version, 2);
    assert.deepEqual(second.changes.map(({ code, breaking }) => [code, breaking]), [["mode_stricter", true], ["event_added", false]]);
    assert.deepEqual((await project.get()).plan.mode, "strict");
    assert.deepEqual(await project.get("?version=1"), { version: 1, created_at: first.created_at, plan: { events: EVENTS } });
    assert.deepEqual((await project.get("?version=0")).plan, builtIn);
    const lines = (await project.versions()).map(({ version, mode, events }) => [version, mode, events]);
    assert.deepEqual(lines, [[2, "strict", 4], [1, "open", 3], [0, "open", Object.keys(builtIn.events).length]]);
    const readKey = await api.makeKey("read", { project: project.id });
    assertProblem(await api.request("GET", "/api/plan?version=3", { key: readKey }), { status: 404, code: "not_found" });
    for (const bad of ["version=-1", "version=new", "versions=1"]) {
      assertProblem(await api.request("GET", `/api/plan?${bad}`, { key: readKey }), { status: 400, code: "invalid_parameter", field: bad.split("=")[0] });
    }
  });

  test("a dry run only checks and compares", async () => {
    const project = await planned({ events: EVENTS });
    const answer = await project.put({ mode: "warn", events: EVENTS }, "?dry_run=1");
    assert.deepEqual([answer.version, answer.changes.map(({ code }) => code)], [1, ["mode_stricter"]]);
    assert.equal((await project.get()).plan.mode, undefined);
    assertProblem(await project.tryPut({ mode: "loud", events: {} }, "?dry_run=1"), { status: 422, code: "invalid_plan", field: "mode" });
  });

  test("plans that are put at the same time follow one another, none lost and none twice", async () => {
    const project = await planned();
    const plans = Array.from({ length: 4 }, (_, n) => ({ events: { [`type_${n}`]: {} } }));
    const answers = await Promise.all(plans.map((plan) => project.put(plan)));
    assert.deepEqual(answers.map(({ version }) => version).sort(), [1, 2, 3, 4]);
    for (const [n, { version, changes }] of answers.entries()) {
      assert.deepEqual((await project.get(`?version=${version}`)).plan, plans[n]);
      const removed = changes.filter(({ code }) => code === "event_removed").map(({ place }) => place);
      const before = (await project.get(`?version=${version - 1}`)).plan;
      assert.deepEqual(removed.sort(), Object.keys(before.events).map((type) => `events.${type}`).sort());
    }
  });

  describe("a plan with a fault is refused, and nothing changes", () => {
    const property = (of) => ({ events: { x: { properties: { p: of } } } });
    const cases = [
      [{}, 422, "invalid_plan", "events"],
      [{ events: [] }, 422, "invalid_plan", "events"],
      [{ mode: "loose", events: {} }, 422, "invalid_plan", "mode"],
      [{ event: {}, events: {} }, 422, "invalid_plan", "event"],
      [{ events: { x: { level: "loud" } } }, 422, "invalid_plan", "events.x.level"],
      [property({ type: "text" }), 422, "invalid_plan", "events.x.properties.p.type"],
      [property({ type: "string", maximum: -1 }), 422, "invalid_plan", "events.x.properties.p.maximum"],
      ["[]", 422, "invalid_plan", undefined],
      [{ events: {}, $schema: "x".repeat(256 * 1024) }, 422, "invalid_plan", undefined],
      ["{", 400, "invalid_json", undefined],
      ["", 400, "invalid_json", undefined],
    ];
    for (const [plan, status, code, field] of cases) {
      test(`${field ?? code}: ${JSON.stringify(plan).slice(0, 60)}`, async () => {
        const project = await planned();
        assertProblem(await project.tryPut(plan), { status, code, field });
        assert.equal((await project.get()).version, 0);
      });
    }

    test("more than a body may hold", async () => {
      assertProblem(await (await planned()).tryPut(" ".repeat(1024 * 1024 + 1)), { status: 413, code: "body_too_large" });
    });
  });
});

describe("open", () => {
  test("what is not as planned is stored and marked, and properties of no plan are no fault", async () => {
    const project = await planned({ mode: "open", events: EVENTS });
    const events = [good(), event("task_completed", { priority: "high", mood: "fine" }), ...FAULTS.map(([make]) => make()), event("task_done")];
    const answer = await project.send({ events });
    assert.deepEqual([verdictsOf(answer), "warnings" in answer], [[events.length, 0, 0, 0], false]);
    const items = (await project.items()).reverse();
    const expected = [undefined, undefined, ...FAULTS.map(([, code, field]) => ({ code, field })), { code: "event_deprecated", field: "type" }];
    assert.deepEqual(items.map(({ plan_fault }) => plan_fault), expected);
    assert.deepEqual((await project.request("GET", `/api/events/${events[2].id}`, "read")).body.plan_fault, expected[2]);
  });

  test("marked events are found by their code", async () => {
    const project = await planned({ events: EVENTS });
    await project.send({ events: [good(), good(), ...FAULTS.map(([make]) => make()), event("task_done"), event("task_done")] });
    const codes = async (query) => (await project.items(`&plan_fault=${query}`)).map(({ plan_fault }) => plan_fault.code).reverse();
    const all = FAULTS.map(([, code]) => code);
    assert.deepEqual(await codes("any"), [...all, "event_deprecated", "event_deprecated"]);
    assert.deepEqual(await codes("property_value"), ["property_value"]);
    assert.deepEqual(await codes("event_deprecated,property_type"), ["property_type", "event_deprecated", "event_deprecated"]);
    assert.deepEqual(await codes("any&type=task_done"), ["event_deprecated", "event_deprecated"]);
    const list = (await project.request("GET", "/api/events?range=all&plan_fault=any&limit=3", "read")).body;
    assert.deepEqual([list.items.length, list.total, list.has_more], [3, 7, true]);
    const counted = (await project.request("GET", "/api/events/analytics?range=all&plan_fault=unknown_event_type", "read")).body;
    assert.equal(counted.total_events, 1, JSON.stringify(counted));
    const bad = await api.request("GET", "/api/events?plan_fault=wrong", { key: api.keys.read });
    assertProblem(bad, { status: 400, code: "invalid_parameter", field: "plan_fault" });
  });

  test("the mark goes with an export and comes back with an import, which judges nothing", async () => {
    const [one, other] = [await planned({ events: EVENTS }), await planned({ mode: "strict", events: {} })];
    await one.send({ events: [good(), ...FAULTS.map(([make]) => make())] });
    const lines = (await one.request("GET", "/api/events/export?range=all", "read")).text;
    const adminKey = await api.makeKey("admin", { project: other.id });
    const imported = await api.request("POST", "/api/events/import", { key: adminKey, body: lines });
    assert.deepEqual([imported.body.accepted, imported.body.rejected], [6, 0], imported.text);
    assert.equal((await other.request("GET", "/api/events/export?range=all", "read")).text, lines);
    const csv = (await one.request("GET", "/api/events/export?range=all&format=csv", "read")).text.split("\r\n");
    assert.ok(csv[0].endsWith(",plan_fault") && csv[3].endsWith(",property_missing metadata.priority"), csv.slice(0, 4).join("\n"));
  });
});

describe("warn", () => {
  test("the same, and the answer has a line for each that is stored now", async () => {
    const project = await planned({ mode: "warn", events: EVENTS });
    const events = [good(), ...FAULTS.map(([make]) => make()), event("task_completed", { priority: "low", mood: "fine" }), event("task_done"), { type: 7 }];
    const answer = await project.send({ events });
    assert.deepEqual(verdictsOf(answer), [events.length - 1, 0, 1, 0]);
    const expected = [...FAULTS.map(([, code, field]) => [code, field]), ["property_unknown", "metadata.mood"], ["event_deprecated", "type"]];
    assert.deepEqual(answer.warnings.map(({ code, field }) => [code, field]), expected);
    for (const [at, { index, id, detail, ...rest }] of answer.warnings.entries()) {
      assert.deepEqual([index, id, typeof detail, "verdict" in rest], [at + 1, events[at + 1].id, "string", false]);
    }
    assert.match(answer.warnings.at(-1).detail, /use task_completed/);
    const again = await project.send({ events });
    assert.deepEqual([verdictsOf(again), "warnings" in again], [[0, events.length - 1, 1, 0], false]);
    assert.equal((await project.items("&plan_fault=any")).length, expected.length);
    const alone = await project.request("POST", "/api/events/log", "write", event("task_done"));
    assert.equal(alone.body.warnings[0].code, "event_deprecated");
  });
});

describe("strict", () => {
  test("what is not as planned is rejected, its neighbours are not, and a deprecated type is only told", async () => {
    const project = await planned({ mode: "strict", events: EVENTS });
    const events = [good(), ...FAULTS.map(([make]) => make()), event("task_completed", { priority: "low", mood: "fine" }), event("task_done"), good()];
    const answer = await project.send({ events });
    assert.deepEqual(verdictsOf(answer), [3, 0, 6, 0]);
    assert.deepEqual(codesOf(answer), [...FAULTS.map(([, code, field]) => [code, field]), ["property_unknown", "metadata.mood"]]);
    assert.ok(answer.verdicts.every(({ verdict, id, index, detail }) => verdict === "rejected" && id === events[index].id && detail !== ""));
    assert.deepEqual(answer.warnings.map(({ index, code }) => [index, code]), [[7, "event_deprecated"]]);
    assert.deepEqual((await project.items()).map(({ plan_fault }) => plan_fault?.code).reverse(), [undefined, "event_deprecated", undefined]);
  });

  test("a single event is refused with the code and the field", async () => {
    const project = await planned({ mode: "strict", events: EVENTS });
    const key = await api.makeKey("write", { project: project.id });
    const answer = await api.request("POST", "/api/events/log", { key, body: JSON.stringify(event("task_completed")) });
    assertProblem(answer, { status: 422, code: "property_missing", field: "metadata.priority" });
  });

  test("the account of delivery has them as rejected", async () => {
    const project = await planned({ mode: "strict", events: EVENTS });
    const events = [good(), event("login"), good()].map((one, seq) => ({ ...one, seq }));
    await project.send({ batch_id: "b", instance_id: "i", sealed_at: 1_771_405_200_000, tracked: 3, events });
    const { tracked, stored, rejected, outstanding } = await project.ask();
    assert.deepEqual([tracked, stored, rejected, outstanding], [3, 2, 1, 0]);
  });
});

describe("what an event does not say", () => {
  test("comes from the plan, and what it says itself wins", async () => {
    const project = await planned({ events: EVENTS });
    const metadata = { priority: "low" };
    await project.send({ events: [
      event("task_completed", metadata),
      event("task_completed", metadata, { category: "own", action: "done", level: "action" }),
      event("page_view"),
      event("task_created"),
    ] });
    const told = (await project.items()).reverse().map(({ category, action, level }) => [category, action, level]);
    assert.deepEqual(told, [["board", "ticked", "decision"], ["own", "done", "action"], ["navigation", "viewed", "action"], ["task", "created", "action"]]);
  });

  test("the level of the plan is the one that remote config and its sampling see", async () => {
    const project = await planned({ events: { moved: { level: "detail" } } });
    await project.request("PUT", "/api/config", "admin", { min_level: "state" });
    const answer = await project.send({ events: [event("moved"), event("moved", undefined, { level: "state" })] });
    assert.deepEqual([verdictsOf(answer), codesOf(answer)], [[1, 0, 1, 0], [["below_min_level", "level"]]]);
  });
});

test("a plan is replaced without a deployment, and other projects keep theirs", async () => {
  const [strict, open] = [await planned({ mode: "strict", events: { a: {} } }), await planned({ events: { b: {} } })];
  const of = async (project, type) => (await project.send({ events: [event(type)] })).verdicts.map(({ code }) => code);
  assert.deepEqual([await of(strict, "a"), await of(strict, "b")], [[], ["unknown_event_type"]]);
  assert.deepEqual([await of(open, "a"), await of(open, "b")], [[], []]);
  await strict.put({ mode: "strict", events: { b: {} } });
  assert.deepEqual([await of(strict, "a"), await of(strict, "b")], [["unknown_event_type"], []]);
  assert.deepEqual((await open.items()).map(({ type, plan_fault }) => [type, plan_fault?.code]), [["b", undefined], ["a", "unknown_event_type"]]);
  await strict.put({ mode: "open", events: {} });
  assert.deepEqual(await of(strict, "a"), []);
});

test("trackers are told which names the plan has redacted", async () => {
  const project = await planned({ events: EVENTS });
  await project.request("PUT", "/api/config", "admin", { flush_at: 20 });
  const config = { flush_at: 20, redact: ["assignee_email"] };
  assert.deepEqual((await project.send({ events: [good()] })).config, config);
  assert.deepEqual((await project.request("GET", "/api/config", "write")).body.config, config);
  await project.put({ events: {} });
  assert.deepEqual((await project.send({ events: [good()] })).config, { flush_at: 20 });
});
