// The tracker in a real page: what it sends, what it keeps, what it survives.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { eventually, launch, openBlank, servePackage, stored, storedExactly } from "../support/browser.mjs";
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

async function freshContext(t, options = {}, initOptions = {}) {
  const context = await browser.newContext(options);
  t.after(() => context.close());
  await servePackage(context, server, initOptions);
  return context;
}

const track = (page, type, count, options = {}) =>
  page.evaluate(([type, count, options]) => Array.from({ length: count }, (_, n) => trailmark.track(type, { ...options, metadata: { n } })), [type, count, options]);

test("ten events go at once, fewer after the interval, immediate ones without waiting", async (t) => {
  const context = await freshContext(t, {}, { flushInterval: 60_000 });
  const page = await openBlank(context, server);
  await track(page, "ten", 10);
  await storedExactly(server, "ten", 10);
  await track(page, "three", 3);
  assert.equal(await page.evaluate(() => trailmark.queueSize()), 3);
  await track(page, "now", 1, { immediate: true });
  await storedExactly(server, "now", 1);
  await storedExactly(server, "three", 3);

  const eager = await freshContext(t, {}, { flushInterval: 100 });
  await track(await openBlank(eager, server), "interval", 2);
  await storedExactly(server, "interval", 2);
});

test("an event arrives with all that was said, in the order it was said", async (t) => {
  const context = await freshContext(t);
  const page = await openBlank(context, server, { query: "?utm_source=news&utm_medium=mail&token=secret&gclid=secret" });
  const ids = await page.evaluate(() => {
    trailmark.identify("u_7");
    const first = trailmark.trackPageView("Start", { from: "test" });
    const options = { entityType: "task", entityId: 7, entityTitle: 'Say "hi" – 测试', level: "milestone", durationMs: 12.6, streamId: "run", step: 3 };
    const second = trailmark.track("said", { ...options, causedBy: [first], ref: "r/1", summary: "two\nlines", actor: { type: "user", id: "u_7" }, metadata: { deep: [1, { a: null }] } });
    return [first, second];
  });
  await page.evaluate(() => trailmark.flush());
  const [view] = await storedExactly(server, "page_view", 1);
  const [said] = await storedExactly(server, "said", 1);
  assert.deepEqual([view.event_id, said.event_id], ids);
  assert.deepEqual([view.page_title, view.page_path, view.category, view.action, view.seq], ["Start", "/blank", "navigation", "viewed", 0]);
  assert.deepEqual([JSON.parse(view.page_utm), view.page_click_id], [{ source: "news", medium: "mail" }, "gclid"]);
  assert.equal(JSON.stringify(view).includes("secret"), false, "query strings stay at home");
  assert.deepEqual([said.user_id, said.entity_type, said.entity_id, said.entity_title], ["u_7", "task", "7", 'Say "hi" – 测试']);
  assert.deepEqual([said.level, said.duration_ms, said.stream_id, said.step, said.ref, said.summary], [4, 13, "run", 3, "r/1", "two lines"]);
  assert.deepEqual([JSON.parse(said.caused_by), JSON.parse(said.metadata)], [[ids[0]], { deep: [1, { a: null }] }]);
  assert.ok(Math.abs(said.occurred_at - Date.now()) < 60_000);
  const ids2 = await page.evaluate(() => trailmark.ids());
  assert.deepEqual([said.visitor_id, said.session_id], [ids2.visitorId, ids2.sessionId]);
});

test("timed actions: complete tracks once with its duration, cancel tracks nothing", async (t) => {
  const page = await openBlank(await freshContext(t), server);
  await page.evaluate(async () => {
    const timed = trailmark.trackTimed("timed", { metadata: { a: 1 } });
    await new Promise((resolve) => setTimeout(resolve, 30));
    timed.complete({ b: 2 });
    timed.complete({ b: 3 });
    trailmark.trackTimed("timed").cancel();
    trailmark.trackBatch([{ type: "batched" }, { type: "batched", options: { level: "detail" } }]);
    await trailmark.flush();
  });
  const [row] = await storedExactly(server, "timed", 1);
  assert.ok(row.duration_ms >= 29, `${row.duration_ms}`);
  assert.deepEqual(JSON.parse(row.metadata), { a: 1, b: 2 });
  await storedExactly(server, "batched", 2);
});

test("offline, then reload, then online: all events there once", async (t) => {
  const db = await mkdtemp(path.join(tmpdir(), "trailmark-offline-"));
  t.after(() => rm(db, { recursive: true, force: true }));
  const first = await serve({ db, onLog: () => {} });
  const context = await browser.newContext();
  t.after(() => context.close());
  await servePackage(context, first);
  const page = await openBlank(context, first);
  // Both kinds of offline: the browser knows, and the browser does not. Page and package come from the test itself and load all the same.
  await context.setOffline(true);
  await first.stop();
  await track(page, "offline", 30);
  await eventually(() => page.evaluate(() => reports.some((report) => report.kind === "failed")), Boolean);
  await page.reload();
  await page.waitForFunction(() => window.trailmark?.ids().sessionId);
  await eventually(() => page.evaluate(() => trailmark.queueSize()), (size) => size === 30);
  await context.setOffline(false);
  const second = await serve({ db, port: first.port, onLog: () => {} });
  t.after(() => second.stop());
  const rows = await storedExactly(second, "offline", 30);
  assert.deepEqual(rows.map((row) => JSON.parse(row.metadata).n), [...Array(30).keys()]);
  await eventually(() => page.evaluate(() => trailmark.queueSize()), (size) => size === 0);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => /\.q\..*\.[bc]\d+$/.test(key))), [], "settled events leave nothing behind");
});

test("leaving the page 50 ms after a burst: all there once", async (t) => {
  const context = await freshContext(t);
  for (const [leave, type] of [["close", "left_by_closing"], ["navigate", "left_by_navigating"]]) {
    const page = await openBlank(context, server);
    await track(page, type, 25);
    await page.waitForTimeout(50);
    if (leave === "close") await page.close({ runBeforeUnload: true });
    else await page.goto("about:blank");
    await storedExactly(server, type, 25);
  }
});

test("leaving at once, in the same task as the burst: all there once", async (t) => {
  const page = await openBlank(await freshContext(t), server);
  await page.evaluate(() => {
    for (let n = 0; n < 25; n++) trailmark.track("left_at_once", { metadata: { n } });
    location.href = "about:blank";
  });
  await storedExactly(server, "left_at_once", 25);
});

test("leaving before the core is there: the entry alone delivers, and a later page adds nothing twice", async (t) => {
  const context = await freshContext(t);
  let letThrough;
  const held = new Promise((resolve) => (letThrough = resolve));
  await context.route("**/package/wasm/**", async (route) => {
    await held;
    await route.fallback();
  });
  const page = await openBlank(context, server, { ready: false });
  await track(page, "early", 5, { entityType: "task", entityId: 7, unknownOption: true });
  await page.goto("about:blank");
  await storedExactly(server, "early", 5);
  letThrough();
  // Beside our record lie a broken one, and one of another project on the same origin. The health page starts no tracker.
  const bystander = await context.newPage();
  await bystander.goto(`${server.url}/api/health`);
  const kept = () => bystander.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(".early.")));
  const [own] = await kept();
  const foreign = "trailmark.another1.early.x";
  await bystander.evaluate(([broken, foreign]) => {
    localStorage[broken] = "[[";
    localStorage[foreign] = '[["foreign",null,"x",1]]';
  }, [own.replace(/early\..*/, "early.0broken"), foreign]);
  // A broken record goes at once; what stands behind it goes with the next page at the latest.
  const reports = [];
  for (let visit = 0; visit < 2; visit++) {
    const page = await openBlank(context, server);
    await page.evaluate(() => trailmark.flush());
    reports.push(...(await page.evaluate(() => window.reports)));
    await page.close();
  }
  const answers = reports.filter((report) => report.kind === "answered");
  assert.deepEqual([answers.length, answers[0].duplicate, answers[0].accepted], [1, 5, 0]);
  assert.equal((await stored(server, "early")).length, 5);
  assert.deepEqual(await kept(), [foreign]);
  assert.equal((await stored(server, "foreign")).length, 0);
});

test("where the core never comes the entry delivers, and leaves the page's storage alone beyond a bound", async (t) => {
  const context = await freshContext(t);
  await context.route("**/package/wasm/**", (route) => route.abort());
  const page = await openBlank(context, server, { ready: false });
  for (let n = 0; n < 30; n++) {
    await track(page, "without_core", 1);
    await eventually(() => page.evaluate(() => trailmark.queueSize()), (size) => size === 0);
  }
  await storedExactly(server, "without_core", 30);
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(".early.")).length), 20);
});

test("leaving before the wasm is there: the entry sends all that was said, and where", async (t) => {
  const context = await freshContext(t);
  await context.route("**/package/wasm/*.wasm", () => {});
  // It is asked for by the glue, which is there by then.
  const core = context.waitForEvent("request", (request) => request.url().endsWith(".wasm"));
  const page = await openBlank(context, server, { ready: false });
  await core;
  await page.evaluate(() => {
    const options = { entityType: "task", entityId: 7, level: "milestone", streamId: "run", durationMs: 12.6, metadata: { n: 1 }, unknownOption: true };
    trailmark.track("said_early", options);
    history.pushState(null, "", "/blank/next?token=secret");
  });
  await page.goto("about:blank");
  const [row] = await storedExactly(server, "said_early", 1);
  assert.deepEqual([row.entity_type, row.entity_id, row.level, row.stream_id, row.duration_ms, row.metadata, row.page_path], ["task", "7", 4, "run", 13, '{"n":1}', "/blank"]);
  assert.deepEqual(JSON.parse(row.context).cut, ["options:unknown_field"]);
});

test("who says no before the core is there: the entry delivers nothing, and a later page neither", async (t) => {
  const context = await freshContext(t);
  await context.route("**/package/wasm/**", (route) => route.abort());
  const page = await openBlank(context, server, { ready: false });
  await page.evaluate(() => {
    trailmark.track("refused_early");
    trailmark.optOut();
    trailmark.track("refused_early");
  });
  await page.goto("about:blank");
  await context.unroute("**/package/wasm/**");
  const later = await openBlank(context, server, { ready: false });
  await track(later, "refused_early", 1);
  await later.evaluate(() => trailmark.optIn());
  await track(later, "after_refusal", 1, { immediate: true });
  await storedExactly(server, "after_refusal", 1);
  assert.deepEqual(await stored(server, "refused_early"), []);
});

test("events tracked before the core is there keep their ids and go once it is", async (t) => {
  const context = await freshContext(t);
  const page = await openBlank(context, server, { ready: false });
  const ids = await page.evaluate(() => {
    const early = trailmark.track("before_core");
    return trailmark.flush().then(() => [early]);
  });
  const rows = await storedExactly(server, "before_core", 1);
  assert.deepEqual(rows.map((row) => row.event_id), ids);
});

test("the device type of a phone, a tablet and a desktop", async (t) => {
  const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
  const tablet = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1";
  for (const [kind, userAgent, name] of [["mobile", phone, "Safari"], ["tablet", tablet, "Safari"], ["desktop", undefined, "Chrome"]]) {
    const context = await freshContext(t, { userAgent, locale: "de-AT", timezoneId: "Europe/Vienna", screen: { width: 800, height: 600 }, viewport: { width: 800, height: 600 } });
    const page = await openBlank(context, server);
    await track(page, `on_${kind}`, 1, { immediate: true });
    const [sent] = await storedExactly(server, `on_${kind}`, 1);
    // The Worker reads it from the head of the request, which is there as well when the page is left.
    await track(page, `left_on_${kind}`, 1);
    await page.close();
    const [left] = await storedExactly(server, `left_on_${kind}`, 1);
    for (const row of [sent, left]) {
      assert.deepEqual([row.device_type, row.device_browser], [kind, name]);
      assert.deepEqual([row.device_language, row.device_timezone, row.device_screen], ["de-AT", "Europe/Vienna", "800x600"]);
      assert.ok(userAgent ? row.device_os === "iOS" : row.device_os);
    }
  }
});

test("a session survives a reload and is shared by a second tab", async (t) => {
  const context = await freshContext(t);
  const page = await openBlank(context, server);
  await track(page, "in_session", 1);
  const first = await page.evaluate(() => trailmark.ids());
  await page.reload();
  await page.waitForFunction(() => window.trailmark?.ids().sessionId);
  await track(page, "in_session", 1);
  const second = await openBlank(context, server);
  await track(second, "in_session", 1);
  for (const open of [page, second]) {
    assert.deepEqual(await open.evaluate(() => trailmark.ids()), first);
    await open.evaluate(() => trailmark.flush());
  }
  const rows = await storedExactly(server, "in_session", 3);
  assert.deepEqual(new Set(rows.map((row) => row.session_id)), new Set([first.sessionId]));
});

test("a visit ends after half an hour of rest, by the page's clock", async (t) => {
  const context = await freshContext(t);
  const page = await context.newPage();
  await page.clock.install({ time: Date.now() });
  await page.goto(`${server.url}/blank`);
  await page.waitForFunction(() => window.trailmark?.ids().sessionId);
  const visits = [];
  for (const pause of ["29:00", "29:00", "31:00"]) {
    await track(page, "in_visits", 1);
    visits.push(await page.evaluate(() => trailmark.ids().sessionId));
    await page.clock.fastForward(pause);
  }
  await track(page, "in_visits", 1);
  visits.push(await page.evaluate(() => trailmark.ids().sessionId));
  assert.deepEqual([visits[0] === visits[1], visits[1] === visits[2], visits[2] === visits[3]], [true, true, false]);
});

test("a device clock two days ahead: all events there once, told by the server's clock", async (t) => {
  const context = await freshContext(t);
  const page = await context.newPage();
  await page.clock.install({ time: Date.now() + 2 * 24 * 60 * 60 * 1000 });
  await page.goto(`${server.url}/blank`);
  await page.waitForFunction(() => window.trailmark?.ids().sessionId);
  await track(page, "from_the_future", 10);
  await page.evaluate(() => trailmark.flush());
  const rows = await storedExactly(server, "from_the_future", 10);
  for (const row of rows) assert.ok(Math.abs(row.occurred_at - Date.now()) < 60_000, `${row.occurred_at}`);
});

test("what a browser sends has the form of the wire fixture", async (t) => {
  const context = await freshContext(t);
  const page = await openBlank(context, server);
  const sent = page.waitForRequest("**/api/events/log/batch");
  await page.evaluate(() => {
    trailmark.track("");
    trailmark.identify("u_7");
    const entity = { entityType: "subtask", entityId: "t_12", entityTitle: "T" };
    const refs = { streamId: "run", step: 1, correlationId: "c", causedBy: ["x"], ref: "r" };
    trailmark.track("wired", { ...entity, ...refs, level: "milestone", actor: { type: "user", id: "u", name: "A" }, summary: "s", durationMs: 1, metadata: { a: 1 } });
    return trailmark.flush();
  });
  const request = await sent;
  const fixture = JSON.parse(await readFile(new URL("../fixtures/wire/batch-full.json", import.meta.url), "utf8"));
  // So small a batch travels uncompressed.
  const batch = JSON.parse(request.postData());
  const form = (value) => (Array.isArray(value) ? [form(value[0])] : value && typeof value === "object" ? Object.fromEntries(Object.keys(value).map((name) => [name, form(value[name])])) : typeof value);
  // The tracker says all of it but what is the server's to derive, and what the context says once. It has not met the server yet.
  const { category, action, user_id, visitor_id, session_id, context: free, ...event } = form(fixture.events[0]);
  const { title, referrer, utm, click_id, ...path } = event.page;
  const { type, os, browser: name, ...device } = form(fixture.context.device);
  const head = form(fixture);
  const expected = { ...head, clock_unproved: "boolean", context: { ...head.context, device }, events: [{ ...event, page: path, metadata: { a: "number" } }] };
  assert.deepEqual(form(batch), expected);
  assert.deepEqual([batch.clock_unproved, batch.tracked, batch.overhead.track_us.length], [true, 2, 8]);
  assert.deepEqual(batch.dropped, [{ reason: "invalid", level: "action", count: 1 }]);
  assert.match(request.headers()["content-type"], /^text\/plain/);
  await storedExactly(server, "wired", 1);
});

test("a tab that dies is adopted by one that lives, once", async (t) => {
  const context = await freshContext(t);
  const living = await openBlank(context, server);
  const dying = await openBlank(context, server);
  await context.route("**/api/**", (route) => route.abort());
  await track(dying, "adopted", 8);
  await dying.close();
  await context.unroute("**/api/**");
  await eventually(() => living.evaluate(() => trailmark.queueSize() || reports.some((report) => report.kind === "answered")), Boolean);
  await living.evaluate(() => trailmark.flush());
  await storedExactly(server, "adopted", 8);
});

test("opting out forgets ids and queue and sends nothing, in all tabs; opting in starts anew", async (t) => {
  const context = await freshContext(t, {}, { flushInterval: 60_000 });
  const page = await openBlank(context, server);
  const other = await openBlank(context, server);
  const before = await page.evaluate(() => trailmark.ids());
  await track(page, "unwanted", 3);
  await page.evaluate(() => trailmark.optOut());
  assert.equal(await page.evaluate(() => trailmark.track("unwanted") ?? null), null);
  assert.equal(await page.evaluate(() => trailmark.queueSize()), 0);
  const left = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("trailmark")).map((key) => key.split(".").pop()));
  assert.deepEqual(left, ["opted_out"]);
  await eventually(() => other.evaluate(() => trailmark.track("unwanted") ?? null), (id) => id === null);
  await page.reload();
  await page.waitForFunction(() => window.trailmark);
  await track(page, "unwanted", 20);
  await page.evaluate(() => trailmark.optIn());
  await page.waitForFunction(() => trailmark.ids().sessionId);
  await track(page, "wanted_again", 10);
  await storedExactly(server, "wanted_again", 10);
  const after = await page.evaluate(() => trailmark.ids());
  assert.notEqual(after.visitorId, before.visitorId);
  assert.equal((await stored(server, "unwanted")).length, 0);
});

test("the console says what is wrong with a key or an endpoint, and blanks around an endpoint are none of it", async (t) => {
  const said = async (initOptions) => {
    const context = await freshContext(t, {}, initOptions);
    const page = await context.newPage();
    const lines = [];
    page.on("console", (message) => message.type() === "error" && lines.push(message.text()));
    await page.goto(`${server.url}/blank`);
    await page.waitForFunction(() => window.trailmark?.ids().sessionId);
    await track(page, "told", 1, { immediate: true });
    return { page, lines };
  };
  const wrongKey = await said({ writeKey: "tm_write_00000000000000000000000000000000" });
  await eventually(() => wrongKey.lines.join("\n"), (text) => /trailmark: The key is not known/.test(text));
  const { host } = new URL(server.url);
  const noScheme = await said({ endpoint: host });
  assert.match(noScheme.lines.join("\n"), /trailmark: the endpoint needs https:/);
  for (const endpoint of [` ${server.url}/ \n`, `//${host}`, "/"]) assert.deepEqual((await said({ endpoint })).lines, []);
  await storedExactly(server, "told", 3);
});

test("nonsense never throws into the page: it is left out, counted and reported", async (t) => {
  const page = await openBlank(await freshContext(t), server);
  const { reports, thrown } = await page.evaluate(async () => {
    const circle = {};
    circle.self = circle;
    const hostile = { get level() { throw new Error("hostile"); } };
    for (const type of [undefined, null, 7, {}, [], "", "x".repeat(81), () => {}, Symbol("s")]) trailmark.track(type);
    for (const options of [7, "text", null, [], circle, hostile, { metadata: circle }, { metadata: 10n }, { level: "loud" }, { entityId: {} }, { step: NaN }, { causedBy: 3 }])
      trailmark.track("nonsense", options);
    trailmark.track("nonsense", { metadata: { big: "x".repeat(9000) } });
    trailmark.track("nonsense", { summary: "half \ud800 character", metadata: { x: "\ud800" } });
    trailmark.trackBatch(undefined);
    trailmark.trackBatch([null, 7]);
    trailmark.identify({});
    trailmark.trackTimed(null).complete(3);
    trailmark.trackTimed("nonsense", hostile).complete(hostile);
    trailmark.init({});
    const another = await import("/package/index.js?another");
    for (const given of [undefined, null, 7, {}, { writeKey: 7 }, { writeKey: ["key"] }, { get writeKey() { throw new Error("hostile"); } }]) another.init(given);
    await trailmark.flush();
    return { reports: window.reports, thrown: window.thrown };
  });
  assert.deepEqual(thrown, []);
  const rows = await storedExactly(server, "nonsense", 14);
  const cuts = rows.map((row) => row.context && JSON.parse(row.context).cut).filter(Boolean).flat();
  for (const cut of ["metadata:wrong_type", "level:unknown_value", "entity:missing_field", "caused_by:wrong_type"]) assert.ok(cuts.includes(cut), `${cut} in ${cuts}`);
  const invalid = reports.filter((report) => report.kind === "dropped" && report.reason === "invalid");
  assert.ok(invalid.length >= 9, JSON.stringify(invalid));
  assert.deepEqual([invalid[0].code, invalid[0].field], ["wrong_type", "type"]);
});

test("a wrong key is final, counted and said", async (t) => {
  const page = await openBlank(await freshContext(t, {}, { writeKey: "tm_write_nonsense" }), server);
  await track(page, "refused", 2);
  const answered = await page.evaluate(async () => {
    await trailmark.flush();
    return [reports.find((report) => report.kind === "answered"), reports.filter((report) => report.kind === "dropped"), trailmark.queueSize()];
  });
  assert.deepEqual([answered[0].status, answered[0].code, answered[1].length, answered[1][0].reason, answered[2]], [401, "unknown_key", 2, "refused", 0]);
});
