// A tracker and a writer that meet the platform's rate limits: they wait as long as they are told to, and everything arrives, once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createWriter } from "../../pkg/dist/server.js";
import { eventually, launch, openBlank, servePackage, stored, storedExactly } from "../support/browser.mjs";
import { serve } from "../support/serve.mjs";

/** Few enough to be met at once, in the shortest period that there is, so that nobody waits twice. */
const LIMIT = { limit: 4, period: 10 };
/** Periods begin with the clock's, so who sends as fast as it can meets the limit in the second one at the latest. */
const MOST = 3 * LIMIT.limit;
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
  let sent = 0;
  let failed;
  while (!failed && sent < MOST) {
    // A request for each: flushed when it was answered, also when it is to be sent again.
    failed = await page.evaluate(async (n) => {
      trailmark.track("too_often", { metadata: { n } });
      await trailmark.flush();
      return reports.find(({ kind }) => kind === "failed");
    }, sent++);
  }
  // Others wait behind the one that was turned away.
  for (const until = sent + 3; sent < until; sent++) await page.evaluate((n) => void trailmark.track("too_often", { metadata: { n } }), sent);
  assert.equal(failed.status, 429);
  assert.ok(failed.retryInMs >= 15_000 && failed.retryInMs <= 30_000, JSON.stringify(failed));
  await eventually(() => page.evaluate(() => trailmark.queueSize()), (size) => size === 0, WITHIN);
  const rows = await storedExactly(server, "too_often", sent);
  assert.deepEqual(rows.map((row) => JSON.parse(row.metadata).n), [...Array(sent).keys()]);
  assert.deepEqual(await page.evaluate(() => [thrown, reports.filter(({ kind }) => kind === "dropped")]), [[], []]);
  const { tracked, stored, outstanding } = await account();
  assert.deepEqual([tracked, stored, outstanding], [sent, sent, 0]);
  await context.close();
});

test("a program that sends too much", async () => {
  const reports = [];
  const log = createWriter({ endpoint: server.url, writeKey: server.keys.server, onReport: (report) => reports.push(report) });
  let sent = 0;
  let failed;
  while (!failed && sent < MOST) {
    log.write("written_too_often", { metadata: { n: sent++ }, immediate: true });
    const refusal = () => reports.find(({ kind }) => kind === "failed");
    await eventually(() => log.queueSize() === 0 || refusal(), Boolean);
    failed = refusal();
  }
  for (const until = sent + 3; sent < until; sent++) log.write("written_too_often", { metadata: { n: sent } });
  assert.equal(failed?.status, 429);
  await eventually(() => log.queueSize(), (size) => size === 0, WITHIN);
  await log.close();
  assert.equal((await stored(server, "written_too_often")).length, sent);
  assert.deepEqual(reports.filter(({ kind }) => kind === "dropped"), []);
});
