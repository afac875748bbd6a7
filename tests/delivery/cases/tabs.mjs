// Several tabs of one visitor.
import { setTimeout as pause } from "node:timers/promises";

const twoTabs = {
  name: "two tabs online, 25 events each in turn",
  events: 50,
  async run(world) {
    const [one, other] = [await world.open(), await world.open()];
    for (let n = 0; n < 25; n++) {
      await world.track(one, n, n + 1);
      await world.track(other, 25 + n, 26 + n);
    }
  },
};

const twoTabsOffline = {
  name: "two tabs offline with 25 events each, both closed; one opened",
  events: 50,
  async run(world) {
    const [one, other] = [await world.open(), await world.open()];
    await world.goOffline();
    // In turn, so that whoever keeps one list for all tabs overwrites it.
    for (let n = 0; n < 25; n++) {
      await world.track(one, n, n + 1);
      await world.track(other, 25 + n, 26 + n);
    }
    await world.closeTab(one);
    await world.closeTab(other);
    await pause(1_000);
    await world.goOnline();
    await world.open();
  },
};

const tenTabs = {
  name: "ten tabs at once, 10 events each",
  events: 100,
  async run(world) {
    const tabs = await Promise.all(Array.from({ length: 10 }, () => world.open()));
    await Promise.all(tabs.map((tab, at) => world.track(tab, at * 10, at * 10 + 10)));
  },
};

export const tabs = [twoTabs, twoTabsOffline, tenTabs];
