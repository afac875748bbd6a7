// The page Cost: every figure is the API's, and the forecast is its, too.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { source } from "./source.mjs";
import { startWorld } from "./world.mjs";

const { forecastOf, adviceOf, dollars, bytes, sharePercent, decimal } = await source("pages/cost/money.ts");

const cost = (more = {}) => ({
  plan: "paid",
  quotas: { per: "month", rows_read: 1000, rows_written: 100, storage_bytes: 50 },
  total: { requests: 1, rows_read: 100, rows_written: 12, events: 10, rows_written_per_event: 1.2 },
  month: { rows_read: 500, rows_written: 120, storage_bytes: 25, usd: { rows_read: 0, rows_written: 0.2, storage: 0, total: 0.2 } },
  endpoints: [{ endpoint: "/api/events/log/batch", requests: 1, rows_read: 90, rows_written: 12, events: 10, rows_written_per_event: 1.2 }],
  days: [],
  ...more,
});

describe("without a browser", () => {
  test("a forecast is a part of what the plan includes", () => {
    assert.deepEqual(forecastOf(cost()).map(({ name, amount, included, share, usd }) => [name, amount, included, share, usd]), [
      ["rows_written", 120, 100, 1.2, 0.2],
      ["rows_read", 500, 1000, 0.5, 0],
      ["storage", 25, 50, 0.5, 0],
    ]);
  });

  test("of a daily quota a month is thirty", () => {
    const free = cost({ plan: "free", quotas: { per: "day", rows_read: 1000, rows_written: 100, storage_bytes: 50 } });
    assert.deepEqual(forecastOf(free).map(({ included, share }) => [included, share]), [[3000, 120 / 3000], [30_000, 500 / 30_000], [50, 0.5]]);
  });

  test("advice is about what is dear", () => {
    const titles = (more) => adviceOf(cost(more)).map(({ title }) => title);
    assert.deepEqual(titles(), ["Fewer events", "Less to keep"]);
    assert.ok(titles({ total: { ...cost().total, rows_written_per_event: 2.9 } }).includes("Larger batches"));
    const asking = { endpoint: "/api/events", requests: 1, rows_read: 60, rows_written: 0, events: 0, rows_written_per_event: null };
    assert.ok(titles({ endpoints: [...cost().endpoints, asking] }).includes("Cheaper questions"));
    assert.ok(titles({ plan: "free" }).includes("Another plan"));
  });

  test("money, bytes and shares are never written as nothing where there is something", () => {
    assert.deepEqual([dollars(0), dollars(0.004), dollars(12.5), dollars(1234.567)], ["$0.00", "< $0.01", "$12.50", "$1,234.57"]);
    assert.deepEqual([bytes(0), bytes(999), bytes(7_880_704), bytes(5e9), bytes(123_456)], ["0 B", "999 B", "7.88 MB", "5 GB", "123 kB"]);
    assert.deepEqual([sharePercent(0), sharePercent(0.00001), sharePercent(0.0144), sharePercent(0.8125), sharePercent(1.2)], ["0 %", "< 0.01 %", "1.44 %", "81.3 %", "120 %"]);
    assert.equal(decimal(1.20215), "1.2");
  });
});

describe("in a browser", () => {
  let world;
  before(async () => (world = await startWorld()));
  after(() => world?.stop());

  /** Opens the page and hears what the API answers it: the question itself is counted, so nobody else hears the same. */
  const open = async (t, options = {}) => {
    const heard = [];
    const before = async (context) => {
      context.on("response", (response) => new URL(response.url()).pathname === "/api/questions/cost" && heard.push(response));
      await options.before?.(context);
    };
    const page = await world.open(t, "/dashboard/cost/", { ...options, before });
    return { page, answer: async () => (await heard.at(-1)).json() };
  };
  const rows = (page, name, cells) => page.getByTestId(name).evaluateAll((rows, cells) => rows.map((row) => cells.map((cell) => row.querySelector(`[data-testid="${cell}"]`).dataset.value)), cells);

  for (const view of [{ range: "30d" }, { range: "24h" }, { range: "all" }]) {
    test(`every figure is the API's: ${view.range}`, async (t) => {
      const { page, answer } = await open(t, { view, as: "read" });
      const found = await answer();
      assert.ok(found.total.rows_written > 1000);
      const { total, month } = found;
      const figures = { "month-usd": month.usd.total, requests: total.requests, events: total.events, "rows-written": total.rows_written, "rows-read": total.rows_read, "rows-per-event": total.rows_written_per_event };
      for (const [name, figure] of Object.entries(figures)) assert.equal(await world.value(page, name), figure, name);

      const forecast = forecastOf(found).map(({ amount, included, share, usd }) => [amount, included, share, usd].map(String));
      assert.deepEqual(await rows(page, "forecast-row", ["amount", "included", "share", "usd"]), forecast);
      assert.deepEqual(forecast.map(([amount]) => Number(amount)), [month.rows_written, month.rows_read, month.storage_bytes]);

      if (found.days.length > 10) await page.getByTestId("days-more").click();
      const days = [...found.days].reverse().map((one) => [one.date, one.events, one.requests, one.rows_written, one.share.rows_written, one.rows_read, one.share.rows_read, one.rows_written_per_event ?? ""].map(String));
      assert.deepEqual(await rows(page, "days-row", ["date", "events", "requests", "rows_written", "share_written", "rows_read", "share_read", "per_event"]), days);

      const endpoints = await rows(page, "endpoints-row", ["endpoint", "requests", "events", "rows_written", "rows_read", "per_event"]);
      const told = found.endpoints.map((one) => [one.endpoint, one.requests, one.events, one.rows_written, one.rows_read, one.rows_written_per_event ?? ""].map(String));
      assert.deepEqual([...endpoints].sort(), [...told].sort());
      const written = endpoints.map((row) => Number(row[3]));
      assert.deepEqual(written, [...written].sort((one, other) => other - one), "what writes most stands first");
    });
  }

  test("days that are over do not change: they are what the API says to others", async (t) => {
    const { page } = await open(t, { view: { range: "30d" } });
    const { days } = await world.ask("/api/analytics/cost", { range: "30d" });
    const shown = new Map(await rows(page, "days-row", ["date", "rows_written"]));
    for (const { date, rows_written } of days.slice(-8, -1)) assert.equal(shown.get(date), String(rows_written), date);
  });

  test("the chart shows rows written or read, also as a table", async (t) => {
    const { page, answer } = await open(t, { view: { range: "30d" } });
    const { days } = await answer();
    const counts = async () => {
      await world.unfold(page, "points");
      await page.getByTestId("point").first().waitFor();
      return (await rows(page, "point", ["count"])).map(([count]) => Number(count));
    };
    assert.deepEqual(await counts(), days.map(({ rows_written }) => rows_written));
    await page.getByTestId("chart-of-rows_written").focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.getByTestId("chart-of-rows_read").getAttribute("aria-selected"), "true");
    await page.waitForFunction((wanted) => [...document.querySelectorAll("[data-testid=point] [data-testid=count]")].map(({ dataset }) => Number(dataset.value)).join() === wanted, days.map(({ rows_read }) => rows_read).join());
  });

  test("advice leads to where it is done", async (t) => {
    const { page } = await open(t, { view: { range: "30d" } });
    await page.getByTestId("advice").getByRole("link", { name: "Retention" }).click();
    await page.waitForURL(/\/dashboard\/settings\/\?range=30d&tab=retention$/);
  });

  test("without a quota it says so", async (t) => {
    const { page } = await open(t);
    assert.equal(await world.value(page, "quota-state"), "none");
  });

  test("nothing was asked in the range", async (t) => {
    const { page } = await open(t, { view: { from: "2020-01-01", to: "2020-01-02" } });
    assert.match(await world.text(page, "empty"), /Nothing was asked of the database/);
  });
});

describe("on the free plan", () => {
  let world;
  before(async () => (world = await startWorld({ seeded: false, bindings: { PLAN: "free", DAILY_ROWS_WRITTEN: "1000" } })));
  after(() => world?.stop());

  for (const [share, state] of [[0.5, "ok"], [0.85, "near"], [1.01, "over"]]) {
    test(`the quota is ${state} at ${share}`, async (t) => {
      const today = Math.floor(Date.now() / 86_400_000);
      await world.d1.prepare("INSERT OR REPLACE INTO usage VALUES (?1, '/x', 1, 1, ?2, 1)").bind(today, 1000 * share).run();
      // What is known of the table is trusted for a while: the page keeps asking.
      const page = await world.open(t, "/dashboard/cost/", { view: { live: "1" } });
      await page.locator(`[data-testid=quota-state][data-value=${state}]`).waitFor({ timeout: 90_000 });
      const shown = Number(await page.getByTestId("quota-share").getAttribute("data-value"));
      assert.ok(shown >= share && shown < share + 0.2, String(shown));
      assert.ok(Number(await page.getByTestId("quota-state").getByRole("meter").getAttribute("aria-valuenow")) <= 100);
      await world.axe(page, "[data-testid=quota-state]");
      assert.equal(await world.value(page, "month-usd"), 0);
    });
  }
});
