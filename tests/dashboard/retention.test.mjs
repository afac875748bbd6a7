// Retention and active people: every number is the API's, what is not over is marked, and the builder is in the address.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { canBeUsedByAll, day, DAYS, failsAndRecovers, isTheSameElsewhere, saysThatItIsEmpty, waits } from "./common-states.mjs";
import { settled, startWorld } from "./world.mjs";

const ADDRESS = "/dashboard/retention/";
const PATH = "/api/questions/retention";
const ACTIVE = "/api/questions/active-users";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const query = (page) => new URL(page.url()).searchParams;
const number = (text) => (text === "" || text === undefined ? null : Number(text));
/** The triangle as it is shown: `{start, people, retained, rates, open}` by cohort. */
const triangle = async (page) => {
  const rows = await page.getByTestId("cohort").evaluateAll((found) =>
    found.map((row) => ({
      start: row.dataset.start,
      people: row.querySelector("[data-testid=cohort-people]").dataset.value,
      cells: [...row.querySelectorAll("[data-testid=retained]")].map((cell) => [cell.dataset.value, cell.dataset.rate, cell.textContent]),
    })),
  );
  return rows.map(({ start, people, cells }) => ({
    start: number(start),
    people: number(people),
    retained: cells.map(([people]) => number(people)),
    rates: cells.map(([, rate]) => number(rate)),
    open: cells.map(([, , text]) => text.includes("not over yet")),
  }));
};
const figures = (rows) => rows.map(({ start, people, retained, rates }) => ({ start, people, retained, rates }));
const means = (page) => page.getByTestId("mean").evaluateAll((found) => found.map((one) => (one.dataset.value === "" ? null : Number(one.dataset.value))));

describe("the triangle", () => {
  test("has the API's numbers, by day where the time is short", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    const { cohorts } = await world.ask(PATH, { ...DAYS, interval: "day", periods: 12 });
    assert.equal(cohorts.length, 15);
    assert.ok(cohorts.some(({ retained }) => retained.slice(1).some((count) => count > 0)));
    const rows = await triangle(page);
    assert.deepEqual(figures(rows), figures(cohorts));
    assert.ok(rows.every(({ open }) => open.every((is) => !is)), "these days are over");
    assert.equal(await page.getByTestId("interval").getAttribute("data-value"), "day");
  });

  test("by week marks what is not over, and leaves it out of the mean", async (t) => {
    // From a Monday to a Wednesday, both over.
    const monday = day(((new Date().getUTCDay() + 6) % 7) + 28);
    const wednesday = new Date(Date.parse(monday) + 23 * 86_400_000).toISOString().slice(0, 10);
    const view = { from: monday, to: wednesday, interval: "week", periods: "8" };
    const page = await world.open(t, ADDRESS, { view });
    const { cohorts } = await world.ask(PATH, view);
    assert.equal(cohorts.length, 4);
    const rows = await triangle(page);
    assert.deepEqual(figures(rows), figures(cohorts));
    assert.deepEqual(rows.map(({ open }) => open), [[false, false, false, true], [false, false, true], [false, true], [true]]);
    const mean = (period) => {
      const closed = cohorts.filter(({ retained }) => retained.length > period).slice(0, -1);
      const [people, back] = [closed.map(({ people }) => people), closed.map(({ retained }) => retained[period])].map((list) => list.reduce((sum, one) => sum + one, 0));
      return people === 0 ? null : back / people;
    };
    assert.deepEqual(await means(page), [0, 1, 2, 3].map(mean));
    const curve = page.getByTestId("mean-curve");
    await curve.focus();
    await curve.press("ArrowRight");
    await curve.press("ArrowRight");
    const hoped = `Week 1: ${(100 * mean(1)).toLocaleString("en", { maximumFractionDigits: 1 })}%`;
    await eventually(() => world.text(page, "mean-reading"), (reading) => reading === hoped);
  });

  test("heeds the time zone and the filters", async (t) => {
    const view = { ...DAYS, tz: "America/St_Johns", device: "desktop", interval: "week", people: "user" };
    const page = await world.open(t, ADDRESS, { view });
    const { cohorts } = await world.ask(PATH, { ...view, periods: 12 });
    assert.ok(cohorts.some(({ people }) => people > 0));
    assert.deepEqual(figures(await triangle(page)), figures(cohorts));
  });

  test("shows people or shares", async (t) => {
    const page = await world.open(t, ADDRESS, { view: { ...DAYS, interval: "week" } });
    const first = () => page.getByTestId("retained").first().innerText();
    assert.equal(await first(), "100%");
    await page.getByTestId("show-count").press("Enter");
    await eventually(first, async (text) => text === (await world.value(page, "retained")).toLocaleString("en"));
    assert.equal(query(page).get("show"), "count");
    assert.equal(await page.getByTestId("mean").count(), 0, "a mean of counts says nothing");
  });
});

describe("the builder", () => {
  test("chooses events and periods by keyboard, all in the address", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    const [first, again] = ["first", "again"].map((name) => page.getByTestId(name).getByTestId("step-type"));
    await first.focus();
    await page.keyboard.type("signup_completed");
    await page.keyboard.press("Enter");
    await again.focus();
    await page.keyboard.type("task_created");
    await page.keyboard.press("Enter");
    await page.getByTestId("interval-week").press("Enter");
    await page.getByTestId("periods").fill("3");
    await page.getByTestId("periods").press("Enter");
    const own = { first: "signup_completed", again: "task_created", interval: "week", periods: "3" };
    await eventually(async () => Object.fromEntries(query(page)), (now) => Object.entries(own).every(([name, value]) => now[name] === value));
    await settled(page);
    const { cohorts } = await world.ask(PATH, { ...DAYS, ...own });
    assert.ok(cohorts.some(({ retained }) => retained[0] > retained[1] && retained[1] > 0), JSON.stringify(cohorts));
    assert.deepEqual(figures(await triangle(page)), figures(cohorts));
    await isTheSameElsewhere(world, t, page, ["cohort-people", "retained", "mean", "first", "again"]);

    await page.getByTestId("periods").fill("99");
    await page.getByTestId("periods").press("Enter");
    await eventually(() => page.getByTestId("periods").inputValue(), (value) => value === "3");
    await page.goBack();
    await eventually(async () => query(page).get("periods"), (periods) => periods === null);
  });
});

describe("active people", () => {
  const VIEW = { ...DAYS, tab: "active" };
  const column = (page, chart, id) =>
    page.locator(`.panel:has([data-testid=${chart}])`).getByTestId(id).evaluateAll((found) => found.map((one) => (one.dataset.value === "" ? null : Number(one.dataset.value))));

  test("are the API's, in figures and in the tables of the charts", async (t) => {
    const page = await world.open(t, ADDRESS, { view: { ...VIEW, tz: "Europe/Berlin" } });
    const { total, points, previous } = await world.ask(ACTIVE, { ...DAYS, tz: "Europe/Berlin", compare: "previous" });
    assert.ok(total.people > 20 && previous.total.people > 0);
    for (const name of ["people", "new", "returning"]) {
      assert.equal(await world.value(page, `active-${name}`), total[name]);
      assert.equal(await world.value(page, `active-${name}-delta`), previous.total[name]);
    }
    const last = points.at(-1);
    for (const name of ["daily", "weekly", "monthly"]) assert.equal(await world.value(page, `active-${name}`), last[name]);

    await world.unfold(page, "points");
    const of = (name) => points.map((point) => point[name]);
    assert.deepEqual(await column(page, "active-chart", "count"), of("monthly"));
    assert.deepEqual(await column(page, "active-chart", "count-1"), of("weekly"));
    assert.deepEqual(await column(page, "active-chart", "count-2"), of("daily"));
    assert.deepEqual(await column(page, "new-chart", "count"), of("returning"));
    assert.deepEqual(await column(page, "new-chart", "count-1"), of("new"));
    assert.deepEqual(await column(page, "stickiness-chart", "count"), of("stickiness").map((share) => (share === null ? null : 100 * share)));
    const starts = await page.locator(".panel:has([data-testid=active-chart])").getByTestId("point").evaluateAll((found) => found.map((one) => Number(one.dataset.start)));
    const dates = starts.map((start) => new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Berlin" }).format(start));
    assert.deepEqual(dates, of("date"));
  });

  test("are reached by tab and by keyboard, and counted as one wants", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    await page.getByTestId("retention-tab-cohorts").focus();
    await page.keyboard.press("ArrowRight");
    await eventually(async () => query(page).get("tab"), (tab) => tab === "active");
    await page.getByTestId("people").selectOption("user");
    await eventually(async () => query(page).get("people"), (people) => people === "user");
    await settled(page);
    assert.equal(await world.value(page, "active-people"), (await world.ask(ACTIVE, { ...DAYS, people: "user" })).total.people);
    await isTheSameElsewhere(world, t, page, ["active-people", "active-daily"]);
  });

  test("wait, fail and are empty as they should", async (t) => {
    await waits(world, t, ADDRESS, { path: ACTIVE, view: VIEW, shows: "active-people" });
    await failsAndRecovers(world, t, ADDRESS, { path: ACTIVE, view: VIEW, shows: "active-people" });
    await saysThatItIsEmpty(world, t, ADDRESS, { view: { tab: "active" } });
  });
});

describe("states", () => {
  test("waits", (t) => waits(world, t, ADDRESS, { path: PATH, view: DAYS, shows: "cohort" }));
  test("fails, and recovers", (t) => failsAndRecovers(world, t, ADDRESS, { path: PATH, view: DAYS, shows: "cohort" }));
  test("says that there is nothing", (t) => saysThatItIsEmpty(world, t, ADDRESS));
  test("can be used by all", async (t) => {
    await canBeUsedByAll(world, t, ADDRESS, { view: { range: "30d", first: "type=page_view&path=/pricing" } });
    await canBeUsedByAll(world, t, ADDRESS, { view: { ...DAYS, interval: "day", show: "count" } });
    await canBeUsedByAll(world, t, ADDRESS, { view: { ...DAYS, tab: "active" } });
  });
});
