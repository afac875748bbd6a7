// The visits in which a tracker is measured, each in a browser context of its own. Every one returns figures by name.
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Gauge, longestTask, watchStorage, watchWasm } from "./gauge.mjs";

export const EVENTS = 1_000;
const BURST = 10;
/** Between bursts: long enough for answers to come in between, short enough for a bench. */
const GAP_MS = 10;
/** Slower than any tracker that delivers at all was seen to be. */
const DELIVERY_LIMIT_MS = 45_000;
/** After the last event has arrived: answers are read, queues tidied. */
const AFTERWARDS_MS = 700;
/** How long the page without a tracker is watched instead, and for how long writing is watched while nothing can be sent. */
const WATCHED_MS = 6_000;
/** Longer than any of the trackers waits for more before it sends. */
const BATCH_LIMIT_MS = 6_000;
const SLOW = 4;
const SLOW_EVENTS = 200;
const SLOW_GAP_MS = 50;

/** Start, single calls, the main thread's work until all is delivered, memory. */
export async function inBursts(bench) {
  const visit = await enter(bench, { watch: watchWasm });
  const { page, gauge } = visit;
  const durable = await page.evaluate((run) => bench.durable(run), fresh());
  await pause(AFTERWARDS_MS);
  const work = await workOf(bench, visit, (run) => page.evaluate(([run, count, size, gap]) => bench.bursts(run, count, size, gap), [run, EVENTS, BURST, GAP_MS]));
  const calls = work.result.map((milliseconds) => milliseconds * 1000);
  const sorted = calls.toSorted((one, other) => one - other);
  const memory = await gauge.memory(page);
  await visit.leave();
  return {
    startMs: visit.startMs,
    readyMs: visit.readyMs,
    readyCpuMs: visit.readyCpuMs,
    durable: Number(durable),
    firstCallUs: calls[0],
    medianUs: sorted[Math.floor(sorted.length / 2)],
    p99Us: sorted[Math.floor(sorted.length * 0.99)],
    burstsMs: work.wall,
    burstsCpuMs: work.cpu,
    burstsScriptMs: work.script,
    delivered: work.delivered,
    memoryBytes: memory,
    shippedBytes: bench.pages.shipped(),
  };
}

/** All events in one task, as after an import or a select-all. */
export async function inOneLoop(bench) {
  const visit = await enter(bench);
  const work = await workOf(bench, visit, (run) => visit.page.evaluate(([run, count]) => bench.loop(run, count), [run, EVENTS]));
  await visit.leave();
  return { loopMeanUs: (work.result * 1000) / EVENTS, loopMs: work.wall, loopCpuMs: work.cpu, loopDelivered: work.delivered };
}

/** A slow device: load, then events in bursts; the longest task over 50 ms, and how many there were. */
export async function onSlowDevice(bench) {
  const visit = await enter(bench, { throttled: true });
  const { page } = visit;
  const loading = await page.evaluate(() => longTasks.splice(0));
  await workOf(bench, visit, (run) => page.evaluate(([run, count, size, gap]) => bench.bursts(run, count, size, gap), [run, SLOW_EVENTS, BURST, SLOW_GAP_MS]), SLOW_EVENTS);
  const tracking = await page.evaluate(() => longTasks.splice(0));
  await visit.leave();
  return {
    slowStartMs: visit.startMs,
    slowLongestLoadingMs: Math.max(0, ...loading),
    slowLongestTrackingMs: Math.max(0, ...tracking),
    slowLongTasks: loading.length + tracking.length,
  };
}

/**
 * The same at full speed, for the longest task's computing time times four: what a slow device would take if nothing else ran on it.
 * Module scripts are tasks too, so a tracker's evaluation counts, and so does what it does by itself before the first event.
 */
export async function longestComputing(bench) {
  const context = await bench.browser.newContext();
  const page = await context.newPage();
  await page.goto(bench.pages.blank);
  const { longestMs } = await longestTask(page, async () => {
    await page.goto(bench.pages.page);
    await page.evaluate(() => window.sdk.ready);
    await pause(AFTERWARDS_MS);
    await page.evaluate(([run, count, size, gap]) => window.bench.bursts(run, count, size, gap), [fresh(), SLOW_EVENTS, BURST, SLOW_GAP_MS]);
    await pause(BATCH_LIMIT_MS);
  });
  await context.close();
  return { slowLongestComputingMs: longestMs * SLOW };
}

/** No network: what is written for events that have to wait, until the page is left. */
export async function offline(bench) {
  const visit = await enter(bench, { watch: watchStorage });
  const { page, context } = visit;
  const run = fresh();
  await context.setOffline(true);
  const written = await page.evaluate(async ([run, count, size, gap, watched]) => {
    const before = { ...window.written };
    await bench.bursts(run, count, size, gap);
    await new Promise((resolve) => setTimeout(resolve, watched));
    // Some write only now. Nothing is left of a page afterwards, so it is told that it is left and stays.
    dispatchEvent(new PageTransitionEvent("pagehide", { persisted: false }));
    await new Promise((resolve) => setTimeout(resolve));
    return Object.fromEntries(Object.entries(window.written).map(([name, value]) => [name, value - before[name]]));
  }, [run, EVENTS, BURST, GAP_MS, WATCHED_MS]);
  const json = await page.evaluate(([run, count]) => bench.jsonSize(run, count), [run, EVENTS]);
  await visit.leave();
  return { writeCalls: written.calls, writtenBytes: written.characters, writtenShare: written.characters / json, cookieWrites: written.cookies, databaseWrites: written.database, jsonBytes: json };
}

const fresh = () => `run-${randomBytes(6).toString("hex")}`;

/** Opens the page and waits until the tracker is fully there. */
async function enter({ browser, pages }, { watch, throttled = false } = {}) {
  const context = await browser.newContext();
  if (watch) await context.addInitScript(watch);
  const page = await context.newPage();
  // First a page of the same site, so that the process is there and its counters run.
  await page.goto(pages.blank);
  const gauge = await Gauge.of(page);
  if (throttled) await gauge.throttle(SLOW);
  const before = await gauge.now();
  await page.goto(pages.page);
  await page.waitForFunction(() => window.startedIn !== undefined);
  await page.evaluate(() => window.sdk.ready);
  await pause(AFTERWARDS_MS);
  const after = await gauge.now();
  const startMs = await page.evaluate(() => window.startedIn);
  return { page, context, gauge, startMs, readyMs: after.wall - before.wall, readyCpuMs: after.cpu - before.cpu, leave: () => context.close() };
}

/** The main thread's work from the first call until everything has arrived and the answers are dealt with. */
async function workOf({ collector }, { gauge }, track, count = EVENTS) {
  const run = fresh();
  const before = await gauge.now();
  const result = await track(run);
  const deadline = Date.now() + (collector ? DELIVERY_LIMIT_MS : WATCHED_MS);
  let delivered = 0;
  while (delivered < count && Date.now() < deadline) {
    await pause(200);
    delivered = collector ? new Set(await collector.marks(run)).size : 0;
  }
  await pause(AFTERWARDS_MS);
  const after = await gauge.now();
  return { result, delivered, wall: after.wall - before.wall, script: after.script - before.script, cpu: after.cpu - before.cpu };
}
