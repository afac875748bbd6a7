// Roll-ups of the real Worker: what is folded, what makes it stale, and that nothing but changed events does.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { awayFromBorder } from "../support/borders.mjs";
import { eventually } from "../support/browser.mjs";
import { assertProblem, startApi } from "./api.mjs";

const HOUR = 3_600_000;
const NOW = Date.now();
/** The start of an hour that is over for certain. */
const THEN = NOW - (NOW % HOUR) - 50 * HOUR;
let serial = 0;

let api;
before(async () => {
  api = await startApi();
});
after(() => api.stop());
beforeEach(async () => {
  // What an earlier test asked is folded behind its answer.
  await api.foldAll();
  for (const table of ["events", "batches", "hours", "hour_columns", "hour_ledgers", "roll_ups"]) await api.d1.prepare(`DELETE FROM ${table}`).run();
});

const event = (occurred_at, more = {}) => ({
  id: `e${String(serial++).padStart(6, "0")}`,
  type: "page_view",
  occurred_at,
  session_id: `s${serial % 7}`,
  visitor_id: `v${serial % 5}`,
  page: { path: `/${serial % 3}`, title: `Page "${serial % 3}"` },
  ...more,
});
const admin = async (method, path) => {
  const answer = await api.request(method, path, { key: api.keys.admin });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const status = () => admin("GET", "/api/rollups");
const foldStep = () => admin("POST", "/api/rollups/fold");
async function foldAll() {
  for (let step = 0; step < 50; step += 1) if ((await foldStep()).remaining === 0) return status();
  throw new Error("folding does not come to an end");
}
const rows = async (sql) => (await api.d1.prepare(sql).all()).results;
/** The log in counts by hour, as plain SQL tells it, of the hours that are closed. */
const logByHour = () => rows(`SELECT occurred_at / ${HOUR} AS hour, count(*) AS events, count(DISTINCT session_id) AS sessions FROM events
  WHERE occurred_at / ${HOUR} < (SELECT closed_until FROM roll_ups) GROUP BY hour ORDER BY hour`);
const foldedByHour = () => rows("SELECT hour, sum(events) AS events FROM hour_columns GROUP BY hour ORDER BY hour");

describe("folding", () => {
  test("closes the hours that are over, and folds those with events", async () => {
    const events = [0, 0, 1, 3, 3, 3].map((hour, n) => event(THEN + hour * HOUR + n));
    await api.send([...events, event(NOW)]);
    assert.deepEqual(await status(), { closed_until: null, closed_until_iso: null, hours: 0, stale: 0, events: 0, bytes: 0 });

    // An hour is closed five minutes after its end, which may be in this moment.
    const closed = () => Math.floor((Date.now() - 5 * 60_000) / HOUR) * HOUR;
    const before = closed();
    assert.deepEqual(await foldStep(), { folded: 3, events: 6, remaining: 0 });
    const { bytes, closed_until, ...rest } = await status();
    assert.ok([before, closed()].includes(closed_until), `${closed_until}`);
    assert.deepEqual(rest, { closed_until_iso: new Date(closed_until).toISOString(), hours: 3, stale: 0, events: 6 });
    assert.ok(bytes > 100, `${bytes} bytes`);
    assert.deepEqual(await foldedByHour(), [[0, 2], [1, 1], [3, 3]].map(([hour, events]) => ({ hour: THEN / HOUR + hour, events })));
    assert.deepEqual(await foldStep(), { folded: 0, events: 0, remaining: 0 }, "nothing is left to do");
  });

  test("goes step by step through many hours, the newest first, and through an hour of several pages", async () => {
    const many = Array.from({ length: 45 }, (_, hour) => event(THEN - hour * HOUR));
    await api.send(many);
    const { folded, remaining } = await foldStep();
    assert.equal(folded + remaining, 45);
    assert.ok(folded > 10 && remaining > 0, `${folded} of 45`);
    assert.deepEqual(await rows("SELECT max(hour) AS hour FROM hours WHERE folded = 0"), [{ hour: THEN / HOUR - folded }]);
    await foldAll();
    assert.equal((await foldedByHour()).length, 45);

    const busy = (THEN - 100 * HOUR) / HOUR;
    await api.d1.prepare(`INSERT INTO events (project_id, occurred_at, event_id, received_at, type, category, action, level, actor_type)
      WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 24999)
      SELECT 1, ${busy * HOUR} + n / 10, 'busy' || printf('%06d', n), 0, 'tick', 'tick', '', 0, 'user' FROM n`).run();
    await api.d1.prepare(`INSERT INTO hours (project_id, hour, folded, parts, events, bytes) VALUES (1, ${busy}, 0, 0, 0, 0)`).run();
    await foldAll();
    assert.deepEqual(await rows(`SELECT part, events FROM hour_columns WHERE hour = ${busy}`),
      [[0, 10_000], [1, 10_000], [2, 5_000]].map(([part, events]) => ({ part, events })));
  });

  test("two at once fold each hour once", async () => {
    await api.send(Array.from({ length: 20 }, (_, hour) => event(THEN - hour * HOUR)));
    const steps = await Promise.all([foldStep(), foldStep(), foldStep()]);
    assert.equal(steps.reduce((sum, step) => sum + step.folded, 0), 20);
    assert.equal((await status()).stale, 0);
  });

  test("who died while folding is replaced", async () => {
    await api.send([event(THEN)]);
    await foldAll();
    await api.d1.prepare("UPDATE hours SET folded = -1, claimed_at = ?1").bind(NOW - 10_000).run();
    assert.deepEqual(await foldStep(), { folded: 0, events: 0, remaining: 1 }, "it may still be alive");
    await api.d1.prepare("UPDATE hours SET claimed_at = ?1").bind(NOW - 130_000).run();
    assert.deepEqual(await foldStep(), { folded: 1, events: 1, remaining: 0 });
  });
});

test("the clock folds every project that has something to fold", async () => {
  await api.d1.prepare("INSERT OR IGNORE INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
  const key = await api.makeKey("write", { project: 2 });
  await api.send([event(THEN), event(THEN + HOUR)]);
  const other = await api.request("POST", "/api/events/log/batch", { key, body: JSON.stringify({ events: [event(THEN)] }) });
  assert.equal(other.status, 200, other.text);
  const worker = await api.miniflare.getWorker();
  assert.equal((await worker.scheduled({ cron: "*/5 * * * *" })).outcome, "ok");
  assert.deepEqual(await rows("SELECT project_id, count(*) AS hours FROM hours WHERE folded > 0 GROUP BY project_id"),
    [{ project_id: 1, hours: 2 }, { project_id: 2, hours: 1 }]);
});

describe("what is stored late", () => {
  test("makes its hour stale, and it is folded anew", async () => {
    await api.send([event(THEN), event(THEN + HOUR)]);
    await foldAll();
    await api.send([event(THEN + 5), event(THEN + 6), event(THEN + 9 * HOUR), event(NOW)]);
    assert.equal((await status()).stale, 2, "the hour that was folded, and one that had no events");
    const { hours, stale, events } = await foldAll();
    assert.deepEqual({ hours, stale, events }, { hours: 3, stale: 0, events: 5 });
    assert.deepEqual((await foldedByHour()).map(({ hour, events }) => [hour, events]), (await logByHour()).map(({ hour, events }) => [hour, events]));
  });

  test("one row is written for an hour until it is folded again, and none by ordinary traffic", async () => {
    await api.send([event(THEN)]);
    await foldAll();
    const written = async (events) => {
      const answer = await api.request("POST", "/api/events/log/batch", { key: api.keys.write, body: JSON.stringify({ events }) });
      assert.equal(answer.status, 200, answer.text);
      return Number(answer.headers.get("x-trailmark-rows-written"));
    };
    // With the request's count.
    assert.equal(await written([event(NOW)]), 1 + 1);
    // The row and its line of the index of what is to be folded.
    assert.equal(await written([event(THEN + 1)]), 1 + 1 + 2);
    assert.equal(await written([event(THEN + 2), event(THEN + 3)]), 2 + 1);
  });

  test("a replay adds nothing and makes nothing stale, also of two requests at once", async () => {
    const batch = { instance_id: "i", batch_id: "b", sealed_at: NOW, events: [event(THEN), event(THEN + HOUR)] };
    const year = { instance_id: "i", batch_id: "c", sealed_at: NOW, events: [event(THEN - 365 * 24 * HOUR)] };
    await api.send(batch);
    await api.send(year);
    const before = await foldAll();
    for (const replay of [batch, year]) assert.equal((await api.send(replay)).accepted, 0);
    assert.deepEqual(await status(), before);

    const late = { instance_id: "i", batch_id: "d", sealed_at: NOW, events: [event(THEN + 7), event(THEN + 2 * HOUR)] };
    const answers = await Promise.all([api.send(late), api.send(late), api.send(late)]);
    assert.equal(answers.reduce((sum, answer) => sum + answer.accepted, 0), 2);
    assert.equal((await status()).stale, 2);
    assert.equal((await foldAll()).events, 5);
  });

  test("a batch sealed in a folded hour changes that hour's ledger, also when it is a copy", async () => {
    const batch = { instance_id: "i", batch_id: "b", sealed_at: THEN + 5 * HOUR, events: [event(THEN)] };
    await api.send(batch);
    assert.equal((await foldAll()).hours, 2);
    assert.equal((await api.send(batch)).duplicate, 1);
    assert.deepEqual(await rows("SELECT hour FROM hours WHERE folded = 0"), [{ hour: THEN / HOUR + 5 }]);
    await foldAll();
    const ask = async () => {
      const { meta, range, ...account } = (await api.request("GET", "/api/analytics/delivery", { key: api.keys.read })).body;
      return { account, ...meta };
    };
    const first = await ask();
    assert.deepEqual([first.account.duplicates_refused, first.account.stored, first.folded_hours, first.kept_hours], [1, 1, 2, 0]);
    const second = await ask();
    assert.deepEqual([second.account, second.folded_hours, second.kept_hours], [first.account, 2, 2], "what is kept is not read again");
    assert.ok(second.rows_read < first.rows_read, `${second.rows_read} of ${first.rows_read} rows`);

    assert.equal((await api.send(batch)).duplicate, 1);
    const unfolded = await ask();
    assert.deepEqual([unfolded.account.duplicates_refused, unfolded.folded_hours, unfolded.kept_hours], [2, 1, 1]);
    await foldAll();
    const folded = await ask();
    assert.deepEqual([folded.account, folded.folded_hours, folded.kept_hours], [unfolded.account, 2, 1], "what is kept is never older than the ledger");
  });

  test("while the hour is being folded, has it folded once more", async () => {
    await api.send([event(THEN)]);
    await foldAll();
    // Somebody has claimed the hour and read its events.
    await api.d1.batch([api.d1.prepare("UPDATE roll_ups SET folds = 77"), api.d1.prepare("UPDATE hours SET folded = -77, claimed_at = ?1").bind(NOW)]);
    await api.send([event(THEN + 1)]);
    assert.deepEqual(await rows("SELECT folded FROM hours"), [{ folded: 0 }]);
    assert.equal((await foldAll()).events, 2);
    assert.deepEqual(await rows("SELECT folded > 77 AS anew FROM hours"), [{ anew: 1 }]);
  });
});

describe("lists", () => {
  test("are the same whatever is folded, page by page", async () => {
    const hours = Array.from({ length: 30 }, (_, hour) => hour);
    await api.send(hours.flatMap((hour) => Array.from({ length: 1 + (hour % 4) }, (_, n) =>
      event(THEN - hour * HOUR + n * 1000, { user_id: hour % 5 === 0 ? "anna" : "ben", type: n === 0 ? "first" : "later", level: n === 1 ? "decision" : "action" }))));
    const read = async (path) => {
      const answer = await api.request("GET", path, { key: api.keys.read });
      assert.equal(answer.status, 200, answer.text);
      return answer.body;
    };
    const walk = async (path) => {
      const pages = [];
      for (let cursor = null; pages.length === 0 || cursor; cursor = pages.at(-1).next_cursor) {
        assert.ok(pages.length < 100, `${path} does not come to an end: ${JSON.stringify(pages.at(-1))}`);
        pages.push(await read(`${path}${cursor ? `&cursor=${cursor}` : ""}`));
      }
      return pages.map(({ next_cursor, ...page }) => page);
    };
    const span = `from=${THEN - 20 * HOUR - 1_500}&to=${THEN - 3 * HOUR + 500}`;
    const paths = ["limit=7", "limit=100", "user_id=anna&limit=2", "type=later&limit=5", "level=decision&limit=3", "user_id=nobody&limit=5", `${span}&limit=9`, `user_id=anna&${span}&limit=3`]
      .map((query) => `/api/events?${query}`).concat("/api/events/session/s3?limit=2", "/api/events/session/s3?user_id=ben&limit=3");
    // One after the other: many at once can make the local workerd spin in its garbage collector (cppgc's IncrementalSweepTask), for ever.
    const oneByOne = (list, read) => list.reduce(async (answers, one) => [...(await answers), await read(one)], Promise.resolve([]));
    const ask = async () => ({
      walks: await oneByOne(paths, walk),
      pages: await oneByOne([1, 2, 5, 9, 50], (page) => read(`/api/events?type=first,later&limit=8&page=${page}`)),
      recent: await read("/api/events/recent?user_id=ben&limit=12"),
    });
    const before = await ask();
    assert.deepEqual(before.walks[1].map(({ total, items }) => [total, items.length]), [[73, 73]]);
    await foldAll();
    assert.deepEqual(await ask(), before);
    // Some hours are stale, and one is broken.
    await rows(`UPDATE hours SET folded = 0 WHERE hour % 3 = 0`);
    await rows(`UPDATE hour_columns SET kinds = 'x', users = 'y', sessions = 'z' WHERE hour = ${THEN / HOUR - 8}`);
    assert.deepEqual(await ask(), before);
  });
});

describe("by hand", () => {
  test("a rebuild folds all hours, or those of a range, anew", async () => {
    await api.send([0, 1, 2, 3].map((hour) => event(THEN + hour * HOUR)));
    await foldAll();
    const before = await rows("SELECT * FROM hour_columns ORDER BY hour");
    const range = new URLSearchParams({ from: THEN + HOUR + 1, to: THEN + 2 * HOUR + 1 });
    assert.deepEqual(await admin("POST", `/api/rollups/rebuild?${range}`), { marked: 2 });
    assert.equal((await status()).stale, 2);
    assert.deepEqual(await admin("POST", "/api/rollups/rebuild"), { marked: 2 });
    await foldAll();
    const without = ({ folded, ...row }) => row;
    assert.deepEqual((await rows("SELECT * FROM hour_columns ORDER BY hour")).map(without), before.map(without));
  });

  test("an hour that lost its events keeps no columns", async () => {
    await api.send([event(THEN)]);
    await foldAll();
    await api.d1.prepare("DELETE FROM events").run();
    await admin("POST", "/api/rollups/rebuild");
    const { hours, stale, events } = await foldAll();
    assert.deepEqual({ hours, stale, events, columns: await foldedByHour() }, { hours: 1, stale: 0, events: 0, columns: [] });
  });

  test("takes an admin key, and no parameters that are none", async () => {
    for (const [method, path] of [["GET", "/api/rollups"], ["POST", "/api/rollups/fold"], ["POST", "/api/rollups/rebuild"]]) {
      assertProblem(await api.request(method, path, { key: api.keys.read }), { status: 403, code: "wrong_key_kind" });
      assertProblem(await api.request(method, `${path}?rage=1d`, { key: api.keys.admin }), { status: 400, code: "invalid_parameter", field: "rage" });
    }
  });
});

test("cleanup takes hours away with their events, and has the hour that it cuts folded anew", async () => {
  // Which hour is cut depends on when it is asked for.
  await awayFromBorder(HOUR, 30_000);
  const limit = Date.now() - 24 * HOUR;
  const cut = limit - (limit % HOUR);
  await api.send([event(cut - 2 * HOUR), event(cut - 1), event(cut), event(cut + HOUR - 1), event(cut + HOUR)]);
  await foldAll();
  assert.equal((await admin("DELETE", "/api/events/cleanup?days=1&dry_run=1")).deleted, 0);
  assert.equal((await status()).stale, 0);
  await admin("DELETE", "/api/events/cleanup?days=1");
  const { hours, stale } = await status();
  assert.deepEqual({ hours, stale }, { hours: 2, stale: 1 });
  await foldAll();
  const left = (await logByHour()).map(({ hour, events }) => ({ hour, events }));
  assert.deepEqual(await foldedByHour(), left);
});

describe("what is asked", () => {
  const range = { from: THEN - 5 * HOUR, to: THEN + 30 * HOUR };
  const questions = [
    ["timeseries", { ...range, interval: "hour" }],
    ["timeseries", { ...range, interval: "day", tz: "Asia/Kolkata", by: "path" }],
    ["timeseries", { ...range, interval: "minute", from: THEN, to: THEN + HOUR }],
    ["breakdown", { ...range, by: "type,path,title,country,device,source,entity,visitor" }],
    ["breakdown", { ...range, by: "metadata.plan", "metadata.plan.not": "free" }],
    ["timings", { ...range }],
    ["patterns", { ...range }],
  ];
  const ask = async () => {
    const answers = [];
    for (const [name, parameters] of questions) answers.push(await api.ask(`/api/analytics/${name}`, parameters));
    return answers.map(({ meta, ...answer }) => answer);
  };
  const rollups = async () => (await api.ask("/api/analytics/timeseries", { ...range, interval: "hour" })).meta.rollups;
  const many = () => Array.from({ length: 400 }, (_, n) => event(THEN + ((n * 7919) % 1500) * 60_000 + n, {
    type: ["page_view", "task_created", "task_done"][n % 3],
    metadata: { plan: ["pro", "free", true, 3][n % 4] },
    ...(n % 5 === 0 && { duration_ms: n * 17 }),
    ...(n % 4 === 0 && { entity: { type: "task", id: `t${n % 9}`, title: `"The" ${n % 9}` } }),
    page: { path: `/${n % 6}`, title: `Page "${n % 3}" ü`, ...(n % 10 === 0 && { referrer: "https://www.example.org/x" }) },
  }));

  test("is answered the same from the log, from columns, from both, and after late events and deletions", async () => {
    await api.send(many());
    const live = await ask();
    assert.ok(live[0].total.events === 400 && live[3].total.visitors === 5, JSON.stringify(live[0].total));
    await foldAll();
    assert.equal(await rollups(), "all");
    assert.deepEqual(await ask(), live);

    await api.send([event(THEN + 2 * HOUR + 1), event(THEN + 20 * HOUR + 1, { type: "task_done", duration_ms: 5 })]);
    assert.equal(await rollups(), "part");
    const late = await ask();
    assert.equal(late[0].total.events, 402);
    await foldAll();
    assert.equal(await rollups(), "all");
    assert.deepEqual(await ask(), late);
    await admin("POST", "/api/rollups/rebuild");
    assert.deepEqual(await ask(), late);
  });

  test("has what it met unfolded folded behind the answer", async () => {
    await api.send(many());
    assert.equal(await rollups(), "none");
    // It may take several answers.
    const folded = async () => (await rollups(), status());
    await eventually(folded, ({ hours, stale }) => hours > 0 && stale === 0);
    assert.equal(await rollups(), "all");
  });

  test("does not fail by columns that are broken, and has them folded anew", async () => {
    await api.send(many());
    const live = await ask();
    await foldAll();
    await api.d1.prepare(`UPDATE hour_columns SET counts = 'broken', kinds = '[' WHERE hour % 2 = 0`).run();
    assert.deepEqual(await ask(), live);
    await foldAll();
    assert.equal(await rollups(), "all");
    assert.deepEqual(await ask(), live);
  });
});
