// How long and how far a view was looked at, with the clock in the test's hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { attention } from "../../pkg/src/auto/attention.js";
import { percentOf } from "../../pkg/src/auto/scroll-depth.js";
import { eventually } from "../support/browser.mjs";
import { arrived, arrivedOf, listening, ready, tracked, visit, visitorOf, world } from "./world.mjs";

const there = world();

test("counted while it is seen, and for a while after each sign of life", () => {
  const looking = attention(30_000);
  looking.show(1_000, true);
  assert.equal(looking.take(6_000), 5_000, "showing it is a sign of life");
  assert.equal(looking.take(100_000), 25_000, "nobody is there for longer than that");
  assert.equal(looking.take(200_000), 0);
  looking.active(200_000);
  looking.active(210_000);
  looking.show(215_000, false);
  looking.active(216_000);
  assert.equal(looking.take(230_000), 15_000, "what is hidden is not looked at");
  looking.show(230_000, true);
  looking.show(230_000, true);
  assert.equal(looking.take(230_900, 1_000), 0, "what is little waits");
  assert.equal(looking.take(231_100, 1_000), 1_100);
});

test("what is not higher than the window was seen whole", () => {
  for (const [lowest, height, percent] of [[800, 800, 100], [801, 800, 100], [0, 0, 100], [800, 1_600, 50], [799.6, 800, 100], [1, 1_000, 0]]) assert.equal(percentOf(lowest, height), percent);
});

/** A page whose time the test moves on; beside that it goes its way, so that figures are never exact. */
async function open(t, autocapture, html) {
  const { context } = await visit(t, there, autocapture, { html });
  await context.clock.install();
  const page = await context.newPage();
  await page.goto(`${there.server.url}/blank`);
  await ready(page);
  await listening(page, [].concat(autocapture).length);
  await page.clock.runFor(600);
  return page;
}
/** What a tab hears that another one is put before, and again. */
const show = (page, is) =>
  page.evaluate((is) => {
    Object.defineProperty(document, "hidden", { value: !is, configurable: true });
    Object.defineProperty(document, "visibilityState", { value: is ? "visible" : "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, is);
const durations = (page, count) => arrived(there, page, "page_engaged", count, (row) => [row.page_path, Math.round(row.duration_ms / 1_000), row.level]);

test("engaged time: hidden and shown, idle, and another view; the durations of a view add up", async (t) => {
  const page = await open(t, ["engagement"]);
  await page.mouse.move(10, 10);
  await page.clock.runFor(10_000);
  await show(page, false);
  const [[path, seconds, level]] = await durations(page, 1);
  // Loading it took its time too.
  assert.ok(path === "/blank" && level === 1 && seconds >= 10 && seconds < 30, `${seconds} s`);
  await page.clock.runFor(600_000);
  await show(page, true);
  await page.clock.runFor(5_000);
  await page.keyboard.press("a");
  await page.clock.runFor(300_000);
  await page.evaluate(() => history.pushState({}, "", "/blank-next"));
  const [, second] = await durations(page, 2);
  assert.ok(second[1] >= 35 && second[1] < 45, `5 seconds, and 30 without a sign of life: ${second[1]} s`);
  await page.evaluate(() => {
    history.pushState({}, "", "/blank-glimpse");
    history.pushState({}, "", "/blank-last");
  });
  await page.mouse.move(20, 20);
  await page.clock.runFor(2_000);
  const visitor = await visitorOf(page);
  await page.goto(`${there.server.url}/api/health`);
  const rows = await arrivedOf(there, visitor, "page_engaged", 3, (row) => [row.page_path, row.duration_ms >= 2_000]);
  assert.deepEqual(rows.at(-1), ["/blank-last", true]);
});

const tall = `<style>body{margin:0}</style><div id="tall" style="height:4000px"></div>`;
const depths = (page, count) => arrived(there, page, "page_scrolled", count, (row) => [row.page_path, JSON.parse(row.metadata).percent]);
const scroll = async (page, to) => {
  await page.evaluate((to) => new Promise((resolve) => (addEventListener("scroll", resolve, { once: true }), scrollTo(0, to))), to);
};

test("scroll depth: the lowest that was seen, once when the page is hidden, again only when it was lower", async (t) => {
  const page = await open(t, ["scrollDepth"], tall);
  const height = await page.evaluate(() => innerHeight);
  const percent = (top) => Math.round(((top + height) / 4_000) * 100);
  await scroll(page, 1_000);
  await scroll(page, 200);
  await show(page, false);
  assert.deepEqual(await depths(page, 1), [["/blank", percent(1_000)]]);
  await show(page, true);
  await show(page, false);
  await show(page, true);
  await scroll(page, 4_000);
  await show(page, false);
  assert.deepEqual(await depths(page, 2), [["/blank", percent(1_000)], ["/blank", 100]]);
});

test("scroll depth of a page that is short is 100, and of one that grows it is of what it grew to", async (t) => {
  const page = await open(t, ["scrollDepth"], `<div id="tall"></div>`);
  // Who observes later is told later: by then the piece knows.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        new ResizeObserver(([{ contentRect }]) => contentRect.height >= 4_000 && resolve()).observe(document.body);
        document.querySelector("#tall").style.height = "4000px";
      }),
  );
  await page.clock.runFor(1_000);
  await page.evaluate(() => history.pushState({}, "", "/blank-short"));
  const [[path, percent]] = await depths(page, 1);
  assert.ok(path === "/blank" && percent < 50, `${path} ${percent}`);
  await page.evaluate(() => document.querySelector("#tall").remove());
  await page.clock.runFor(1_000);
  await show(page, false);
  assert.deepEqual((await depths(page, 2))[1], ["/blank-short", 100]);
});

test("scroll depth of a view that begins where the last one was scrolled to is its own", async (t) => {
  const page = await open(t, ["scrollDepth"], tall);
  await scroll(page, 4_000);
  // As routers do: a moment after the view is another one, and before it counts as settled, however slow the machine is.
  await page.evaluate(() => {
    const scrolled = new Promise((resolve) => addEventListener("scroll", resolve, { once: true }));
    history.pushState({}, "", "/blank-next");
    setTimeout(() => scrollTo(0, 0), 100);
    return scrolled;
  });
  await page.clock.runFor(1_000);
  await page.evaluate(() => history.pushState({}, "", "/blank-last"));
  const rows = await depths(page, 2);
  assert.deepEqual(rows[0], ["/blank", 100]);
  assert.ok(rows[1][1] < 50, `${rows[1]}`);
});

test("scroll depth by marks: each once a view, when it is reached; in a container", async (t) => {
  const html = `<main style="height:200px;overflow:auto"><div style="height:1000px"></div></main>`;
  const page = await open(t, { scrollDepth: { marks: [25, 50, 75, 90, 100], container: "main" } }, html);
  const to = (top) => page.evaluate((top) => new Promise((resolve) => (document.querySelector("main").addEventListener("scroll", resolve, { once: true }), document.querySelector("main").scrollTo(0, top))), top);
  await to(320);
  await to(0);
  await to(560);
  assert.deepEqual(await depths(page, 3), [["/blank", 25], ["/blank", 50], ["/blank", 75]]);
  await show(page, false);
  assert.equal(await tracked(page, "page_scrolled"), 3);
});

test("a page that somebody forgot tells before the visit is over, and its end begins no other one", async (t) => {
  const page = await open(t, ["engagement", "scrollDepth"], tall);
  const { sessionId } = await page.evaluate(() => (trailmark.track("opened"), trailmark.ids()));
  await page.clock.runFor(19 * 60_000);
  assert.equal(await tracked(page, "page_engaged"), 0);
  await page.clock.runFor(2 * 60_000);
  const [row] = await arrived(there, page, "page_engaged", 1, (row) => row);
  assert.equal(row.session_id, sessionId);
  await page.clock.runFor(3 * 3_600_000);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
  assert.equal(await tracked(page), 3, "what was opened, how long and how far it was seen");
});
