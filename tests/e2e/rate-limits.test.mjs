// A tracker and a writer that meet the platform's rate limits: they wait as long as they are told to, and everything arrives, once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createWriter } from "../../pkg/dist/server.js";
import { eventually, launch, openBlank, servePackage, stored, storedExactly } from "../support/browser.mjs";
import { serve } from "../support/serve.mjs";

/** Few enough to be met at once, in the shortest period that there is, so that nobody waits twice. */
const LIMIT = { limit: 4, period: 10 };
/** The longest pause that the Worker asks for is 30 s. */
const WITHIN = { within: 75_000 };

let server, browser;
before(async () => {
  server = await serve({ onLog: () => {}, rateLimits: { WRITES_OF_ADDRESS: LIMIT, REQUESTS_OF_KEY: LIMIT } });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const account = async () => {
  const response = await fetch(`${server.url}/api/analytics/delivery?range=all`, { headers: { authorization: `Bearer ${server.keys.read}` } });
  return response.json();
};

test("a page that sends too much", async () => {
  const context = await browser.newContext();
  await servePackage(context, server);
  const page = await openBlank(context, server);
  for (let n = 0; n < 8; n++) {
    // A request for each: flushed when it was answered, also when it is to be sent again.
    await page.evaluate((n) => {
      trailmark.track("too_often", { metadata: { n } });
      return trailmark.flush();
    }, n);
  }
  const [failed] = await eventually(() => page.evaluate(() => reports.filter(({ kind }) => kind === "failed")), (reports) => reports.length > 0);
  assert.equal(failed.status, 429);
  assert.ok(failed.retryInMs >= 15_000 && failed.retryInMs <= 30_000, JSON.stringify(failed));
  await eventually(() => page.evaluate(() => trailmark.queueSize()), (size) => size === 0, WITHIN);
  const rows = await storedExactly(server, "too_often", 8);
  assert.deepEqual(rows.map((row) => JSON.parse(row.metadata).n), [...Array(8).keys()]);
  assert.deepEqual(await page.evaluate(() => [thrown, reports.filter(({ kind }) => kind === "dropped")]), [[], []]);
  const { tracked, stored, outstanding } = await account();
  assert.deepEqual([tracked, stored, outstanding], [8, 8, 0]);
  await context.close();
});

test("a program that sends too much", async () => {
  const reports = [];
  const log = createWriter({ endpoint: server.url, writeKey: server.keys.server, onReport: (report) => reports.push(report) });
  for (let n = 0; n < 8; n++) {
    log.write("written_too_often", { metadata: { n }, immediate: true });
    await log.flush({ timeout: 200 });
  }
  assert.equal(reports.find(({ kind }) => kind === "failed")?.status, 429);
  await eventually(() => log.queueSize(), (size) => size === 0, WITHIN);
  await log.close();
  assert.equal((await stored(server, "written_too_often")).length, 8);
  assert.deepEqual(reports.filter(({ kind }) => kind === "dropped"), []);
});
