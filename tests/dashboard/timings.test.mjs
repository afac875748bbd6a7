// The page Timings against the API: percentiles by a dimension, sorting, and how durations are spread.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { startWorld } from "./world.mjs";

const PAGE = "/dashboard/timings/";
const PATH = "/api/questions/timings";
const FIGURES = ["count", "mean_ms", "p50_ms", "p75_ms", "p90_ms", "p95_ms", "p99_ms", "max_ms"];
const DAY = 86_400_000;

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const rows = (page) =>
  page.getByTestId("timings-row").evaluateAll((all, names) => all.map((row) => [row.dataset.row, ...names.map((name) => Number(row.querySelector(`[data-testid=${name}]`).dataset.value))]), FIGURES);
const buckets = (page, which) => page.getByTestId(`bucket-${which}`).evaluateAll((cells) => cells.map((cell) => [Number(cell.closest("tr").dataset.from), Number(cell.dataset.value)]));
const expected = (items) => items.map((item) => [item.value ?? "(none)", ...FIGURES.map((name) => item[name])]);
const filled = (histogram) => histogram.map(({ from_ms, count }) => [from_ms, count]).filter(([, count]) => count > 0);

test("every figure is the API's, for any dimension, zone and filter", async (t) => {
  for (const view of [{}, { by: "browser", range: "30d" }, { by: "metadata.format", range: "30d", type: "report_exported" }]) {
    const page = await world.open(t, PAGE, { view });
    const { total, items, previous } = await world.ask(PATH, { range: "7d", by: "type", limit: 100, compare: "previous", ...view });
    for (const name of ["count", "mean_ms", "p50_ms", "p75_ms", "p95_ms", "p99_ms", "max_ms"]) {
      assert.equal(await world.value(page, `total-${name}`), total[name], name);
      if (previous.total[name] !== null) assert.equal(await world.value(page, `total-${name}-delta`), previous.total[name], `${name} before`);
    }
    assert.deepEqual(await rows(page), expected(items));
    assert.deepEqual((await buckets(page, "all")).filter(([, count]) => count > 0), filled(total.histogram));
    assert.match(await world.text(page, "timings-card"), /within 2 %/);
  }
});

test("each row is compared with its own past", async (t) => {
  const page = await world.open(t, PAGE);
  const { range, items } = await world.ask(PATH, { range: "7d", by: "type", limit: 100 });
  const past = await world.ask(PATH, { from: range.from - 7 * DAY, to: range.from, by: "type", limit: 100 });
  const both = items.filter(({ value }) => past.items.some((item) => item.value === value));
  assert.ok(both.length > 3);
  for (const { value } of both) {
    const before = past.items.find((item) => item.value === value);
    const row = page.locator(`[data-row="${value}"]`);
    for (const name of ["count", "p50_ms", "p95_ms"]) {
      await eventually(() => row.getByTestId(`${name}-delta`).getAttribute("data-value"), (told) => Number(told) === before[name]);
    }
  }
});

test("without a comparison nothing is compared, and nothing more is asked", async (t) => {
  const asked = [];
  const page = await world.open(t, PAGE, { view: { compare: "none" }, before: (context) => context.on("request", (request) => request.url().includes(PATH) && asked.push(request.url())) });
  assert.equal(await page.locator(".delta").count(), 0);
  assert.equal(asked.length, 1);
});

test("any column sorts, by keyboard, and the address keeps it", async (t) => {
  const page = await world.open(t, PAGE, { view: { range: "30d" } });
  const { items } = await world.ask(PATH, { range: "30d", by: "type", limit: 100 });
  const by = (name, down) => [...items].sort((a, b) => (down ? b[name] - a[name] : a[name] - b[name])).map((item) => item[name]);
  const column = async (name) => (await rows(page)).map((row) => row[1 + FIGURES.indexOf(name)]);
  await page.getByTestId("sort-p95_ms").focus();
  await page.keyboard.press("Enter");
  await eventually(() => column("p95_ms"), (shown) => JSON.stringify(shown) === JSON.stringify(by("p95_ms", true)));
  assert.equal(await page.locator("th[aria-sort=descending]").innerText(), "p95");
  await page.keyboard.press("Enter");
  await eventually(() => column("p95_ms"), (shown) => JSON.stringify(shown) === JSON.stringify(by("p95_ms", false)));
  const other = await world.open(t, new URL(page.url()).pathname + new URL(page.url()).search);
  assert.deepEqual(await rows(other), await rows(page));
  await page.getByTestId("sort-value").click();
  await eventually(async () => (await rows(page)).map(([name]) => name), (names) => JSON.stringify(names) === JSON.stringify(items.map(({ value }) => value).sort()));
});

test("a row shows how its durations are spread, beside all", async (t) => {
  const page = await world.open(t, PAGE);
  const { total, items } = await world.ask(PATH, { range: "7d", by: "type", limit: 100 });
  const one = items[1];
  const choose = page.locator(`[data-row="${one.value}"]`).getByTestId("timing-choose");
  await choose.focus();
  await page.keyboard.press("Enter");
  await eventually(async () => filled((await buckets(page, "one")).map(([from_ms, count]) => ({ from_ms, count }))), (shown) => JSON.stringify(shown) === JSON.stringify(filled(one.histogram)));
  assert.equal((await buckets(page, "all")).reduce((sum, [, count]) => sum + count, 0), total.count);
  assert.equal(await choose.getAttribute("aria-pressed"), "true");
  assert.equal(new URL(page.url()).searchParams.get("row"), one.value);
  const other = await world.open(t, new URL(page.url()).pathname + new URL(page.url()).search);
  assert.deepEqual(await buckets(other, "one"), await buckets(page, "one"));
  await page.getByTestId("distribution-clear").click();
  await eventually(() => page.getByTestId("bucket-one").count(), (count) => count === 0);
});

test("another dimension is chosen", async (t) => {
  const page = await world.open(t, PAGE, { view: { row: "board_loaded" } });
  await page.getByTestId("by").selectOption("device");
  await eventually(() => new URL(page.url()).search, (search) => search === "?by=device");
  const { items } = await world.ask(PATH, { range: "7d", by: "device", limit: 100 });
  await eventually(() => rows(page), (shown) => JSON.stringify(shown) === JSON.stringify(expected(items)));
});

test("a member of metadata is one too, and a row leads to its events", async (t) => {
  const page = await world.open(t, PAGE, { view: { range: "30d", type: "report_exported" } });
  await page.getByTestId("by").selectOption("metadata.");
  await page.getByTestId("by-member").fill("format");
  await page.getByTestId("by-member").press("Enter");
  const { items } = await world.ask(PATH, { range: "30d", type: "report_exported", by: "metadata.format", limit: 100 });
  await eventually(() => rows(page), (shown) => JSON.stringify(shown) === JSON.stringify(expected(items)));
  await page.locator(`[data-row="${items[0].value}"]`).getByTestId("timing-choose").click();
  await page.getByTestId("distribution-events").click();
  await eventually(() => new URL(page.url()).pathname, (path) => path === "/dashboard/events/");
  assert.equal(new URL(page.url()).searchParams.get("metadata.format"), items[0].value);
});

test("nothing timed is said to be nothing; a failure is told", async (t) => {
  const page = await world.open(t, PAGE, { empty: true });
  await page.getByTestId("empty").waitFor();
  await world.axe(page);
  const failing = await world.open(t, PAGE, { expected: /400/, view: { by: "nonsense" } });
  assert.equal(await world.text(failing, "error-code"), "invalid_parameter");
  await failing.getByTestId("range-30d").click();
  await eventually(() => failing.getByTestId("error-code").count(), (count) => count === 1);
});

for (const [name, options] of Object.entries({ light: {}, dark: { theme: "dark" }, "a phone": { width: 390 } })) {
  test(`axe finds nothing grave, and nothing sticks out: ${name}`, async (t) => {
    const page = await world.open(t, PAGE, { view: { row: "board_loaded" }, ...options });
    await world.unfold(page, "distribution-table");
    await world.axe(page);
    await world.fits(page);
  });
}
