// Migrations that are interrupted half-way leave nothing half done, and run again.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { root, wranglerEnvironment } from "../support/database.mjs";
import { migrations, newProject, wrangler } from "./project.mjs";

/** Where in the time that all migrations take wrangler is killed. */
const SHARES = [0.4, 0.55, 0.7, 0.8, 0.9, 1];
/** JSON that SQLite cannot read: the statement begins, and fails. */
const FAILS = "\nSELECT json('{');\n";

let project;
beforeEach(async () => (project = await newProject()));
afterEach(() => project.remove());

/** Tables with their columns, indexes, triggers, and which migrations count as applied. */
async function state() {
  const tables = await project.sql("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY name");
  const isMade = tables.some((row) => row.name === "d1_migrations");
  return { tables: tables.filter((row) => !/^(d1_|sqlite_)/.test(row.name)), applied: isMade ? await project.sql("SELECT name FROM d1_migrations ORDER BY id") : [] };
}

test("a migration whose last statement fails is as if it had never begun, and is whole when it runs again", async () => {
  let before = await state();
  for (const name of migrations) {
    const text = await readFile(path.join(root, "migrations", name), "utf8");
    const file = path.join(project.directory, "migrations", name);
    await writeFile(file, text + FAILS);
    await assert.rejects(project.d1("migrations", "apply", "DB", "--local"), name);
    assert.deepEqual(await state(), { ...before, applied: before.applied }, `${name} left something behind`);
    await writeFile(file, text);
    await project.d1("migrations", "apply", "DB", "--local");
    before = await state();
    assert.equal(before.applied.at(-1).name, name);
  }
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
