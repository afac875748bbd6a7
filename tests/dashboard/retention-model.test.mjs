// The triangle of retention: which cells are not over, what the mean is of, and in which period a moment lies.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { source } from "./source.mjs";

const { rowsOf, meanOf, periodAt, suitingInterval } = await source("pages/retention/cohorts.ts");
const { cohortsOf, ownOf, intervalFor } = await source("pages/retention/question.ts");

const at = (text) => Date.parse(text);
const WEEKS = {
  cohorts: [
    { start: at("2026-03-02"), people: 10, retained: [10, 4, 1], rates: [1, 0.4, 0.1] },
    { start: at("2026-03-09"), people: 30, retained: [30, 6], rates: [1, 0.2] },
    { start: at("2026-03-16"), people: 5, retained: [5], rates: [1] },
  ],
  range: { from: at("2026-03-02"), to: at("2026-03-20T12:00Z") },
};

describe("the triangle", () => {
  test("marks the cells whose period is not over", () => {
    const open = rowsOf(WEEKS, "week", "UTC").map(({ cells }) => cells.map(({ isOpen }) => isOpen));
    assert.deepEqual(open, [[false, false, true], [false, true], [true]]);
  });

  test("marks none when the range ends with a period", () => {
    const whole = { ...WEEKS, range: { ...WEEKS.range, to: at("2026-03-23") } };
    assert.ok(rowsOf(whole, "week", "UTC").every(({ cells }) => cells.every(({ isOpen }) => !isOpen)));
    // In Berlin that is one o'clock on Monday: a week has begun.
    assert.ok(rowsOf(whole, "week", "Europe/Berlin").some(({ cells }) => cells.some(({ isOpen }) => isOpen)));
  });

  test("marks the first cohort when the range begins within its period", () => {
    assert.deepEqual(rowsOf(WEEKS, "week", "UTC").map(({ isCut }) => isCut), [false, false, false]);
    const later = { ...WEEKS, range: { ...WEEKS.range, from: at("2026-03-03") } };
    assert.deepEqual(rowsOf(later, "week", "UTC").map(({ isCut }) => isCut), [true, false, false]);
    assert.ok(rowsOf(later, "week", "UTC", true).every(({ isCut }) => !isCut), "before all time there was nobody");
  });

  test("has the API's numbers, and no rate for a cohort of nobody", () => {
    const [row] = rowsOf({ ...WEEKS, cohorts: [{ start: 0, people: 0, retained: [0, 0], rates: [null, null] }] }, "week", "UTC");
    assert.deepEqual(row.cells.map(({ people, rate }) => [people, rate]), [[0, null], [0, null]]);
  });
});

test("the mean is of the cohorts whose period is over, the larger weighing more", () => {
  const mean = meanOf(rowsOf({ ...WEEKS, range: { ...WEEKS.range, to: at("2026-03-23") } }, "week", "UTC"));
  assert.deepEqual(mean, [{ period: 0, rate: 1, cohorts: 3 }, { period: 1, rate: 10 / 40, cohorts: 2 }, { period: 2, rate: 0.1, cohorts: 1 }]);
  const withOpen = meanOf(rowsOf(WEEKS, "week", "UTC"));
  assert.deepEqual(withOpen.map(({ rate }) => rate), [1, 0.4, null]);
  assert.deepEqual(meanOf([]), []);
});

test("periods are those of the zone, and weeks begin on Monday", () => {
  const sunday = at("2026-03-08T23:30:00Z");
  assert.equal(periodAt(sunday, "week", "UTC"), "2026-03-02");
  assert.equal(periodAt(sunday, "week", "Europe/Berlin"), "2026-03-09");
  assert.equal(periodAt(sunday, "day", "Europe/Berlin"), "2026-03-09");
  assert.equal(periodAt(at("2026-03-31T23:30:00Z"), "month", "Europe/Berlin"), "2026-04-01");
  assert.equal(periodAt(at("2027-01-01T12:00:00Z"), "week", "UTC"), "2026-12-28");
});

test("cohorts are of days in short ranges and of months in long ones", () => {
  const days = (count) => suitingInterval(count * 86_400_000);
  assert.deepEqual([days(1), days(7), days(30), days(90), days(365), suitingInterval(null)], ["day", "day", "week", "week", "month", "week"]);
});

describe("what is asked", () => {
  test("comes back from the address as it went in, and leaves nothing where all is as usual", () => {
    assert.deepEqual(Object.values(ownOf(cohortsOf(new URLSearchParams()))).filter((text) => text !== null), []);
    const text = "interval=month&periods=4&first=a&again=type%3Db%26path%3D%252F&people=user&show=count";
    const written = Object.entries(ownOf(cohortsOf(new URLSearchParams(text)))).filter(([, value]) => value !== null);
    assert.equal(`${new URLSearchParams(written)}`, text);
  });

  test("takes no period or interval that there is not", () => {
    const { interval, periods } = cohortsOf(new URLSearchParams("interval=year&periods=-3"));
    assert.deepEqual([interval, periods], [null, 12]);
    assert.equal(cohortsOf(new URLSearchParams("periods=400")).periods, 31);
  });

  test("has the interval that suits the range, unless one is chosen", () => {
    const none = cohortsOf(new URLSearchParams());
    const between = (from, to) => intervalFor(none, { kind: "between", from, to });
    assert.deepEqual([between("2026-03-01", "2026-03-01"), between("2026-03-01", "2026-04-30"), between("2025-03-01", "2026-03-01")], ["day", "week", "month"]);
    assert.deepEqual(["24h", "7d", "30d", "90d", "all"].map((range) => intervalFor(none, { kind: "last", range })), ["day", "day", "week", "week", "week"]);
    assert.equal(intervalFor(cohortsOf(new URLSearchParams("interval=month")), { kind: "last", range: "7d" }), "month");
  });
});
