// Ends without a farewell.
import assert from "node:assert/strict";
import { mkdtemp, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { launchProfile } from "../../support/browser.mjs";

/** Ends a page's process as a fault in the browser does. */
export async function crash(page) {
  const crashed = page.waitForEvent("crash");
  await page.goto("chrome://crash").catch(() => {});
  await crashed;
  await page.close();
}

/** One event after the other, as people make them: some are under way then, some wait. */
const oneByOne = async (world, page) => {
  for (let n = 0; n < 25; n++) await world.track(page, n, n + 1);
};

const rendererCrash = {
  name: "renderer crash 200 ms after 25 events; opened again",
  events: 25,
  moment: true,
  async run(world) {
    const page = await world.open();
    await oneByOne(world, page);
    await page.waitForTimeout(200);
    await crash(page);
    await world.open();
  },
};

/**
 * Chromium writes localStorage to disk some seconds late. Whoever is killed before that keeps what the network took, and nothing else can
 * be promised.
 */
const browserKilled = {
  name: "browser process killed 200 ms after 25 events; opened again (may lose what still waited)",
  events: 25,
  moment: true,
  mayLose: true,
  async run(world) {
    const killed = await killable(world);
    await oneByOne(world, killed.page);
    await killed.page.waitForTimeout(200);
    await killed.andOpenedAgain();
  },
  /** Lost are only the newest, those that no request had taken along yet. How many those are depends on how fast the machine is. */
  check(world, { lost }) {
    assert.ok(lost.every((n, at) => n === 25 - lost.length + at), `lost: ${lost}`);
  },
};

const browserKilledLater = {
  name: "offline, browser process killed 10 s after 25 events; opened again",
  events: 25,
  async run(world) {
    const killed = await killable(world);
    await world.goOffline();
    await oneByOne(world, killed.page);
    await killed.page.waitForTimeout(10_000);
    await killed.andOpenedAgain(() => world.proxy.back());
  },
};

/** A browser with a profile on disk, and a page in it. */
async function killable(world) {
  const profile = await mkdtemp(path.join(tmpdir(), "trailmark-profile-"));
  world.atEnd(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  await world.use(await launchProfile(profile));
  const page = await world.open();
  return {
    page,
    /** Kills its whole process group at once, and starts the browser on the same profile. */
    async andOpenedAgain(meanwhile = async () => {}) {
      const [pid] = (await readlink(path.join(profile, "SingletonLock"))).split("-").slice(-1);
      const gone = new Promise((resolve) => world.context.once("close", resolve));
      process.kill(-Number(pid), "SIGKILL");
      await gone;
      await meanwhile();
      await world.use(await launchProfile(profile));
      await world.open();
    },
  };
}

export const crashes = [rendererCrash, browserKilled, browserKilledLater];
