// What a project keeps no longer goes by the clock, and roll-ups know.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { awayFromBorder, DAY_MS, MINUTE_MS } from "../support/borders.mjs";
import { assertProblem, startApi } from "./api.mjs";
import { projects } from "./accounts.mjs";

const DAY = 86_400_000;
const HOUR = 3_600_000;
// Whole days go.
await awayFromBorder(DAY_MS, 3 * MINUTE_MS);
const NOW = Date.now();
const TODAY = Math.floor(NOW / DAY) * DAY;

let api, newProject;
before(async () => {
  api = await startApi();
  newProject = projects(api);
});
after(() => api.stop());

const tick = async () => assert.equal((await (await api.miniflare.getWorker()).scheduled({ cron: "*/5 * * * *" })).outcome, "ok");
const count = async (project) => (await api.d1.prepare("SELECT count(*) AS n FROM events WHERE project_id = ?1").bind(project).first()).n;
const body = async (answer) => (await answer).body;
const audit = async (project) => (await body(project.request("GET", "/api/audit", "admin"))).items;

test("whole days go that are older than the project's, and no other project's", async () => {
  const [short, long, none] = [await newProject(), await newProject(), await newProject()];
  const times = [TODAY - 10 * DAY - HOUR, TODAY - 10 * DAY, TODAY - 10 * DAY + HOUR, TODAY - 40 * DAY, NOW - HOUR];
  const events = times.map((occurred_at, n) => ({ id: `e${n}`, type: "x", occurred_at, user_id: "u" }));
  for (const project of [short, long, none]) {
    await project.send({ events });
    await project.foldAll();
  }
  const config = await body(short.request("PUT", "/api/config", "admin", { retention_days: 10 }));
  assert.deepEqual(config.config, { retention_days: 10 });
  await long.request("PUT", "/api/config", "admin", { retention_days: 3650 });
  assert.deepEqual((await body(short.request("GET", "/api/config", "read"))).config, { retention_days: 10 });
  assert.deepEqual((await body(short.request("GET", "/api/config", "write"))).config, {});

  const looked = await body(short.request("DELETE", "/api/events/cleanup?dry_run=1", "admin"));
  assert.deepEqual([looked.days, looked.deleted, looked.matched], [10, 0, times.filter((time) => time < looked.older_than).length]);

  await tick();
  assert.deepEqual(await Promise.all([short, long, none].map(({ id }) => count(id))), [3, 5, 5]);
  const line = (await audit(short))[0];
  assert.deepEqual([line.action, line.key_id, line.details], ["retention_applied", null, { days: 10, events: 2 }]);
  const hours = (await api.d1.prepare("SELECT hour FROM hours WHERE project_id = ?1 ORDER BY hour").bind(short.id).all()).results;
  assert.ok(hours.every(({ hour }) => hour * HOUR >= TODAY - 10 * DAY));
  const counted = async () => (await body(short.request("GET", "/api/analytics/timeseries?range=all", "read"))).total;
  const live = await counted();
  await short.foldAll();
  assert.deepEqual(await counted(), live);

  // Nothing more is too old, and nothing more is told.
  const lines = (await audit(short)).length;
  await tick();
  assert.deepEqual([await count(short.id), (await audit(short)).length], [3, lines]);
});

test("more than a step goes step by step", async () => {
  const project = await newProject();
  await project.request("PUT", "/api/config", "admin", { retention_days: 1 });
  await api.d1
    .prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 11999)
       INSERT INTO events (project_id, occurred_at, event_id, received_at, type, category, action, level, actor_type)
       SELECT ?1, ?2 + i / 3, 'r' || i, 0, 'x', 'c', 'a', 2, 'anonymous' FROM n`,
    )
    .bind(project.id, TODAY - 5 * DAY)
    .run();
  const left = [];
  for (let run = 0; run < 3; run++) {
    await tick();
    left.push(await count(project.id));
  }
  assert.ok(left[0] >= 6_997 && left[0] <= 7_000 && left[1] > 0 && left[2] === 0, left.join());
  assert.equal((await audit(project)).filter((line) => line.action === "retention_applied").length, 3);
});

test("what is no number of days is refused", async () => {
  for (const retention_days of [0, 3651, 1.5, "30"]) {
    const put = api.request("PUT", "/api/config", { key: api.keys.admin, body: JSON.stringify({ retention_days }) });
    assertProblem(await put, { status: 422, code: "invalid_config", field: "retention_days" });
  }
});
