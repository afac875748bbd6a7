// Visitors of pages that keep nothing in the browser: told apart for a day, and nobody can find the way back to an address.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { awayFromBorder, DAY_MS, MINUTE_MS } from "../support/borders.mjs";
import { root } from "../support/database.mjs";
import { startApi } from "./api.mjs";

// The next day everybody is somebody else.
await awayFromBorder(DAY_MS, 3 * MINUTE_MS);
const DAY = 86_400_000;
const MINUTE = 60_000;
const ONE = "203.0.113.77";
const OTHER = "2001:db8:77::5";

let api;
before(async () => {
  api = await startApi();
  const put = await api.request("PUT", "/api/config", { key: api.keys.admin, body: '{"cookieless": true}' });
  assert.equal(put.status, 200, put.text);
});
after(() => api?.stop());

let number = 0;
/** What a page of this visitor sends that keeps nothing. */
const batch = (more = {}) => ({
  batch_id: `b${++number}`, instance_id: "page-1", sealed_at: Date.now(), context: { device: { screen: "800x600" }, ...more.context },
  events: more.events ?? [{ id: `e${number}`, type: "page_view", occurred_at: Date.now() }],
});
async function send(body, { address = ONE, agent = "Firefox", key = api.keys.write } = {}) {
  const headers = { "cf-connecting-ip": address, "user-agent": agent };
  const answer = await api.request("POST", "/api/events/log/batch", { key, headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}
const stored = async (id) => api.ask(`/api/events/${id}`);
const seen = async (options, more) => {
  const body = batch(more);
  assert.equal((await send(body, options)).accepted, body.events.length);
  const { visitor_id: visitor, session_id: session } = await stored(body.events[0].id);
  return { visitor, session, body };
};

test("two addresses, two agents are two visitors; the same is one, in one visit", async () => {
  const first = await seen();
  assert.match(first.visitor, /^c_[0-9a-f]{32}$/);
  assert.match(first.session, /^c_[0-9a-f]{28}$/);
  const { visitor, session } = await seen();
  assert.deepEqual([visitor, session], [first.visitor, first.session]);
  const others = [await seen({ address: OTHER }), await seen({ agent: "Chrome" })];
  assert.equal(new Set([first, ...others].map((one) => one.visitor)).size, 3);
  assert.equal(new Set([first, ...others].map((one) => one.session)).size, 3);
});

test("a visit is over after half an hour of rest", async () => {
  const first = await seen({ agent: "rests" });
  const rest = (millis) => api.d1.prepare("UPDATE visits SET last_at = last_at - ?2 WHERE visitor_id = ?1").bind(first.visitor, millis).run();
  await rest(29 * MINUTE);
  assert.equal((await seen({ agent: "rests" })).session, first.session);
  await rest(30 * MINUTE);
  const later = await seen({ agent: "rests" });
  assert.equal(later.visitor, first.visitor);
  assert.notEqual(later.session, first.session);
});

test("who names a visitor, no page and no write key is left as it is", async () => {
  const named = await seen({}, { context: { visitor_id: "v1", session_id: "s1" } });
  assert.deepEqual([named.visitor, named.session], ["v1", "s1"]);
  assert.equal((await seen({ key: api.keys.server })).visitor, undefined);
  const program = { events: [{ id: "program", type: "x", occurred_at: Date.now() }] };
  await send(program);
  assert.equal((await stored("program")).visitor_id, undefined);
  const inEvent = { id: "in-event", type: "x", occurred_at: Date.now(), visitor_id: "v2" };
  await send(batch({ events: [inEvent, { ...inEvent, id: "beside", visitor_id: undefined }] }));
  assert.equal((await stored("beside")).visitor_id, undefined);
});

test("only where the project says so", async () => {
  await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
  const [write, read] = [await api.makeKey("write", { project: 2 }), await api.makeKey("read", { project: 2 })];
  const body = batch();
  await send(body, { key: write });
  assert.equal((await api.request("GET", `/api/events/${body.events[0].id}`, { key: read })).body.visitor_id, undefined);
});

test("one salt for isolates that make it at once, gone after 48 hours, with all that was made of it", async () => {
  const today = Math.floor(Date.now() / DAY);
  const salts = async () => (await api.d1.prepare("SELECT day, salt FROM salts ORDER BY day").all()).results;
  const [only, ...more] = await salts();
  assert.deepEqual([only.day, only.salt.length, more.length], [today, 64, 0]);
  for (const age of [1, 2, 3]) {
    await api.d1.prepare("INSERT INTO salts (day, salt) VALUES (?1, ?2)").bind(today - age, String(age).repeat(64)).run();
    await api.d1.prepare("INSERT INTO visits VALUES (?1, 1, 'c_old', 'c_old', 0, 0)").bind(today - age).run();
  }
  const worker = await api.miniflare.getWorker();
  assert.equal((await worker.scheduled({ cron: "*/5 * * * *" })).outcome, "ok");
  assert.deepEqual((await salts()).map(({ day }) => day), [today - 1, today]);
  const visits = (await api.d1.prepare("SELECT day FROM visits WHERE visitor_id = 'c_old'").all()).results;
  assert.deepEqual(visits, [{ day: today - 1 }]);
});

test("another isolate goes on with the day's salt; the next day everybody is somebody else, and a retry is stored once", async () => {
  const db = await mkdtemp(path.join(root, ".trailmark", "cookieless-"));
  const others = api;
  let isRunning = false;
  const restart = async () => {
    if (isRunning) await api.stop();
    isRunning = false;
    api = await startApi({}, { db });
    isRunning = true;
  };
  try {
    await restart();
    await api.request("PUT", "/api/config", { key: api.keys.admin, body: '{"cookieless": true}' });
    const first = await seen();
    await restart();
    const second = await seen();
    assert.deepEqual([second.visitor, second.session], [first.visitor, first.session]);
    // Midnight: today's salt becomes yesterday's, and an isolate that knows none makes another.
    await api.d1.prepare("UPDATE salts SET day = day - 1").run();
    await restart();
    const { accepted, duplicate } = await send(second.body);
    assert.deepEqual([accepted, duplicate], [0, 1]);
    assert.equal((await stored(second.body.events[0].id)).visitor_id, first.visitor);
    const third = await seen();
    assert.ok(third.visitor !== first.visitor && third.session !== first.session);
  } finally {
    if (isRunning) await api.stop();
    api = others;
    await rm(db, { recursive: true, force: true });
  }
});

test("nothing that looks like the address is anywhere in the database", async () => {
  const { db } = api;
  const needles = [ONE, OTHER, "203.0.113", "2001:db8"].map((text) => Buffer.from(text));
  let searched = 0;
  for (const entry of await readdir(path.join(db, "v3"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(path.join(entry.parentPath, entry.name));
    searched += bytes.length;
    for (const needle of needles) assert.equal(bytes.indexOf(needle), -1, `${entry.name}: ${needle}`);
  }
  assert.ok(searched > 50_000, `${searched} bytes`);
  assert.ok(!api.requests.some((line) => line.includes("203.0.113") || line.includes("2001:db8")));
});
