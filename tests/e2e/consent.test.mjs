// What a visitor allows, in real pages: before a yes nothing is loaded, stored or sent; a no forgets; and who wants no storage has none.
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

/** A context in which storage and requests are watched: `requests` are the paths that pages asked for, but for themselves and the entry. */
async function freshContext(t, initOptions = {}) {
  const context = await browser.newContext();
  t.after(() => context.close());
  await watchStorage(context);
  await servePackage(context, server, initOptions);
  const requests = [];
  const bodies = [];
  context.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/events")) bodies.push(request);
    if (!/^\/(blank.*|package\/index\.js|favicon\.ico)$/.test(pathname)) requests.push(pathname);
  });
  return { context, requests, bodies };
}

/** A page whose entry is there; its core may come or not. */
const open = (context, more) => openBlank(context, server, { ready: false, ...more });
const track = (page, type, count = 1, options = {}) =>
  page.evaluate(([type, count, options]) => Array.from({ length: count }, () => trailmark.track(type, options) ?? null), [type, count, options]);
const kept = (page) => page.evaluate(() => Object.keys(localStorage).map((key) => key.replace(/^trailmark\.\w+\./, "").split(".")[0]).sort());
const coreRuns = (page) => page.waitForFunction(() => trailmark.ids().sessionId);

/** That a page has left nothing behind, asked for nothing, and set no cookie. */
async function untouched(page, requests) {
  assert.deepEqual(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]), [[], [], ""]);
  assert.deepEqual(requests, []);
  assert.deepEqual(await page.evaluate(() => window.thrown), []);
}

/** Leaves the page, and gives what it might send then the time to arrive. */
async function leave(page) {
  await page.goto("about:blank");
  await page.waitForTimeout(300);
}

/** The bodies that were sent, read; a beacon's is the browser's own affair. */
const batches = (bodies) => bodies.map((request) => request.postData()).filter(Boolean).map((body) => JSON.parse(body));

test("while nothing is said nothing is loaded, stored or sent, not even when the page is left", async (t) => {
  const { context, requests } = await freshContext(t, { consent: "pending", userId: "u_1" });
  const page = await open(context);
  const ids = await track(page, "undecided", 3, { immediate: true });
  assert.ok(ids.every(Boolean));
  await page.evaluate(() => {
    trailmark.identify("u_2");
    return trailmark.flush();
  });
  assert.deepEqual(await page.evaluate(() => [trailmark.queueSize(), trailmark.ids()]), [3, {}]);
  await page.waitForTimeout(300);
  await untouched(page, requests);
  await leave(page);
  assert.deepEqual([requests, await stored(server, "undecided")], [[], []]);
});

test("a yes sends what was kept, with ids, times, places and the user of then", async (t) => {
  const { context } = await freshContext(t, { consent: "pending" });
  const page = await open(context, { query: "?utm_source=news" });
  const [view, clicked, began] = await page.evaluate(() => {
    const view = trailmark.trackPageView();
    trailmark.identify("u_3");
    const clicked = trailmark.track("kept_click", { entityType: "task", entityId: 7 });
    return [view, clicked, Date.now()];
  });
  await page.evaluate(() => {
    history.pushState(null, "", "/blank-elsewhere");
    document.title = "Elsewhere";
  });
  await page.waitForTimeout(1_500);
  await page.evaluate(() => trailmark.setConsent("granted"));
  await page.evaluate(() => trailmark.flush());
  const rows = await storedExactly(server, "kept_click", 1);
  const [seen] = (await stored(server, "page_view")).filter((row) => row.event_id === view);
  assert.deepEqual([rows[0].event_id, rows[0].entity_id, rows[0].page_path, rows[0].user_id], [clicked, "7", "/blank", "u_3"]);
  assert.deepEqual([seen.page_path, seen.page_title, seen.user_id, JSON.parse(seen.page_utm)], ["/blank", "Blank", null, { source: "news" }]);
  for (const row of [seen, rows[0]]) assert.ok(Math.abs(row.occurred_at - began) < 1_000, `${row.occurred_at - began} ms`);
  const { visitorId } = await page.evaluate(() => trailmark.ids());
  assert.equal(rows[0].visitor_id, visitorId);
  await page.reload();
  await page.waitForFunction(() => window.trailmark);
  assert.equal(await page.evaluate(() => trailmark.ids().sessionId), undefined, "a yes is the page's to remember");
});

test("what waits for a yes is bounded, and what was too much is counted as dropped", async (t) => {
  const { context } = await freshContext(t, { consent: "pending" });
  const page = await open(context);
  await track(page, "waiting", 1_003);
  assert.equal(await page.evaluate(() => trailmark.queueSize()), 1_000);
  await page.evaluate(() => {
    trailmark.setConsent("granted");
    return trailmark.flush();
  });
  await storedExactly(server, "waiting", 1_000);
  const dropped = await page.evaluate(() => reports.filter((report) => report.kind === "dropped"));
  assert.deepEqual(dropped, Array(3).fill({ kind: "dropped", reason: "queue_full", level: "action", count: 1 }));
  const { results } = await server.d1.prepare("SELECT dropped FROM batches WHERE dropped IS NOT NULL").all();
  assert.deepEqual(results.map((row) => JSON.parse(row.dropped)), [[{ reason: "queue_full", level: "action", count: 3 }]]);
});

test("a no before any yes forgets what was kept, and holds on later pages until it is taken back", async (t) => {
  const { context, requests } = await freshContext(t, { consent: "pending" });
  const page = await open(context);
  await track(page, "unwanted", 3);
  await page.evaluate(() => trailmark.setConsent("denied"));
  assert.deepEqual(await track(page, "unwanted"), [null]);
  assert.equal(await page.evaluate(() => trailmark.queueSize()), 0);
  assert.deepEqual(await kept(page), ["opted_out"]);
  await leave(page);
  const later = await open(context);
  assert.deepEqual(await track(later, "unwanted"), [null]);
  await later.waitForTimeout(300);
  assert.deepEqual([requests, await kept(later)], [[], ["opted_out"]]);
  await later.evaluate(() => trailmark.setConsent("granted"));
  await track(later, "wanted_after_all", 1, { immediate: true });
  await storedExactly(server, "wanted_after_all", 1);
  assert.equal((await kept(later)).includes("opted_out"), false);
  assert.deepEqual(await stored(server, "unwanted"), []);
});

test("denied from the start forgets what earlier pages stored, and a yes begins as somebody new", async (t) => {
  const { context } = await freshContext(t);
  const earlier = await openBlank(context, server);
  const before = await earlier.evaluate(() => trailmark.ids());
  await earlier.evaluate(() => {
    const prefix = Object.keys(localStorage)[0].replace(/\w+$/, "");
    localStorage[prefix + "q.dead.b0"] = '0 2 0 1700000000000 {"id":"x","seq":0,"type":"unsent"';
    localStorage["trailmark.another1.visitor"] = "x";
  });
  await earlier.close();
  await servePackage(context, server, { consent: "denied" });
  const page = await open(context);
  assert.deepEqual([await track(page, "unsent"), await kept(page)], [[null], ["opted_out", "visitor"]]);
  assert.equal(await page.evaluate(() => localStorage["trailmark.another1.visitor"]), "x", "another project's");
  await page.evaluate(() => trailmark.setConsent("granted"));
  await coreRuns(page);
  await track(page, "sent_by_another", 1, { immediate: true });
  const [row] = await storedExactly(server, "sent_by_another", 1);
  assert.notEqual(row.visitor_id, before.visitorId);
  assert.deepEqual(await stored(server, "unsent"), []);
});

test("a no while the core is on its way, and a yes said twice: one core, or none", async (t) => {
  const { context, requests } = await freshContext(t);
  let come;
  const late = new Promise((resolve) => (come = resolve));
  await context.route("**/package/wasm/*.wasm", (route) => late.then(() => route.fallback()));
  const page = await open(context);
  await page.evaluate(() => {
    trailmark.track("hasty");
    trailmark.setConsent("denied");
  });
  await eventually(() => requests.filter((path) => path.endsWith(".wasm")).length, Boolean);
  come();
  await page.waitForTimeout(300);
  assert.deepEqual([await kept(page), await page.evaluate(() => trailmark.ids())], [["opted_out"], {}]);
  await page.evaluate(() => {
    trailmark.setConsent("granted");
    trailmark.setConsent("granted");
  });
  await coreRuns(page);
  await track(page, "said_yes_twice", 1, { immediate: true });
  await storedExactly(server, "said_yes_twice", 1);
  const { visitorId } = await page.evaluate(() => trailmark.ids());
  await page.waitForTimeout(300);
  assert.equal((await page.evaluate(() => trailmark.ids())).visitorId, visitorId);
  assert.deepEqual(await stored(server, "hasty"), []);
  assert.deepEqual(await page.evaluate(() => window.thrown), []);
});

for (const [signal, property, value, ignored, obeyed] of [
  ["Global Privacy Control", "globalPrivacyControl", true, { respectGpc: false }, {}],
  ["Do Not Track", "doNotTrack", "1", {}, { respectDnt: true }],
]) {
  test(`${signal} is a no, where it is to be heard, but for who says yes to the page`, async (t) => {
    const { context, requests } = await freshContext(t, ignored);
    const earlier = await openBlank(context, server);
    const before = await earlier.evaluate(() => trailmark.ids());
    await earlier.close();
    await context.addInitScript(([property, value]) => Object.defineProperty(navigator, property, { get: () => value }), [property, value]);
    const deaf = await openBlank(context, server);
    await track(deaf, `heard_${property}`, 1, { immediate: true });
    await storedExactly(server, `heard_${property}`, 1);
    await deaf.close();
    await servePackage(context, server, obeyed);
    requests.length = 0;
    const page = await open(context);
    const stores = await kept(page);
    assert.deepEqual(await track(page, `signalled_${property}`), [null]);
    await page.waitForTimeout(300);
    assert.deepEqual([requests, await kept(page)], [[], stores]);
    assert.equal(stores.includes("opted_out"), false, "the browser's no is not the visitor's word to this site");
    await page.evaluate(() => trailmark.setConsent("granted"));
    await coreRuns(page);
    assert.equal((await page.evaluate(() => trailmark.ids())).visitorId, before.visitorId);
    await track(page, `allowed_${property}`, 1, { immediate: true });
    await storedExactly(server, `allowed_${property}`, 1);
    assert.deepEqual(await stored(server, `signalled_${property}`), []);
  });
}

test("without cookies: no storage is touched, no visitor and no session sent, and events arrive, also when the page is left", async (t) => {
  const { context, bodies } = await freshContext(t, { cookieless: true });
  const page = await open(context);
  await track(page, "cookieless", 12);
  await page.evaluate(() => trailmark.flush());
  await storedExactly(server, "cookieless", 12);
  await track(page, "cookieless_left", 2);
  assert.deepEqual(await page.evaluate(() => [window.accesses, document.cookie, trailmark.ids(), window.thrown]), [[], "", {}, []]);
  assert.ok(batches(bodies).length > 0);
  for (const { context } of batches(bodies)) assert.deepEqual(Object.keys(context), ["device"]);
  await page.goto(`${server.url}/api/health`);
  for (const row of await storedExactly(server, "cookieless_left", 2)) assert.deepEqual([row.visitor_id, row.session_id], [null, null]);
  assert.deepEqual(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]), [[], [], ""]);
});

test("without cookies and left before the core is there: sent, and nothing stored", async (t) => {
  const { context } = await freshContext(t, { cookieless: true, userId: "u_9" });
  await context.route("**/package/wasm/**", () => {});
  const page = await open(context);
  await track(page, "cookieless_early", 2);
  assert.deepEqual(await page.evaluate(() => window.accesses), []);
  await page.goto(`${server.url}/api/health`);
  const rows = await storedExactly(server, "cookieless_early", 2);
  assert.deepEqual([rows[0].visitor_id, rows[0].session_id, rows[0].user_id], [null, null, "u_9"]);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
});

test("without cookies a failing server is asked again, and a no is heard, in this page", async (t) => {
  const { context } = await freshContext(t, { cookieless: true });
  const page = await open(context);
  await context.route("**/api/**", (route) => route.abort());
  await track(page, "cookieless_retried", 10);
  await eventually(() => page.evaluate(() => reports.some((report) => report.kind === "failed")), Boolean);
  await context.unroute("**/api/**");
  await page.evaluate(() => trailmark.flush());
  await storedExactly(server, "cookieless_retried", 10);
  await page.evaluate(() => trailmark.setConsent("denied"));
  assert.deepEqual(await track(page, "cookieless_unwanted"), [null]);
  await page.evaluate(() => trailmark.setConsent("granted"));
  await track(page, "cookieless_again", 1, { immediate: true });
  await storedExactly(server, "cookieless_again", 1);
  assert.deepEqual(await page.evaluate(() => window.accesses), []);
  assert.deepEqual(await stored(server, "cookieless_unwanted"), []);
});

test("of the page's address those parameters are told that are named, also of an event before the core", async (t) => {
  const { context } = await freshContext(t, { queryParameters: ["tab", "q"] });
  const page = await open(context, { query: "?q=two%20words&token=secret&tab=list" });
  await track(page, "addressed", 1);
  await coreRuns(page);
  await track(page, "addressed", 1, { immediate: true });
  const rows = await storedExactly(server, "addressed", 2);
  assert.deepEqual(rows.map((row) => row.page_path), Array(2).fill("/blank?tab=list&q=two+words"));
});
