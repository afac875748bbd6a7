// What nobody plans for: types, titles and addresses as long as they may be, durations of days, and figures that have grown a million times.
// A page keeps its shape, and what stands beside a long value can still be read.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startWorld } from "./world.mjs";
import { send } from "./seeded.mjs";

const TYPE = "x".repeat(80);
const ADDRESS = `/${"very-long-segment-without-breaks".repeat(30)}`;
const DAY = 86_400_000;
const WIDTHS = [1440, 820, 390, 320];

let world;

before(async () => {
  world = await startWorld({ seeded: false });
  const now = Date.now();
  const page = { path: ADDRESS, title: "日本語のとても長いタイトル".repeat(12) };
  const event = (days, session, more) => ({ type: TYPE, occurred_at: now - days * DAY - 60_000, session_id: session, visitor_id: `v_${session}`, page, ...more });
  const events = [
    event(0.1, "s_1", { duration_ms: 11.5 * DAY, summary: "صفحة المنتجات ".repeat(14), stream_id: "s".repeat(128), step: 1 }),
    event(0.2, "s_1", { type: "page_view", page: { ...page, path: `${ADDRESS}/next` } }),
    event(8, "s_2", { duration_ms: 1 }),
  ];
  await send(world, [{ by: "server", cf: { colo: "AMS" }, headers: {}, batch: { events } }]);
});

after(() => world?.stop());

describe("pages are as wide as their window, and tables no wider than they must be", () => {
  for (const folder of ["", "events/", "sessions/", "timings/", "paths/", "patterns/", "streams/"])
    for (const width of WIDTHS)
      test(`/dashboard/${folder} at ${width} pixels`, async (t) => {
        const page = await world.open(t, `/dashboard/${folder}`, { width, view: { range: "7d" } });
        await world.fits(page);
        // Tables of many columns scroll; the first must leave room for the second.
        const hidden = await page.locator("table.data tbody th").evaluateAll((cells) => {
          const second = (cell) => [...cell.parentElement.cells].filter((one) => one.checkVisibility())[1];
          return cells.filter((cell) => second(cell)?.getBoundingClientRect().left > cell.closest(".scroll").getBoundingClientRect().right - 20).map((cell) => cell.innerText);
        });
        assert.deepEqual(hidden, []);
      });
});

test("a way's name of a thousand letters leaves room for the others, and is there whole beside it", async (t) => {
  const page = await world.open(t, "/dashboard/paths/", { view: { range: "7d" } });
  const node = page.getByTestId("path-node").first();
  assert.ok((await page.locator(".paths-diagram").boundingBox()).height < 700);
  await node.hover();
  assert.ok((await page.getByTestId("paths-tip").innerText()).startsWith(await node.getAttribute("data-name")));
});

test("days are told as days, and a growth beyond all measure as that", async (t) => {
  const page = await world.open(t, "/dashboard/timings/", { view: { range: "7d" } });
  assert.equal(await world.text(page, "total-max_ms"), "11 d 12 h");
  assert.match(await world.text(page, "total-max_ms-delta"), /^▲ > 10,000%$/);
});

test("where a filter matches nothing the overview says that it is the filter", async (t) => {
  const page = await world.open(t, "/dashboard/", { view: { range: "7d", user: "nobody" } });
  assert.match(await world.text(page, "empty"), /No events match\s+Take a filter away/);
});
