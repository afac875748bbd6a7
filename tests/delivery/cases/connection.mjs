// Connections that die, while the browser believes to be online.
import assert from "node:assert/strict";

/** For so long every connection ends badly; whoever tries again at once meets it a second time. */
const LASTS_MS = 2_000;

/** The collector had it, and whoever sent it cannot know. */
const check = (world) => {
  assert.ok(world.proxy.faulted().length > 0, "no connection was cut");
  for (const { fault, status } of world.proxy.faulted()) assert.deepEqual([fault, status], ["cut", 200]);
};

const answerLost = {
  name: "connections cut after the server stored, before it answered, for 2 s",
  events: 25,
  check,
  async run(world) {
    const page = await world.open();
    world.proxy.cut();
    await world.track(page, 0, 25);
    await page.waitForTimeout(LASTS_MS);
    world.proxy.pass();
  },
};

/** Chromium itself sends a POST again whose connection had served before and dies without an answer. */
const answerLostOnReused = {
  name: "the same on a reused connection, where Chromium itself sends again",
  events: 40,
  async run(world) {
    const page = await world.open();
    await world.track(page, 0, 10);
    await world.until(() => world.proxy.posts().some((request) => request.ended !== undefined));
    world.proxy.cut();
    await world.track(page, 10, 40);
    await page.waitForTimeout(LASTS_MS);
    world.proxy.pass();
  },
  async check(world) {
    check(world);
    const sent = () => window.reports.filter((report) => report.kind === "sent").length;
    const each = await Promise.all(world.context.pages().map((page) => page.evaluate(sent)));
    const byTracker = each.reduce((sum, count) => sum + count, 0);
    assert.ok(world.proxy.posts().length > byTracker, `the tracker sent ${byTracker} requests, and that many came: Chromium sent none again`);
  },
};

const reset = {
  name: "connections reset while the browser is online, for 2 s",
  events: 25,
  async run(world) {
    const page = await world.open();
    world.proxy.reset();
    await world.track(page, 0, 25);
    await page.waitForTimeout(LASTS_MS);
    world.proxy.pass();
  },
};

export const connection = [answerLost, answerLostOnReused, reset];
