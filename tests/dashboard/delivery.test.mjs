// The page Delivery: every figure is the API's, and says what it means.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../support/database.mjs";
import { source } from "./source.mjs";
import { startWorld } from "./world.mjs";

const { partsOf, cutPercent, readingOf } = await source("pages/delivery/account.ts");
const { reasonOf, levelsOf } = await source("pages/delivery/reasons.ts");
const { bucketsOf, boundText, microseconds } = await source("pages/delivery/buckets.ts");

const account = (stored, rejected, dropped, outstanding) => ({ tracked: stored + rejected + dropped + outstanding, stored, rejected, dropped: { total: dropped }, outstanding });

describe("without a browser", () => {
  test("the parts are all that was tracked", () => {
    const parts = partsOf(account(90, 5, 3, 2));
    assert.deepEqual(parts.map(({ end, count }) => [end, count]), [["stored", 90], ["rejected", 5], ["dropped", 3], ["outstanding", 2]]);
    assert.ok(Math.abs(parts.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-12);
    assert.deepEqual(partsOf(account(0, 0, 0, 0)).map(({ share }) => share), [0, 0, 0, 0]);
  });

  test("a rate is cut: 100 % only where nothing is missing", () => {
    assert.deepEqual([cutPercent(1, 1), cutPercent(999_999, 1_000_000), cutPercent(2, 3), cutPercent(0, 7), cutPercent(0, 0)], ["100 %", "99.99 %", "66.66 %", "0 %", "–"]);
  });

  test("what a rate says names the largest part of what is missing", () => {
    assert.equal(readingOf(account(0, 0, 0, 0)).tone, "calm");
    assert.equal(readingOf(account(10, 0, 0, 0)).tone, "good");
    const tones = [[995, "good"], [960, "warn"], [900, "bad"]];
    for (const [stored, tone] of tones) assert.equal(readingOf(account(stored, 0, 0, 1000 - stored)).tone, tone);
    assert.match(readingOf(account(90, 6, 3, 1)).sentence, /60 % was rejected/);
    assert.match(readingOf(account(90, 1, 9, 0)).sentence, /90 % was given up/);
    assert.match(readingOf(account(90, 0, 0, 10)).sentence, /all is outstanding/);
  });

  test("every reason of the tracker and of the server's writer is explained", async () => {
    const tracker = await readFile(path.join(root, "tracker/src/engine/drops.rs"), "utf8");
    const reasons = [...tracker.matchAll(/DropReason::\w+ => "(\w+)"/g)].map(([, reason]) => reason);
    assert.equal(reasons.length, 6);
    const unknown = reasonOf("no_such_reason").means;
    for (const reason of [...reasons, "closed", "config_off", "other"]) assert.notEqual(reasonOf(reason).means, unknown, reason);
    assert.equal(reasonOf("constructor").means, unknown);
  });

  test("levels stand in their order, and what else was named behind them", () => {
    assert.deepEqual(levelsOf({ a: { milestone: 1, odd: 2 }, b: { detail: 1 } }), ["detail", "milestone", "odd"]);
  });

  test("buckets have the names of their bounds, and the last has none above", () => {
    const names = bucketsOf({ bounds_us: [64, 128, 1024], counts: [1, 2, 3, 4] });
    assert.deepEqual(names, [{ name: "< 64 µs", count: 1 }, { name: "64 – 128 µs", count: 2 }, { name: "128 – 1,024 µs", count: 3 }, { name: "≥ 1,024 µs", count: 4 }]);
    const overhead = { samples: 3, bounds_us: [64, 128] };
    assert.deepEqual([boundText(64, overhead), boundText(null, overhead), boundText(null, { ...overhead, samples: 0 })], ["< 64 µs", "≥ 128 µs", "–"]);
    assert.deepEqual([microseconds(0.44), microseconds(9.96), microseconds(276.4), microseconds(4096)], ["0.4 µs", "10 µs", "276 µs", "4,096 µs"]);
  });
});

describe("in a browser", () => {
  let world;
  before(async () => (world = await startWorld()));
  after(() => world?.stop());

  const ADDRESS = "/dashboard/delivery/";
  /** Opens the page and hears what the API answers it. */
  const open = async (t, options = {}) => {
    const heard = [];
    const before = async (context) => {
      context.on("response", (response) => new URL(response.url()).pathname === "/api/questions/delivery" && heard.push(response));
      await options.before?.(context);
    };
    const page = await world.open(t, ADDRESS, { ...options, before });
    return { page, heard, answer: async () => (await heard.at(-1)).json() };
  };
  const cells = (page, row, names) => page.getByTestId(row).evaluateAll((rows, names) => rows.map((row) => names.map((name) => row.querySelector(`[data-testid="${name}"]`)?.dataset.value)), names);

  for (const view of [{ range: "all" }, { range: "7d" }, { from: day(-9), to: day(-3), tz: "Asia/Tokyo" }]) {
    test(`every figure is the API's: ${JSON.stringify(view)}`, async (t) => {
      const { page, heard, answer } = await open(t, { view, as: "read" });
      const found = await answer();
      const asked = Object.fromEntries(new URL(heard.at(-1).url()).searchParams);
      assert.ok(found.tracked > 0);
      if (view.range === "all") assert.deepEqual(without(await world.ask("/api/analytics/delivery", asked)), without(found), "asked past the page");
      const figures = {
        "capture-rate": found.capture_rate,
        tracked: found.tracked,
        stored: found.stored,
        rejected: found.rejected,
        dropped: found.dropped.total,
        outstanding: found.outstanding,
        "duplicates-refused": found.duplicates_refused,
        instances: found.instances,
        batches: found.batches,
        "track-p50": found.overhead.p50_us,
        "track-p99": found.overhead.p99_us,
        "track-mean": found.overhead.mean_us,
        "track-samples": found.overhead.samples,
      };
      for (const [name, figure] of Object.entries(figures)) assert.equal(await world.value(page, name), figure, name);
      assert.equal(figures.tracked, figures.stored + figures.rejected + figures.dropped + figures.outstanding);
      assert.equal(await world.text(page, "capture-rate"), cutPercent(found.stored, found.tracked));

      if (found.days.length > 10) await page.getByTestId("days-more").click();
      const days = [...found.days].reverse().map((one) => [one.date, one.capture_rate ?? "", one.tracked, one.stored, one.rejected, one.dropped.total, one.outstanding, one.duplicates_refused, one.instances].map(String));
      assert.deepEqual(await cells(page, "days-row", ["date", "capture_rate", "tracked", "stored", "rejected", "dropped", "outstanding", "duplicates_refused", "instances"]), days);

      await world.unfold(page, "points");
      await page.getByTestId("point").first().waitFor();
      assert.deepEqual(await cells(page, "point", ["count", "count-1"]), found.days.map(({ tracked, stored }) => [stored, tracked - stored].map(String)));
      assert.deepEqual(await page.getByTestId("bucket-row").getByTestId("count").evaluateAll((all) => all.map(({ dataset }) => Number(dataset.value))), found.overhead.samples ? found.overhead.counts : []);

      const reasons = await page.getByTestId("dropped-reason").evaluateAll((rows) => Object.fromEntries(rows.map((row) => [row.dataset.reason, Number(row.dataset.value)])));
      assert.deepEqual(reasons, found.dropped.by_reason);
      for (const [reason, levels] of Object.entries(found.dropped.by_reason_and_level)) {
        const row = page.locator(`[data-testid=dropped-reason][data-reason=${reason}]`);
        for (const [level, count] of Object.entries(levels)) assert.equal(await row.getByTestId(`level-${level}`).getAttribute("data-value"), String(count), `${reason} ${level}`);
        assert.ok((await row.innerText()).includes(reasonOf(reason).todo));
      }
    });
  }

  test("a range is chosen in the bar, stands in the address, and one can go back", async (t) => {
    const { page, heard } = await open(t, { view: { range: "30d" } });
    const month = await world.value(page, "tracked");
    await page.getByTestId("range-24h").click();
    await page.waitForURL(/range=24h/);
    await world.settled(page);
    assert.match(heard.at(-1).url(), /range=24h/);
    assert.ok((await world.value(page, "tracked")) < month);
    await page.goBack();
    await world.settled(page);
    assert.equal(await world.value(page, "tracked"), month);
  });

  test("what is rejected leads to the page that says why, with the same time", async (t) => {
    const { page } = await open(t, { view: { range: "30d" } });
    await page.getByRole("link", { name: "Rejected", exact: true }).last().click();
    await page.waitForURL(/\/dashboard\/rejected\/\?range=30d$/);
  });

  test("what comes in meanwhile is seen where the page is live", async (t) => {
    const { page } = await open(t, { view: { range: "24h", live: "1" } });
    const before = await world.value(page, "tracked");
    const event = { type: "page_view", seq: 0, visitor_id: "v_live" };
    const body = { batch_id: "live", instance_id: "i_live", sealed_at: Date.now(), tracked: 3, dropped: [{ reason: "expired", level: "action", count: 1 }], events: [event] };
    const answer = await fetch(`${world.url}/api/events/log/batch`, { method: "POST", headers: { authorization: `Bearer ${world.keys.write}` }, body: JSON.stringify(body) });
    assert.equal(answer.status, 200);
    await page.waitForFunction((wanted) => Number(document.querySelector("[data-testid=tracked]").dataset.value) === wanted, before + 3, { timeout: 20_000 });
  });

  test("the chart is read by arrow keys", async (t) => {
    const { page, answer } = await open(t, { view: { range: "30d" } });
    const { days } = await answer();
    await page.getByTestId("chart").focus();
    await page.keyboard.press("ArrowLeft");
    const { stored, tracked } = days.at(-1);
    const number = (value) => value.toLocaleString("en");
    await page.getByTestId("chart-reading").filter({ hasText: `stored ${number(stored)}, missing ${number(tracked - stored)}` }).waitFor({ state: "attached" });
  });

  test("nothing was reported: it says so, and what to do", async (t) => {
    const { page } = await open(t, { empty: true });
    assert.match(await world.text(page, "empty"), /No tracker reported in this range/);
    assert.equal(await page.getByTestId("capture-rate").count(), 0);
  });

  test("while it loads there is a place for it, and a failure keeps the old numbers", async (t) => {
    let way = (route) => route.continue();
    let release;
    const held = new Promise((resolve) => (release = resolve));
    way = (route) => held.then(() => route.continue());
    const { page } = await open(t, { settle: false, expected: /Failed to load resource/, before: (context) => context.route("**/api/questions/delivery*", (route) => way(route)) });
    await page.getByTestId("loading").waitFor();
    assert.equal(await page.locator("main [aria-busy=true]").count(), 1);
    release();
    await world.settled(page);
    const tracked = await world.value(page, "tracked");
    way = (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify({ status: 503, code: "storage_failed", title: "It failed", detail: "Try again." }) });
    await page.getByTestId("refresh").click();
    await page.getByTestId("error").waitFor();
    assert.deepEqual([await world.text(page, "error-code"), await world.value(page, "tracked")], ["storage_failed", tracked]);
    way = (route) => route.continue();
    await page.getByTestId("error-retry").click();
    await page.getByTestId("error").waitFor({ state: "detached" });
  });
});

/** A date so many days from now, in UTC. */
function day(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** An answer without what is of the moment that it was asked in. */
function without({ meta, range, ...answer }) {
  return answer;
}
