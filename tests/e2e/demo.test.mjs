// The demo is clicked through in a real browser; what the dashboard, the API and D1 say must equal what was clicked.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { eventually, launch } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";

/** Screenshots for people to look at; nothing compares them. */
const SCREENSHOTS = path.join(root, "tests/artifacts");

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

const analytics = async () => {
  const response = await fetch(`${server.url}/api/events/analytics?range=24h`, { headers: { authorization: `Bearer ${server.keys.read}` } });
  assert.equal(response.status, 200);
  return response.json();
};

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
  const { results } = await server.d1.prepare("SELECT type, count(*) AS times FROM events GROUP BY type").all();
  const stored = Object.fromEntries(results.map((row) => [row.type, row.times]));
  assert.deepEqual(stored, clicked);
  const total = Object.values(clicked).reduce((sum, times) => sum + times, 0);
  await eventually(() => at("tally-accepted").getAttribute("data-value"), (accepted) => Number(accepted) === total);
  assert.deepEqual(await page.locator("[data-testid=event]").evaluateAll((rows) => [...new Set(rows.map((row) => row.dataset.fate))]), ["accepted"]);
  const numbers = await analytics();
  assert.deepEqual(numbers.events_by_type, clicked);
  assert.deepEqual([numbers.total_events, numbers.page_views, numbers.unique_visitors, numbers.sessions], [total, clicked.page_view, 1, 1]);

  const dashboard = await context.newPage();
  dashboard.on("pageerror", (error) => errors.push(String(error)));
  await dashboard.goto(`${server.url}/dashboard/?range=24h#key=${server.keys.read}`);
  await dashboard.locator("[data-testid=panels][aria-busy=false]").waitFor();
  const value = (name) => dashboard.getByTestId(name).getAttribute("data-value");
  assert.equal(Number(await value("total-events")), numbers.total_events);
  assert.equal(Number(await value("total-page-views")), numbers.page_views);
  assert.equal(Number(await value("total-visitors")), 1);
  const more = dashboard.getByTestId("by-type-more");
  if (await more.isVisible()) await more.click();
  for (const [type, times] of Object.entries(clicked)) {
    const shown = dashboard.locator(`[data-testid=by-type-row][data-type="${type}"] [data-testid=count]`);
    assert.equal(Number(await shown.getAttribute("data-value")), times, type);
  }
  await dashboard.locator("[data-testid=event-row]").first().waitFor();
  await dashboard.screenshot({ path: path.join(SCREENSHOTS, "dashboard.png"), fullPage: true });
  await dashboard.emulateMedia({ colorScheme: "dark" });
  await dashboard.setViewportSize({ width: 390, height: 844 });
  await dashboard.screenshot({ path: path.join(SCREENSHOTS, "dashboard-phone-dark.png"), fullPage: true });
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
