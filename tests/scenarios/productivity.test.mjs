// Scenario 5, a productivity web app with a behaviour log, in a real Chromium: README.md of this directory says which clause is shown where.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { startApi } from "../http/api.mjs";
import { eventually, launch, servePackage, stored, storedExactly } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { history } from "./productivity/history.mjs";

const DAY = 86_400_000;
const ZONE = "Europe/Berlin";
const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

let api, browser, db;
before(async () => {
  db = await mkdtemp(path.join(root, ".trailmark", "productivity-"));
  api = await startApi({}, { db });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await api?.stop();
  await rm(db, { recursive: true, force: true });
});

test("a web app logs how it is used, and an assistant is told of it", async (t) => {
  const desk = await opened(t, "anna", { viewport: { width: 1280, height: 800 }, screen: { width: 1280, height: 800 }, locale: "de-DE", timezoneId: ZONE });
  await batched(desk);
  await wizard(desk);
  await viewed(desk);
  await offline(desk);
  const phone = await opened(t, "ben", { userAgent: PHONE, viewport: { width: 390, height: 844 }, screen: { width: 390, height: 844 }, isMobile: true });
  await sessions(desk, phone);
  await context(t);
  await retention();
  await erased(desk);
});

/** The app in a window of its own; `batches` are the events of each request that it sends. */
async function opened(t, user, options) {
  const window = await browser.newContext(options);
  t.after(() => window.close());
  await servePackage(window, api);
  const html = (await readFile(new URL("productivity/app.html", import.meta.url), "utf8")).replace("WRITE_KEY", JSON.stringify(api.keys.write)).replace("USER", JSON.stringify(user));
  await window.route(`${api.url}/app/**`, (route) => route.fulfill({ body: html, contentType: "text/html" }));
  await window.route(`${api.url}/app/answers/**`, (route) => route.fulfill({ json: {} }));
  const batches = [];
  window.on("request", (request) => {
    if (request.url().endsWith("/api/events/log/batch")) batches.push(JSON.parse(request.postData()).events);
  });
  const page = await window.newPage();
  // Its clock can be turned on, so that nobody waits.
  await page.clock.install({ time: Date.now() });
  await page.goto(`${api.url}/app/board`);
  await page.waitForFunction(() => window.trailmark?.ids().sessionId);
  return { window, page, batches, ids: () => page.evaluate(() => trailmark.ids()), waiting: () => page.evaluate(() => trailmark.queueSize()) };
}

/** Ten events are one request; fewer wait for each other. */
async function batched({ page, batches, waiting }) {
  await page.click("#login");
  for (let n = 0; n < 8; n++) await page.click("#new button");
  assert.deepEqual([await waiting(), batches], [9, []]);
  // The tenth: what was done before the login is nobody's, so it goes by itself.
  await page.click("#new button");
  await storedExactly(api, "page_view", 1);
  await eventually(waiting, (size) => size === 9);
  assert.equal((await stored(api, "task_created")).length, 0);
  await page.click("#new button");
  await storedExactly(api, "task_created", 10);
  assert.deepEqual(batches.map((events) => events.map(({ type }) => type)), [["page_view"], Array(10).fill("task_created")]);
  for (let n = 0; n < 3; n++) await page.click("#done");
  assert.equal(await waiting(), 3);
  await page.evaluate(() => trailmark.flush());
  const done = await storedExactly(api, "task_completed", 3);
  assert.deepEqual(done.map(({ entity_id, level }) => [entity_id, level]), [["1", 4], ["2", 4], ["3", 4]]);
  assert.equal(batches.length, 3);
  // Who it was is known from the moment of logging in.
  const [view] = await stored(api, "page_view");
  assert.deepEqual([view.user_id, new Set((await stored(api, "task_created")).map(({ user_id }) => user_id))], [null, new Set(["anna"])]);
}

/** A wizard that is finished is one event with its time; one that is cancelled is none but that it was. */
async function wizard({ page }) {
  await page.click("#import");
  await page.clock.fastForward(90_000);
  await page.click("#next");
  await page.click("#next");
  await page.click("#finish");
  await page.click("#finish");
  await page.click("#import");
  await page.clock.fastForward(20_000);
  await page.click("#next");
  await page.click("#cancel");
  await page.click("#finish");
  await page.evaluate(() => trailmark.flush());
  const [completed] = await storedExactly(api, "wizard_completed", 1);
  assert.ok(completed.duration_ms >= 90_000 && completed.duration_ms < 120_000, `${completed.duration_ms}`);
  assert.deepEqual(JSON.parse(completed.metadata), { source: "csv", steps: 3 });
  const [cancelled] = await storedExactly(api, "wizard_cancelled", 1);
  assert.deepEqual([cancelled.duration_ms, JSON.parse(cancelled.metadata)], [null, { step: 2 }]);
}

/** Views of an app that stays one page, and how long its server took to answer. */
async function viewed({ page }) {
  await page.click("text=Reports");
  await page.click("#report");
  await page.click("text=Board");
  await eventually(() => page.evaluate(() => trailmark.queueSize()), (size) => size === 3);
  await page.evaluate(() => trailmark.flush());
  const views = await storedExactly(api, "page_view", 3);
  assert.deepEqual(views.map(({ page_path, page_title }) => [page_path, page_title]), [["/app/board", "Board"], ["/app/reports", "Reports"], ["/app/board", "Board"]]);
  const [answered] = await storedExactly(api, "request_answered", 1);
  assert.ok(answered.duration_ms >= 0 && answered.duration_ms < 10_000);
  assert.deepEqual([answered.entity_id, answered.page_path], ["/app/answers/report", "/app/reports"]);
}

/** What is done without a network is there afterwards, once; also when the page was loaded anew meanwhile. */
async function offline({ window, page, ids, waiting }) {
  const before = await ids();
  // The browser knows that it is offline; what it does behind the page's back finds nobody either.
  await window.setOffline(true);
  const { port } = api;
  await api.stop();
  for (let n = 0; n < 4; n++) await page.click("#done");
  await page.evaluate(() => trailmark.flush());
  assert.equal(await waiting(), 4);
  await page.reload();
  await page.waitForFunction(() => window.trailmark?.ids().sessionId);
  // The view of the page that was loaded anew waits too.
  await eventually(waiting, (size) => size === 5);
  assert.deepEqual(await ids(), before, "the same visit");
  await window.setOffline(false);
  api = await startApi({}, { db, port });
  // What was never tried waits for its interval.
  await page.clock.fastForward(60_000);
  await eventually(waiting, (size) => size === 0);
  await storedExactly(api, "task_completed", 7);
  await storedExactly(api, "page_view", 4);
  assert.deepEqual(await page.evaluate(() => window.thrown), []);
}

/** Each visit is a session of its own, on a device that the log names in three words. */
async function sessions(desk, phone) {
  await phone.page.click("#login");
  await phone.page.click("text=Reports");
  await phone.page.evaluate(() => trailmark.flush());
  await storedExactly(api, "page_view", 6);
  for (const [{ ids }, user, device] of [[desk, "anna", ["desktop", "Chrome", "1280x800", "de-DE", ZONE]], [phone, "ben", ["mobile", "Safari", "390x844"]]]) {
    const { sessionId, visitorId } = await ids();
    const { items } = await api.ask(`/api/events/session/${sessionId}`, { limit: 100 });
    assert.ok(items.length >= 2);
    for (const item of items) {
      const { type, browser, screen, language, timezone } = item.device;
      assert.deepEqual([type, browser, screen, language, timezone].slice(0, device.length), device);
      assert.deepEqual([item.visitor_id, [user, undefined].includes(item.user_id ?? undefined)], [visitorId, true]);
    }
    const { session } = await api.ask(`/api/analytics/sessions/${sessionId}`);
    assert.deepEqual([session.events, session.user_id, session.entry_page, session.device], [items.length, user, "/app/board", device[0]]);
  }
  const { total } = await api.ask("/api/analytics/sessions", { range: "24h" });
  assert.deepEqual([total.sessions, total.visitors, total.users], [2, 2, 2]);
}

/** What an assistant wants to know of a user before it answers: each figure is what plain counting of the export has. */
async function context(t) {
  const before = history({ now: Date.now(), days: 24, seed: 5 });
  for (let from = 0; from < before.length; from += 500) await api.send(before.slice(from, from + 500));
  const { text } = await api.request("GET", "/api/events/export?range=30d", { key: api.keys.read });
  const all = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.ok(all.length > before.length);
  const asked = [];
  for (const user_id of ["anna", "ben"]) {
    const own = all.filter((event) => event.user_id === user_id);
    const patterns = await api.ask("/api/analytics/patterns", { user_id, range: "30d", tz: ZONE, limit: 5 });

    assert.deepEqual(patterns.peak_hours, peakHours(own).slice(0, 5));
    const means = groups(own.filter((event) => event.duration_ms !== undefined), ({ type }) => type);
    assert.deepEqual(new Set(patterns.mean_duration_ms.map(({ type }) => type)), new Set(means.keys()));
    for (const { type, count, mean_ms } of patterns.mean_duration_ms) {
      assert.equal(count, means.get(type).length);
      assert.ok(Math.abs(mean_ms - mean(durations(means.get(type)))) < 1, `${type}: ${mean_ms}`);
    }
    const used = [...groups(own, ({ category }) => category)].map(([category, { length }]) => [category, length]).sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
    assert.deepEqual(patterns.features.map(({ category, events }) => [category, events]), used.slice(0, 5));

    // Response times, of all and by endpoint; percentiles are within 2 %.
    const answered = own.filter(({ type }) => type === "request_answered");
    const { total, items } = await api.ask("/api/analytics/timings", { user_id, type: "request_answered", by: "entity_id", range: "30d" });
    const byEndpoint = groups(answered, ({ entity }) => entity.id);
    assert.deepEqual([total.count, items.length], [answered.length, byEndpoint.size]);
    for (const [timing, events] of [[total, answered], ...items.map((item) => [item, byEndpoint.get(item.value)])]) {
      const sorted = durations(events).sort((one, other) => one - other);
      assert.deepEqual([timing.count, timing.min_ms, timing.max_ms], [sorted.length, sorted[0], sorted.at(-1)]);
      for (const [name, share] of [["p50_ms", 0.5], ["p95_ms", 0.95]]) {
        const exact = sorted[Math.ceil(share * sorted.length) - 1];
        assert.ok(Math.abs(timing[name] - exact) <= Math.max(1, exact * 0.02), `${name}: ${timing[name]}, exactly ${exact}`);
      }
    }
    const [{ weekday, hour }] = patterns.peak_hours;
    asked.push(`${user_id}: most on ${["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"][weekday]} at ${hour}, ${patterns.features[0].category}, answers in ${total.p50_ms} ms (p50)`);
  }
  t.diagnostic(`${all.length} events; ${asked.join("; ")}`);
}

const durations = (events) => events.map(({ duration_ms }) => duration_ms);
const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

function groups(events, by) {
  const found = new Map();
  for (const event of events) found.set(by(event), [...(found.get(by(event)) ?? []), event]);
  return found;
}

/** The hours of the week by how much was done in them, as the clock of the zone has them. */
function peakHours(events) {
  const format = new Intl.DateTimeFormat("en", { timeZone: ZONE, weekday: "short", hour: "2-digit", hourCycle: "h23" });
  const hourOf = ({ occurred_at }) => {
    const parts = Object.fromEntries(format.formatToParts(occurred_at).map(({ type, value }) => [type, value]));
    return ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(parts.weekday) * 24 + Number(parts.hour);
  };
  const counted = [...groups(events, hourOf)].sort(([one, many], [other, more]) => more.length - many.length || one - other);
  return counted.map(([hour, { length }]) => ({ weekday: Math.floor(hour / 24), hour: hour % 24, events: length }));
}

/** A year is kept, unless another number of days is asked for. */
async function retention() {
  const now = Date.now();
  const old = [364, 366, 800].map((days) => ({ id: `old-${days}`, occurred_at: now - days * DAY, type: "task_created", user_id: "anna" }));
  await api.send(old);
  const count = async () => (await api.ask("/api/events", { range: "all" })).total;
  const before = await count();
  const clean = async (query = "") => (await api.request("DELETE", `/api/events/cleanup${query}`, { key: api.keys.admin })).body;
  const preview = await clean("?dry_run=1");
  assert.deepEqual([preview.days, preview.matched, preview.deleted, await count()], [365, 2, 0, before]);
  assert.ok(Math.abs(preview.older_than - (now - 365 * DAY)) < 60_000);
  const cleaned = await clean();
  assert.deepEqual([cleaned.days, cleaned.deleted, await count()], [365, 2, before - 2]);
  assert.equal((await api.ask("/api/events/old-364")).id, "old-364");
  assert.deepEqual([(await clean("?days=363")).deleted, await count()], [1, before - 3]);
}

/** Anna wants to be forgotten: with her id go her events and what her browser did before she logged in; Ben's stay. */
async function erased({ page, ids }) {
  // Also what questions keep of hours that are over.
  while ((await api.request("POST", "/api/rollups/fold", { key: api.keys.admin })).body.remaining > 0);
  const { visitorId } = await ids();
  const total = async (parameters) => (await api.ask("/api/events", { range: "all", ...parameters })).total;
  const [hers, his] = [await total({ user_id: "anna" }), await total({ user_id: "ben" })];
  const erase = (path) => api.request("DELETE", path, { key: api.keys.admin });
  const anonymous = (await total({ visitor_id: visitorId })) - (await total({ visitor_id: visitorId, user_id: "anna" }));
  assert.ok(anonymous > 0, "what she did before she logged in");
  const preview = (await erase("/api/users/anna?dry_run=1")).body;
  assert.deepEqual([preview.matched, await total({ user_id: "anna" })], [hers + anonymous, hers]);
  const { deleted, remaining, overwritten } = (await erase("/api/users/anna")).body;
  assert.deepEqual([deleted, remaining, overwritten], [hers + anonymous, 0, true]);
  assert.deepEqual([await total({ user_id: "anna" }), await total({ visitor_id: visitorId }), await total({ user_id: "ben" })], [0, 0, his]);
  const { breakdowns } = await api.ask("/api/analytics/breakdown", { by: "user", range: "all" });
  assert.deepEqual(breakdowns[0].items.map(({ value }) => value).filter(Boolean), ["ben"]);
  assert.deepEqual((await api.ask("/api/analytics/patterns", { user_id: "anna", range: "all" })).features, []);
  const { results: tables } = await api.d1.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'").all();
  for (const { name } of tables) {
    const { results } = await api.d1.prepare(`SELECT * FROM "${name}"`).all();
    assert.ok(!JSON.stringify(results).includes("anna"), name);
  }
  // The page forgets her too.
  await page.evaluate(() => trailmark.reset());
  assert.notEqual((await ids()).visitorId, visitorId);
}
