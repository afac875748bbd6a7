// The oracle itself, on cases small enough to be counted on fingers.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { differences } from "./compare.mjs";
import { startsWithin } from "./oracle/calendar.mjs";
import { answer } from "./oracle/index.mjs";
import { question } from "./questions.mjs";

const T0 = Date.parse("2025-03-10T12:00:00Z");
const MINUTE = 60_000;
const BLANK = {
  level: "action", user: null, visitor: null, session: null, actor_type: "anonymous", actor_id: null, actor_name: null, entity_type: null, entity_id: null,
  entity_title: null, stream: null, step: null, correlation: null, ref: null, path: null, title: null, duration: null, metadata: {}, device: null, os: null, browser: null, language: null,
  screen: null, country: null, region: null, city: null, bot: false, own: null,
};

/** Events from lines of minute, visitor, type and what else there is; a visitor has one session. */
function log(...lines) {
  return lines.map(([minute, visitor, type, more], n) => ({
    ...BLANK, id: `e${String(n).padStart(3, "0")}`, at: T0 + minute * MINUTE, type, category: type, action: type, visitor, session: visitor && `s_${visitor}`, ...more,
  }));
}

const ask = (events, endpoint, query = "") => answer(events, question(endpoint, `from=2025-03-10&to=2025-03-12&${query}`), {});

describe("calendar", () => {
  const starts = (from, to, interval, zone) => startsWithin(Date.parse(from), Date.parse(to), interval, zone).map((at) => new Date(at).toISOString());

  test("days of 23 and 25 hours", () => {
    assert.deepEqual(starts("2025-03-29T23:00Z", "2025-03-31T00:00Z", "day", "Europe/Berlin"), ["2025-03-29T23:00:00.000Z", "2025-03-30T22:00:00.000Z"]);
    assert.deepEqual(starts("2025-10-25T22:00Z", "2025-10-27T00:00Z", "day", "Europe/Berlin"), ["2025-10-25T22:00:00.000Z", "2025-10-26T23:00:00.000Z"]);
  });

  test("hours of half-hour zones, weeks from Monday, months", () => {
    assert.deepEqual(starts("2025-03-10T12:00Z", "2025-03-10T13:00Z", "hour", "Asia/Kolkata"), ["2025-03-10T11:30:00.000Z", "2025-03-10T12:30:00.000Z"]);
    assert.deepEqual(starts("2025-03-16T00:00Z", "2025-03-17T00:00:00.001Z", "week", "UTC"), ["2025-03-10T00:00:00.000Z", "2025-03-17T00:00:00.000Z"]);
    assert.deepEqual(starts("2024-12-31T00:00Z", "2025-02-01T00:00Z", "month", "UTC"), ["2024-12-01T00:00:00.000Z", "2025-01-01T00:00:00.000Z"]);
  });
});

describe("answers", () => {
  test("a source holds from the event that shows it on, and the first one stays", () => {
    const from = (source) => ({ own: { channel: "search", source } });
    const events = log([0, "a", "x"], [1, "a", "x", from("google")], [2, "a", "x", from("bing")], [3, "a", "x"], [4, null, "x", from("bing")], [5, null, "x"]);
    const { breakdowns: [source, channel] } = ask(events, "breakdown", "by=source,channel");
    assert.deepEqual(source.items.map((one) => [one.value, one.events]), [["google", 3], [null, 2], ["bing", 1]]);
    assert.deepEqual(channel.items.map((one) => [one.value, one.events]), [["search", 4], ["direct", 1], [null, 1]]);
  });

  test("conditions", () => {
    const events = log([0, "a", "x", { country: "DE" }], [1, "a", "x", { country: "AT" }], [2, "a", "x"], [3, "a", "x", { country: "a,b" }]);
    const count = (filter) => ask(events, "timeseries", filter).total.events;
    const found = ["country=DE,AT", "country.not=DE", "country=(none),DE", "country.contains=e", "country.not_contains=e", "country=a%5C,b", "country=a,b"].map(count);
    assert.deepEqual(found, [2, 3, 2, 1, 3, 1, 0]);
  });

  test("a funnel's time is from the latest first step", () => {
    const events = log([0, "a", "see"], [5, "a", "see"], [6, "a", "buy"], [0, "b", "see"], [20, "b", "buy"], [0, "c", "buy"], [1, "c", "see"]);
    const { people, converted, steps } = ask(events.sort((a, b) => a.at - b.at), "funnel", "step=see&step=buy&window=10m");
    assert.deepEqual([people, converted, steps[1].median_ms, steps[1].conversion], [3, 1, MINUTE, 1 / 3]);
  });

  test("one event is one step at most", () => {
    const { steps } = ask(log([0, "a", "x"], [0, "a", "x"], [1, "b", "x"]), "funnel", "step=x&step=x");
    assert.deepEqual(steps.map((one) => one.people), [2, 1]);
  });

  test("sessions", () => {
    const events = log([0, "a", "page_view", { path: "/" }], [2, "a", "x", { user: "u" }], [3, "b", "x"], [5, "a", "page_view", { path: "/end" }]);
    const { total, items, entry_pages: entries } = ask(events, "sessions");
    assert.deepEqual([total.sessions, total.bounces, total.mean_duration_ms, total.events_per_session, total.pages_per_session], [2, 1, 2.5 * MINUTE, 2, 1]);
    assert.deepEqual(items.map((one) => [one.session_id, one.entry_page, one.exit_page, one.user_id]), [["s_b", null, null, null], ["s_a", "/", "/end", "u"]]);
    assert.deepEqual(entries, [{ path: "/", sessions: 1 }, { path: null, sessions: 1 }]);
  });

  test("people are new once", () => {
    const events = log([-30 * 24 * 60, "a", "x"], [0, "a", "x"], [0, "b", "x"], [24 * 60, "b", "x"], [24 * 60, "c", "x"]);
    const { points, total } = ask(events, "active-users");
    assert.deepEqual(points.map((day) => [day.daily, day.weekly, day.monthly, day.new, day.returning]), [[2, 2, 2, 1, 1], [2, 3, 3, 1, 1], [0, 3, 3, 0, 0]]);
    assert.deepEqual(total, { people: 3, new: 2, returning: 1 });
  });

  test("retention", () => {
    const { cohorts } = ask(log([0, "a", "x"], [0, "b", "x"], [24 * 60, "b", "y"], [24 * 60, "c", "x"], [48 * 60, "b", "x"]), "retention", "interval=day&again=y");
    assert.deepEqual(cohorts.map((one) => one.retained), [[2, 1, 0], [1, 0], [0]]);
  });

  test("paths", () => {
    const pages = (visitor, ...list) => list.map((path, n) => [n, visitor, "x", { path }]);
    const events = log(...pages("a", "/", "/", "/b", "/c"), ...pages("b", "/", "/b"), ...pages("c", "/", "/d")).sort((a, b) => a.at - b.at);
    const { sessions, links, nodes } = ask(events, "paths", "limit=1&depth=2");
    assert.equal(sessions, 3);
    assert.deepEqual(links.map((one) => [one.depth, one.source, one.target, one.sessions]), [[0, "/", "/b", 2], [0, "/", "(other)", 1], [1, "(other)", "(end)", 1], [1, "/b", "(end)", 1], [1, "/b", "/c", 1]]);
    assert.deepEqual(nodes.map((one) => [one.depth, one.value, one.sessions]), [[0, "/", 3], [1, "/b", 2], [1, "(other)", 1], [2, "/c", 1]]);
  });

  test("sequences are counted once a session", () => {
    const types = ["a", "b", "b", "a", "b", "a", "b"].map((type, n) => [n, "v", type]);
    assert.deepEqual(ask(log(...types), "patterns").sequences, [{ types: ["a", "b", "a"], sessions: 1 }, { types: ["b", "a", "b"], sessions: 1 }]);
  });
});

test("what differs is named", () => {
  assert.deepEqual(differences({ a: [1, { b: 2 }], p50_ms: 101 }, { a: [1, { b: 2 }], p50_ms: 100 }), []);
  assert.deepEqual(differences({ a: [1, { b: 3 }] }, { a: [1, { b: 2 }] }), ["a[1].b: 3, expected 2"]);
  assert.equal(differences({ p50_ms: 103, more: 1 }, { p50_ms: 100 }).length, 2);
  const histogram = [{ from_ms: 64, to_ms: 128, count: 2 }];
  assert.deepEqual(differences({ count: 2, histogram }, { count: 2, durations: [70, 100] }), []);
  assert.equal(differences({ count: 2, histogram }, { count: 2, durations: [70, 200] }).length, 1);
});
