// The demo is clicked through in a real browser; what the dashboard, the API and D1 say must equal what was clicked.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { eventually, launch } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";

/** Screenshots for people to look at; nothing compares them. */
const SCREENSHOTS = path.join(root, "tests/artifacts");
const plan = JSON.parse(await readFile(path.join(root, "tracking-plan.json"), "utf8"));

let server, browser;

before(async () => {
  await mkdir(SCREENSHOTS, { recursive: true });
  server = await serve({ onLog: () => {} });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const ask = async (path) => {
  const response = await fetch(`${server.url}${path}?range=24h`, { headers: { authorization: `Bearer ${server.keys.read}` } });
  assert.equal(response.status, 200);
  return response.json();
};
const analytics = () => ask("/api/events/analytics");
const delivery = () => ask("/api/analytics/delivery");

test("what is clicked in the demo is what dashboard, API and D1 say", async (t) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  t.after(() => context.close());
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  const at = (name) => page.getByTestId(name);

  await page.goto(`${server.url}/#key=${server.keys.write}`);
  await at("route-board").waitFor();
  const clicked = { page_view: 1 };
  const did = (type) => (clicked[type] = (clicked[type] ?? 0) + 1);

  for (const name of ["Orchard", "Lighthouse"]) {
    await at("new-project").click();
    await at("project-dialog").waitFor();
    did("modal_opened");
    await at("project-name").fill(name);
    await at("project-create").click();
    await at("project-dialog").waitFor({ state: "hidden" });
    did("modal_closed");
    did("project_created");
  }
  await at("new-project").click();
  await at("project-cancel").click();
  did("modal_opened");
  did("modal_closed");

  await page.locator('[data-testid=project-open][data-project-name="Orchard"]').click();
  did("project_opened");
  for (const title of ["Plant", "Prune", "Pick"]) {
    await at("task-title").fill(title);
    await at("task-add").click();
    did("task_created");
  }
  await page.locator('[data-testid=task-done][data-task-title="Plant"]').click();
  did("task_completed");
  await page.locator('[data-testid=task-done][data-task-title="Plant"]').click();
  did("task_reopened");
  await page.screenshot({ path: path.join(SCREENSHOTS, "demo-board.png") });

  await at("nav-reports").click();
  await at("route-reports").waitFor();
  did("page_view");
  await at("export-start").click();
  await eventually(() => at("export-download").isVisible(), Boolean);
  did("report_exported");
  await at("nav-board").click();
  did("page_view");
  await at("send-now").click();

  await page.screenshot({ path: path.join(SCREENSHOTS, "demo-panel.png"), fullPage: true });
  const total = Object.values(clicked).reduce((sum, times) => sum + times, 0);
  const countTypes = async () => (await server.d1.prepare("SELECT type, count(*) AS times FROM events GROUP BY type").all()).results;
  const results = await eventually(countTypes, (rows) => rows.reduce((sum, { times }) => sum + times, 0) >= total);
  assert.deepEqual(Object.fromEntries(results.map((row) => [row.type, row.times])), clicked);
  await eventually(() => at("tally-accepted").getAttribute("data-value"), (accepted) => Number(accepted) === total);
  assert.deepEqual(await page.locator("[data-testid=event]").evaluateAll((rows) => [...new Set(rows.map((row) => row.dataset.fate))]), ["accepted"]);
  const numbers = await analytics();
  assert.deepEqual(numbers.events_by_type, clicked);
  assert.deepEqual([numbers.total_events, numbers.page_views, numbers.unique_visitors, numbers.sessions], [total, clicked.page_view, 1, 1]);

  const account = await delivery();
  assert.deepEqual([account.tracked, account.stored, account.outstanding, account.capture_rate, account.instances], [total, total, 0, 1, 1]);

  const dashboard = await context.newPage();
  dashboard.on("pageerror", (error) => errors.push(String(error)));
  await dashboard.goto(`${server.url}/dashboard/?range=24h&metric=events#key=${server.keys.read}`);
  await dashboard.locator("[data-testid=panels][aria-busy=false]").waitFor();
  const value = (name) => dashboard.getByTestId(name).getAttribute("data-value");
  assert.equal(Number(await value("total-events")), numbers.total_events);
  assert.equal(Number(await value("total-page-views")), numbers.page_views);
  assert.equal(Number(await value("total-visitors")), 1);
  assert.deepEqual(await shownDelivery(dashboard), valuesOf(account));
  assert.equal(await dashboard.getByTestId("capture-rate").textContent(), "100 %");
  const more = dashboard.getByTestId("by-type-more");
  if (await more.isVisible()) await more.click();
  for (const [type, times] of Object.entries(clicked)) {
    const shown = dashboard.locator(`[data-testid=by-type-row][data-type="${type}"] [data-testid=count]`);
    assert.equal(Number(await shown.getAttribute("data-value")), times, type);
    const { description } = plan.events[type];
    const title = await dashboard.locator(`[data-testid=by-type-row][data-type="${type}"] th`).getAttribute("title");
    assert.equal(title, `${type}: ${description}`);
  }
  await dashboard.locator("[data-testid=event-row]").first().waitFor();
  await dashboard.screenshot({ path: path.join(SCREENSHOTS, "dashboard.png"), fullPage: true });
  await dashboard.emulateMedia({ colorScheme: "dark" });
  await dashboard.setViewportSize({ width: 390, height: 844 });
  await dashboard.screenshot({ path: path.join(SCREENSHOTS, "dashboard-phone-dark.png"), fullPage: true });
  assert.deepEqual(errors, []);
});

/** What the delivery tile says, by test id. */
async function shownDelivery(dashboard) {
  const values = await Promise.all(DELIVERY.map(async (name) => [name, await dashboard.getByTestId(name).getAttribute("data-value")]));
  const reasons = await dashboard.getByTestId("dropped-reason").evaluateAll((rows) => rows.map((row) => [row.dataset.reason, row.dataset.value]));
  return { ...Object.fromEntries(values), reasons: Object.fromEntries(reasons) };
}

const DELIVERY = ["capture-rate", "tracked", "stored", "outstanding", "duplicates-refused", "rejected", "dropped", "track-p50", "track-p99", "track-mean"];

/** The same, as the API says it. */
function valuesOf({ capture_rate, tracked, stored, outstanding, duplicates_refused, rejected, dropped, overhead }) {
  const figures = [capture_rate, tracked, stored, outstanding, duplicates_refused, rejected, dropped.total, overhead.p50_us, overhead.p99_us, overhead.mean_us];
  const reasons = Object.fromEntries(Object.entries(dropped.by_reason).map(([reason, count]) => [reason, String(count)]));
  return { ...Object.fromEntries(figures.map((value, n) => [DELIVERY[n], String(value ?? "")])), reasons };
}

test("the dashboard never says 100 % when something is missing, and shows what became of the rest", async (t) => {
  const own = await serve({ onLog: () => {} });
  t.after(() => own.stop());
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  t.after(() => context.close());
  const dashboard = await context.newPage();
  const errors = [];
  dashboard.on("pageerror", (error) => errors.push(String(error)));
  const ask = async () => (await fetch(`${own.url}/api/analytics/delivery?range=24h`, { headers: { authorization: `Bearer ${own.keys.read}` } })).json();
  const show = async () => {
    await dashboard.goto(`${own.url}/dashboard/?range=24h#key=${own.keys.read}`);
    await dashboard.reload();
    await dashboard.locator("[data-testid=panels][aria-busy=false]").waitFor({ state: "attached" });
  };
  const send = async (batch) => {
    const body = JSON.stringify({ write_key: own.keys.write, instance_id: "i", sealed_at: Date.now(), ...batch });
    assert.equal((await fetch(`${own.url}/api/events/log/batch`, { method: "POST", body })).status, 200);
  };
  const now = Date.now();
  const events = (from, to) => Array.from({ length: to - from }, (_, n) => ({ id: `e${from + n}`, occurred_at: now, seq: from + n, type: "task_done" }));

  await show();
  await dashboard.getByTestId("empty").waitFor();
  assert.deepEqual(await shownDelivery(dashboard), valuesOf(await ask()));

  // Nothing is stored yet: the tile stands although there is no event to chart.
  await send({ batch_id: "b0", tracked: 1, events: [{ type: 7, seq: 0 }] });
  await show();
  assert.equal(await dashboard.getByTestId("capture-rate").textContent(), "0 %");
  await dashboard.getByTestId("capture-rate").waitFor();

  const dropped = [{ reason: "queue_full", level: "detail", count: 2 }, { reason: "expired", level: "action", count: 1 }];
  const overhead = { busy_us: 90_000, track_us: [700, 250, 30, 8, 1, 0, 0, 11] };
  for (let from = 1; from < 20_001; from += 500) await send({ batch_id: `b${from}`, tracked: from + 500, overhead, events: events(from, from + 500) });
  await send({ batch_id: "last", tracked: 20_006, dropped, events: events(20_003, 20_004) });
  await send({ batch_id: "again", events: events(1, 4) });
  await show();
  const account = await ask();
  assert.deepEqual([account.tracked, account.stored, account.outstanding, account.duplicates_refused], [20_006, 20_001, 1, 3]);
  assert.deepEqual(await shownDelivery(dashboard), valuesOf(account));
  assert.equal(await dashboard.getByTestId("capture-rate").textContent(), "99.97 %");
  assert.deepEqual(await Promise.all(["track-p50", "track-p99", "track-mean"].map((name) => dashboard.getByTestId(name).textContent())), ["< 64 µs", "≥ 4,096 µs", "180 µs"]);
  await dashboard.screenshot({ path: path.join(SCREENSHOTS, "dashboard-delivery.png") });
  await dashboard.emulateMedia({ colorScheme: "dark" });
  await dashboard.screenshot({ path: path.join(SCREENSHOTS, "dashboard-delivery-dark.png") });
  await dashboard.setViewportSize({ width: 390, height: 844 });
  await eventually(() => dashboard.evaluate(() => document.documentElement.scrollWidth), (width) => width === 390);
  await dashboard.screenshot({ path: path.join(SCREENSHOTS, "dashboard-delivery-phone.png"), fullPage: true });
  assert.deepEqual(errors, []);
});

test("one bad event in a batch of its own making: the demo shows the Worker's verdicts", async (t) => {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`${server.url}/#key=${server.keys.write}`);
  await page.getByTestId("route-board").waitFor();
  await page.getByTestId("bad-kind").selectOption("unchecked");
  await page.getByTestId("send-bad").click();
  const rejected = page.locator('[data-testid=verdict][data-verdict="rejected"]');
  await rejected.first().waitFor();
  assert.deepEqual([await rejected.first().getAttribute("data-code"), await rejected.first().getAttribute("data-field")], ["too_long", "type"]);
});

test("a dashboard with a wrong key asks for another", async (t) => {
  const context = await browser.newContext();
  t.after(() => context.close());
  // The local server offers its keys to its own pages; a deployed one does not.
  await context.route("**/local.json", (route) => route.fulfill({ status: 404 }));
  const page = await context.newPage();
  await page.goto(`${server.url}/dashboard/#key=tm_read_nonsense`);
  await page.getByTestId("key-refusal").waitFor();
  await page.getByTestId("key-input").fill(server.keys.read);
  await page.getByTestId("key-submit").click();
  await page.locator("[data-testid=panels][aria-busy=false]").waitFor();
  assert.equal(Number(await page.getByTestId("total-events").getAttribute("data-value")), (await analytics()).total_events);
});
