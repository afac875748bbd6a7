// Remote config in real pages: what is switched off falls silent everywhere, what is on again has no backlog, and shares are those of the server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch, openBlank, servePackage, stored, storedExactly, watchStorage } from "../support/browser.mjs";
import { serve } from "../support/serve.mjs";

let server, browser;

before(async () => {
  server = await serve({ onLog: () => {} });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function put(config) {
  const headers = { authorization: `Bearer ${server.keys.admin}` };
  const answer = await fetch(`${server.url}/api/config`, { method: "PUT", headers, body: JSON.stringify(config) });
  assert.equal(answer.status, 200, await answer.text());
}

/** A context in which storage and requests are watched. `writes` and `requests` tell the names and addresses since they were last emptied. */
async function freshContext(t, initOptions = {}) {
  const context = await browser.newContext();
  t.after(() => context.close());
  t.after(() => put({}));
  await servePackage(context, server, initOptions);
  await watchStorage(context);
  const requests = [];
  context.on("request", (request) => {
    const path = new URL(request.url()).pathname;
    if (path.startsWith("/api/")) requests.push(path);
  });
  return { context, requests };
}

const track = (page, type, count, options = {}) =>
  page.evaluate(([type, count, options]) => Array.from({ length: count }, () => trailmark.track(type, options)), [type, count, options]);
const writes = (page) =>
  page.evaluate(() => window.accesses.splice(0).flatMap(([action, key]) => (action === "set" ? key.replace(/^trailmark\.\w+\./, "") : [])));
const kept = (page) => page.evaluate(() => Object.keys(localStorage).map((key) => key.replace(/^trailmark\.\w+\./, "").split(".")[0]).sort());
const nothingThrown = async (page) => assert.deepEqual(await page.evaluate(() => window.thrown), []);

test("switched off: an open page hears of it with its next batch, other tabs at once; then nothing is stored or sent, and there is no backlog", async (t) => {
  const { context, requests } = await freshContext(t, { flushInterval: 60_000 });
  const page = await openBlank(context, server);
  const other = await openBlank(context, server);
  await track(page, "before", 1);
  await page.evaluate(() => trailmark.flush());
  const before = await page.evaluate(() => trailmark.ids());
  await put({ enabled: false });

  await track(other, "waiting", 3);
  await track(page, "told", 10);
  await eventually(() => page.evaluate(() => window.reports.some((report) => report.kind === "answered" && report.code === undefined && report.rejected === 10)), Boolean);
  // What is stored is the same in both tabs; each of them hears of it for itself.
  const isOff = async (page) => {
    await eventually(async () => (await kept(page)).join(), (keys) => keys === "config,offset,session,visitor" || keys === "config,session,visitor");
    await eventually(() => page.evaluate(() => trailmark.queueSize()), (size) => size === 0);
  };
  await isOff(page);
  await isOff(other);

  requests.length = 0;
  await Promise.all([writes(page), writes(other)]);
  for (const tab of [page, other]) {
    const ids = await track(tab, "unheard", 25, { immediate: true });
    assert.equal(ids.filter((id) => /^[\da-f-]{36}$/.test(id)).length, 25, "the page does not notice");
    await tab.evaluate(() => {
      trailmark.identify("u_1");
      trailmark.trackPageView();
      trailmark.trackTimed("unheard").complete();
    });
    await tab.evaluate(() => trailmark.flush());
    assert.equal(await tab.evaluate(() => trailmark.queueSize()), 0);
  }
  await page.waitForTimeout(600);
  assert.deepEqual([await writes(page), await writes(other), requests], [[], [], []]);

  // A page that starts switched off asks once; while it stays off nothing else happens.
  const late = await openBlank(context, server);
  await track(late, "unheard", 12);
  await eventually(() => requests.length, (count) => count > 0);
  await late.waitForTimeout(600);
  assert.deepEqual(requests, ["/api/config"]);
  assert.deepEqual((await writes(late)).filter((key) => key !== "config"), []);

  await put({});
  for (const tab of [page, other]) {
    await tab.evaluate(() => addEventListener("storage", ({ key, newValue }) => (window.isOn ||= key.endsWith(".config") && !newValue.includes("enabled"))));
  }
  await late.reload();
  await eventually(() => late.evaluate(() => localStorage[Object.keys(localStorage).find((key) => key.endsWith(".config"))].includes("enabled")), (isThere) => !isThere);
  for (const tab of [page, other]) await tab.waitForFunction(() => window.isOn);
  for (const tab of [page, other, late]) await track(tab, "after", 4, { immediate: true });
  await storedExactly(server, "after", 12);
  for (const type of ["waiting", "told", "unheard", "page_view"]) assert.deepEqual(await stored(server, type), [], type);
  const [row] = await stored(server, "after");
  assert.equal(row.visitor_id, before.visitorId, "the same visitor as before");
  const users = (await stored(server, "after")).map((row) => row.user_id);
  assert.ok(users.includes("u_1"), "who was named meanwhile is known");
  for (const tab of [page, other, late]) await nothingThrown(tab);
});

test("what the entry has when the page is left goes nowhere while it is off", async (t) => {
  const { context, requests } = await freshContext(t);
  const page = await openBlank(context, server);
  await put({ enabled: false });
  await track(page, "told_early", 1, { immediate: true });
  await eventually(() => kept(page), (keys) => !keys.includes("q"));
  await context.route("**/package/wasm/*.wasm", (route) => route.abort());
  await page.close();
  requests.length = 0;
  const early = await openBlank(context, server, { ready: false });
  await track(early, "unheard_early", 3);
  await early.goto("about:blank");
  await early.waitForTimeout(300);
  assert.deepEqual([requests, await stored(server, "unheard_early")], [[], []]);
});

test("saying no, forgetting the user and saying yes hold also while it is off", async (t) => {
  const { context } = await freshContext(t);
  const page = await openBlank(context, server);
  await page.evaluate(() => trailmark.identify("u_2"));
  const before = await page.evaluate(() => trailmark.ids());
  await put({ enabled: false });
  await track(page, "told_no", 1, { immediate: true });
  await eventually(() => kept(page), (keys) => !keys.includes("q"));
  await page.evaluate(() => trailmark.reset());
  assert.deepEqual((await kept(page)).filter((key) => key !== "offset"), ["config"]);
  await page.evaluate(() => trailmark.optOut());
  assert.deepEqual(await kept(page), ["config", "opted_out"]);
  await put({});
  await page.reload();
  await page.waitForFunction(() => window.trailmark);
  assert.equal(await page.evaluate(() => trailmark.track("said_no") ?? null), null);
  await page.evaluate(() => trailmark.optIn());
  // What is on again is asked for as soon as somebody may be heard.
  await page.waitForFunction(() => !localStorage[Object.keys(localStorage).find((key) => key.endsWith(".config"))].includes("enabled"));
  await track(page, "said_yes", 1, { immediate: true });
  const [row] = await storedExactly(server, "said_yes", 1);
  assert.ok(row.visitor_id !== before.visitorId && row.user_id === null);
  assert.deepEqual(await stored(server, "said_no"), []);
});

test("sampled and low events take no number, the batch's size is the config's, and the server has nothing to refuse", async (t) => {
  const { context } = await freshContext(t, { flushInterval: 60_000 });
  await put({ flush_at: 3, min_level: "state", sampling: { types: { never: 0, always: 1 }, levels: { action: 0 } } });
  const page = await openBlank(context, server);
  await track(page, "always", 1, { immediate: true });
  await storedExactly(server, "always", 1);
  await track(page, "never", 5);
  await track(page, "always", 1, { level: "detail" });
  await track(page, "other", 5);
  await track(page, "other", 1, { level: "milestone" });
  await track(page, "always", 1);
  assert.equal(await page.evaluate(() => trailmark.queueSize()), 2);
  await track(page, "always", 1);
  await storedExactly(server, "always", 3);
  await storedExactly(server, "other", 1);
  const { results } = await server.d1.prepare("SELECT seq FROM events WHERE type IN ('always', 'other') ORDER BY seq").all();
  assert.deepEqual(results.map((row) => row.seq), [0, 1, 2, 3]);
  const answers = await page.evaluate(() => window.reports.filter((report) => report.kind === "answered"));
  assert.deepEqual(answers.map((answer) => answer.rejected), [0, 0]);
});

test("of a canary that has no share only its streams are tracked, and the page asks before it goes on without news", async (t) => {
  const { context, requests } = await freshContext(t);
  await put({ canary: { share: 0, streams: ["night-run"] } });
  const page = await openBlank(context, server);
  await track(page, "canary", 1, { streamId: "night-run", immediate: true });
  await storedExactly(server, "canary", 1);
  requests.length = 0;
  await track(page, "canary", 20, { immediate: true });
  await track(page, "canary", 1, { streamId: "night-run", immediate: true });
  await storedExactly(server, "canary", 2);
  assert.deepEqual(requests, ["/api/events/log/batch"]);
  // Eleven minutes later.
  await put({});
  await page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 660_000;
  });
  await track(page, "canary", 1);
  await eventually(() => page.evaluate(() => localStorage[Object.keys(localStorage).find((key) => key.endsWith(".config"))].includes("canary")), (isThere) => !isThere);
  await track(page, "canary_over", 1, { immediate: true });
  await storedExactly(server, "canary_over", 1);
  await nothingThrown(page);
});

test("a record that somebody has spoilt stops nothing, and the next answer mends it", async (t) => {
  const { context } = await freshContext(t);
  await put({ flush_at: 7 });
  const page = await openBlank(context, server);
  await track(page, "spoilt", 1, { immediate: true });
  await storedExactly(server, "spoilt", 1);
  const spoil = (record) => page.evaluate((record) => (localStorage[Object.keys(localStorage).find((key) => key.endsWith(".config"))] = record), record);
  const records = ['{"redact":3,"flush_at":"a","sampling":5,"canary":7,"min_level":{}}', '{"redact":[null,{}]}', '"on"', "7", "{"];
  for (const [index, record] of records.entries()) {
    await spoil(record);
    await page.reload();
    await page.waitForFunction(() => window.trailmark?.ids().sessionId);
    await track(page, "spoilt", 1, { immediate: true, metadata: { plan: "pro" } });
    await storedExactly(server, "spoilt", index + 2);
    // Stored is not yet answered: until then the record is as it was.
    await eventually(() => page.evaluate(() => localStorage[Object.keys(localStorage).find((key) => key.endsWith(".config"))]), (text) => text.includes('"flush_at":7'));
    await nothingThrown(page);
  }
});
