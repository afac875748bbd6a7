// Patterns: hours of the week, durations, features and sequences. Every number is the API's.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { canBeUsedByAll, DAYS, failsAndRecovers, isTheSameElsewhere, saysThatItIsEmpty, waits } from "./common-states.mjs";
import { settled, startWorld } from "./world.mjs";

const ADDRESS = "/dashboard/patterns/";
const PATH = "/api/questions/patterns";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

/** What a list of rows shows: for each, an attribute of the row and the exact values of some cells. */
const rows = (page, row, attribute, cells) =>
  page.getByTestId(row).evaluateAll(
    (found, [attribute, cells]) => found.map((one) => [one.dataset[attribute], ...cells.map((id) => Number(one.querySelector(`[data-testid=${id}]`).dataset.value))]),
    [attribute, cells],
  );
const heatMap = async (page) => {
  const map = Array.from({ length: 7 }, () => Array(24).fill(null));
  for (const [weekday, hour, events] of await page.getByTestId("hour").evaluateAll((found) => found.map(({ dataset }) => [dataset.weekday, dataset.hour, dataset.value].map(Number)))) map[weekday][hour] = events;
  return map;
};

describe("figures", () => {
  test("are the API's, with the period before", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    const answer = await world.ask(PATH, { ...DAYS, compare: "previous" });
    const sum = (map) => map.flat().reduce((sum, events) => sum + events, 0);
    assert.deepEqual(await heatMap(page), answer.heatmap);
    assert.equal(await world.value(page, "patterns-events"), sum(answer.heatmap));
    assert.equal(await world.value(page, "patterns-events-delta"), sum(answer.previous.heatmap));
    assert.equal(await world.value(page, "peak-hour"), answer.peak_hours[0].events);
    assert.equal(await world.value(page, "busiest-day"), answer.busiest_day.events);

    const peaks = answer.peak_hours.map(({ weekday, hour, events }) => [`${weekday} ${hour}`, events]);
    await page.getByTestId("peak-more").click();
    assert.deepEqual(await rows(page, "peak-row", "hour", ["count"]), peaks);
    const features = answer.features.map(({ category, events, users, visitors }) => [category ?? "(none)", events, users, visitors]);
    assert.deepEqual(await rows(page, "feature-row", "category", ["feature-events", "feature-users", "feature-visitors"]), features);
    const means = answer.mean_duration_ms.map(({ type, mean_ms, count }) => [type ?? "(none)", mean_ms, count]);
    assert.ok(means.length > 3);
    assert.deepEqual(await rows(page, "duration-row", "type", ["mean-duration", "mean-count"]), means);
    const sequences = answer.sequences.map(({ types, sessions }) => [types.join(" "), sessions]);
    assert.ok(sequences.length > 3);
    assert.deepEqual(await rows(page, "sequence", "types", ["sequence-sessions"]), sequences);
  });

  test("are in the view's time zone, and heed its filters", async (t) => {
    const view = { ...DAYS, tz: "Asia/Kathmandu", type: "page_view" };
    const page = await world.open(t, ADDRESS, { view });
    const answer = await world.ask(PATH, view);
    assert.notDeepEqual(answer.heatmap, (await world.ask(PATH, { ...view, tz: "UTC" })).heatmap);
    assert.deepEqual(await heatMap(page), answer.heatmap);
    await page.getByText("In Asia/Kathmandu.", { exact: false }).waitFor();
    await isTheSameElsewhere(world, t, page, ["hour", "peak-hour", "feature-row"]);
  });

  test("of the map are told by weekday and hour, and shaded by how many there are", async (t) => {
    for (const width of [1440, 390]) {
      const page = await world.open(t, ADDRESS, { view: DAYS, width });
      const { peak_hours: [peak], heatmap } = await world.ask(PATH, DAYS);
      assert.deepEqual(await heatMap(page), heatmap);
      const cell = page.locator(`[data-testid=hour][data-weekday="${peak.weekday}"][data-hour="${peak.hour}"]`);
      assert.equal(await cell.evaluate((cell) => cell.style.getPropertyValue("--shade")), "100%");
      const table = page.getByTestId("heat-map");
      assert.equal(await table.locator("tbody tr").count(), width === 390 ? 24 : 7);
      // A screen reader says the heads of column and row with each cell.
      const heads = await cell.evaluate((cell) => {
        const { cellIndex, parentElement } = cell;
        const told = (head) => [head.scope, head.querySelector(".visually-hidden").textContent];
        return [told(parentElement.cells[0]), told(cell.closest("table").tHead.rows[0].cells[cellIndex])];
      });
      const weekday = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][peak.weekday];
      const hour = `${`${peak.hour}`.padStart(2, "0")}:00–${`${(peak.hour + 1) % 24}`.padStart(2, "0")}:00`;
      assert.deepEqual(heads, width === 390 ? [["row", hour], ["col", weekday]] : [["row", weekday], ["col", hour]]);
    }
  });
});

describe("ways on", () => {
  test("three in a row lead to their funnel", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    const { sequences: [first] } = await world.ask(PATH, DAYS);
    await page.getByTestId("sequence").first().getByRole("link").press("Enter");
    await page.waitForURL("**/dashboard/funnels/**");
    await settled(page);
    const { searchParams } = new URL(page.url());
    assert.deepEqual(searchParams.getAll("step"), first.types);
    const funnel = await world.ask("/api/analytics/funnel", { ...DAYS, step: first.types, people: "session" });
    assert.ok(funnel.converted >= first.sessions);
    assert.equal(await world.value(page, "funnel-converted"), funnel.converted);
  });

  test("a category leads to its events, a type to its durations", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    const { features: [feature], mean_duration_ms: [mean] } = await world.ask(PATH, DAYS);
    const href = async (row) => new URL(await page.getByTestId(row).first().getByRole("link").getAttribute("href"), page.url());
    const [events, timings] = [await href("feature-row"), await href("duration-row")];
    assert.deepEqual([events.pathname, events.searchParams.get("category"), events.searchParams.get("from")], ["/dashboard/events/", feature.category, DAYS.from]);
    assert.deepEqual([timings.pathname, timings.searchParams.get("type")], ["/dashboard/timings/", mean.type]);
  });
});

describe("states", () => {
  test("waits", (t) => waits(world, t, ADDRESS, { path: PATH, view: DAYS, shows: "heat-map" }));
  test("fails, and recovers", (t) => failsAndRecovers(world, t, ADDRESS, { path: PATH, view: DAYS, shows: "heat-map" }));
  test("says that there is nothing", (t) => saysThatItIsEmpty(world, t, ADDRESS));
  test("can be used by all", (t) => canBeUsedByAll(world, t, ADDRESS, { view: DAYS }));
});
