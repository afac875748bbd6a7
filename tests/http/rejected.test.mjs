// Rejected events: kept once, listed, judged anew without a copy, and forgotten.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { awayFromBorder, DAY_MS, MINUTE_MS } from "../support/borders.mjs";
import { assertProblem, startApi } from "./api.mjs";

// Rows are counted by the day.
await awayFromBorder(DAY_MS, 4 * MINUTE_MS);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.now();

let api;
before(async () => (api = await startApi()));
after(() => api.stop());
beforeEach(async () => {
  for (const table of ["events", "rejected", "counters", "hours", "roll_ups"]) await api.d1.prepare(`DELETE FROM ${table}`).run();
});

const good = (id, more = {}) => ({ id, type: "task_done", occurred_at: NOW, ...more });
/** An event with a fault that `mend` takes away, as if the plan or the release had been wrong. */
const bad = (id, more = {}) => good(id, { step: "four", ...more });
const mend = () => api.d1.prepare("UPDATE rejected SET event = json_set(event, '$.step', 4)").run();
const list = (parameters = {}) => api.ask("/api/rejected", parameters);
const call = (method, path, parameters = {}) => api.request(method, `${path}?${new URLSearchParams(parameters)}`, { key: api.keys.admin });
const ok = async (answer) => {
  const { status, body, text } = await answer;
  assert.equal(status, 200, text);
  return body;
};
const replay = (parameters) => ok(call("POST", "/api/rejected/replay", parameters));
const forget = (parameters) => ok(call("DELETE", "/api/rejected", parameters));
const figures = ({ replayed, accepted, duplicate, rejected, limited, remaining }) => [replayed, accepted, duplicate, rejected, limited, remaining];
const stored = async () => (await api.ask("/api/events", { range: "all", limit: 100 })).items;
const ids = (items) => items.map(({ event_id: id }) => id).sort();

describe("what is kept", () => {
  test("a rejected event with its reason, and what its batch said of it", async () => {
    const device = { os: "Linux", screen: "800x600" };
    const answer = await api.send({ instance_id: "i1", context: { user_id: "anna", session_id: "s1", device }, events: [good("a"), bad("b", { user_id: "ben" })] });
    assert.deepEqual([answer.accepted, answer.rejected], [1, 1]);
    const { items, total, counts, has_more, next_cursor } = await list();
    assert.deepEqual([total, counts, has_more, next_cursor], [1, [{ code: "wrong_type", type: "task_done", count: 1 }], false, null]);
    const [{ id, rejected_at, rejected_at_iso, arrival, ...rest }] = items;
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.ok(rejected_at >= NOW && rejected_at <= Date.now() && rejected_at_iso === new Date(rejected_at).toISOString());
    assert.deepEqual([arrival.received_at, arrival.instance_id, arrival.device.screen, arrival.country, arrival.colo], [rejected_at, "i1", "800x600", "NL", "AMS"]);
    assert.deepEqual(rest, {
      times: 1, type: "task_done", event_id: "b", code: "wrong_type", field: "step", detail: "expected a number", plan_version: 0,
      event: { ...bad("b"), user_id: "ben", session_id: "s1" },
    });
  });

  test("also of a request of one event, without its key, and of a batch of nothing else", async () => {
    const body = JSON.stringify({ write_key: api.keys.write, type: "x", step: "four" });
    assert.equal((await api.request("POST", "/api/events/log", { body })).status, 422);
    assert.equal((await api.send([bad("a"), 7, "seven"])).rejected, 3);
    const { items, total } = await list();
    assert.equal(total, 4);
    assert.ok(!JSON.stringify(items).includes(api.keys.write));
    assert.deepEqual(items.map(({ event }) => typeof event).sort(), ["number", "object", "object", "string"]);
    const [single] = items.filter(({ type }) => type === "x");
    assert.equal(single.event.id, single.event_id);
    assert.ok(single.event.occurred_at >= NOW);
  });

  test("nothing that must not be kept", async () => {
    const secret = { note: "of anna@example.com", password: "hunter2", card: "4111 1111 1111 1111", deep: { api_key: "k-123" } };
    await api.send([bad("a", { metadata: secret, summary: "for ben@example.com", "carl@example.com": 1, token: "t-456" })]);
    const row = JSON.stringify(await api.d1.prepare("SELECT * FROM rejected").all());
    for (const text of ["anna@", "ben@", "carl@", "hunter2", "4111 1111", "k-123", "t-456"]) assert.ok(!row.includes(text), text);
  });

  test("an event that comes again once, and not for ever at the price of a row", async () => {
    const written = async () => Number((await api.request("POST", "/api/events/log/batch", { key: api.keys.write, body: JSON.stringify({ events: [bad("a")] }) })).headers.get("x-trailmark-rows-written"));
    assert.equal(await written(), 2);
    for (let n = 2; n <= 10; n++) assert.equal(await written(), 2, String(n));
    // The count of the request is all that is left.
    assert.equal(await written(), 1);
    assert.deepEqual((await list()).items.map(({ times }) => times), [10]);
    await api.d1.prepare("UPDATE rejected SET rejected_at = rejected_at - ?1").bind(HOUR).run();
    assert.equal(await written(), 2);
    const { items, total } = await list();
    assert.deepEqual([total, items[0].times], [1, 11]);
  });

  test("none that is too large, that may come again, or for which there is no room near the quota", async () => {
    await api.send([bad("a", { wrong: Array.from({ length: 30 }, () => "x".repeat(900)) }), good("b", { occurred_at: NOW + 3 * DAY })]);
    assert.equal((await list()).total, 0);
    const near = await startApi({ DAILY_ROWS_WRITTEN: "100" });
    await near.d1.prepare("INSERT INTO usage VALUES (?1, '/x', 1, 1, 85, 1)").bind(Math.floor(NOW / DAY)).run();
    assert.equal((await near.send([bad("a"), good("b", { level: "milestone" })])).rejected, 1);
    assert.equal((await near.ask("/api/rejected")).total, 0);
    await near.stop();
  });

  test("a whole body of large ones, in several texts", async () => {
    const events = Array.from({ length: 120 }, (_, n) => bad(`q${n}`, { metadata: { q: Array.from({ length: 8 }, () => '"'.repeat(450)) } }));
    assert.equal((await api.send(events)).rejected, 120);
    assert.equal((await list()).total, 120);
  });
});

describe("the list", () => {
  beforeEach(async () => {
    await api.send([...Array.from({ length: 7 }, (_, n) => bad(`s${n}`)), ...Array.from({ length: 5 }, (_, n) => ({ id: `u${n}`, type: "other", occurred_at: NOW, colour: "red" }))]);
    await api.d1.prepare("UPDATE rejected SET rejected_at = ?1 WHERE type = 'other'").bind(NOW - 2 * DAY).run();
  });

  test("is newest first, page by page, with everything counted", async () => {
    const whole = await list({ limit: 100 });
    assert.deepEqual(whole.counts, [{ code: "wrong_type", type: "task_done", count: 7 }, { code: "unknown_field", type: "other", count: 5 }]);
    const found = [];
    let cursor = "";
    do {
      const page = await list({ limit: 5, ...(cursor && { cursor }) });
      assert.equal(page.total, 12);
      found.push(...page.items);
      cursor = page.next_cursor;
      assert.equal(page.has_more, cursor !== null);
    } while (cursor);
    assert.deepEqual(found, whole.items);
    assert.deepEqual(found.map((one) => one.rejected_at), found.map((one) => one.rejected_at).sort((a, b) => b - a));
  });

  test("takes filters, and refuses what it does not know", async () => {
    const total = async (parameters) => (await list(parameters)).total;
    assert.deepEqual(
      [await total({ code: "unknown_field" }), await total({ code: "unknown_field,wrong_type" }), await total({ type: "task_done,x" }), await total({ type: "x" })],
      [5, 12, 7, 0],
    );
    assert.deepEqual([await total({ range: "24h" }), await total({ to: NOW - DAY }), await total({ days: 60 })], [7, 5, 12]);
    const [{ id }] = (await list()).items;
    assert.equal(await total({ id }), 1);
    for (const [parameters, field] of [[{ user_id: "a" }, "user_id"], [{ limit: 101 }, "limit"], [{ cursor: "x" }, "cursor"], [{ code: "" }, "code"]]) {
      assertProblem(await call("GET", "/api/rejected", parameters), { status: 400, code: "invalid_parameter", field });
    }
  });

  test("has nothing that is older than thirty days", async () => {
    await api.d1.prepare("UPDATE rejected SET rejected_at = ?1 WHERE type = 'other'").bind(NOW - 31 * DAY).run();
    assert.equal((await list({ range: "all" })).total, 7);
    assert.equal((await replay({ dry_run: 1 })).replayed, 7);
  });
});

describe("a replay", () => {
  test("stores what has become right, under its own id and time, and says the rest", async () => {
    await api.send({ instance_id: "i1", context: { user_id: "anna", device: { os: "Linux", screen: "800x600" } }, events: [bad("a", { ref: "r" }), bad("b"), { ...good("c"), colour: "red" }] });
    const before = (await list()).items.find(({ event_id: id }) => id === "a");
    await mend();
    const preview = await replay({ dry_run: 1 });
    assert.deepEqual([preview.dry_run, ...figures(preview)], [true, 3, 2, 0, 1, 0, 0]);
    assert.equal((await stored()).length, 0);
    const answer = await replay();
    assert.deepEqual([answer.dry_run, ...figures(answer)], [false, 3, 2, 0, 1, 0, 0]);
    assert.deepEqual(answer.verdicts.map(({ id, verdict, code, field }) => [id, verdict, code, field]), [["c", "rejected", "unknown_field", "colour"]]);
    const { items } = await list();
    assert.deepEqual([ids(items), items[0].id], [["c"], answer.verdicts[0].rejected_id]);
    const event = await api.ask("/api/events/a");
    assert.deepEqual([event.occurred_at, event.user_id, event.step, event.ref, event.instance_id, event.device.os, event.country], [NOW, "anna", 4, "r", "i1", "Linux", "NL"]);
    assert.equal(event.received_at, before.arrival.received_at);
    assert.deepEqual(figures(await replay()), [1, 0, 0, 1, 0, 0]);
    assert.equal((await stored()).length, 2);
  });

  test("says why an event is still rejected, when that is another reason", async () => {
    await api.send([bad("a")]);
    await api.d1.prepare("UPDATE rejected SET event = json_set(event, '$.step', 4, '$.level', 'loud'), times = 3").run();
    assert.equal((await replay()).rejected, 1);
    const [{ code, field, times }] = (await list()).items;
    assert.deepEqual([code, field, times], ["unknown_value", "level", 3]);
  });

  test("cannot bring what the sender made up of its arrival", async () => {
    await api.send([good("a", { country: "AT", received_at: 1 })]);
    assert.equal((await replay()).rejected, 1);
    assert.equal((await stored()).length, 0);
  });

  test("of what came meanwhile, mended, under the same id, forgets it", async () => {
    await api.send([bad("a"), bad("b")]);
    await api.send([good("a", { summary: "mended" })]);
    await mend();
    const answer = await replay();
    assert.deepEqual(figures(answer), [2, 1, 1, 0, 0, 0]);
    assert.deepEqual(answer.verdicts.map(({ id, verdict }) => [id, verdict]), [["a", "duplicate"]]);
    assert.equal((await api.ask("/api/events/a")).summary, "mended");
    assert.equal((await list()).total, 0);
    assert.equal((await stored()).length, 2);
  });

  test("at the same time as others and as senders stores everything once", async () => {
    const events = Array.from({ length: 60 }, (_, n) => bad(`r${n}`));
    await api.send(events);
    await mend();
    const mended = events.map((event) => ({ ...event, step: 4 }));
    const answers = await Promise.all([replay(), api.send(mended), replay(), replay({ type: "task_done" }), api.send(mended.slice(30))]);
    const sum = (name) => answers.reduce((total, answer) => total + answer[name], 0);
    assert.equal(sum("accepted"), 60);
    assert.equal((await stored()).length, 60);
    assert.equal((await list()).total, 0);
  });

  test("goes on behind what it judged, five hundred at a time", async () => {
    for (let at = 0; at < 1_100; at += 275) {
      await api.send(Array.from({ length: 275 }, (_, n) => ((at + n) % 2 ? bad(`p${at + n}`) : { ...good(`p${at + n}`), colour: "red" })));
    }
    await mend();
    const seen = [];
    let cursor;
    do {
      const answer = await replay(cursor ? { cursor } : {});
      seen.push([answer.replayed, answer.remaining, answer.accepted + answer.rejected]);
      cursor = answer.next_cursor;
    } while (cursor);
    assert.deepEqual(seen, [[500, 600, 500], [500, 100, 500], [100, 0, 100]]);
    assert.equal((await list()).total, 550);
    assert.equal((await api.ask("/api/events", { range: "all", limit: 1 })).total, 550);
  });

  test("takes the filters of the list", async () => {
    await api.send([bad("a"), bad("b"), { ...good("c", { type: "other" }), step: "four" }]);
    await mend();
    const [{ id }] = (await list({ type: "other" })).items;
    assert.deepEqual(figures(await replay({ id })), [1, 1, 0, 0, 0, 0]);
    assert.deepEqual(figures(await replay({ code: "unknown_field" })), [0, 0, 0, 0, 0, 0]);
    assert.deepEqual(ids((await list()).items), ["a", "b"]);
  });

  test("of an hour that is folded has it folded anew", async () => {
    const then = Math.floor(NOW / HOUR) * HOUR - 5 * HOUR;
    await api.send([good("a", { occurred_at: then }), bad("b", { occurred_at: then + 1 })]);
    await api.d1.batch([
      api.d1.prepare("INSERT INTO roll_ups (project_id, closed_until, folds) VALUES (1, ?1, 1)").bind(Math.floor(NOW / HOUR)),
      api.d1.prepare("INSERT INTO hours (project_id, hour, folded, parts, events, bytes) VALUES (1, ?1, 1, 1, 1, 1)").bind(then / HOUR),
    ]);
    const isFolded = async () => (await api.d1.prepare("SELECT folded FROM hours").first()).folded;
    await mend();
    await replay({ dry_run: 1 });
    assert.equal(await isFolded(), 1);
    await replay();
    assert.equal(await isFolded(), 0);
  });

  test("puts off what the quota does not allow", async () => {
    const near = await startApi({ DAILY_ROWS_WRITTEN: "100" });
    await near.send([bad("a", { level: "detail" }), bad("b", { level: "milestone" })]);
    await near.d1.prepare("UPDATE rejected SET event = json_set(event, '$.step', 4)").run();
    await near.send(Array.from({ length: 85 }, (_, n) => good(`m${n}`, { level: "milestone" })));
    const answer = await ok(near.request("POST", "/api/rejected/replay", { key: near.keys.admin }));
    assert.deepEqual(figures(answer), [2, 1, 0, 0, 1, 0]);
    assert.deepEqual(ids((await near.ask("/api/rejected")).items), ["a"]);
    await near.stop();
  });
});

describe("a plan that was wrong", () => {
  const put = (path, body) => ok(api.request("PUT", path, { key: api.keys.admin, body: JSON.stringify(body) }));
  const plan = (properties) => put("/api/plan", { mode: "strict", events: { run: { category: "digest", level: "decision", properties } } });
  after(() => put("/api/plan", { mode: "open", events: {} }));
  const run = (id, metadata, type = "run") => ({ id, type, occurred_at: NOW, metadata });

  test("loses nothing: what it rejected is stored when it is mended, as it would have been", async () => {
    const first = await plan({ size: { type: "string" }, mail: { type: "integer", pii: true, required: true } });
    const answer = await api.send([run("a", { size: 5, mail: 7 }), run("b", { size: "5", mail: 7 }), run("c", { mail: 7 }, "runn"), run("d", { size: 5 })]);
    assert.deepEqual([answer.accepted, answer.rejected], [1, 3]);
    const { items, counts } = await list();
    assert.deepEqual(counts.map(({ code, type, count }) => [code, type, count]).sort(), [["property_type", "run", 2], ["unknown_event_type", "runn", 1]]);
    assert.ok(items.every(({ plan_version: version }) => version === first.version));
    assert.deepEqual(items.find(({ event_id: id }) => id === "a").event.metadata, { size: 5, mail: "[redacted]" });
    assert.deepEqual(figures(await replay()), [3, 0, 0, 3, 0, 0]);

    const second = await plan({ size: { type: "integer" }, mail: { type: "integer", pii: true, required: true } });
    assert.deepEqual(figures(await replay({ dry_run: 1, code: "property_type" })), [2, 1, 0, 1, 0, 0]);
    assert.deepEqual(figures(await replay()), [3, 1, 0, 2, 0, 0]);
    const event = await api.ask("/api/events/a");
    assert.deepEqual([event.category, event.level, event.metadata], ["digest", "decision", { size: 5, mail: "[redacted]" }]);
    const left = (await list()).items;
    // Judged by a newer plan, it is rejected for something else.
    const [missing] = left.filter(({ event_id: id }) => id === "d");
    assert.deepEqual([missing.code, missing.field, missing.plan_version], ["property_missing", "metadata.mail", second.version]);
    assert.deepEqual(ids(left), ["c", "d"]);
  });

  test("is not the config: what that turned away is not kept, and a replay does not ask it", async () => {
    await api.send([run("late", { size: "five", mail: 7 })]);
    await plan({ size: { type: "string" }, mail: { type: "integer", pii: true, required: true } });
    await put("/api/config", { enabled: false });
    assert.equal((await api.send([run("off", { size: "5", mail: 7 }), 7])).rejected, 2);
    assert.deepEqual(ids((await list()).items), ["late"]);
    assert.deepEqual(figures(await replay()), [1, 1, 0, 0, 0, 0]);
    await api.ask("/api/analytics/cost");
    const { text } = await api.request("GET", "/metrics", { key: api.keys.read });
    assert.match(text, /^trailmark_rejected_total\{code="config_off"\} 2$/m);
    await put("/api/config", {});
  });
});

describe("what is forgotten", () => {
  test("just what a filter says, after a look at it", async () => {
    await api.send([bad("a"), bad("b", { type: "other" })]);
    assertProblem(await call("DELETE", "/api/rejected"), { status: 400, code: "invalid_parameter", field: "range" });
    assert.deepEqual(await forget({ type: "other", dry_run: 1 }), { dry_run: true, matched: 1, deleted: 0 });
    assert.deepEqual(await forget({ type: "other" }), { dry_run: false, matched: 1, deleted: 1 });
    assert.deepEqual(ids((await list()).items), ["a"]);
    assert.deepEqual(await forget({ range: "all" }), { dry_run: false, matched: 1, deleted: 1 });
  });

  test("everything that names a user who is erased, whatever was wrong with it", async () => {
    await api.send({ context: { user_id: "u3" }, events: [bad("a"), good("kept")] });
    await api.send([
      bad("b", { user_id: "u3" }), bad("c", { actor: { type: "user", id: "u3" } }), { ...good("d"), userId: "u3" }, { ...good("e"), user_id: { id: "u3" } },
      bad("f", { user_id: "u4" }), bad("g"), bad("h", { user_id: "u33" }), "u3",
    ]);
    const erase = (parameters) => ok(call("DELETE", "/api/users/u3", parameters));
    const preview = await erase({ dry_run: 1 });
    assert.deepEqual([preview.deleted, preview.rejected], [0, 6]);
    assert.equal((await list()).total, 9);
    const answer = await erase({});
    assert.deepEqual([answer.deleted, answer.rejected], [1, 6]);
    assert.deepEqual(ids((await list()).items), ["f", "g", "h"]);
    await api.send([bad("n", { user_id: 7 })]);
    assert.equal((await ok(call("DELETE", "/api/users/7"))).rejected, 1);
  });

  test("with old events, what was rejected as long ago", async () => {
    await api.send([bad("a"), bad("b")]);
    await api.d1.prepare("UPDATE rejected SET rejected_at = ?1 WHERE event_id = 'a'").bind(NOW - 20 * DAY).run();
    const cleanup = (parameters) => ok(call("DELETE", "/api/events/cleanup", parameters));
    assert.equal((await cleanup({ days: 10, dry_run: 1 })).rejected, 1);
    assert.equal((await list()).total, 2);
    assert.deepEqual([(await cleanup({})).rejected, (await cleanup({ days: 10 })).rejected], [0, 1]);
    assert.deepEqual(ids((await list()).items), ["b"]);
  });

  test("by the clock: the oldest beyond ten thousand, and what is thirty days old", async () => {
    const worker = await api.miniflare.getWorker();
    const tick = async () => assert.equal((await worker.scheduled({ cron: "*/5 * * * *" })).outcome, "ok");
    const fill = `
      INSERT INTO rejected (project_id, id, rejected_at, times, code, detail, plan_version, arrival, event)
      SELECT 1, printf('%032x', value), ?1 - value, 1, 'wrong_type', 'd', 0, '{}', '{}' FROM json_each(?2)`;
    const numbers = JSON.stringify(Array.from({ length: 10_600 }, (_, n) => n));
    await api.d1.prepare(fill).bind(NOW - DAY, numbers).run();
    // The counters know of the first one that came by a request, and take it from there.
    await api.send([bad("a")]);
    const kept = () => api.d1.prepare("SELECT (SELECT count(*) FROM rejected) AS rows, kept, pruned_at FROM counters").first();
    await api.d1.prepare("UPDATE counters SET kept = 10601, pruned_at = ?1").bind(Date.now()).run();
    await tick();
    assert.deepEqual(await kept().then(({ rows, kept }) => [rows, kept]), [10_000, 10_000]);
    const oldest = await api.d1.prepare("SELECT min(rejected_at) AS at FROM rejected").first();
    assert.equal(oldest.at, NOW - DAY - 9_998);
    assert.equal((await list({ type: "task_done" })).total, 1, "the newest stays");
    // Nothing is read without a reason.
    await api.d1.prepare("UPDATE rejected SET rejected_at = ?1 WHERE id < printf('%032x', 4000)").bind(NOW - 31 * DAY).run();
    await tick();
    assert.equal((await kept()).rows, 10_000);
    await api.d1.prepare("UPDATE counters SET pruned_at = ?1").bind(NOW - DAY).run();
    await tick();
    assert.deepEqual(await kept().then(({ rows, kept }) => [rows, kept]), [6_000, 6_000]);
  });

  test("a flood fills no disk", async () => {
    await api.send([bad("a")]);
    await api.d1.prepare("UPDATE counters SET kept = 20000").run();
    assert.equal((await api.send([bad("b")])).rejected, 1);
    assert.deepEqual(ids((await list()).items), ["a"]);
  });
});

test("other projects' rejected events are theirs", async () => {
  await api.d1.prepare("INSERT OR IGNORE INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
  const key = await api.makeKey("admin", { project: 2 });
  await api.send([bad("a")]);
  await mend();
  const as = (method, path) => ok(api.request(method, path, { key }));
  assert.equal((await as("GET", "/api/rejected")).total, 0);
  assert.equal((await as("POST", "/api/rejected/replay")).replayed, 0);
  assert.equal((await as("DELETE", "/api/rejected?range=all")).deleted, 0);
  assert.equal((await list()).total, 1);
  for (const [method, path] of [["GET", "/api/rejected"], ["POST", "/api/rejected/replay"], ["DELETE", "/api/rejected?range=all"]]) {
    assertProblem(await api.request(method, path, { key: api.keys.write }), { status: 403, code: "wrong_key_kind" });
    if (method !== "GET") assertProblem(await api.request(method, path, { key: api.keys.read }), { status: 403, code: "wrong_key_kind" });
  }
});
