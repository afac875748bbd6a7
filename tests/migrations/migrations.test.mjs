// Every migration applies to an empty database, and to one that was filled at each earlier state without losing a row.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { migrations, newProject } from "./project.mjs";

let project;
beforeEach(async () => (project = await newProject()));
afterEach(() => project.remove());

const d1 = (...command) => project.d1(...command);
const apply = (names) => project.apply(names);
const sql = (text) => project.sql(text);

/** Rows that fit the first migration, and so every database that ever was. */
const NUMBERS = JSON.stringify(Array.from({ length: 1000 }, (_, n) => n + 1));
const FILL = `
INSERT INTO keys (hash, project_id, kind, created_at) VALUES ('${"a".repeat(64)}', 1, 'write', 1);
INSERT INTO events (project_id, occurred_at, event_id, received_at, type, category, action, level, actor_type, metadata, caused_by)
  SELECT 1, 1771405200000 + value, 'e' || value, 1771405200000, 'task_done', 'task', 'done', 2, 'user', '{"n":1}',
    CASE WHEN value % 10 = 0 THEN '["e1","e' || (value - 1) || '","e1"]' END FROM json_each('${NUMBERS}')`;

test("migrations are numbered without gaps", () => {
  assert.deepEqual(migrations.map((name) => Number(name.slice(0, 4))), migrations.map((_, n) => n + 1));
});

test("all of them apply to an empty database, and again do nothing", async () => {
  await apply(migrations);
  const tables = (await sql("SELECT name FROM sqlite_master WHERE type = 'table'")).map((row) => row.name);
  for (const table of ["projects", "keys", "events", "batches"]) assert.ok(tables.includes(table), table);
  assert.deepEqual(await sql("SELECT id, slug FROM projects"), [{ id: 1, slug: "default" }]);
  assert.match(await d1("migrations", "apply", "DB", "--local"), /No migrations to apply/);
});

test("events, batches and causes are one clustered table each, without any index to pay for", async () => {
  await apply(migrations);
  const keys = {
    events: "project_id, occurred_at, event_id",
    batches: "project_id, sealed_at, instance_id, batch_id",
    causes: "project_id, cause_id, occurred_at, event_id",
  };
  for (const [table, key] of Object.entries(keys)) {
    const [{ sql: definition }] = await sql(`SELECT sql FROM sqlite_master WHERE name = '${table}'`);
    assert.ok(definition.endsWith(`PRIMARY KEY (${key})\n) STRICT, WITHOUT ROWID`), definition);
    assert.deepEqual(await sql(`SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '${table}' AND sql IS NOT NULL`), []);
  }
});

test("what events name as their causes is known from the beginning", async () => {
  const before = migrations.filter((name) => name < "0008");
  await apply(before);
  await d1("execute", "DB", "--local", "--command", FILL);
  await apply(migrations.slice(before.length));
  const causes = (cause) => sql(`SELECT project_id, occurred_at - 1771405200000 AS n, event_id FROM causes WHERE cause_id = '${cause}' ORDER BY occurred_at`);
  assert.deepEqual(await causes("e1"), Array.from({ length: 100 }, (_, n) => ({ project_id: 1, n: (n + 1) * 10, event_id: `e${(n + 1) * 10}` })));
  assert.deepEqual(await causes("e9"), [{ project_id: 1, n: 10, event_id: "e10" }]);
  assert.deepEqual(await sql("SELECT count(*) AS n FROM causes"), [{ n: 200 }]);
});

test("hours whose columns do not know all that they ought to are folded anew", async () => {
  const before = migrations.filter((name) => name < "0009");
  await apply(before);
  await sql("INSERT INTO hours (project_id, hour, folded, parts, events, bytes) VALUES (1, 7, 3, 1, 5, 90), (1, 8, 0, 0, 0, 0)");
  await apply(migrations.slice(before.length));
  assert.deepEqual(await sql("SELECT hour, folded, events FROM hours ORDER BY hour"), [{ hour: 7, folded: 0, events: 5 }, { hour: 8, folded: 0, events: 0 }]);
});

for (const [position, name] of migrations.entries()) {
  test(`a database filled after ${name} takes the rest and keeps every row`, async () => {
    await apply(migrations.slice(0, position + 1));
    await d1("execute", "DB", "--local", "--command", FILL);
    if (position + 1 < migrations.length) await apply(migrations.slice(position + 1));
    const [counts] = await sql("SELECT count(*) AS events, sum(occurred_at - 1771405200000) AS sum, min(metadata) AS metadata FROM events");
    assert.deepEqual(counts, { events: 1000, sum: 500_500, metadata: '{"n":1}' });
    assert.deepEqual(await sql("SELECT kind, project_id FROM keys"), [{ kind: "write", project_id: 1 }]);
  });
}

test("every key has a public name, those that were made by hand before too", async () => {
  const before = migrations.filter((name) => name < "0010");
  await apply(before);
  await d1("execute", "DB", "--local", "--command", FILL);
  await apply(migrations.slice(before.length));
  assert.deepEqual(await sql("SELECT id, last_used_at, replaced_by FROM keys"), [{ id: "a".repeat(12), last_used_at: null, replaced_by: null }]);
});
