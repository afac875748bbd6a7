// Questions about many events: each endpoint on a small day of which everything can be counted by hand.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertProblem, startApi } from "./api.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 2026-02-18 is a Wednesday; times are of that day and the one before, in UTC. */
const at = (time, date = "2026-02-18") => Date.parse(`${date}T${time}Z`);
const ANNA = { visitor_id: "v1", user_id: "anna", session_id: "s1" };
const ben = (session_id) => ({ visitor_id: "v2", session_id });
const page = (path) => ({ type: "page_view", page: { path } });
const task = (duration_ms, plan) => ({ type: "task_done", duration_ms, metadata: { plan } });
const EVENTS = [
  { ...ben("s0"), ...page("/"), occurred_at: at("22:30:00", "2026-02-17") },
  { ...ben("s0"), ...page("/docs"), occurred_at: at("23:30:00", "2026-02-17") },
  { ...ANNA, ...page("/"), occurred_at: at("08:00:00") },
  { ...ANNA, ...task(100, "pro"), occurred_at: at("08:01:00") },
  { ...ANNA, ...page("/docs"), occurred_at: at("09:00:00") },
  { ...ben("s2"), ...task(300, "free"), occurred_at: at("09:30:00") },
  { ...ben("s2"), ...page("/docs"), occurred_at: at("09:59:59.999") },
  { ...ben("s2"), ...task(1000, "free"), occurred_at: at("10:00:00") },
];
const WEDNESDAY = { from: "2026-02-18", to: "2026-02-18" };
const counts = (events, users, visitors, sessions, page_views) => ({ events, users, visitors, sessions, page_views });

let api;
before(async () => {
  api = await startApi();
  const answer = await api.send(EVENTS.map((event, n) => ({ id: `e${n}`, ...event })));
  assert.equal(answer.accepted, EVENTS.length);
});
after(() => api.stop());

const ask = (question, parameters = {}) => api.ask(`/api/analytics/${question}`, parameters);

describe("timeseries", () => {
  test("hours of a day, and the day before", async () => {
    const found = await ask("timeseries", { ...WEDNESDAY, compare: "previous" });
    assert.equal(found.interval, "hour");
    assert.deepEqual(found.total, counts(6, 1, 2, 2, 3));
    assert.equal(found.points.length, 24);
    assert.deepEqual(found.points[9], { start: at("09:00:00"), start_iso: "2026-02-18T09:00:00.000Z", ...counts(3, 1, 2, 2, 2) });
    assert.deepEqual(found.previous.total, counts(2, 0, 1, 1, 2));
    assert.deepEqual(found.previous.points[22], { start: at("22:00:00", "2026-02-17"), start_iso: "2026-02-17T22:00:00.000Z", ...counts(1, 0, 1, 1, 1) });
    assert.deepEqual(found.range, { from: at("00:00:00"), to: at("00:00:00") + DAY });
    assert.equal(found.timezone, "UTC");
    const { rows_read, milliseconds, rollups, folded_hours, live_hours, live_events } = found.meta;
    assert.ok(rows_read >= EVENTS.length && milliseconds >= 0 && folded_hours === 0 && live_hours === 5, JSON.stringify(found.meta));
    assert.deepEqual([rollups, live_events], ["none", 8]);
  });

  test("the day of another zone, by type", async () => {
    const found = await ask("timeseries", { ...WEDNESDAY, tz: "Europe/Berlin", interval: "day", by: "type", limit: 1 });
    assert.deepEqual(found.range, { from: at("23:00:00", "2026-02-17"), to: at("23:00:00") });
    assert.deepEqual(found.total, counts(7, 1, 2, 3, 4));
    assert.equal(found.series.length, 1);
    assert.deepEqual([found.series[0].value, found.series[0].total], ["page_view", counts(4, 1, 2, 3, 4)]);
    assert.deepEqual(found.series[0].points, [{ start: at("23:00:00", "2026-02-17"), start_iso: "2026-02-17T23:00:00.000Z", ...counts(4, 1, 2, 3, 4) }]);
  });

  test("everything, from the first event on", async () => {
    const found = await ask("timeseries", { range: "all", interval: "month" });
    assert.equal(found.points[0].start, Date.parse("2026-02-01"));
    assert.equal(found.range.from, at("22:30:00", "2026-02-17"));
    assert.ok(found.points.at(-1).start <= Date.now() && found.range.to <= Date.now());
    assert.deepEqual(found.total, counts(8, 1, 2, 3, 5));
  });
});

describe("breakdown", () => {
  test("several dimensions at once, with the day before", async () => {
    const found = await ask("breakdown", { ...WEDNESDAY, by: "path,metadata.plan,user", compare: "previous", limit: 2 });
    assert.deepEqual(found.total, counts(6, 1, 2, 2, 3));
    assert.deepEqual(found.previous, { total: counts(2, 0, 1, 1, 2) });
    const item = (value, numbers, share, before = counts(0, 0, 0, 0, 0)) => ({ value, ...numbers, share, previous: before });
    assert.deepEqual(found.breakdowns, [
      { by: "path", distinct: 3, items: [item(null, counts(3, 1, 2, 2, 0), 0.5), item("/docs", counts(2, 1, 2, 2, 2), 2 / 6, counts(1, 0, 1, 1, 1))] },
      { by: "metadata.plan", distinct: 3, items: [item(null, counts(3, 1, 2, 2, 3), 0.5, counts(2, 0, 1, 1, 2)), item("free", counts(2, 0, 1, 1, 0), 2 / 6)] },
      { by: "user", distinct: 2, items: [item("anna", counts(3, 1, 1, 1, 2), 0.5), item(null, counts(3, 0, 1, 1, 1), 0.5, counts(2, 0, 1, 1, 2))] },
    ]);
  });

  test("filters hold together, and `sort` says what shares are of", async () => {
    const found = await ask("breakdown", { range: "all", by: "type", sort: "visitors", "path.not_contains": "DOCS", "user": "(none)" });
    assert.deepEqual(found.breakdowns[0].items, [
      { value: "page_view", ...counts(1, 0, 1, 1, 1), share: 1 },
      { value: "task_done", ...counts(2, 0, 1, 1, 0), share: 1 },
    ]);
    const direct = await ask("breakdown", { range: "all", by: "channel,source" });
    assert.deepEqual(direct.breakdowns.map(({ items }) => items.map(({ value, sessions }) => [value, sessions])), [[["direct", 3]], [[null, 3]]]);
  });
});

test("timings", async () => {
  const found = await ask("timings", { ...WEDNESDAY, by: "metadata.plan", compare: "previous" });
  const { histogram, ...total } = found.total;
  const near = (actual, expected) => assert.ok(Math.abs(actual - expected) <= expected * 0.02, `${actual}, expected ${expected}`);
  assert.deepEqual([total.count, total.min_ms, total.max_ms], [3, 100, 1000]);
  assert.equal(total.mean_ms, 1400 / 3);
  [[total.p50_ms, 300], [total.p75_ms, 1000], [total.p90_ms, 1000], [total.p95_ms, 1000], [total.p99_ms, 1000]].forEach(([one, exact]) => near(one, exact));
  assert.deepEqual(histogram.map(({ from_ms, to_ms, count }) => [from_ms, to_ms, count]), [[64, 128, 1], [128, 256, 0], [256, 512, 1], [512, 1024, 1]]);
  assert.deepEqual(found.items.map(({ value, count, mean_ms }) => [value, count, mean_ms]), [["free", 2, 650], ["pro", 1, 100]]);
  assert.deepEqual([found.previous.total.count, found.previous.total.p50_ms, found.previous.total.histogram], [0, null, []]);
});

test("patterns", async () => {
  const found = await ask("patterns", { range: "all", tz: "Asia/Kolkata" });
  // 08:00 UTC is 13:30 there.
  const hours = found.heatmap.flatMap((row, weekday) => row.map((events, hour) => [weekday, hour, events])).filter(([, , events]) => events > 0);
  assert.deepEqual(hours, [[2, 4, 1], [2, 5, 1], [2, 13, 2], [2, 14, 1], [2, 15, 3]]);
  assert.deepEqual(found.peak_hours[0], { weekday: 2, hour: 15, events: 3 });
  assert.deepEqual(found.busiest_day, { date: "2026-02-18", events: 8 });
  assert.deepEqual(found.mean_duration_ms, [{ type: "task_done", count: 3, mean_ms: 1400 / 3 }]);
  assert.deepEqual(found.features, [{ category: "navigation", events: 5, users: 1, visitors: 2 }, { category: "task", events: 3, users: 1, visitors: 2 }]);
  assert.deepEqual(found.sequences, [{ types: ["page_view", "task_done", "page_view"], sessions: 1 }, { types: ["task_done", "page_view", "task_done"], sessions: 1 }]);
});

test("live", async () => {
  const now = Date.now();
  const live = [[0, "v8"], [4 * MINUTE, "v9"], [20 * MINUTE, "v7"], [20 * MINUTE, "v7"], [40 * MINUTE, "v6"]];
  await api.send(live.map(([ago, visitor_id], n) => ({ id: `live${n}`, ...page("/live"), visitor_id, occurred_at: now - ago })));
  const found = await ask("live");
  assert.deepEqual(found.now, { people: 2, visitors: 2, users: 0, sessions: 0 });
  assert.equal(found.minutes.length, 30);
  assert.equal(found.minutes.reduce((sum, { events }) => sum + events, 0), 4);
  assert.deepEqual([found.pages, found.types], [[{ value: "/live", events: 4, people: 3 }], [{ value: "page_view", events: 4, people: 3 }]]);
  assert.equal(found.countries.length, 1);
  await api.d1.prepare("DELETE FROM events WHERE event_id LIKE 'live%'").run();
});

describe("refusals", () => {
  const cases = [
    ["timeseries", { by: "colour" }, "by"],
    ["timeseries", { tz: "Berlin" }, "tz"],
    ["timeseries", { range: "30d", interval: "minute" }, "interval"],
    ["timeseries", { interval: "year" }, "interval"],
    ["timeseries", { range: "all", compare: "previous" }, "compare"],
    ["timeseries", { countri: "DE" }, "countri"],
    ["timeseries", { "country.is": "DE" }, "country.is"],
    ["breakdown", {}, "by"],
    ["breakdown", { by: "type,,path" }, "by"],
    ["breakdown", { by: "type", sort: "page_views" }, "sort"],
    ["breakdown", { by: "type", limit: "101" }, "limit"],
    ["timings", { bots: "maybe" }, "bots"],
    ["patterns", { interval: "hour" }, "interval"],
    ["live", { range: "1h" }, "range"],
  ];
  for (const [question, parameters, field] of cases) {
    test(`${question}?${new URLSearchParams(parameters)}`, async () => {
      const answer = await api.request("GET", `/api/analytics/${question}?${new URLSearchParams(parameters)}`, { key: api.keys.read });
      assertProblem(answer, { status: 400, code: "invalid_parameter", field });
    });
  }

  test("keys of other kinds, none, and another project's", async () => {
    const path = "/api/analytics/timeseries?range=all";
    assertProblem(await api.request("GET", path), { status: 401, code: "missing_key" });
    assertProblem(await api.request("GET", path, { key: api.keys.write }), { status: 403, code: "wrong_key_kind" });
    const unknown = await api.request("POST", path, { key: api.keys.read });
    assertProblem(unknown, { status: 405, code: "method_not_allowed" });
    await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
    const other = await api.request("GET", path, { key: await api.makeKey("read", { project: 2 }) });
    assert.deepEqual(other.body.total, counts(0, 0, 0, 0, 0));
    assert.deepEqual([other.body.points, other.body.range.from], [[], null]);
  });
});
