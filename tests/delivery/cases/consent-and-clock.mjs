// What a visitor does not want told, and what a device tells wrongly.
import assert from "node:assert/strict";

/** Here nothing is the right figure: what was withdrawn must not leave. */
const wanted = 0;
const check = (world) => assert.deepEqual(world.proxy.posts(), []);

const withdrawnOnline = {
  name: "consent withdrawn with 9 events waiting, then the page left",
  only: "trailmark",
  events: 9,
  wanted,
  check,
  async run(world) {
    const page = await world.open();
    await world.track(page, 0, 9);
    await page.evaluate(() => window.sdk.optOut());
    // Longer than a batch waits to fill.
    await page.waitForTimeout(6_000);
    await world.trackAndGo(page, 9, 9);
  },
};

/** The other tab waits for this one's lock, to adopt what it may leave behind. */
const withdrawnBesideAnother = {
  name: "consent withdrawn with 9 events waiting, while another tab is open; then the page reloaded",
  only: "trailmark",
  events: 9,
  wanted,
  check,
  async run(world) {
    const [page] = [await world.open(), await world.open()];
    await page.evaluate((run) => {
      for (let n = 0; n < 9; n++) window.sdk.track(run, n, 0);
      window.sdk.optOut();
    }, world.run);
    await page.reload();
    await page.evaluate(() => window.sdk.ready);
  },
};

const withdrawnOffline = {
  name: "consent withdrawn with 25 events queued offline, then online",
  only: "trailmark",
  events: 25,
  wanted,
  check,
  async run(world) {
    const page = await world.open();
    await world.goOffline();
    await world.track(page, 0, 25);
    await page.evaluate(() => window.sdk.optOut());
    await world.goOnline();
    await world.closeTab(page);
  },
};

/** A device whose clock is wrong by so many hours: times are told by the server's, within a minute, from the first batch on. */
const clockOff = (name, hours) => ({
  name,
  events: 25,
  async run(world) {
    await world.context.clock.install({ time: Date.now() + hours * 3_600_000 });
    const page = await world.open();
    world.began = Date.now();
    await world.track(page, 0, 12);
    // The first answer tells the server's time.
    await world.until(() => world.proxy.served > 0);
    await world.track(page, 12, 25);
  },
  async check(world) {
    const wrong = (await world.collector.events(world.run)).filter(({ occurredAt }) => Math.abs(occurredAt - world.began) > 60_000);
    assert.equal(wrong.length, 0, `${wrong.length} of 25 events are stored with a wrong time, n = ${wrong.map(({ n }) => n)}`);
  },
});

const clockAhead = clockOff("device clock 3 h ahead", 3);
const clockBehind = clockOff("device clock 3 h behind", -3);

export const consentAndClock = [withdrawnOnline, withdrawnBesideAnother, withdrawnOffline, clockAhead, clockBehind];
