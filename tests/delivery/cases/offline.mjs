// No network at all: the collector does not listen, and the browser knows it.
import { setTimeout as pause } from "node:timers/promises";

/** For so long it lasts at least, so that whatever is tried at once fails; also what the browser still tries for a page that is closed. */
const AWAY_MS = 1_000;

const offlineThenOnline = {
  name: "50 events offline, then online",
  events: 50,
  async run(world) {
    const page = await world.open();
    await world.goOffline();
    await world.track(page, 0, 50);
    await pause(AWAY_MS);
    await world.goOnline();
  },
};

const offlineThenClosed = {
  name: "50 events offline, page closed; opened again later",
  events: 50,
  async run(world) {
    const page = await world.open();
    await world.goOffline();
    await world.track(page, 0, 50);
    await world.closeTab(page);
    await pause(AWAY_MS);
    await world.goOnline();
    await world.open();
  },
};

/** The collector is away while an hour passes on the page's clock, minute by minute. */
const awayForAnHour = {
  name: "the service away for an hour (of the page's clock)",
  events: 50,
  async run(world) {
    await world.context.clock.install({ time: Date.now() });
    const page = await world.open();
    await world.proxy.away();
    for (let minute = 0; minute < 60; minute++) {
      if (minute % 12 === 0) await world.track(page, (minute / 12) * 10, (minute / 12) * 10 + 10);
      await world.context.clock.fastForward(60_000);
    }
    await world.proxy.back();
    // Whoever backs off for long gets another hour to come back.
    for (let minute = 0; minute < 60 && !(await world.until(async () => (await world.pending()) === 0, 100)); minute++) {
      await world.context.clock.fastForward(60_000);
    }
  },
};

export const offline = [offlineThenOnline, offlineThenClosed, awayForAnHour];
