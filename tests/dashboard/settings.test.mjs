// The page Settings: what it shows is what the API says, and with which key.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { startWorld } from "./world.mjs";

const TABS = ["project", "keys", "plan", "config", "retention", "erase", "data", "audit"];
const ADDRESS = "/dashboard/settings/";

const of = (world) => ({
  open: (t, tab, options = {}) => world.open(t, ADDRESS, { ...options, view: { ...(tab && { tab }), ...options.view } }),
  admin: async (method, address, body) => {
    const answer = await fetch(world.url + address, { method, headers: { authorization: `Bearer ${world.keys.admin}` }, body: body && JSON.stringify(body) });
    assert.ok(answer.ok, await answer.clone().text());
    return answer.json();
  },
});
const values = (page, row, cells) => page.getByTestId(row).evaluateAll((rows, cells) => rows.map((row) => cells.map((cell) => row.querySelector(`[data-testid="${cell}"]`).dataset.value)), cells);

describe("what is shown", () => {
  let world, open, admin;
  before(async () => {
    world = await startWorld();
    ({ open, admin } = of(world));
  });
  after(() => world?.stop());

  for (const [how, options] of [["light", {}], ["dark", { theme: "dark" }], ["on a phone", { width: 390 }]]) {
    for (const as of ["admin", "read"]) {
      test(`every tab has no fault that axe knows and fits: ${how}, with the ${as} key`, async (t) => {
        const page = await open(t, null, { ...options, as });
        for (const tab of TABS) {
          await page.getByTestId(`tab-${tab}`).click();
          await page.waitForURL((url) => (url.searchParams.get("tab") ?? "project") === tab);
          await world.settled(page);
          assert.doesNotMatch(await page.locator("main").innerText(), /\b(NaN|undefined|Invalid Date)\b|\[object /);
          await world.axe(page);
          await world.fits(page);
        }
      });
    }
  }

  test("tabs are reached by arrow keys, and a link opens one", async (t) => {
    const page = await open(t);
    await page.getByTestId("tab-project").focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForURL(/tab=keys/);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "tab-keys");
    await page.keyboard.press("End");
    await page.waitForURL(/tab=audit/);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.locator("[data-testid=tab-audit][aria-selected=true]").waitFor();
    await page.goBack();
    await page.locator("[data-testid=tab-keys][aria-selected=true]").waitFor();
  });

  test("project and health", async (t) => {
    const page = await open(t, null, { as: "read" });
    const project = await world.ask("/api/project", {}, { key: world.keys.read });
    const health = await world.ask("/api/health");
    const shown = await Promise.all(["project-name", "project-slug", "project-id", "project-created"].map((name) => world.value(page, name)));
    assert.deepEqual(shown, [project.name, project.slug, project.id, project.created_at]);
    // Twelve hexadecimal digits are a number to `value` when none of them is a letter, or just an `e`.
    assert.equal(await page.getByTestId("project-key").getAttribute("data-value"), project.key.id);
    assert.deepEqual(await Promise.all(["health-status", "health-database", "health-limits", "health-quota"].map((name) => world.value(page, name))), [health.status, health.database, health.rate_limits, health.quota?.state ?? "none"]);
  });

  test("keys, those that work", async (t) => {
    const page = await open(t, "keys");
    const { items } = await admin("GET", "/api/keys");
    const told = items.map(({ label, kind, state, origins, last_used_at, created_at, expires_at, revoked_at }) => [label ?? "", kind, state, origins?.join(" ") ?? "", last_used_at ?? "", created_at, revoked_at ?? expires_at ?? ""].map(String));
    assert.deepEqual(await values(page, "keys-row", ["label", "kind", "state", "origins", "used", "created", "ends"]), told);
    assert.ok(!(await page.content()).includes(world.keys.admin));
  });

  test("the plan, to read: its version, mode, events and their properties", async (t) => {
    const page = await open(t, "plan", { as: "read" });
    const { version, plan } = await world.ask("/api/plan");
    assert.deepEqual([await world.value(page, "plan-version"), await world.value(page, "plan-mode")], [version, plan.mode ?? "open"]);
    assert.deepEqual(await page.getByTestId("plan-event").evaluateAll((all) => all.map(({ dataset }) => dataset.type)), Object.keys(plan.events).sort());
    const [type, { properties }] = Object.entries(plan.events).find(([, { properties }]) => properties);
    await page.getByTestId("plan-find").fill(type);
    await page.waitForURL(new RegExp(`find=${type}`));
    const event = page.locator(`[data-testid=plan-event][data-type=${type}]`);
    await event.locator("summary").focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await event.getByTestId("plan-property").evaluateAll((all) => all.map(({ dataset }) => dataset.name)), Object.keys(properties));
    const { items } = await world.ask("/api/plan/versions");
    assert.deepEqual(await values(page, "versions-row", ["version", "mode", "events"]), items.map(({ version, mode, events }) => [version, mode, events].map(String)));
    await page.locator("[data-testid=versions-row][data-version='0']").getByTestId("version-show").click();
    await page.waitForURL(/version=0/);
    await page.locator("[data-testid=plan-version][data-value='0']").waitFor();
  });

  test("the config with a read key: what trackers are told, and no way to change it", async (t) => {
    const page = await open(t, "config", { as: "read" });
    const { config, version } = await world.ask("/api/config");
    const { retention_days, cookieless, ...told } = config;
    assert.deepEqual(JSON.parse(await page.getByTestId("config-told").innerText()), told);
    assert.equal(await world.value(page, "config-version"), version);
    assert.equal(await page.getByTestId("kill").count() + (await page.getByTestId("config-save").count()), 0);
    assert.equal(await page.getByTestId("needs-admin").count(), 2);
  });

  test("what needs an admin key is not even asked for with a read key", async (t) => {
    const refused = [];
    const before = (context) => void context.on("response", (response) => response.status() >= 400 && refused.push(response.url()));
    const page = await open(t, null, { as: "read", before });
    for (const tab of TABS) {
      await page.getByTestId(`tab-${tab}`).click();
      await world.settled(page);
      const needs = await page.getByTestId("needs-admin").count();
      assert.equal(needs > 0, tab !== "project", tab);
    }
    assert.deepEqual(refused, []);
  });

  test("roll-ups and the export", async (t) => {
    const page = await open(t, "data");
    const { closed_until, hours, stale, events, bytes } = await admin("GET", "/api/rollups");
    assert.deepEqual(await Promise.all(["rollups-closed", "rollups-hours", "rollups-stale", "rollups-events", "rollups-bytes"].map((name) => world.value(page, name))), [closed_until, hours, stale, events, bytes]);
    await page.getByTestId("export-range").selectOption("7d");
    await page.getByTestId("export-format").selectOption("csv");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("export").click()]);
    assert.equal(download.suggestedFilename(), "trailmark-events.csv");
    const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
    assert.match(lines[0], /^id,|,id,/);
    assert.ok(lines.length > 100);
  });

  test("the audit is the API's, page by page", async (t) => {
    for (let n = 0; n < 60; n++) await admin("PUT", "/api/config", { flush_at: 20 + n });
    const { items, next_cursor } = await admin("GET", "/api/audit?limit=50");
    const page = await open(t, "audit");
    // Whoever opened this page has logged in, and stands at the top.
    const shown = await values(page, "audit-row", ["at", "action", "key"]);
    const told = (await admin("GET", "/api/audit?limit=50")).items.map(({ at, action, key_id }) => [at, action, key_id ?? ""].map(String));
    assert.deepEqual(shown, told);
    assert.ok(next_cursor && items.length === 50);
    await page.getByTestId("audit-older").click();
    await page.waitForURL(/cursor=/);
    await eventually(() => values(page, "audit-row", ["at"]), (rows) => rows.length > 0 && Number(rows[0][0]) <= Number(told.at(-1)[0]));
    const link = page.url();
    const other = await page.context().newPage();
    await other.goto(link);
    await world.settled(other);
    assert.deepEqual(await values(other, "audit-row", ["at", "action", "key"]), await values(page, "audit-row", ["at", "action", "key"]));
  });
});
