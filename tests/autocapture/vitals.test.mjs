// The web vitals of a real page, each once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, launch } from "../support/browser.mjs";
import { arrivedOf, ready, site, tracked, visitorOf, world } from "./world.mjs";

const there = world();
const NAMES = ["fcp", "ttfb", "lcp", "inp", "cls"];

test("five figures, each once, when the page is left; and anew when it comes back from the cache", async (t) => {
  const browser = await launch({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  t.after(() => browser.close());
  const url = await site(t, there, ["webVitals"], `<h1>A large text to be painted</h1><button onclick="for (const until = performance.now() + 60; performance.now() < until; ); this.before('more')">Press</button>`);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${url}/measured`);
  await ready(page);
  await eventually(() => tracked(page), (count) => count >= 2);
  // The browser tells of a click when it has painted what came of it; who observes later is told later.
  await page.evaluate(() => {
    new PerformanceObserver((list) => (window.isPainted ||= list.getEntries().some(({ interactionId }) => interactionId))).observe({ type: "event", durationThreshold: 40 });
  });
  await page.click("button");
  await page.waitForFunction(() => window.isPainted);
  // And the library makes its figure of it when the page is idle, or at last when it is left.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 1_000 })));
  await page.evaluate(() => history.pushState({}, "", "/elsewhere"));
  const visitor = await visitorOf(page);
  await page.goto(`${there.server.url}/api/health`);
  for (const name of NAMES) {
    const [row] = await arrivedOf(there, visitor, `vital_${name}_measured`, 1, (row) => row);
    const { value, rating, navigation } = JSON.parse(row.metadata);
    assert.deepEqual([row.page_path, row.category, row.action, navigation, row.level], ["/measured", "vital", "measured", "navigate", 0]);
    assert.ok(Number.isFinite(value) && value >= (name === "inp" ? 40 : 0) && ["good", "needs-improvement", "poor"].includes(rating), `${name} ${row.metadata}`);
    assert.equal(row.duration_ms, name === "cls" ? null : value);
  }
  await page.goBack({ waitUntil: "commit" });
  // From one page to the next there is a moment without any.
  const told = () => page.evaluate(() => reports.filter((report) => report.kind === "tracked").length).catch(() => 0);
  await eventually(told, (count) => count >= 7);
  await page.goto(`${there.server.url}/api/health`);
  const navigations = await arrivedOf(there, visitor, "vital_ttfb_measured", 2, (row) => JSON.parse(row.metadata).navigation);
  assert.deepEqual(navigations.sort(), ["back-forward-cache", "navigate"]);
});
