// Migrations that are interrupted half-way leave nothing half done, and run again.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Miniflare } from "miniflare";
import { d1Directory, root, wranglerEnvironment } from "../support/database.mjs";
import "../support/waking.mjs";
import { databaseId, migrations, newProject, wrangler } from "./project.mjs";

/** Where in the time that all migrations take wrangler is killed. */
const SHARES = [0.5, 0.7, 0.8, 0.9];
/** JSON that SQLite cannot read: the statement begins, and fails. */
const FAILS = "\nSELECT json('{');\n";

let project;
beforeEach(async () => (project = await newProject()));
afterEach(() => project.remove());

/** Tables with their columns, indexes, triggers, and which migrations count as applied. Read without wrangler, which takes seconds to start. */
async function state() {
  const miniflare = new Miniflare({ modules: true, script: "export default {}", d1Databases: { DB: databaseId }, d1Persist: d1Directory(path.join(project.directory, ".wrangler/state")) });
  try {
    const d1 = await miniflare.getD1Database("DB");
    const { results } = await d1.prepare("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY name").all();
    const isMade = results.some((row) => row.name === "d1_migrations");
    const applied = isMade ? (await d1.prepare("SELECT name FROM d1_migrations ORDER BY id").all()).results.map((row) => row.name) : [];
    return { tables: results.filter((row) => !/^(d1_|sqlite_)/.test(row.name)), applied };
  } finally {
    await miniflare.dispose();
  }
}

test("a migration whose last statement fails is as if it had never begun, and is whole when it runs again", async () => {
  const text = (name) => readFile(path.join(root, "migrations", name), "utf8");
  const put = (name, sql) => writeFile(path.join(project.directory, "migrations", name), sql);
  for (const name of migrations) await put(name, (await text(name)) + FAILS);
  // Each turn applies one that was mended, and fails in the next.
  let tables = 0;
  for (const [position, name] of migrations.entries()) {
    await assert.rejects(project.d1("migrations", "apply", "DB", "--local"), name);
    const before = await state();
    assert.deepEqual(before.applied, migrations.slice(0, position));
    assert.ok(before.tables.length >= tables);
    tables = before.tables.length;
    await put(name, await text(name));
  }
  await project.d1("migrations", "apply", "DB", "--local");
  const mended = await state();
  await project.remove();
  project = await newProject();
  await project.apply(migrations);
  assert.deepEqual(mended, await state());
});

test("wrangler is killed on its way, again and again: what is missing is applied afterwards, and nothing twice", async (t) => {
  const started = Date.now();
  await project.apply(migrations);
  const milliseconds = Date.now() - started;
  const whole = await state();
  const reached = [];
  for (const share of SHARES) {
    await project.remove();
    project = await newProject(migrations);
    const arguments_ = [wrangler, "d1", "migrations", "apply", "DB", "--local"];
    const child = spawn(process.execPath, arguments_, { cwd: project.directory, detached: true, stdio: "ignore", env: wranglerEnvironment() });
    const exited = once(child, "exit");
    await Promise.race([pause(milliseconds * share), exited]);
    // It may have finished; then there is nobody left to kill.
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch (error) {
      assert.equal(error.code, "ESRCH");
    }
    await exited;
    reached.push((await state()).applied.length);
    await project.d1("migrations", "apply", "DB", "--local");
    assert.deepEqual(await state(), whole, `killed after ${share} of the time`);
  }
  t.diagnostic(`of ${migrations.length} migrations ${reached.join(", ")} were applied when wrangler was killed`);
});
