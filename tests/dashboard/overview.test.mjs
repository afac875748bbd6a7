// The overview: its figures are the API's, its rows filter everything, and its address says it all.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { startWorld } from "./world.mjs";

const METRICS = { visitors: "total-visitors", users: "total-users", sessions: "total-sessions", events: "total-events", page_views: "total-page-views" };
let world;

before(async () => {
  world = await startWorld();
});
after(() => world?.stop());

const value = (page, testid) => world.value(page, testid);
/** Rows of a panel: `{value: count}`, all of them. */
async function rows(page, dimension) {
  const more = page.getByTestId(`by-${dimension}-more`);
  if (await more.isVisible()) await more.click();
  const shown = await page.getByTestId(`by-${dimension}-row`).evaluateAll((rows, name) => rows.map((row) => [row.getAttribute(`data-${name}`), Number(row.querySelector("[data-testid=count]").dataset.value)]), dimension);
  return Object.fromEntries(shown);
}
const expected = (breakdown, metric) => Object.fromEntries(breakdown.items.filter((item) => item[metric] > 0).map((item) => [item.value ?? "(none)", item[metric]]));

test("every figure is the API's, and so is what it is compared with", async (t) => {
  // A range that is over: live programs of the world cannot change it.
  const [from, to] = [daysAgo(8), daysAgo(3)];
  const view = { from, to };
  const page = await world.open(t, "/dashboard/", { view });
  const series = await world.ask("/api/analytics/timeseries", { ...view, compare: "previous" });
  for (const [metric, testid] of Object.entries(METRICS)) {
    assert.equal(await value(page, testid), series.total[metric], metric);
    assert.equal(await value(page, `${testid}-delta`), series.previous.total[metric], `${metric} before`);
  }
  const delivery = await world.ask("/api/analytics/delivery", view);
  assert.equal(await value(page, "total-capture-rate"), delivery.capture_rate);
  assert.equal(await value(page, "capture-rate"), delivery.capture_rate);
  assert.equal(await value(page, "outstanding"), delivery.outstanding);

  const dimensions = ["path", "channel", "type", "country", "device"];
  const breakdown = await world.ask("/api/analytics/breakdown", { ...view, by: dimensions.join(), sort: "visitors", limit: 50 });
  for (const [n, dimension] of dimensions.entries()) assert.deepEqual(await rows(page, dimension), expected(breakdown.breakdowns[n], "visitors"), dimension);
  assert.equal(await page.locator('[data-testid=by-country-row][data-country="DE"] th').innerText(), "Germany");

  const list = await world.ask("/api/events", { from, to, bots: "exclude", limit: 12 });
  assert.equal(list.total, series.total.events);
  assert.equal(await value(page, "newest-note"), list.total);
  assert.deepEqual(await page.getByTestId("event-row").evaluateAll((rows) => rows.map((row) => row.dataset.eventId)), list.items.map(({ id }) => id));

  await world.unfold(page, "points");
  await page.getByTestId("point").first().waitFor();
  const points = await page.getByTestId("point").evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("td")].map((cell) => Number(cell.dataset.value))));
  assert.deepEqual(points, series.points.map(({ visitors }, n) => [visitors, series.previous.points[n].visitors]));
});

test("few requests answer it all", async (t) => {
  const asked = [];
  await world.open(t, "/dashboard/?range=7d", { before: (context) => context.on("request", (request) => /\/api\//.test(request.url()) && asked.push(new URL(request.url()).pathname)) });
  const questions = ["breakdown", "delivery", "live", "timeseries"].map((name) => `/api/questions/${name}`);
  const expected = ["/api/events", "/api/health", "/api/plan", ...questions, "/api/session"];
  assert.deepEqual(asked.sort(), expected);
});

test("a figure chooses what is drawn and counted; tabs and figures stand in the address", async (t) => {
  const page = await world.open(t, "/dashboard/", { view: { range: "30d" } });
  await page.getByTestId("choose-events").click();
  await page.getByTestId("tab-sources-source").click();
  await page.getByTestId("tab-devices-browser").click();
  await page.getByTestId("interval").selectOption("week");
  await eventually(() => page.getByTestId("panels").getAttribute("aria-busy"), (busy) => busy === "false");
  const address = new URL(page.url());
  assert.deepEqual(Object.fromEntries(address.searchParams), { range: "30d", metric: "events", sources: "source", devices: "browser", interval: "week" });
  const other = await world.open(t, address.pathname + address.search);
  const { breakdowns } = await world.ask("/api/analytics/breakdown", { range: "30d", by: "source,browser", limit: 50 });
  for (const one of [page, other]) {
    assert.deepEqual(await rows(one, "source"), expected(breakdowns[0], "events"));
    assert.deepEqual(await rows(one, "browser"), expected(breakdowns[1], "events"));
    assert.equal(await one.getByTestId("choose-events").getAttribute("aria-pressed"), "true");
    assert.match(await one.getByTestId("timeline").innerText(), /^Events per week/);
  }
});

test("a row filters the whole dashboard, on other pages too, and can be taken back", async (t) => {
  const page = await world.open(t, "/dashboard/", { view: { range: "30d" } });
  await page.locator('[data-testid=by-country-row][data-country="DE"] a').click();
  await world.settled(page);
  const { total } = await world.ask("/api/analytics/timeseries", { range: "30d", country: "DE" });
  await eventually(() => value(page, "total-events"), (shown) => shown === total.events);
  assert.equal(await page.locator('[data-testid=filter][data-name="country"]').innerText(), "Country is DE");
  assert.match(await page.getByTestId("nav-sessions").getAttribute("href"), /range=30d&country=DE$/);
  const { items: german } = await world.ask("/api/events", { range: "30d", country: "DE", bots: "exclude", limit: 12 });
  await eventually(() => page.getByTestId("event-row").evaluateAll((rows) => rows.map((row) => row.dataset.eventId)), (ids) => ids.join() === german.map(({ id }) => id).join());
  await page.goBack();
  await eventually(() => page.getByTestId("filter").count(), (count) => count === 0);
  await page.goForward();
  await page.getByTestId("filter-remove").click();
  await eventually(() => page.url(), (url) => url.endsWith("/dashboard/?range=30d"));
});

test("an absent value can be chosen as well", async (t) => {
  const page = await world.open(t, "/dashboard/", { view: { range: "30d", metric: "events" } });
  await page.locator('[data-testid=by-path-row][data-path="(none)"] a').click();
  await world.settled(page);
  const { total } = await world.ask("/api/analytics/timeseries", { range: "30d", path: "(none)" });
  assert.ok(total.events > 0);
  await eventually(() => value(page, "total-events"), (shown) => shown === total.events);
});

test("the chart is read by keys, and tabs are gone through by arrows", async (t) => {
  const page = await world.open(t, "/dashboard/", { view: { from: daysAgo(8), to: daysAgo(3) } });
  const { points } = await world.ask("/api/analytics/timeseries", { from: daysAgo(8), to: daysAgo(3) });
  await page.getByTestId("chart").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await eventually(() => page.getByTestId("chart-reading").innerText(), (text) => text.includes(`Visitors ${points[1].visitors}, Period before `));
  await page.getByTestId("tab-pages-path").focus();
  await page.keyboard.press("ArrowRight");
  await eventually(() => page.evaluate(() => document.activeElement.dataset.testid), (testid) => testid === "tab-pages-title");
  await page.getByTestId("by-title-row").first().waitFor();
});

test("without visitors events are drawn", async (t) => {
  const page = await world.open(t, "/dashboard/", { view: { range: "30d", "actor_type": "scheduler" } });
  const { total } = await world.ask("/api/analytics/timeseries", { range: "30d", actor_type: "scheduler" });
  assert.ok(total.events > 0 && total.visitors === 0);
  await eventually(() => page.getByTestId("choose-events").getAttribute("aria-pressed"), (pressed) => pressed === "true");
  await world.settled(page);
  const { breakdowns } = await world.ask("/api/analytics/breakdown", { range: "30d", actor_type: "scheduler", by: "type", limit: 50 });
  assert.deepEqual(await rows(page, "type"), expected(breakdowns[0], "events"));
});

test("nothing, trouble, and numbers that stay while there is trouble", async (t) => {
  const empty = await world.open(t, "/dashboard/", { empty: true });
  await empty.getByTestId("empty").waitFor();
  assert.equal(await empty.getByTestId("total-events").isVisible(), false);

  let isBroken = true;
  const refuse = (route) => (isBroken ? route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify({ code: "storage_failed", title: "The database is not available", detail: "Try again soon." }) }) : route.continue());
  const page = await world.open(t, "/dashboard/", { expected: /503/, before: (context) => context.route("**/api/questions/breakdown*", refuse) });
  assert.deepEqual([await world.text(page, "error-code"), await world.text(page, "error-title"), await world.text(page, "error-detail")], ["storage_failed", "The database is not available", "Try again soon."]);
  assert.ok((await value(page, "total-events")) > 0, "what can be told is told");
  isBroken = false;
  await page.getByTestId("error-retry").click();
  await page.getByTestId("by-path-row").first().waitFor();
  assert.equal(await page.getByTestId("error").count(), 0);
  isBroken = true;
  await page.getByTestId("refresh").click();
  await page.getByTestId("error").waitFor();
  assert.ok((await page.getByTestId("by-path-row").count()) > 0, "old numbers beat none");
});

test("everybody can use it: light, dark, and on a phone", async (t) => {
  for (const options of [{}, { theme: "dark" }, { width: 390 }, { width: 390, theme: "dark" }]) {
    const page = await world.open(t, "/dashboard/", { view: { range: "30d", country: "DE" }, ...options });
    await world.axe(page);
    await world.fits(page);
  }
});

/** A date so many days ago, in UTC. */
function daysAgo(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
