// The local D1: a directory with workerd's SQLite files, migrated by wrangler as a real database is.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

export const root = path.resolve(import.meta.dirname, "../..");
const wrangler = path.join(root, "node_modules/wrangler/bin/wrangler.js");
const STAMP = "migrations.stamp";

/** Where Miniflare keeps D1 inside of a database directory; wrangler's `--persist-to` uses the same place. */
export function d1Directory(directory) {
  return path.join(directory, "v3", "d1");
}

/**
 * Makes `directory` hold a database with all migrations. An empty one is a copy of a migrated template, since
 * tests want many of them; one that is behind gets what it lacks.
 */
export async function prepareDatabase(directory, { fresh = false } = {}) {
  if (fresh) await emptyDatabase(directory);
  const wanted = await migrationsHash();
  const found = await readFile(path.join(directory, STAMP), "utf8").catch(() => null);
  if (found === wanted) return;
  if (existsSync(d1Directory(directory))) {
    await migrate(directory);
    await writeFile(path.join(directory, STAMP), wanted);
    return;
  }
  const template = await migratedTemplate(wanted);
  await mkdir(directory, { recursive: true });
  await cp(template, directory, { recursive: true });
}

/** Applies the numbered migrations with wrangler; `migrationsDirectory` is for tests of a part of them. */
export async function migrate(directory) {
  const command = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", directory];
  try {
    await promisify(execFile)(process.execPath, [wrangler, ...command], { cwd: root, timeout: 120_000, env: wranglerEnvironment() });
  } catch (error) {
    throw new Error(`the migrations in migrations/ do not apply to ${directory}:\n${error.stdout ?? ""}${error.stderr ?? error}`);
  }
}

/** No questions, no statistics. */
export function wranglerEnvironment() {
  return { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" };
}

// Only what is ours: `--db` may name a directory that holds other things too.
async function emptyDatabase(directory) {
  for (const name of ["v3", STAMP, "keys.json", "assets"]) await rm(path.join(directory, name), { recursive: true, force: true });
}

async function migratedTemplate(hash) {
  const templates = path.join(root, ".trailmark", "templates");
  const template = path.join(templates, hash.slice(0, 16));
  if (existsSync(template)) return template;
  await mkdir(templates, { recursive: true });
  const staging = await mkdtemp(path.join(templates, "new-"));
  await mkdir(d1Directory(staging), { recursive: true });
  await migrate(staging);
  await writeFile(path.join(staging, STAMP), hash);
  // Two test files may do this at the same time; whoever comes second finds it done.
  await rename(staging, template).catch(() => rm(staging, { recursive: true, force: true }));
  return template;
}

async function migrationsHash() {
  const directory = path.join(root, "migrations");
  const hash = createHash("sha256");
  for (const name of (await readdir(directory)).filter((name) => name.endsWith(".sql")).sort()) {
    hash.update(name).update("\0").update(await readFile(path.join(directory, name))).update("\0");
  }
  return hash.digest("hex");
}
