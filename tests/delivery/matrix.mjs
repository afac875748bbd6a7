// Runs cases against a tracker and counts, in its collector's store, what arrived and what arrived twice.
import { randomBytes } from "node:crypto";
import { launch } from "../support/browser.mjs";
import { startSite } from "./site.mjs";
import { World } from "./world.mjs";

/** How long nothing has to happen until a tracker that does not tell what it still has counts as settled. */
const QUIET_MS = 3_000;
/** The same for one that told that it has nothing left: its last answer may still be on the way. */
const SETTLED_QUIET_MS = 250;
/** How long the store is not asked when the collector has served nothing. */
const ASK_ANYWAY_MS = 2_000;
/** What was stored may still be repeated until its answer has come, and one case delays that. */
const SETTLES_WITHIN_MS = 120_000;

/**
 * Starts what all runs share. `limit` is how many milliseconds after the end of a case its events may still arrive; only for what
 * never arrives it is waited for in full. `width` is how many runs happen side by side.
 *
 * @returns {Promise<{measure: (entry: object) => Promise<Figures>, stop: () => Promise<void>}>}
 * @typedef {{case: string, runs: number, events: number, wanted: number, captured: number, later: number, twice: number, lost: number[][],
 *   preflights: number, requests: number, seconds: number, errors: string[], stories: string[][]}} Figures
 *   `events` tracked in all runs, of which `wanted` should be stored; `captured`: different ones stored; `later`: the same when the
 *   visitor has come once more, at a time when all is well; `twice`: copies beyond the first, then; `lost`: of each run that lost
 *   something, which; `stories`: the requests of each run that was not as it should be
 */
export async function startMatrix(tracker, { runs = Number(process.env.TRAILMARK_RUNS ?? 5), limit = 60_000, width = 16 } = {}) {
  const collector = await tracker.collector();
  const site = await startSite(await tracker.files());
  const browser = await launch();
  const turn = lanes(width);
  const moment = lanes(1);

  async function measure(entry) {
    const started = Date.now();
    const act = entry.moment ? moment : (work) => work();
    const one = () => turn(() => runOnce(entry, { tracker, collector, site, browser, limit, act }));
    const all = await Promise.all(Array.from({ length: runs }, one));
    const sum = (of) => all.reduce((total, run) => total + of(run), 0);
    return {
      case: entry.name,
      runs,
      events: runs * entry.events,
      wanted: runs * (entry.wanted ?? entry.events),
      captured: sum((run) => run.captured),
      later: sum((run) => run.later),
      twice: sum((run) => run.twice),
      lost: all.map((run) => run.lost).filter((lost) => lost.length > 0),
      preflights: sum((run) => run.preflights),
      requests: sum((run) => run.requests),
      seconds: (Date.now() - started) / 1000,
      errors: [...new Set(all.flatMap((run) => run.errors))],
      stories: all.filter((run) => run.lost.length + run.twice + run.errors.length > 0).map((run) => run.story),
    };
  }

  async function stop() {
    await browser.close();
    await site.stop();
    await collector.stop();
  }

  return { measure, stop };
}

async function runOnce(entry, { tracker, collector, site, browser, limit, act }) {
  const run = `run-${randomBytes(6).toString("hex")}`;
  const world = await World.make({ tracker, collector, site, browser, run });
  const wanted = entry.wanted ?? entry.events;
  const result = { captured: 0, later: 0, twice: 0, lost: [], errors: [] };
  const note = (error) => result.errors.push(error.message);
  try {
    await act(() => entry.run(world)).catch(note);
    const arrived = new Set(await arrivals(world, wanted, limit, entry.mayLose));
    result.captured = arrived.size;
    result.lost = Array.from({ length: wanted }, (_, n) => n).filter((n) => !arrived.has(n));
    const settled = await everythingSettled(world);
    if (!settled) note(new Error(`not settled: ${await world.pending()} events still wait`));
    const marks = await collector.marks(run);
    result.later = new Set(marks).size;
    result.twice = marks.length - result.later;
    if (tracker.name === "trailmark") await entry.check?.(world, result);
  } catch (error) {
    note(error);
  } finally {
    await world.end();
  }
  const { preflights, requests } = world.proxy.counts();
  return { ...result, preflights, requests, story: world.proxy.story() };
}

/** What is stored once everything is, or the time is up. What may be lost is waited for only as long as the tracker says that it waits too. */
async function arrivals(world, wanted, limit, mayLose) {
  let served = -1;
  let asked = 0;
  let marks = [];
  await world.until(async () => {
    // All runs share one store. It is asked when the collector has served something, and now and then for what it does afterwards.
    if (world.proxy.served !== served || Date.now() - asked > ASK_ANYWAY_MS) {
      served = world.proxy.served;
      asked = Date.now();
      marks = await world.collector.marks(world.run);
    }
    return new Set(marks).size >= wanted || (mayLose && (await hasNothingLeft(world)));
  }, limit);
  return marks;
}

/** Nobody has anything left to send: not the pages that are still open, and not a visit that comes later. */
async function everythingSettled(world) {
  const open = await settled(world);
  world.folder.onFile = () => undefined;
  await world.open();
  return (await settled(world)) && open;
}

async function settled(world) {
  const isSettled = async () => ((await world.pending()) === undefined ? world.proxy.quietFor() > QUIET_MS : hasNothingLeft(world));
  return world.until(isSettled, SETTLES_WITHIN_MS);
}

async function hasNothingLeft(world) {
  return (await world.pending()) === 0 && world.proxy.quietFor() > SETTLED_QUIET_MS;
}

/** At most so many at a time. */
function lanes(width) {
  let free = width;
  const waiting = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      next ? next() : (free += 1);
    }
  };
}
