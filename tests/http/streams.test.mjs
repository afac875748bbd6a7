// Runs: what each stream's events say, newest first, page by page, with the filters of questions; and that nothing depends on what is folded.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertProblem, startApi } from "./api.mjs";

const HOUR = 3_600_000;
const NOW = Date.now();
const LEVELS = ["detail", "state", "action", "decision", "milestone"];
const AGO = (hours) => NOW - hours * HOUR;

/** Twelve runs of ten steps each, one beginning every three hours, some across hours; and events of no run. */
const events = Array.from({ length: 120 }, (_, n) => {
  const [run, step] = [Math.floor(n / 10), n % 10];
  return {
    id: `e${n}`,
    type: "step_done",
    occurred_at: AGO(60 - run * 3) + step * 400_000,
    level: LEVELS[(run + step) % 5],
    stream_id: run === 3 ? "run, 3" : `run ${run}`,
    ...(step > 0 && { step: step * 2 }),
    ...(step % 3 === 1 && { user_id: `u${(run + step) % 4}` }),
    ...(step % 2 && { actor: { type: "npc", id: `n${step % 3}`, name: `Name ${step}` } }),
    correlation_id: `c${run % 4}`,
    ref: `row:${n % 30}`,
  };
}).concat(Array.from({ length: 30 }, (_, n) => ({ id: `x${n}`, type: "page_view", occurred_at: AGO(n), ref: `row:${n}` })));

let api;
before(async () => {
  api = await startApi();
  assert.equal((await api.send(events)).accepted, events.length);
});
after(() => api.stop());

const ask = (parameters) => api.ask("/api/streams", parameters);

/** What is to be said of a stream, of these events. */
function expected(stream_id, own) {
  const times = own.map((event) => event.occurred_at);
  const [first_at, last_at] = [Math.min(...times), Math.max(...times)];
  const steps = own.map((event) => event.step).filter((step) => step !== undefined);
  const actors = own.map((event) => JSON.stringify(event.actor ? [event.actor.type, event.actor.id] : event.user_id ? ["user", event.user_id] : ["anonymous"]));
  return {
    stream_id, first_at, first_at_iso: new Date(first_at).toISOString(), last_at, last_at_iso: new Date(last_at).toISOString(), duration_ms: last_at - first_at,
    events: own.length,
    levels: Object.fromEntries(LEVELS.map((level) => [level, own.filter((event) => event.level === level).length])),
    first_step: steps.length ? Math.min(...steps) : null,
    last_step: steps.length ? Math.max(...steps) : null,
    users: new Set(own.map((event) => event.user_id).filter(Boolean)).size,
    actors: new Set(actors).size,
  };
}

function streams(isOne = () => true) {
  const ids = new Set(events.filter((event) => event.stream_id && isOne(event)).map((event) => event.stream_id));
  const items = [...ids].map((id) => expected(id, events.filter((event) => event.stream_id === id && isOne(event))));
  return items.sort((a, b) => b.first_at - a.first_at);
}

/** Everything that is asked here; the same before and after folding. */
function asked() {
  test("all of them, newest first, each as its events say", async () => {
    const { items, total, has_more, next_cursor, range, timezone, meta } = await ask({ range: "all", limit: 100 });
    assert.deepEqual(items, streams());
    assert.deepEqual([total, has_more, next_cursor, timezone, range.from], [12, false, null, "UTC", Math.min(...events.map((event) => event.occurred_at))]);
    assert.ok(["all", "part", "none"].includes(meta.rollups));
  });

  test("page by page", async () => {
    const found = [];
    for (let cursor, pages = 0; pages < 10; pages++) {
      const page = await ask({ limit: 5, ...(cursor && { cursor }) });
      found.push(...page.items);
      assert.equal(page.total, 12);
      cursor = page.next_cursor;
      if (!page.has_more) break;
    }
    assert.deepEqual(found, streams());
  });

  const cases = [
    [{ stream_id: "run, 3" }, (event) => event.stream_id === "run, 3"],
    [{ user_id: "u1" }, (event) => event.user_id === "u1"],
    [{ level: "decision,milestone" }, (event) => ["decision", "milestone"].includes(event.level)],
    [{ correlation_id: "c2" }, (event) => event.correlation_id === "c2"],
    [{ ref: "row:7" }, (event) => event.ref === "row:7"],
    [{ "stream.contains": "RUN 1" }, (event) => event.stream_id?.includes("run 1")],
    [{ actor: "n1", correlation_id: "c1" }, (event) => event.actor?.id === "n1" && event.correlation_id === "c1"],
    [{ from: AGO(40), to: AGO(30) }, (event) => event.occurred_at >= AGO(40) && event.occurred_at < AGO(30)],
    [{ type: "never" }, () => false],
    [{ bots: "only" }, () => false],
  ];
  for (const [parameters, isOne] of cases) {
    test(new URLSearchParams(parameters).toString(), async () => {
      const { items, total } = await ask({ ...parameters, limit: 100 });
      assert.deepEqual(items, streams(isOne));
      assert.equal(total, items.length);
    });
  }

  test("lists find the events of a run, of a step, of a correlation, of a record", async () => {
    const found = async (parameters) => {
      const [first, all] = [await api.ask("/api/events", { ...parameters, limit: 2 }), await api.ask("/api/events", { ...parameters, limit: 100 })];
      assert.deepEqual(first.items, all.items.slice(0, 2));
      return [all.total, all.items.map((item) => item.id).sort()];
    };
    const these = (isOne) => {
      const ids = events.filter(isOne).map((event) => event.id).sort();
      return [ids.length, ids];
    };
    assert.deepEqual(await found({ correlation_id: "c1" }), these((event) => event.correlation_id === "c1"));
    assert.deepEqual(await found({ ref: "row:7" }), these((event) => event.ref === "row:7"));
    assert.deepEqual(await found({ ref: "row:7", stream_id: "run 6" }), these((event) => event.ref === "row:7" && event.stream_id === "run 6"));
    assert.deepEqual(await found({ step_from: 15 }), these((event) => event.step >= 15));
    assert.deepEqual(await found({ step_from: 6, step_to: 6, correlation_id: "c0" }), these((event) => event.step === 6 && event.correlation_id === "c0"));
    assert.deepEqual(await found({ ref: "row:none" }), [0, []]);
    assert.equal((await api.ask("/api/events/analytics", { correlation_id: "c1", range: "all" })).total_events, 30);
  });
}

describe("nothing folded", asked);

describe("everything folded", () => {
  before(async () => {
    for (let left = 1; left > 0; ) {
      const answer = await api.request("POST", "/api/rollups/fold", { key: api.keys.admin });
      assert.equal(answer.status, 200, answer.text);
      left = answer.body.remaining;
    }
  });
  asked();

  test("answers come from the roll-ups", async () => {
    const { meta } = await ask({ from: AGO(80), to: AGO(20) });
    assert.ok(meta.folded_hours > 0 && meta.live_hours <= 1, JSON.stringify(meta));
  });
});

test("what is not understood is refused", async () => {
  const request = (query, key = api.keys.read) => api.request("GET", `/api/streams?${query}`, { key });
  for (const [query, field] of [["limit=101", "limit"], ["cursor=x", "cursor"], ["compare=previous", "compare"], ["stream_id=", "stream_id"], ["steps=1", "steps"]]) {
    assertProblem(await request(query), { status: 400, code: "invalid_parameter", field });
  }
  assertProblem(await request("", api.keys.write), { status: 403, code: "wrong_key_kind" });
  assertProblem(await api.request("POST", "/api/streams", { key: api.keys.read }), { status: 405, code: "method_not_allowed" });
});

test("no other project's streams", async () => {
  await api.d1.prepare("INSERT OR IGNORE INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
  const answer = await api.request("GET", "/api/streams?range=all", { key: await api.makeKey("read", { project: 2 }) });
  assert.deepEqual([answer.body.items, answer.body.total], [[], 0]);
});
