// What is read: filters, pages, the latest, totals and forgetting, each compared with the events that were sent.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startApi } from "./api.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.now();
const LEVELS = ["detail", "state", "action", "decision", "milestone"];

/** Deletes by the API: roll-ups know nothing of what is deleted behind its back. */
const remove = (filter) => api.request("DELETE", `/api/events?${new URLSearchParams(filter)}`, { key: api.keys.admin });

/** 400 events of the last 40 days, many in the same millisecond, every dimension cycling at its own pace. */
const events = Array.from({ length: 400 }, (_, n) => {
  const type = ["page_view", "task_created", "task_done", "file_deleted"][n % 4];
  return {
    id: `e${String(n * 7919 % 400).padStart(4, "0")}`,
    type,
    level: LEVELS[n % 5],
    occurred_at: NOW - Math.floor(n / 5) * 12 * HOUR,
    session_id: `s${n % 11}`,
    visitor_id: `v${n % 6}`,
    ...(n % 3 && { user_id: `u${n % 3}` }),
    ...(n % 7 === 0 && { actor: { type: "rule", id: `r${n % 2}` } }),
    ...(n % 2 && { entity: { type: n % 4 === 1 ? "task" : "file", id: `t${n % 13}`, title: `The ${n % 10}% "Title_${n % 8}"` } }),
    ...(n % 5 === 0 && { stream_id: `run${n % 2}`, step: n - 200 }),
    ...(n % 9 === 0 && { correlation_id: "c,1", ref: "a,b" }),
    ...(n % 4 === 2 && { summary: `Done number ${n}`, duration_ms: n * 10 }),
  };
});

let api;
before(async () => {
  api = await startApi();
  assert.equal((await api.send({ context: { device: { type: "mobile" } }, events: events.slice(0, 200) })).accepted, 200);
  assert.equal((await api.send(events.slice(200))).accepted, 200);
});
after(() => api.stop());

const newestFirst = (a, b) => b.occurred_at - a.occurred_at || (a.id < b.id ? 1 : -1);
const ids = (list) => list.map((event) => event.id);

/** All pages of a question, one after the other. */
async function walk(parameters, between = async () => {}) {
  const items = [];
  for (let cursor; ; await between()) {
    const page = await api.ask("/api/events", { ...parameters, ...(cursor && { cursor }) });
    items.push(...page.items);
    assert.equal(page.has_more, page.next_cursor !== null);
    if (!page.has_more) return items;
    cursor = page.next_cursor;
  }
}

test("lists at their longest are answered, all of them together", async () => {
  const fifty = (name) => `${name}=${Array.from({ length: 50 }, (_, n) => `${name}${n}`).join(",")}`;
  const query = ["type", "category", "action", "actor_type", "actor_id", "entity_type"].map(fifty).join("&");
  for (const path of ["/api/events", "/api/events/analytics", "/api/events/export", "/api/rejected"]) {
    const asked = path === "/api/rejected" ? `${fifty("code")}&${fifty("type")}` : query;
    const { status, text } = await api.request("GET", `${path}?${asked}`, { key: api.keys.read });
    assert.equal(status, 200, `${path}: ${text}`);
  }
});

describe("filters", () => {
  const actor = (event) => event.actor ?? (event.user_id ? { type: "user", id: event.user_id } : { type: "anonymous" });
  const atLeast = (level) => (event) => LEVELS.indexOf(event.level) >= LEVELS.indexOf(level);
  const text = (event, part) => [event.summary, event.entity?.title].some((line) => line?.toLowerCase().includes(part.toLowerCase()));
  const cases = [
    [{}, () => true],
    [{ user_id: "u1" }, (event) => event.user_id === "u1"],
    [{ session_id: "s3" }, (event) => event.session_id === "s3"],
    [{ visitor_id: "v5" }, (event) => event.visitor_id === "v5"],
    [{ type: "task_done" }, (event) => event.type === "task_done"],
    [{ type: "task_done,file_deleted" }, (event) => ["task_done", "file_deleted"].includes(event.type)],
    [{ category: "navigation,file" }, (event) => ["page_view", "file_deleted"].includes(event.type)],
    [{ action: "created" }, (event) => event.type === "task_created"],
    [{ level: "decision" }, atLeast("decision")],
    [{ level: "detail" }, () => true],
    [{ actor_type: "rule" }, (event) => actor(event).type === "rule"],
    [{ actor_type: "user,anonymous" }, (event) => actor(event).type !== "rule"],
    [{ actor_id: "r1,u2" }, (event) => ["r1", "u2"].includes(actor(event).id)],
    [{ entity_type: "task,file" }, (event) => event.entity !== undefined],
    [{ entity_id: "t4" }, (event) => event.entity?.id === "t4"],
    [{ stream_id: "run1" }, (event) => event.stream_id === "run1"],
    [{ step_from: "-100", step_to: "50" }, (event) => event.step >= -100 && event.step <= 50],
    [{ correlation_id: "c,1" }, (event) => event.correlation_id !== undefined],
    [{ ref: "a,b" }, (event) => event.ref !== undefined],
    [{ "type.not": "page_view,task_done" }, (event) => !["page_view", "task_done"].includes(event.type)],
    [{ "entity_title.contains": "TITLE_3" }, (event) => Boolean(event.entity?.title.includes("Title_3"))],
    [{ "entity_title.not_contains": "title_3" }, (event) => !event.entity?.title.includes("Title_3")],
    [{ user: "u1,(none)" }, (event) => event.user_id !== "u2"],
    [{ "user.not": "(none)", "stream.not": "run1" }, (event) => event.user_id !== undefined && event.stream_id !== "run1"],
    [{ entity: "t4,t5" }, (event) => ["t4", "t5"].includes(event.entity?.id)],
    [{ "level.not": "detail,milestone" }, (event) => !["detail", "milestone"].includes(event.level)],
    [{ device: "mobile", "type.contains": "E_" }, (event) => events.indexOf(event) < 200 && event.type.includes("e_")],
    [{ "metadata.plan": "pro" }, () => false],
    [{ "metadata.plan.not": "pro", bots: "exclude", channel: "direct", session_id: "s3" }, (event) => event.session_id === "s3"],
    [{ source: "google" }, () => false],
    [{ bots: "only" }, () => false],
    [{ "channel.not": "email", search: "number 1" }, (event) => text(event, "number 1")],
    [{ search: "TITLE_3" }, (event) => text(event, "title_3")],
    [{ search: "number 1" }, (event) => text(event, "number 1")],
    [{ search: "%" }, (event) => text(event, "%")],
    [{ search: "x' OR '1'='1" }, () => false],
    [{ range: "24h" }, (event) => event.occurred_at >= NOW - DAY + 5000],
    [{ range: "all" }, () => true],
    [{ days: "3" }, (event) => event.occurred_at >= NOW - 3 * DAY + 5000],
    [{ from: NOW - 2 * DAY, to: NOW }, (event) => event.occurred_at >= NOW - 2 * DAY && event.occurred_at < NOW],
    [{ to: new Date(NOW - 2 * DAY).toISOString() }, (event) => event.occurred_at < NOW - 2 * DAY],
    [{ from: day(NOW - 5 * DAY), to: day(NOW - 3 * DAY) }, (event) => day(event.occurred_at) >= day(NOW - 5 * DAY) && day(event.occurred_at) <= day(NOW - 3 * DAY)],
    [{ user_id: "u1", type: "task_done,task_created", level: "action", range: "30d" },
      (event) => event.user_id === "u1" && event.type.startsWith("task") && atLeast("action")(event) && event.occurred_at >= NOW - 30 * DAY + 5000],
  ];
  for (const [parameters, matches] of cases) {
    test(new URLSearchParams(parameters).toString() || "none", async () => {
      const expected = events.filter(matches).sort(newestFirst);
      const first = await api.ask("/api/events", { ...parameters, limit: "7" });
      assert.equal(first.total, expected.length);
      assert.equal(first.has_more, expected.length > 7);
      assert.deepEqual(ids(await walk({ ...parameters, limit: "100" })), ids(expected));
    });
  }
});

describe("pages", () => {
  for (const limit of [1, 3, 7, 100]) {
    test(`a walk in steps of ${limit} is the whole set, in order, each event once`, async () => {
      const parameters = limit === 1 ? { limit, range: "7d" } : { limit };
      const expected = events.filter((event) => limit > 1 || event.occurred_at >= NOW - 7 * DAY + 5000).sort(newestFirst);
      assert.deepEqual(ids(await walk(parameters)), ids(expected));
    });
  }

  test("by number they are the same, and the last says so", async () => {
    const all = [...events].sort(newestFirst);
    for (const page of [1, 2, 7, 8]) {
      const { items, total, has_more } = await api.ask("/api/events", { page, limit: 57 });
      assert.deepEqual(ids(items), ids(all.slice((page - 1) * 57, page * 57)));
      assert.deepEqual([total, has_more], [400, page * 57 < 400]);
    }
    const exactlyFull = await api.ask("/api/events", { page: 4, limit: 100 });
    assert.deepEqual([exactlyFull.items.length, exactlyFull.has_more, exactlyFull.next_cursor], [100, false, null]);
  });

  test("events that arrive during a walk neither move it nor come twice", async () => {
    let arrived = 0;
    const type = "walked";
    const own = Array.from({ length: 60 }, (_, n) => ({ id: `w${n}`, type, occurred_at: NOW - Math.floor(n / 10) }));
    await api.send(own);
    const arrive = () => api.send(Array.from({ length: 5 }, () => ({ id: `x${arrived++}`, type, occurred_at: Date.now() + 1000 })));
    const walked = await walk({ type, limit: 7 }, arrive);
    assert.ok(arrived > 0);
    assert.deepEqual(ids(walked), ids(own.sort(newestFirst)));
    assert.equal((await api.ask("/api/events", { type })).total, 60 + arrived);
    await remove({ type });
  });

  test("a session is told in order, and only it", async () => {
    const expected = events.filter((event) => event.session_id === "s4").sort(newestFirst).reverse();
    const whole = await api.ask("/api/events/session/s4");
    assert.deepEqual([ids(whole.items), whole.total, whole.has_more], [ids(expected), expected.length, false]);
    const first = await api.ask("/api/events/session/s4", { limit: 10 });
    const second = await api.ask("/api/events/session/s4", { limit: 100, cursor: first.next_cursor });
    assert.deepEqual([...ids(first.items), ...ids(second.items)], ids(expected));
    assert.equal((await api.ask("/api/events/session/unknown")).total, 0);
  });
});

describe("recent", () => {
  const lately = (user, days = 7) => events.filter((event) => event.user_id === user && event.occurred_at >= NOW - days * DAY + 5000).sort(newestFirst);

  test("the last ten of seven days of one user", async () => {
    const { items } = await api.ask("/api/events/recent", { user_id: "u1" });
    assert.deepEqual(ids(items), ids(lately("u1").slice(0, 10)));
    const more = await api.ask("/api/events/recent", { user_id: "u1", limit: 100, days: 2 });
    assert.deepEqual(ids(more.items), ids(lately("u1", 2)));
    assert.deepEqual((await api.ask("/api/events/recent", { user_id: "u1,u2" })).items, []);
  });

  test("as Markdown, a line each, within the budget", async () => {
    const line = (event) => {
      const time = new Date(event.occurred_at).toISOString().slice(0, 16).replace("T", " ");
      const action = { page_view: "viewed" }[event.type] ?? event.type.split("_")[1];
      return `- ${time} · ${event.summary ?? (event.entity ? `${event.entity.title} ${action}` : event.type)}\n`;
    };
    const markdown = async (parameters) => {
      const query = new URLSearchParams({ user_id: "u2", format: "markdown", ...parameters });
      const answer = await api.request("GET", `/api/events/recent?${query}`, { key: api.keys.read });
      assert.equal(answer.headers.get("content-type"), "text/markdown; charset=utf-8");
      return answer.text;
    };
    const lines = lately("u2").map(line);
    assert.equal(await markdown({}), lines.slice(0, 10).join(""));
    for (const tokens of [10, 40, 90]) {
      const text = await markdown({ tokens, limit: 100 });
      assert.ok(text.length <= tokens * 4 && lines.join("").startsWith(text));
    }
  });

  test("the line that a prompt expects", async () => {
    const at = Date.parse("2026-02-18T09:00:00Z");
    await api.send([{ id: "digest", occurred_at: at, type: "digest_generated", user_id: "pam", summary: "Weekly Digest v3 generated (staged)" }]);
    const answer = await api.request("GET", "/api/events/recent?user_id=pam&range=all&format=markdown", { key: api.keys.read });
    assert.equal(answer.text, "- 2026-02-18 09:00 · Weekly Digest v3 generated (staged)\n");
    await remove({ type: "digest_generated" });
  });
});

describe("analytics", () => {
  const tally = (list, name) => Object.fromEntries(Object.entries(Object.groupBy ? Object.groupBy(list, name) : groupBy(list, name)).map(([key, group]) => [key, group.length]));
  const cases = [
    [{}, () => true, "day"],
    [{ range: "24h" }, (event) => event.occurred_at >= NOW - DAY + 5000, "hour"],
    [{ days: 30, user_id: "u1" }, (event) => event.user_id === "u1" && event.occurred_at >= NOW - 30 * DAY + 5000, "day"],
    [{ type: "page_view,task_done", level: "action" }, (event) => ["page_view", "task_done"].includes(event.type) && LEVELS.indexOf(event.level) >= 2, "day"],
    [{ user_id: "nobody", range: "7d" }, () => false, "day"],
  ];
  for (const [parameters, matches, bucket] of cases) {
    test(new URLSearchParams(parameters).toString() || "everything", async () => {
      const found = await api.ask("/api/events/analytics", parameters);
      const matching = events.filter(matches);
      const distinct = (name) => new Set(matching.map((event) => event[name]).filter(Boolean)).size;
      const durations = matching.map((event) => event.duration_ms).filter((value) => value !== undefined);
      const days = tally(matching, (event) => day(event.occurred_at));
      const most = Math.max(0, ...Object.values(days));
      const category = (event) => (event.type === "page_view" ? "navigation" : event.type.split("_")[0]);
      const action = (event) => (event.type === "page_view" ? "viewed" : event.type.split("_")[1]);
      const { events_over_time: series, most_common_action: common, average_duration_ms: average, range, ...rest } = found;
      assert.deepEqual(rest, {
        total_events: matching.length,
        unique_users: distinct("user_id"),
        unique_visitors: distinct("visitor_id"),
        sessions: distinct("session_id"),
        page_views: matching.filter((event) => event.type === "page_view").length,
        events_by_category: tally(matching, category),
        events_by_type: tally(matching, (event) => event.type),
        events_by_action: tally(matching, action),
        events_by_level: tally(matching, (event) => event.level),
        events_by_device: tally(matching, (event) => (events.indexOf(event) < 200 ? "mobile" : "unknown")),
        most_active_day: most ? { date: Object.keys(days).filter((one) => days[one] === most).sort()[0], count: most } : null,
      });
      const actions = tally(matching, action);
      assert.equal(common, Object.keys(actions).sort((a, b) => actions[b] - actions[a] || (a < b ? -1 : 1))[0] ?? null);
      assert.equal(average, durations.length ? durations.reduce((sum, value) => sum + value, 0) / durations.length : null);

      assert.equal(series.bucket, bucket);
      const step = bucket === "hour" ? HOUR : DAY;
      assert.ok(series.points.every((point, n) => point.start % step === 0 && (n === 0 || point.start - series.points[n - 1].start === step)));
      const inBucket = (point) => matching.filter((event) => event.occurred_at >= point.start && event.occurred_at < point.start + step).length;
      assert.ok(series.points.every((point) => point.count === inBucket(point) && point.start_iso === new Date(point.start).toISOString()));
      assert.equal(series.points.reduce((sum, point) => sum + point.count, 0), matching.length);
      assert.ok(range.to >= NOW);
    });
  }

  function groupBy(list, name) {
    const groups = {};
    for (const one of list) (groups[name(one)] ??= []).push(one);
    return groups;
  }
});

// The last one, since it deletes.
test("cleanup says what would go, then lets it go", async () => {
  const clean = async (query) => (await api.request("DELETE", `/api/events/cleanup?${query}`, { key: api.keys.admin })).body;
  const old = events.filter((event) => event.occurred_at < Date.now() - 20 * DAY).length;
  const dry = await clean("days=20&dry_run=1");
  assert.deepEqual([dry.days, dry.dry_run, dry.matched, dry.deleted], [20, true, old, 0]);
  assert.equal(dry.older_than_iso, new Date(dry.older_than).toISOString());
  assert.deepEqual((await clean("")).deleted, 0, "nothing is older than a year");
  assert.equal((await api.ask("/api/events")).total, 400);
  const real = await clean("days=20");
  assert.deepEqual([real.dry_run, real.matched, real.deleted], [false, old, old]);
  const { total, items } = await api.ask("/api/events", { limit: 100, to: NOW - 19 * DAY });
  assert.equal((await api.ask("/api/events")).total, 400 - old);
  assert.ok(total > 0 && items.every((item) => item.occurred_at >= real.older_than));
});

function day(millis) {
  return new Date(millis).toISOString().slice(0, 10);
}
