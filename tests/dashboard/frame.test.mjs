// What all pages share: navigation, the bar with time, zone, filters, comparison and bots, and that an address says it all.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { startWorld } from "./world.mjs";

const PAGES = ["", "events", "sessions", "timings", "funnels", "retention", "paths", "patterns", "streams", "delivery", "rejected", "cost", "install", "settings"];
let world;

before(async () => {
  world = await startWorld();
});
after(() => world?.stop());

const queryOf = (page) => Object.fromEntries(new URL(page.url()).searchParams);
const focusOf = (page) => page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.id);

test("every page has an address of its own, a heading and a title", async (t) => {
  for (const name of PAGES) {
    const page = await world.open(t, `/dashboard/${name && `${name}/`}`);
    const heading = await page.locator("h1").innerText();
    assert.equal(heading.toLowerCase(), name || "overview");
    assert.equal(await page.title(), `${heading} · Trailmark`);
    assert.equal(await page.getByTestId(`nav-${name || "overview"}`).getAttribute("aria-current"), "page");
  }
});

test("navigation keeps time and filters, moves focus and title, and goes back to where one was", async (t) => {
  const page = await world.open(t, "/dashboard/?range=30d&tz=Asia/Tokyo&country=DE&metric=events");
  await page.evaluate(() => (window.isSame = true));
  await page.evaluate(() => scrollTo(0, 700));
  await page.getByTestId("nav-events").click();
  await page.getByTestId("event-row").first().waitFor();
  assert.deepEqual(queryOf(page), { range: "30d", tz: "Asia/Tokyo", country: "DE" }, "the overview's own parameters stay there");
  assert.deepEqual([await page.title(), await focusOf(page), await page.evaluate(() => scrollY)], ["Events · Trailmark", "content", 0]);
  await page.goBack();
  await eventually(() => page.evaluate(() => Math.round(scrollY)), (top) => top === 700);
  assert.deepEqual(queryOf(page), { range: "30d", tz: "Asia/Tokyo", country: "DE", metric: "events" });
  assert.equal(await page.evaluate(() => window.isSame), true, "no page was loaded anew");
});

test("a link can be opened in a tab of its own, and shows the same", async (t) => {
  const page = await world.open(t, "/dashboard/?range=30d&country=DE,US");
  const opened = page.context().waitForEvent("page");
  await page.getByTestId("nav-events").click({ modifiers: ["Control"] });
  const tab = await opened;
  await world.settled(tab);
  assert.deepEqual(queryOf(tab), { range: "30d", country: "DE,US" });
  assert.equal(await tab.getByTestId("filter").getAttribute("data-name"), "country");
  assert.match(page.url(), /\/dashboard\/\?range=30d/, "the first stays where it was");
});

test("ranges are links, and days of one's own are those of the zone", async (t) => {
  const page = await world.open(t, "/dashboard/?tz=Asia/Tokyo");
  await page.getByTestId("range-30d").click();
  await eventually(() => queryOf(page).range, (range) => range === "30d");
  await page.getByTestId("dates").click();
  const [from, to] = [daysAgo(6), daysAgo(4)];
  // The wrong way round: taken as it is meant.
  await page.getByTestId("from").fill(to);
  await page.getByTestId("to").fill(from);
  await page.getByTestId("dates-apply").click();
  await eventually(() => queryOf(page), (query) => query.from === from && query.to === to);
  await world.settled(page);
  const { total } = await world.ask("/api/analytics/timeseries", { from, to, tz: "Asia/Tokyo" });
  assert.equal(await world.value(page, "total-events"), total.events);
  // Lists know no zones: they are asked for the same moments.
  const list = await world.ask("/api/events", { from: `${from}T00:00:00+09:00`, to: `${daysAgo(3)}T00:00:00+09:00`, bots: "exclude" });
  assert.equal(await world.value(page, "newest-note"), list.total);
});

test("a filter is built from what there is, changed, and taken away", async (t) => {
  const page = await world.open(t, "/dashboard/?range=30d");
  await page.getByTestId("filter-add").click();
  assert.equal(await focusOf(page), "filter-name");
  await page.getByTestId("filter-name").selectOption("country");
  await page.locator('[data-testid=suggestion][data-value="DE"]').check();
  await page.getByTestId("filter-value").fill("Aus");
  await page.locator('[data-testid=suggestion][data-value="AT"]').check();
  await page.getByTestId("filter-value").fill("");
  await page.getByTestId("filter-apply").click();
  await eventually(() => queryOf(page).country, (country) => country === "DE,AT");
  await world.settled(page);
  const both = await world.ask("/api/analytics/timeseries", { range: "30d", country: "DE,AT" });
  assert.equal(await world.value(page, "total-events"), both.total.events);

  await page.getByTestId("filter-change").click();
  await page.getByTestId("filter-test").selectOption("not");
  await page.getByTestId("filter-apply").click();
  await eventually(() => queryOf(page), (query) => query["country.not"] === "DE,AT" && !query.country);
  assert.equal(await page.getByTestId("filter-change").innerText(), "Country is not DE nor AT");

  await page.getByTestId("filter-add").click();
  await page.getByTestId("filter-name").selectOption("path");
  await page.getByTestId("filter-test").selectOption("contains");
  await page.getByTestId("filter-value").fill("/projects");
  await page.keyboard.press("Enter");
  await eventually(() => queryOf(page)["path.contains"], (path) => path === "/projects");
  await world.settled(page);
  const narrowed = await world.ask("/api/analytics/timeseries", { range: "30d", "country.not": "DE,AT", "path.contains": "/projects" });
  assert.ok(narrowed.total.events > 0);
  assert.equal(await world.value(page, "total-events"), narrowed.total.events);
  await page.getByTestId("filters-clear").click();
  await eventually(() => queryOf(page), (query) => Object.keys(query).join() === "range");
});

test("members of metadata can be filtered by, and ids that cannot be counted", async (t) => {
  const { items } = await world.ask("/api/events", { range: "30d", limit: 100 });
  const [name, member] = items.flatMap(({ metadata = {} }) => Object.entries(metadata)).find(([, value]) => typeof value === "string" && !value.includes(","));
  const page = await world.open(t, "/dashboard/?range=30d");
  await page.getByTestId("filter-add").click();
  await page.getByTestId("filter-name").selectOption("metadata.");
  await page.getByTestId("filter-member").fill(name);
  await page.locator(`[data-testid=suggestion][data-value="${member}"]`).check();
  await page.getByTestId("filter-apply").click();
  await world.settled(page);
  const { total } = await world.ask("/api/analytics/timeseries", { range: "30d", [`metadata.${name}`]: member });
  assert.ok(total.events > 0);
  await eventually(() => world.value(page, "total-events"), (shown) => shown === total.events);

  const { correlation_id: id } = items.find(({ correlation_id }) => correlation_id);
  await page.getByTestId("filters").getByTestId("filter-remove").click();
  await page.getByTestId("filter-add").click();
  await page.getByTestId("filter-name").selectOption("correlation_id");
  assert.equal(await page.getByTestId("filter-test").count(), 0, "there is but one test for it");
  await page.getByTestId("filter-value").fill(id);
  await page.getByTestId("filter-apply").click();
  const list = await world.ask("/api/events", { range: "30d", correlation_id: id, bots: "exclude" });
  await eventually(() => world.value(page, "newest-note"), (shown) => shown === list.total);
});

test("zone, bots and comparison stand in the address", async (t) => {
  const page = await world.open(t, "/dashboard/?range=30d");
  await page.getByTestId("view-options").click();
  await page.getByTestId("zone").selectOption("America/New_York");
  await page.getByTestId("bots").selectOption("include");
  await page.getByTestId("compare").uncheck();
  await eventually(() => queryOf(page), (query) => query.tz === "America/New_York" && query.bots === "include" && query.compare === "none");
  await page.keyboard.press("Escape");
  assert.equal(await focusOf(page), "view-options");
  await world.settled(page);
  const { total } = await world.ask("/api/analytics/timeseries", { range: "30d", bots: "include", tz: "America/New_York" });
  await eventually(() => world.value(page, "total-events"), (shown) => shown === total.events);
  assert.equal(await page.getByTestId("total-events-delta").count(), 0);
  // Whoever comes without a wish finds the zone that was chosen last, and it stands in the address for others.
  await page.goto(`${world.url}/dashboard/`);
  await world.settled(page);
  assert.equal(queryOf(page).tz, "America/New_York");
});

test("a live page follows, a hidden one does not ask", async (t) => {
  const page = await world.open(t, "/dashboard/?range=24h");
  const asked = [];
  page.on("request", (request) => request.url().includes("/api/questions/timeseries") && asked.push(request.url()));
  await page.getByTestId("auto-refresh").check();
  await eventually(() => queryOf(page).live, (live) => live === "1");
  const before = await world.value(page, "total-events");
  const event = { id: `live-${Date.now()}`, type: "page_view", visitor_id: "v_live", session_id: "s_live", occurred_at: Date.now() };
  const body = JSON.stringify({ batch_id: event.id, write_key: world.keys.write, events: [event], context: {} });
  const userAgent = await page.evaluate(() => navigator.userAgent);
  assert.equal((await fetch(`${world.url}/api/events/log/batch`, { method: "POST", headers: { "user-agent": userAgent }, body })).status, 200);
  await eventually(() => world.value(page, "total-events"), (shown) => shown > before);
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  const times = asked.length;
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 6000)));
  assert.ok(asked.length <= times + 1, "at most what was under way");
});

test("the quota is told when it is near", async (t) => {
  const said = { status: "ok", version: "0", database: "ok", keys: "ok", quota: { state: "near", share: 0.876 }, rate_limits: "ok" };
  const page = await world.open(t, "/dashboard/", { before: (context) => context.route("**/api/health", (route) => route.fulfill({ json: said })) });
  assert.equal(await world.value(page, "quota"), "near");
  assert.equal(await world.text(page, "quota-title"), "87 % of the day's quota is used up");
});

test("a comparison is offered where a page has one", async (t) => {
  for (const [address, count] of [["/dashboard/sessions/", 1], ["/dashboard/paths/", 0]]) {
    const page = await world.open(t, address);
    await page.getByTestId("view-options").click();
    await page.getByTestId("bots").waitFor();
    assert.equal(await page.getByTestId("compare").count(), count, address);
  }
});

test("the theme is chosen and kept; on a phone navigation is a menu", async (t) => {
  const page = await world.open(t, "/dashboard/", { width: 390 });
  assert.equal(await page.getByTestId("nav-events").isVisible(), false);
  await page.getByTestId("menu").click();
  await page.getByTestId("theme-toggle").click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await world.axe(page);
  await page.getByTestId("nav-events").click();
  await eventually(() => page.getByTestId("nav-events").isVisible(), (isVisible) => !isVisible);
  await page.reload();
  await world.settled(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  for (const [button, panel] of [["filter-add", "filter-add-panel"], ["view-options", "view-options-panel"], ["dates", "dates-panel"]]) {
    await page.getByTestId(button).click();
    await page.getByTestId(panel).waitFor();
    await world.axe(page);
    await world.fits(page);
    await page.keyboard.press("Escape");
    assert.equal(await page.getByTestId(panel).count(), 0);
  }
});

/** A date so many days ago, in UTC. */
function daysAgo(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
