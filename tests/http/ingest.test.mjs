// What is written: verdicts, duplicates, completeness, and how many rows it costs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApi } from "./api.mjs";

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

/** A UUIDv7 of this time. */
function v7(millis, tail) {
  const hex = millis.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(tail).padStart(12, "0")}`;
}

const counts = ({ accepted, duplicate, rejected, limited }) => [accepted, duplicate, rejected, limited];

test("a full event comes back as it was sent, completed", async () => {
  const now = Date.now();
  const sent = {
    id: v7(now, 1),
    type: "digest_generated",
    category: "reports",
    action: "staged",
    level: "milestone",
    occurred_at: now,
    seq: 9_007_199_254_740_991,
    user_id: "anna",
    visitor_id: "v-1",
    session_id: "s-1",
    actor: { type: "scheduler", id: "nightly", name: "Nightly ☾" },
    entity: { type: "digest", id: "d-3", title: "Weekly \"Digest\" \\ v3" },
    stream_id: "run-1",
    step: -3,
    correlation_id: "c-1",
    caused_by: ["x-1", "x-2"],
    ref: "row:17",
    summary: "Weekly Digest v3 generated (staged)",
    duration_ms: 1234,
    page: { path: "/reports", title: "Reports", referrer: "https://a.example/", utm: { source: "mail", campaign: "a&b" }, click_id: "gclid" },
    metadata: { n: 1.5, deep: { list: [1, null, "ü \u0000"] }, big: 12345678901234567890 },
    context: { model: "m" },
  };
  const device = { type: "tablet", os: "iOS", browser: "Safari", screen: "1024x768", language: "de-DE", timezone: "Europe/Berlin" };
  const answer = await api.send({ schema: 1, batch_id: "b-1", instance_id: "i-1", sealed_at: now, context: { device }, events: [sent] });
  assert.deepEqual(counts(answer), [1, 0, 0, 0]);
  assert.equal(answer.batch_id, "b-1");
  assert.ok(Math.abs(answer.server_time - Date.now()) < 60_000);

  const stored = await api.ask(`/api/events/${sent.id}`);
  const { received_at, ...rest } = stored;
  // What the local server says of every request.
  const place = { country: "NL", region: "North Holland", city: "Amsterdam", colo: "AMS" };
  const plan_fault = { code: "unknown_event_type", field: "type" };
  assert.deepEqual(rest, { ...sent, device, ...place, plan_fault, instance_id: "i-1", occurred_at_iso: new Date(now).toISOString() });
  assert.ok(Math.abs(received_at - now) < 60_000);
});

test("what an event leaves out comes from the batch's context and from its type", async () => {
  const context = { user_id: "ben", visitor_id: "v-2", session_id: "s-2" };
  const events = [
    { id: "fill-1", occurred_at: Date.now(), type: "project_subtask_completed" },
    { id: "fill-2", occurred_at: Date.now(), type: "page_view", user_id: "carl", session_id: "s-3" },
  ];
  await api.send({ context, events });
  const [one, two] = [await api.ask("/api/events/fill-1"), await api.ask("/api/events/fill-2")];
  assert.deepEqual([one.category, one.action, one.level, one.user_id, one.visitor_id, one.session_id], ["project", "completed", "action", "ben", "v-2", "s-2"]);
  assert.deepEqual(one.actor, { type: "user", id: "ben" });
  assert.deepEqual([two.category, two.action, two.user_id, two.visitor_id, two.session_id], ["navigation", "viewed", "carl", "v-2", "s-3"]);
});

test("a replay is all duplicates and writes nothing but their count, however the events are mixed", async () => {
  const now = Date.now();
  const events = Array.from({ length: 100 }, (_, n) => ({ id: v7(now - n, n), type: "task_done" }));
  assert.deepEqual(counts(await api.send(events)), [100, 0, 0, 0]);
  const replay = await api.request("POST", "/api/events/log/batch", { key: api.keys.write, body: JSON.stringify({ events }) });
  assert.deepEqual(counts(replay.body), [0, 100, 0, 0]);
  assert.equal(replay.headers.get("x-trailmark-rows-written"), "1");
  assert.deepEqual(replay.body.verdicts.map((line) => [line.index, line.id, line.verdict]), events.map((event, index) => [index, event.id, "duplicate"]));

  const mixed = await api.send([events[5], { id: v7(now, 500), type: "task_done" }, { type: 7 }, events[6], { id: v7(now, 500), type: "task_done" }]);
  assert.deepEqual(counts(mixed), [1, 3, 1, 0]);
  assert.deepEqual(mixed.verdicts.map((line) => [line.index, line.verdict]), [[0, "duplicate"], [2, "rejected"], [3, "duplicate"], [4, "duplicate"]]);
});

test("an event a year old is still recognised, with an id that carries its time and with one that does not", async () => {
  const then = Date.now() - 365 * 86_400_000;
  const events = [{ id: v7(then, 1), type: "old" }, { id: "order-4711", occurred_at: then, type: "old" }, { id: "01ARZ3NDEKTSV4RRFFQ69G5FAV", type: "old" }];
  assert.deepEqual(counts(await api.send(events)), [3, 0, 0, 0]);
  assert.deepEqual(counts(await api.send(events)), [0, 3, 0, 0]);
  assert.equal((await api.ask("/api/events/01ARZ3NDEKTSV4RRFFQ69G5FAV")).occurred_at, 1469922850259);
  assert.equal((await api.ask("/api/events/order-4711")).occurred_at, then);
});

test("the same batch twice at the same time is stored once", async () => {
  const events = Array.from({ length: 200 }, (_, n) => ({ id: `race-${n}`, occurred_at: Date.now(), type: "task_done" }));
  const answers = await Promise.all(Array.from({ length: 8 }, () => api.send(events)));
  assert.equal(answers.reduce((sum, answer) => sum + answer.accepted, 0), 200);
  assert.equal(answers.reduce((sum, answer) => sum + answer.duplicate, 0), 1400);
});

test("events without id or time get the server's, each its own", async () => {
  const before = await api.ask("/api/events", { type: "anonymous_thing" });
  assert.deepEqual(counts(await api.send(Array.from({ length: 50 }, () => ({ type: "anonymous_thing" })))), [50, 0, 0, 0]);
  const { items, total } = await api.ask("/api/events", { type: "anonymous_thing", limit: 100 });
  assert.deepEqual([before.total, total, new Set(items.map((item) => item.id)).size], [0, 50, 50]);
  assert.ok(items.every((item) => item.occurred_at === item.received_at && /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(item.id)));
});

test("an event is found by its id although its tracker's clock was wrong", async () => {
  const now = Date.now();
  const offsets = [0, 60_000, -600_000, 3 * 3_600_000, -40 * 86_400_000];
  await api.send(offsets.map((offset, n) => ({ id: v7(now + n, 700 + n), occurred_at: now + offset, type: "offset" })));
  for (const [n, offset] of offsets.entries()) {
    assert.equal((await api.ask(`/api/events/${v7(now + n, 700 + n)}`)).occurred_at, now + offset);
  }
});

test("one row written per event, and one per request", async () => {
  for (const size of [1, 10, 100, 500]) {
    const events = Array.from({ length: size }, (_, n) => ({ id: `rows-${size}-${n}`, occurred_at: Date.now() - n, type: "task_done", metadata: { n } }));
    const answer = await api.request("POST", "/api/events/log/batch", { key: api.keys.write, body: JSON.stringify({ events }) });
    assert.equal(answer.headers.get("x-trailmark-rows-written"), String(size + 1));
  }
});

test("bodies that grow while they are prepared are stored whole", async () => {
  const metadata = { q: Array(4).fill('"'.repeat(1000)) };
  const quotes = Array.from({ length: 125 }, (_, n) => ({ id: `quotes-${n}`, occurred_at: Date.now(), type: "quotes", metadata }));
  const long = "ü".repeat(128);
  const context = { user_id: long, visitor_id: long, session_id: long };
  const many = Array.from({ length: 500 }, (_, n) => ({ id: `long-${n}`, occurred_at: Date.now(), type: "long", entity: { type: "t", id: long, title: long } }));
  for (const batch of [{ events: quotes }, { context, events: many }]) {
    const answer = await api.request("POST", "/api/events/log/batch", { key: api.keys.write, body: JSON.stringify(batch) });
    assert.deepEqual(counts(answer.body), [batch.events.length, 0, 0, 0]);
    assert.equal(answer.headers.get("x-trailmark-rows-written"), String(batch.events.length + 1));
    assert.deepEqual(counts(await api.send(batch)), [0, batch.events.length, 0, 0]);
  }
  assert.deepEqual((await api.ask("/api/events/quotes-124")).metadata, metadata);
});

test("metadata nested as deep as a body allows is cut and stored", async () => {
  const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  const body = `{"events":[{"id":"deep","occurred_at":${Date.now()},"type":"deep","metadata":${deep}}]}`;
  const answer = await api.request("POST", "/api/events/log/batch", { key: api.keys.write, body });
  assert.deepEqual(counts(answer.body), [1, 0, 0, 0]);
  assert.deepEqual((await api.ask("/api/events/deep")).metadata, { a: [[[[[[["[cut]"]]]]]]] });
});

test("one event alone has the same verdicts", async () => {
  const body = JSON.stringify({ id: "alone-1", occurred_at: Date.now(), type: "task_done" });
  const first = await api.request("POST", "/api/events/log", { key: api.keys.write, body });
  assert.deepEqual([first.status, ...counts(first.body)], [200, 1, 0, 0, 0]);
  const again = await api.request("POST", "/api/events/log", { key: api.keys.write, body });
  assert.deepEqual([again.status, ...counts(again.body)], [200, 0, 1, 0, 0]);
});
