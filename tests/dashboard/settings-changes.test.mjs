// The page Settings: what is done in it is done in D1, after a look at what it will be.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { startWorld } from "./world.mjs";

const ADDRESS = "/dashboard/settings/";
const REFUSED = /Failed to load resource/;
const DAY = 86_400_000;

const of = (world) => ({
  open: (t, tab, options = {}) => world.open(t, ADDRESS, { ...options, view: { ...(tab && { tab }), ...options.view } }),
  admin: async (method, address, body) => {
    const answer = await fetch(world.url + address, { method, headers: { authorization: `Bearer ${world.keys.admin}` }, body: body && JSON.stringify(body) });
    assert.ok(answer.ok, await answer.clone().text());
    return answer.json();
  },
  write: (key, events, headers = {}) => fetch(`${world.url}/api/events/log/batch`, { method: "POST", headers: { authorization: `Bearer ${key}`, ...headers }, body: JSON.stringify({ events }) }),
});

describe("what is done", () => {
  let world, open, admin, write;
  before(async () => {
    world = await startWorld({ seeded: false });
    ({ open, admin, write } = of(world));
  });
  after(() => world?.stop());
  const row = (id) => world.d1.prepare("SELECT * FROM keys WHERE substr(hash, 1, 12) = ?1").bind(id).first();
  const configRow = async () => JSON.parse((await world.d1.prepare("SELECT config FROM configs").first()).config);

  test("a key is made, shown once, and may what it says", async (t) => {
    const page = await open(t, "keys", { expected: REFUSED });
    await page.getByTestId("key-new").click();
    await world.axe(page, "[data-testid=key-dialog]");
    await page.getByTestId("key-label").fill("shop, pages");
    await page.getByTestId("key-origins").fill("https://Shop.example/cart");
    await page.getByTestId("origin-fault").waitFor();
    await page.getByTestId("key-make").click();
    await page.getByTestId("error-code").filter({ hasText: "invalid_key" }).waitFor();
    await page.getByTestId("origin-fault").getByRole("button").click();
    assert.equal(await page.getByTestId("key-origins").inputValue(), "https://shop.example");
    await page.getByTestId("key-make").click();
    await page.getByTestId("made").waitFor();
    const key = await world.text(page, "made-key");
    assert.match(key, /^tm_write_\w{32}$/);
    await world.axe(page, "[data-testid=made]");
    const id = await page.getByTestId("made").getAttribute("data-id");
    const { kind, label, origins } = await row(id);
    assert.deepEqual([kind, label, JSON.parse(origins)], ["write", "shop, pages", ["https://shop.example"]]);
    const statuses = await Promise.all(["https://shop.example", "https://other.example"].map(async (origin) => (await write(key, [{ type: "x" }], { origin })).status));
    assert.deepEqual(statuses, [200, 403]);
    await page.getByTestId("made-close").click();
    assert.ok(!(await page.content()).includes(key));
    await page.reload();
    await world.settled(page);
    assert.ok(!(await page.content()).includes(key));
    assert.equal(await page.locator(`[data-testid=keys-row][data-id="${id}"]`).count(), 1);
  });

  test("a key's text is copied", async (t) => {
    const page = await open(t, "keys");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByTestId("key-new").click();
    await page.getByTestId("key-kind-read").check();
    await page.getByTestId("key-until").fill(new Date(Date.now() + 3 * DAY).toISOString().slice(0, 10));
    await page.getByTestId("key-make").click();
    await page.getByTestId("made-copy").click();
    await page.getByTestId("made-copy").filter({ hasText: "Copied" }).waitFor();
    const key = await world.text(page, "made-key");
    await page.getByTestId("key-new").click();
    await page.getByTestId("key-label").click();
    await page.keyboard.press("Control+V");
    // The browser asks the system for what was copied, so the key is pressed before the text is there.
    await eventually(() => page.getByTestId("key-label").inputValue(), (pasted) => pasted === key);
    const { items } = await admin("GET", "/api/keys");
    const { state, expires_at } = items[0];
    assert.deepEqual([state, expires_at % DAY], ["expiring", 0]);
  });

  test("a key is changed, rotated and revoked", async (t) => {
    const { id } = await admin("POST", "/api/keys", { kind: "server", label: "jobs" });
    const page = await open(t, "keys");
    const line = page.locator(`[data-testid=keys-row][data-id="${id}"]`);
    await line.getByTestId("key-change").click();
    await page.getByTestId("key-label").fill("nightly jobs");
    await page.getByTestId("key-save").click();
    await line.locator("[data-testid=label][data-value='nightly jobs']").waitFor();
    assert.deepEqual([(await row(id)).label, (await row(id)).expires_at], ["nightly jobs", null]);

    await line.getByTestId("key-rotate").click();
    await page.getByTestId("key-overlap").fill("2");
    await page.getByTestId("key-rotate-do").click();
    await page.getByTestId("made").waitFor();
    const made = await page.getByTestId("made").getAttribute("data-id");
    const [old, rotated] = [await row(id), await row(made)];
    assert.equal(rotated.label, "nightly jobs");
    assert.ok(Math.abs(old.expires_at - Date.now() - 2 * 3_600_000) < 60_000);
    await page.getByTestId("made-close").click();
    assert.ok(await line.getByTestId("key-rotate").isDisabled(), "a key is replaced once");

    await line.getByTestId("key-revoke").click();
    assert.equal((await row(id)).revoked_at, null);
    await page.getByTestId("confirm-cancel").click();
    await line.getByTestId("key-revoke").click();
    await world.axe(page, "[data-testid=key-dialog]");
    await page.getByTestId("confirm").click();
    await line.waitFor({ state: "detached" });
    assert.ok((await row(id)).revoked_at > 0);
    await page.getByTestId("keys-over").click();
    await page.locator(`[data-testid=keys-row][data-id="${id}"][data-state=revoked]`).waitFor();
  });

  test("the last admin key is not revoked, and it says why", async (t) => {
    const page = await open(t, "keys", { expected: REFUSED });
    await page.locator("[data-testid=keys-row][data-kind=admin]").getByTestId("key-revoke").click();
    await page.getByTestId("confirm").click();
    await page.getByTestId("error-code").filter({ hasText: "last_admin_key" }).waitFor();
  });

  test("a plan is looked at, and put: breaking changes are said", async (t) => {
    await admin("PUT", "/api/plan", { events: { task_done: { properties: { priority: { type: "string" } } }, old: {} } });
    const page = await open(t, "plan");
    const { version } = await world.ask("/api/plan");
    const put = JSON.stringify({ mode: "warn", events: { task_done: { properties: { priority: { type: "string", required: true } } }, new: {} } });
    await page.getByTestId("plan-text").fill(`${put}}`);
    await page.getByTestId("plan-fault").waitFor();
    assert.ok(await page.getByTestId("plan-look").isDisabled());
    await page.getByTestId("plan-text").fill(put);
    await page.getByTestId("plan-look").click();
    await page.getByTestId("plan-changes").waitFor();
    const changes = await page.getByTestId("plan-change").evaluateAll((all) => all.map(({ dataset }) => [dataset.code, dataset.breaking]));
    const asked = await fetch(`${world.url}/api/plan?dry_run=1`, { method: "PUT", headers: { authorization: `Bearer ${world.keys.admin}` }, body: put }).then((answer) => answer.json());
    assert.deepEqual([...changes].sort(), asked.changes.map(({ code, breaking }) => [code, String(breaking)]).sort());
    assert.ok(changes.some(([, breaking]) => breaking === "true") && changes.some(([, breaking]) => breaking === "false"));
    assert.equal(changes[0][1], "true", "the breaking first");
    assert.equal((await world.ask("/api/plan")).version, version, "nothing was put");
    await page.getByTestId("plan-put").click();
    assert.equal(await world.value(page, "plan-breaking"), changes.filter(([, breaking]) => breaking === "true").length);
    await world.axe(page, "[data-testid=plan-dialog]");
    await page.getByTestId("confirm").click();
    await page.locator(`[data-testid=plan-version][data-value="${version + 1}"]`).waitFor();
    const { plan } = await world.d1.prepare("SELECT plan FROM plans ORDER BY version DESC LIMIT 1").first();
    assert.equal(plan, put, "as it was written");
    await page.locator(`[data-testid=versions-row][data-version="${version + 1}"]`).waitFor();
  });

  test("a plan with faults is refused with their place; the same plan changes nothing; a file is read", async (t) => {
    const page = await open(t, "plan", { expected: REFUSED });
    await page.getByTestId("plan-file").setInputFiles({ name: "plan.json", mimeType: "application/json", buffer: Buffer.from('{"events": {"a": {"properties": {"b": {"type": "colour"}}}}}') });
    await page.getByTestId("plan-look").click();
    await page.getByTestId("error-code").filter({ hasText: "invalid_plan" }).waitFor();
    assert.match(await world.text(page, "plan-refused"), /a\.properties\.b/);
    await page.getByTestId("plan-edit").click();
    await page.getByTestId("plan-look").click();
    await page.locator("[data-testid=plan-changes][data-value='0']").waitFor();
    assert.ok(await page.getByTestId("plan-put").isDisabled());
  });

  test("the config: what would be told is looked at as it is typed, and saved whole", async (t) => {
    await admin("PUT", "/api/config", { canary: { streams: ["night"] } });
    const page = await open(t, "config", { expected: REFUSED });
    const told = async (wanted) => eventually(async () => page.getByTestId("config-told").innerText(), (text) => text !== "…" && JSON.stringify(JSON.parse(text)) === JSON.stringify(wanted));
    await told({ canary: { streams: ["night"] } });
    assert.ok(await page.getByTestId("config-save").isDisabled());
    await page.getByTestId("config-min-level").selectOption("state");
    await page.getByTestId("config-flush-at").fill("25");
    await page.getByTestId("config-flush-interval").fill("9000");
    await page.getByTestId("config-canary").fill("12.5");
    await page.getByTestId("config-types-new").fill("mouse_moved");
    await page.keyboard.press("Enter");
    await page.getByTestId("config-types-share").fill("10");
    await page.getByTestId("config-level-detail").fill("50");
    await page.getByTestId("config-autocapture-new").fill("clicks");
    await page.getByTestId("config-autocapture-add").click();
    await page.getByTestId("config-cookieless").check();
    const wanted = { canary: { share: 0.125, streams: ["night"] }, min_level: "state", sampling: { types: { mouse_moved: 0.1 }, levels: { detail: 0.5 } }, flush_at: 25, flush_interval_ms: 9000, autocapture: { clicks: false } };
    await told(wanted);
    assert.deepEqual(await configRow(), { canary: { streams: ["night"] } }, "only looked at");
    await world.axe(page);

    await page.getByTestId("config-flush-at").fill("501");
    await page.locator("[data-testid=config-refused][data-field=flush_at]").waitFor();
    assert.ok(await page.getByTestId("config-save").isDisabled());
    await page.getByTestId("config-flush-at").fill("25");
    await told(wanted);
    const { version } = await admin("GET", "/api/config");
    await page.getByTestId("config-save").click();
    await world.axe(page, "[data-testid=config-dialog]");
    await page.getByTestId("confirm").click();
    await page.getByTestId("config-saved").waitFor();
    const now = await admin("GET", "/api/config");
    assert.deepEqual([now.version, now.config], [version + 1, { ...wanted, cookieless: true }]);
    assert.deepEqual(await configRow(), { ...wanted, cookieless: true });
    const by = (await admin("GET", "/api/audit")).items.find(({ action }) => action === "config_put").key_id;
    await page.locator(`[data-testid=config-by][data-value="${by}"]`).waitFor();
  });

  test("the config as JSON: form and text are the same, and what is none is said", async (t) => {
    await admin("PUT", "/api/config", { flush_at: 30 });
    const page = await open(t, "config", { expected: REFUSED });
    await page.getByTestId("config-flush-at").fill("31");
    await page.getByTestId("config-as-json").click();
    await page.waitForURL(/as=json/);
    assert.deepEqual(JSON.parse(await page.getByTestId("config-text").inputValue()), { flush_at: 31 });
    await page.getByTestId("config-text").fill("{");
    await page.getByTestId("config-fault").waitFor();
    await page.getByTestId("config-text").fill('{"wet": true}');
    await page.locator("[data-testid=config-refused][data-field=wet]").waitFor();
    await page.getByTestId("config-text").fill('{"flush_at": 33, "retention_days": 40}');
    await page.getByTestId("config-as-form").click();
    assert.deepEqual([await page.getByTestId("config-flush-at").inputValue(), await page.getByTestId("config-retention").inputValue()], ["33", "40"]);
    await page.getByTestId("config-reset").click();
    assert.equal(await page.getByTestId("config-flush-at").inputValue(), "30");
    assert.deepEqual(await configRow(), { flush_at: 30 });
  });

  test("what others have put meanwhile is not lost: an edit is refused, a switch keeps it", async (t) => {
    await admin("PUT", "/api/config", { flush_at: 30 });
    const page = await open(t, "config");
    await page.getByTestId("config-flush-at").fill("31");
    await page.getByTestId("config-changes").waitFor();
    const { version } = await admin("PUT", "/api/config", { flush_at: 30, min_level: "state" });
    await page.getByTestId("config-save").click();
    await page.getByTestId("confirm").click();
    await page.locator(`[data-testid=config-overtaken][data-value="${version}"]`).waitFor();
    assert.deepEqual(await configRow(), { flush_at: 30, min_level: "state" });
    await page.getByTestId("confirm-cancel").click();
    await page.getByTestId("kill").click();
    await page.getByTestId("confirm-text").fill("Default");
    await page.getByTestId("confirm").click();
    await page.locator("[data-testid=kill-switch][data-value=off]").waitFor();
    assert.deepEqual(await configRow(), { flush_at: 30, min_level: "state", enabled: false });
  });

  test("the kill switch wants the project's name, keeps the rest, and turns away what comes; and back", async (t) => {
    await admin("PUT", "/api/config", { flush_at: 30 });
    const page = await open(t, "config");
    await page.getByTestId("kill").click();
    await world.axe(page, "[data-testid=kill-dialog]");
    assert.ok(await page.getByTestId("confirm").isDisabled());
    await page.getByTestId("confirm-text").fill("default");
    assert.ok(await page.getByTestId("confirm").isDisabled(), "letter by letter");
    await page.getByTestId("confirm-text").fill("Default");
    await page.keyboard.press("Enter");
    await page.locator("[data-testid=kill-switch][data-value=off]").waitFor();
    assert.deepEqual(await configRow(), { flush_at: 30, enabled: false });
    const answer = await write(world.keys.write, [{ type: "x" }]).then((answer) => answer.json());
    assert.deepEqual(answer.verdicts.map(({ code }) => code), ["config_off"]);
    await page.getByTestId("kill").click();
    await page.getByTestId("confirm").click();
    await page.locator("[data-testid=kill-switch][data-value=on]").waitFor();
    assert.deepEqual(await configRow(), { flush_at: 30 });
    assert.equal((await write(world.keys.write, [{ type: "x" }]).then((answer) => answer.json())).accepted, 1);
  });

  describe("old events", () => {
    const old = async () => (await world.d1.prepare("SELECT count(*) AS n FROM events WHERE type = 'old'").first()).n;
    before(async () => {
      const events = Array.from({ length: 7 }, (_, n) => ({ id: `old-${n}`, type: "old", occurred_at: Date.now() - (50 + n) * DAY }));
      const answer = await write(world.keys.server, events).then((answer) => answer.json());
      assert.equal(answer.accepted, 7);
    });

    test("what retention would delete is counted before it is set", async (t) => {
      await admin("PUT", "/api/config", { flush_at: 30 });
      const page = await open(t, "retention");
      assert.equal(await world.value(page, "retention"), null);
      await page.getByTestId("retention-days").fill("45");
      await page.getByTestId("retention-look").click();
      await page.getByTestId("retention-dialog").waitFor();
      assert.equal(await world.value(page, "retention-matched"), 7);
      await world.axe(page, "[data-testid=retention-dialog]");
      await page.getByTestId("confirm-cancel").click();
      assert.deepEqual(await configRow(), { flush_at: 30 });
      await page.getByTestId("retention-look").click();
      await page.getByTestId("confirm").click();
      await page.locator("[data-testid=retention][data-value='45']").waitFor();
      assert.deepEqual(await configRow(), { flush_at: 30, retention_days: 45 });
      await page.getByTestId("retention-days").fill("");
      await page.getByTestId("retention-look").click();
      await page.getByTestId("confirm").click();
      await page.locator("[data-testid=retention][data-value='']").waitFor();
      assert.deepEqual(await configRow(), { flush_at: 30 });
    });

    test("cleaning up is looked at, wants its number typed, and deletes so many", async (t) => {
      const page = await open(t, "retention");
      await page.getByTestId("cleanup-days").fill("45");
      await page.getByTestId("cleanup-look").click();
      await page.getByTestId("cleanup-matched").waitFor();
      assert.equal(await world.value(page, "cleanup-matched"), 7);
      await page.getByTestId("cleanup-ask").click();
      assert.ok(await page.getByTestId("confirm").isDisabled());
      assert.equal(await old(), 7);
      await page.getByTestId("confirm-text").fill("7");
      await page.getByTestId("confirm").click();
      await page.getByTestId("cleanup-done").waitFor();
      assert.deepEqual([await world.value(page, "cleanup-deleted"), await old()], [7, 0]);
    });
  });

  describe("a user", () => {
    const USER = "u_erased_0001";
    const count = async () => (await world.d1.prepare("SELECT count(*) AS n FROM events WHERE user_id = ?1").bind(USER).first()).n;
    before(async () => {
      const mine = Array.from({ length: 3 }, (_, n) => ({ id: `mine-${n}`, type: "task_done", user_id: USER, occurred_at: Date.now() - n, metadata: { priority: "low" } }));
      const others = [{ id: "other-0", type: "task_done", user_id: "u_other", occurred_at: Date.now(), summary: `for ${USER}`, metadata: { priority: "low" } }];
      const answer = await write(world.keys.server, [...mine, ...others]).then((answer) => answer.json());
      assert.equal(answer.accepted, 4, JSON.stringify(answer));
    });

    test("what there is of one is shown as the API counts it, and can be downloaded", async (t) => {
      const page = await open(t, "erase");
      await page.getByTestId("erase-user").fill(USER);
      await page.getByTestId("erase-look").click();
      await page.getByTestId("erase-found").waitFor();
      const found = await admin("DELETE", `/api/users/${USER}?dry_run=1`);
      assert.deepEqual([found.matched, found.replaced], [3, 1]);
      assert.deepEqual(await Promise.all(["erase-matched", "erase-visitors", "erase-replaced", "erase-rejected"].map((name) => world.value(page, name))), [found.matched, found.visitors, found.replaced, found.rejected]);
      const types = await page.getByTestId("erase-type").evaluateAll((all) => Object.fromEntries(all.map(({ dataset }) => [dataset.type, Number(dataset.value)])));
      assert.deepEqual(types, found.by_type);
      await world.axe(page);
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("erase-export").click()]);
      const exported = await fetch(`${world.url}/api/users/${USER}/export`, { headers: { authorization: `Bearer ${world.keys.admin}` } }).then((answer) => answer.text());
      assert.equal(await readFile(await download.path(), "utf8"), exported);
      assert.equal(exported.trim().split("\n").length, 3);
    });

    test("erasing wants the id typed, and nothing of it is left", async (t) => {
      const page = await open(t, "erase", { view: { who: USER } });
      await page.getByTestId("erase-look").click();
      await page.getByTestId("erase-ask").click();
      await world.axe(page, "[data-testid=erase-dialog]");
      assert.ok(await page.getByTestId("confirm").isDisabled());
      await page.getByTestId("confirm-text").fill("u_other");
      assert.ok(await page.getByTestId("confirm").isDisabled());
      assert.equal(await count(), 3);
      await page.getByTestId("confirm-text").fill(USER);
      await page.getByTestId("confirm").click();
      await page.getByTestId("erase-done").waitFor();
      assert.equal(await world.value(page, "erase-deleted"), 3);
      assert.equal(await count(), 0);
      const { results } = await world.d1.prepare("SELECT * FROM events").all();
      assert.ok(!JSON.stringify(results).includes(USER));
      assert.ok(!page.url().includes(USER), "nor in the address");
    });

    test("nobody of this name: it says so, and erases nothing", async (t) => {
      const page = await open(t, "erase");
      await page.getByTestId("erase-user").fill("u_nobody_at_all");
      await page.getByTestId("erase-look").click();
      await page.getByTestId("erase-nothing").waitFor();
      assert.equal(await page.getByTestId("erase-ask").count(), 0);
    });
  });

  test("roll-ups are folded, and rebuilt", async (t) => {
    await write(world.keys.server, Array.from({ length: 5 }, (_, n) => ({ id: `fold-${n}`, type: "task_done", metadata: { priority: "low" }, occurred_at: Date.now() - (3 + n) * 3_600_000 })));
    await admin("POST", "/api/rollups/fold");
    const page = await open(t, "data");
    await page.getByTestId("rebuild").click();
    await world.axe(page, "[data-testid=rebuild-dialog]");
    await page.getByTestId("confirm").click();
    await page.getByTestId("rebuild-done").waitFor();
    const { stale } = await admin("GET", "/api/rollups");
    await eventually(() => world.value(page, "rollups-stale"), (shown) => shown === stale && stale >= 5);
    await page.getByTestId("fold").click();
    await page.getByTestId("fold-done").waitFor();
    await eventually(() => world.value(page, "rollups-stale"), (shown) => shown === 0);
    assert.equal((await admin("GET", "/api/rollups")).stale, 0);
  });

  test("a change that fails is told by its code, and nothing is said to be done", async (t) => {
    const fault = { status: 503, contentType: "application/problem+json", body: JSON.stringify({ status: 503, code: "storage_failed", title: "The database failed", detail: "Try again." }) };
    const before = (context) => context.route("**/api/config", (route) => (route.request().method() === "PUT" ? route.fulfill(fault) : route.continue()));
    const page = await open(t, "config", { before, expected: REFUSED });
    await page.getByTestId("kill").click();
    await page.getByTestId("confirm-text").fill("Default");
    await page.getByTestId("confirm").click();
    await page.getByTestId("kill-dialog").getByTestId("error-code").filter({ hasText: "storage_failed" }).waitFor();
    assert.equal(await page.getByTestId("kill-switch").getAttribute("data-value"), "on");
  });

  test("who has revoked the own key is out", async (t) => {
    const made = await admin("POST", "/api/keys", { kind: "admin", label: "short" });
    const before = (context) => context.route("**/local.json", (route) => route.fulfill({ status: 404 }));
    const page = await open(t, "keys", { as: null, before, settle: false, expected: REFUSED });
    await page.getByTestId("key-input").fill(made.key);
    await page.getByTestId("key-submit").click();
    await page.locator(`[data-testid=keys-row][data-id="${made.id}"]`).getByTestId("key-revoke").click();
    await page.getByTestId("key-dialog").filter({ hasText: "your login ends with it" }).waitFor();
    await page.getByTestId("confirm").click();
    await page.getByTestId("key-gate").waitFor();
  });
});
