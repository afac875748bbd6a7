// Questions that follow people through time, on a fortnight that is small enough to be counted by hand.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertProblem, startApi } from "./api.mjs";

const MINUTE = 60_000;
const at = (text) => Date.parse(`2026-03-${text}:00Z`);

/** What happened: when, to whom, in which session, what, and on which page. The 2nd is a Monday. */
const events = [
  ["02T10:00", "anna", "a1", "page_view", "/"],
  ["02T10:01", "anna", "a1", "page_view", "/pricing"],
  ["02T10:03", "anna", "a1", "signup", "/signup"],
  ["02T11:00", "ben", "b1", "page_view", "/"],
  ["02T11:05", "ben", "b1", "page_view", "/pricing"],
  ["02T11:06", "ben", "b1", "page_view", "/"],
  ["03T09:00", "anna", "a2", "page_view", "/docs"],
  ["04T23:30", "cleo", "c1", "page_view", "/pricing"],
  ["05T00:10", "cleo", "c1", "purchase", "/checkout"],
  ["05T08:00", null, null, "signup", null],
  ["09T12:00", "ben", "b2", "signup", "/signup"],
  ["10T09:00", "anna", "a3", "page_view", "/"],
  ["10T09:10", "anna", "a3", "purchase", "/checkout"],
].map(([time, visitor, session, type, path], n) => ({
  id: `e${String(n).padStart(2, "0")}`,
  occurred_at: at(time),
  type,
  ...(visitor && { visitor_id: visitor, session_id: session }),
  ...(visitor === "anna" && time >= "10" && { user_id: "u-anna" }),
  ...(visitor === null && { user_id: "u-dora" }),
  ...(path && { page: { path } }),
}));

let api;
before(async () => {
  api = await startApi();
  assert.equal((await api.send({ context: { device: { type: "mobile" } }, events })).accepted, events.length);
});
after(() => api.stop());

const FORTNIGHT = { from: "2026-03-02", to: "2026-03-15" };

/** A parameter may stand more than once, as a list. */
const request = (question, parameters) => {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]));
  return api.request("GET", `/api/analytics/${question}?${new URLSearchParams(pairs)}`, { key: api.keys.read });
};

/** The answer to a question about the fortnight. */
async function ask(question, parameters = {}) {
  const { status, body, text } = await request(question, { ...FORTNIGHT, ...parameters });
  assert.equal(status, 200, text);
  return body;
}

const refuse = async (question, parameters, field) =>
  assertProblem(await request(question, parameters), { status: 400, code: "invalid_parameter", field });

describe("funnel", () => {
  const figures = ({ steps }) => steps.map(({ people, median_ms: median, p90_ms: p90 }) => [people, median, p90]);

  test("steps within the window, timed from the latest start", async () => {
    const week = await ask("funnel", { step: ["page_view", "signup"] });
    assert.deepEqual(figures(week), [[3, null, null], [1, 2 * MINUTE, 2 * MINUTE]]);
    assert.deepEqual([week.people, week.converted, week.conversion], [3, 1, 1 / 3]);
    const signup = { step: "signup", people: 1, conversion: 1 / 3, from_previous: 1 / 3, median_ms: 120_000, p90_ms: 120_000 };
    assert.deepEqual(week.steps[1], signup);
    assert.deepEqual([week.range.from, week.range.to, week.timezone], [at("02T00:00"), at("16T00:00"), "UTC"]);
    assert.ok(week.meta.rows_read > 0);
    const longer = await ask("funnel", { step: ["page_view", "signup"], window: "8d" });
    assert.deepEqual(figures(longer)[1], [2, 2 * MINUTE, at("09T12:00") - at("02T11:06")]);
  });

  test("steps with conditions, filters and a split", async () => {
    const steps = ["type=page_view&path=/pricing", "type=purchase"];
    assert.deepEqual(figures(await ask("funnel", { step: steps })), [[3, null, null], [1, 40 * MINUTE, 40 * MINUTE]]);
    assert.deepEqual(figures(await ask("funnel", { step: steps, visitor: "anna,ben", window: "30d" })).map(([people]) => people), [2, 1]);
    const { series } = await ask("funnel", { step: ["page_view", "purchase"], window: "90d", by: "path" });
    const people = ({ value, steps: [first, last] }) => [value, first.people, last.people];
    assert.deepEqual(series.map(people), [["/", 2, 1], ["/pricing", 1, 1]]);
  });

  test("by whom, and the period before", async () => {
    assert.equal((await ask("funnel", { step: ["signup", "purchase"] })).people, 3);
    assert.deepEqual(figures(await ask("funnel", { step: ["signup", "purchase"], people: "user" })).map(([people]) => people), [1, 0]);
    assert.deepEqual(figures(await ask("funnel", { step: ["page_view", "signup"], people: "session" })).map(([people]) => people), [5, 1]);
    const second = await ask("funnel", { step: ["page_view", "purchase"], from: "2026-03-09", compare: "previous" });
    assert.deepEqual([second.people, second.converted, second.previous.people, second.previous.converted], [1, 1, 3, 1]);
  });

  test("what is no funnel is refused", async () => {
    await refuse("funnel", { step: "page_view" }, "step");
    await refuse("funnel", { step: Array(11).fill("page_view") }, "step");
    await refuse("funnel", { step: ["page_view", "colour=red"] }, "step");
    await refuse("funnel", { step: ["a", "b"], window: "91d" }, "window");
    await refuse("funnel", { step: ["a", "b"], window: "week" }, "window");
    await refuse("funnel", { step: ["a", "b"], people: "dogs" }, "people");
    await refuse("funnel", { step: ["a", "b"], depth: "3" }, "depth");
  });
});

test("retention: who came again, week by week and day by day", async () => {
  const weeks = await ask("retention");
  const table = ({ cohorts }) => cohorts.map(({ start_iso: start, people, retained }) => [start.slice(5, 10), people, retained]);
  assert.deepEqual([weeks.interval, table(weeks)], ["week", [["03-02", 4, [4, 2]], ["03-09", 0, [0]]]]);
  assert.deepEqual(weeks.cohorts.map((cohort) => cohort.rates), [[1, 0.5], [null]]);
  const steps = { first: "page_view", again: "type=page_view,purchase" };
  const days = await ask("retention", { interval: "day", to: "2026-03-05", periods: 3, ...steps });
  assert.deepEqual(table(days), [["03-02", 2, [2, 1, 0]], ["03-03", 0, [0, 0, 0]], ["03-04", 1, [1, 1]], ["03-05", 0, [0]]]);
  // In Auckland the fifth has begun by then, so Cleo's purchase is of the same day.
  const there = await ask("retention", { interval: "day", from: "2026-03-05", to: "2026-03-05", tz: "Pacific/Auckland" });
  assert.deepEqual(table(there), [["03-04", 2, [2]]]);
  await refuse("retention", { periods: "32" }, "periods");
  await refuse("retention", { interval: "hour" }, "interval");
  await refuse("retention", { compare: "previous" }, "compare");
});

test("active users: days, weeks, months, new and returning", async () => {
  const { points, total } = await ask("active-users", { from: "2026-03-03", to: "2026-03-10" });
  const row = ({ date, daily, weekly, monthly, new: fresh, returning }) => [date.slice(8), daily, weekly, monthly, fresh, returning];
  assert.deepEqual(points.map(row), [
    ["03", 1, 2, 2, 0, 1],
    ["04", 1, 3, 3, 1, 0],
    ["05", 2, 4, 4, 1, 1],
    ["06", 0, 4, 4, 0, 0],
    ["07", 0, 4, 4, 0, 0],
    ["08", 0, 4, 4, 0, 0],
    ["09", 1, 4, 4, 0, 1],
    ["10", 1, 4, 4, 0, 1],
  ]);
  assert.deepEqual(total, { people: 4, new: 2, returning: 2 });
  assert.equal(points[2].stickiness, 0.5);
  const sessions = await ask("active-users", { people: "session", from: "2026-03-10", to: "2026-03-10", compare: "previous" });
  assert.deepEqual([sessions.points[0].daily, sessions.points[0].weekly, sessions.previous.points[0].daily], [1, 3, 1]);
});

test("paths: onwards, from an event, and backwards to one", async () => {
  const arrows = ({ links }) => links.map(({ depth, source, target, sessions }) => `${depth} ${source} ${target} ${sessions}`);
  const all = await ask("paths", { depth: 2 });
  assert.equal(all.sessions, 6);
  assert.deepEqual(arrows(all), [
    "0 / /pricing 2",
    "0 / /checkout 1",
    "0 /docs (end) 1",
    "0 /pricing /checkout 1",
    "0 /signup (end) 1",
    "1 /checkout (end) 2",
    "1 /pricing / 1",
    "1 /pricing /signup 1",
  ]);
  assert.deepEqual(all.nodes.filter(({ depth }) => depth === 0), [
    { depth: 0, value: "/", sessions: 3 },
    { depth: 0, value: "/docs", sessions: 1 },
    { depth: 0, value: "/pricing", sessions: 1 },
    { depth: 0, value: "/signup", sessions: 1 },
  ]);
  const from = await ask("paths", { start: "path=/pricing", depth: 1, limit: 1 });
  assert.deepEqual(arrows(from), ["0 /pricing (other) 2", "0 /pricing / 1"]);
  const to = await ask("paths", { end: "purchase", by: "type", depth: 2 });
  assert.deepEqual(arrows(to), ["0 purchase page_view 2", "1 page_view (end) 2"]);
  await refuse("paths", { start: "a", end: "b" }, "end");
  await refuse("paths", { depth: "11" }, "depth");
  await refuse("paths", { by: "country" }, "by");
});

describe("sessions", () => {
  test("all of them together", async () => {
    const { total, entry_pages: entries, exit_pages: exits, previous } = await ask("sessions", { compare: "previous" });
    const { bounce_rate: bounceRate, mean_duration_ms: mean, ...counts } = total;
    assert.deepEqual(counts, { sessions: 6, visitors: 3, users: 1, bounces: 2, events_per_session: 2, pages_per_session: 8 / 6 });
    assert.deepEqual([bounceRate, mean], [2 / 6, ((3 + 6 + 0 + 40 + 0 + 10) * MINUTE) / 6]);
    assert.deepEqual(entries[0], { path: "/", sessions: 3 });
    assert.deepEqual(exits.slice(0, 2), [{ path: "/checkout", sessions: 2 }, { path: "/signup", sessions: 2 }]);
    assert.deepEqual([previous.total.sessions, previous.total.bounce_rate], [0, null]);
  });

  test("the list, newest first, page by page", async () => {
    const { items, has_more: more, next_cursor: cursor } = await ask("sessions", { limit: 4 });
    assert.deepEqual(items.map((item) => item.session_id), ["a3", "b2", "c1", "a2"]);
    const { start, start_iso: startIso, end, end_iso: endIso, duration_ms: duration, ...a3 } = items[0];
    assert.deepEqual([start, startIso, end, endIso, duration],
      [at("10T09:00"), "2026-03-10T09:00:00.000Z", at("10T09:10"), "2026-03-10T09:10:00.000Z", 10 * MINUTE]);
    assert.deepEqual(a3, {
      session_id: "a3", visitor_id: "anna", user_id: "u-anna", events: 2, page_views: 1, entry_page: "/", exit_page: "/checkout",
      device: "mobile", os: null, browser: null, country: null, source: null, channel: "direct",
    });
    assert.equal(more, true);
    const rest = await ask("sessions", { limit: 4, cursor });
    assert.deepEqual([rest.items.map((item) => item.session_id), rest.has_more, rest.next_cursor], [["b1", "a1"], false, null]);
    assert.equal(rest.total.sessions, 6);
    await refuse("sessions", { cursor: "xyz" }, "cursor");
  });

  test("only what matching events say", async () => {
    const { total, items } = await ask("sessions", { type: "page_view", "path.not": "/" });
    assert.deepEqual([total.sessions, total.bounces, total.mean_duration_ms], [4, 4, 0]);
    assert.deepEqual(items.map((item) => [item.session_id, item.events, item.entry_page]),
      [["c1", 1, "/pricing"], ["a2", 1, "/docs"], ["b1", 1, "/pricing"], ["a1", 1, "/pricing"]]);
  });

  test("one of them, event by event", async () => {
    const whole = await ask("sessions/a1", { from: "2026-03-01" });
    assert.deepEqual([whole.session.session_id, whole.session.events, whole.session.exit_page], ["a1", 3, "/signup"]);
    assert.deepEqual(whole.events.map((event) => [event.id, event.gap_ms, event.offset_ms]),
      [["e00", null, 0], ["e01", MINUTE, MINUTE], ["e02", 2 * MINUTE, 3 * MINUTE]]);
    const first = await ask("sessions/a1", { limit: 2 });
    assert.deepEqual([first.events.length, first.has_more], [2, true]);
    const second = await ask("sessions/a1", { limit: 2, cursor: first.next_cursor });
    assert.deepEqual(second.events.map((event) => [event.id, event.gap_ms, event.offset_ms]), [["e02", 2 * MINUTE, 3 * MINUTE]]);
    assert.equal(second.session.events, 3);
    const unknown = await api.request("GET", "/api/analytics/sessions/nobody", { key: api.keys.read });
    assertProblem(unknown, { status: 404, code: "not_found" });
  });
});
