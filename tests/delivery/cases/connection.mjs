// Connections that die, while the browser believes to be online.
import assert from "node:assert/strict";

/** The collector had it, and whoever sent it cannot know. */
const check = (world) => assert.deepEqual(world.proxy.faulted().map(({ fault, status }) => [fault, status]), [["cut", 200]]);

const answerLost = {
  name: "connection cut after the server stored, before it answered",
  events: 25,
  async run(world) {
    const page = await world.open();
    world.proxy.cut({ times: 1 });
    await world.track(page, 0, 25);
    await world.until(() => world.proxy.faulted().length > 0);
  },
  check,
};

/** Chromium itself sends a POST again whose connection had served before and dies without an answer. */
const answerLostOnReused = {
  name: "the same on a reused connection, where Chromium itself sends again",
  events: 40,
  async run(world) {
    const page = await world.open();
    await world.track(page, 0, 10);
    await world.until(() => world.proxy.posts().some((request) => request.ended !== undefined));
    world.proxy.cut({ times: 1 });
    await world.track(page, 10, 40);
    await world.until(() => world.proxy.faulted().length > 0);
  },
  check,
};

const reset = {
  name: "connections reset while the browser is online",
  events: 25,
  async run(world) {
    const page = await world.open();
    world.proxy.reset();
    await world.track(page, 0, 25);
    // Two failures at least; whoever gives up after the first has lost here.
    await world.until(() => world.proxy.faulted().length >= 2, 10_000);
    world.proxy.pass();
  },
};

export const connection = [answerLost, answerLostOnReused, reset];
