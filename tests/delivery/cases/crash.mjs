// Ends without a farewell.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, readlink, rm } from "node:fs/promises";
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

/** The other side of the same line: from the moment on at which the disk has the events, nothing may be lost. */
const browserKilledLater = {
  name: "offline, browser process killed as soon as 25 events are on its disk; opened again",
  events: 25,
  async run(world) {
    const killed = await killable(world);
    await world.goOffline();
    await oneByOne(world, killed.page);
    await killed.written();
    await killed.andOpenedAgain(() => world.proxy.back());
  },
};

/** Chromium writes changes of localStorage after 5 s, but not more often than sixty times an hour: later ones may wait for a minute. */
const WRITTEN_WITHIN_MS = 120_000;

/** A browser with a profile on disk, and a page in it. */
async function killable(world) {
  const profile = await mkdtemp(path.join(tmpdir(), "trailmark-profile-"));
  world.atEnd(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  await world.use(await launchProfile(profile));
  const page = await world.open();
  return {
    page,
    /** Waits until all that the page has in localStorage is on the disk. */
    async written() {
      const onDisk = async () => {
        const values = await page.evaluate(() => Object.values(localStorage));
        const written = await localStorageOnDisk(profile);
        return values.every((value) => written.includes(Buffer.from(value, "latin1")) || written.includes(Buffer.from(value, "utf16le")));
      };
      if (!(await world.until(onDisk, WRITTEN_WITHIN_MS))) throw new Error("the browser did not write localStorage to its disk");
    },
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

/**
 * What the log of the database has in which Chromium keeps localStorage. LevelDB's log is made of blocks of 32 KiB; each record in them has a
 * head of 7 bytes, of which the fifth and sixth are its length, and what does not fit into a block goes on in the next.
 */
async function localStorageOnDisk(profile) {
  const [BLOCK, HEAD] = [32_768, 7];
  const folder = path.join(profile, "Default/Local Storage/leveldb");
  const logs = (await readdir(folder)).filter((name) => name.endsWith(".log"));
  const parts = [];
  for (const name of logs) {
    const log = await readFile(path.join(folder, name));
    for (let at = 0; at + HEAD <= log.length; ) {
      const left = BLOCK - (at % BLOCK);
      const length = left < HEAD ? 0 : log.readUInt16LE(at + 4);
      if (length > 0) parts.push(log.subarray(at + HEAD, at + HEAD + length));
      at += left < HEAD ? left : HEAD + length;
    }
  }
  return Buffer.concat(parts);
}

export const crashes = [rendererCrash, browserKilled, browserKilledLater];
