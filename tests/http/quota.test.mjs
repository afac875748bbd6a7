// What the Worker costs, and what it holds back before the day's quota ends: never a 2xx for what is not stored.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { awayFromBorder, DAY_MS, MINUTE_MS } from "../support/borders.mjs";
import { startApi } from "./api.mjs";

// What is written counts for the day.
await awayFromBorder(DAY_MS, 3 * MINUTE_MS);
const NOW = Date.now();
const TODAY = Math.floor(NOW / 86_400_000);
let number = 0;
const event = (level = "action") => ({ id: `e${number++}`, type: "task_done", occurred_at: NOW, level });
const events = (count, level) => Array.from({ length: count }, () => event(level));
const stored = async (api) => (await api.d1.prepare("SELECT count(*) AS n FROM events").first()).n;
const post = (api, body, path = "/api/events/log/batch") => api.request("POST", path, { key: api.keys.write, body: JSON.stringify(body) });
const quota = async (api) => (await api.request("GET", "/api/health")).body.quota;

describe("near the quota", () => {
  let api;
  before(async () => {
    api = await startApi({ DAILY_ROWS_WRITTEN: "1000" });
    // The first use of a key in an hour is a written row as well, at a time of its own.
    await api.d1.prepare("UPDATE keys SET last_used_at = ?1").bind(NOW + 86_400_000).run();
  });
  after(() => api.stop());
  /** Writes one row for each event and one for each request, up to a share of the quota in thousandths. */
  const writeUpTo = async (rows) => {
    const { share } = await quota(api);
    for (let missing = rows - Math.round(share * 1000); missing > 0; missing -= 501) {
      // A copy is a request without an event.
      await api.send(missing === 1 ? [{ ...event("milestone"), id: "e0" }] : events(Math.min(500, missing - 1), "milestone"));
    }
  };

  test("the lowest levels wait first, with a verdict that says so", async () => {
    assert.deepEqual(await quota(api), { state: "ok", share: 0 });
    await writeUpTo(798);
    assert.deepEqual(await quota(api), { state: "ok", share: 0.798 });
    assert.equal((await api.send([event("detail")])).accepted, 1);
    const levels = ["detail", "state", "action", "decision", "milestone"];
    for (const [rows, lowest] of [[800, 1], [900, 2], [950, 3], [980, 4]]) {
      await writeUpTo(rows);
      const before = await stored(api);
      const { status, headers, body } = await post(api, { batch_id: `b${rows}`, events: levels.map((level) => event(level)) });
      assert.deepEqual([status, body.accepted, body.limited], [200, 5 - lowest, lowest], String(rows));
      assert.deepEqual(body.verdicts.map(({ index, verdict, code, field }) => [index, verdict, code, field]), levels.slice(0, lowest).map((_, index) => [index, "limited", "quota_near", "level"]));
      assert.ok(Number(headers.get("retry-after")) >= 1 && Number(headers.get("retry-after")) <= 60);
      assert.equal((await stored(api)) - before, 5 - lowest);
      assert.equal((await quota(api)).state, "near");
    }
  });

  test("where nothing can be stored the answer is 429, and nothing is written at all", async () => {
    const before = await api.d1.prepare("SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM batches) AS batches").first();
    const batch = { batch_id: "later", instance_id: "i1", sealed_at: NOW, events: events(3, "detail") };
    for (const [path, body, limited] of [["/api/events/log/batch", batch, 3], ["/api/events/log", event("action"), 1]]) {
      const answer = await post(api, body, path);
      assert.deepEqual([answer.status, answer.body.code, answer.body.limited, answer.body.accepted], [429, "quota_near", limited, 0]);
      assert.ok(Number(answer.headers.get("retry-after")) >= 1 && Number(answer.headers.get("retry-after")) <= 900);
      assert.ok(answer.body.verdicts.every(({ verdict, code }) => verdict === "limited" && code === "quota_near"));
    }
    assert.deepEqual(await api.d1.prepare("SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM batches) AS batches").first(), before);
    // What is wrong with an event is told at any time.
    assert.equal((await post(api, { events: [event("detail"), { type: 7 }] })).body.rejected, 1);
  });

  test("over it milestones are still tried, and health says so", async () => {
    await writeUpTo(1_001);
    assert.equal((await quota(api)).state, "over");
    assert.equal((await api.send([event("milestone")])).accepted, 1);
    assert.equal((await post(api, { events: [event("decision")] })).status, 429);
  });

  test("what other isolates told counts too", async () => {
    const other = await startApi({ DAILY_ROWS_WRITTEN: "1000" });
    await other.d1.prepare("INSERT INTO usage VALUES (?1, '/api/events/log/batch', 9, 9, 850, 800), (?2, '/x', 1, 1, 5000, 1)").bind(TODAY, TODAY - 1).run();
    assert.deepEqual(await quota(other), { state: "near", share: 0.85 });
    assert.equal((await post(other, { events: [event("detail")] })).status, 429);
    await other.stop();
  });
});

test("the plan says whether anything is held back", async () => {
  const paid = await startApi({ PLAN: "paid" });
  await paid.d1.prepare("INSERT INTO usage VALUES (?1, '/x', 1, 1, 90000000, 1)").bind(TODAY).run();
  assert.equal(await quota(paid), null);
  assert.equal((await paid.send(events(3, "detail"))).accepted, 3);
  await paid.stop();
  const free = await startApi({ PLAN: "free" });
  await free.d1.prepare("INSERT INTO usage VALUES (?1, '/x', 1, 1, 81000, 1)").bind(TODAY).run();
  assert.deepEqual(await quota(free), { state: "near", share: 0.81 });
  await free.stop();
  const wrong = await startApi({ PLAN: "gold" });
  assert.equal((await wrong.request("GET", "/api/health")).status, 503);
  await wrong.stop();
});

test("D1's own quota has a code of its own, and loses nothing", async () => {
  const api = await startApi();
  const message = "Your account has exceeded D1''s free tier daily row write limit. Upgrade to a paid plan or wait until tomorrow (midnight UTC) to continue.";
  await api.d1.prepare(`CREATE TRIGGER used_up BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, '${message}'); END`).run();
  const { status, headers, body } = await post(api, { events: events(2) });
  assert.deepEqual([status, body.code], [503, "quota_exhausted"]);
  assert.equal(headers.get("retry-after"), "900");
  await api.d1.prepare("DROP TRIGGER used_up").run();
  assert.equal(await stored(api), 0);
  await api.stop();
});

test("the cost of each endpoint, as D1 counts it", async () => {
  const api = await startApi({ PLAN: "paid" });
  await api.send({ instance_id: "i1", events: events(10) });
  await api.send({ instance_id: "i1", events: events(10) });
  await api.ask("/api/events", { range: "all" });
  const cost = await api.ask("/api/analytics/cost", { days: 1 });
  const of = (endpoint) => cost.endpoints.find((one) => one.endpoint === endpoint);
  const log = of("/api/events/log/batch");
  assert.deepEqual([log.requests, log.events, log.rows_written, log.rows_written_per_event], [2, 20, 24, 1.2]);
  assert.ok(of("/api/events").rows_read >= 20);
  assert.deepEqual([cost.plan, cost.quotas.per, cost.days.length], ["paid", "month", 1]);
  const today = cost.days[0];
  assert.equal(today.date, new Date(NOW).toISOString().slice(0, 10));
  assert.equal(today.share.rows_written, today.rows_written / (50_000_000 / 30));
  assert.equal(today.rows_written, cost.total.rows_written);
  assert.ok(cost.month.rows_written > 0 && cost.month.storage_bytes > 0);
  assert.equal(cost.month.usd.total, 0);
  // Told once, not twice.
  const again = await api.ask("/api/analytics/cost", { days: 1 });
  assert.equal(again.endpoints.find((one) => one.endpoint === "/api/events/log/batch").rows_written, 24);
  const sum = await api.d1.prepare("SELECT sum(rows_written) AS n FROM usage WHERE endpoint = '/api/events/log/batch'").first();
  assert.equal(sum.n, 24);
  await api.stop();
});
