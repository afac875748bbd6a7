// A project of its own with the real configuration and a part of the migrations, and wrangler in it.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { root, wranglerEnvironment } from "../support/database.mjs";

const run = promisify(execFile);
export const wrangler = path.join(root, "node_modules/wrangler/bin/wrangler.js");
/** The files of all migrations, in order. */
export const migrations = (await readdir(path.join(root, "migrations"))).filter((name) => name.endsWith(".sql")).sort();

const configuration = await readFile(path.join(root, "wrangler.toml"), "utf8");
export const databaseId = configuration.match(/database_id = "(.*)"/)[1];

/** Makes one, with these migrations ready to be applied. */
export async function newProject(names = []) {
  await mkdir(path.join(root, ".trailmark"), { recursive: true });
  const directory = await mkdtemp(path.join(root, ".trailmark", "migrations-"));
  await mkdir(path.join(directory, "migrations"));
  const database = configuration.slice(configuration.indexOf("[[d1_databases]]")).split(/\n(?=\[)/)[0];
  await writeFile(path.join(directory, "wrangler.toml"), `name = "migrations-test"\ncompatibility_date = "2026-04-01"\n\n${database}\n`);
  const d1 = async (...command) => {
    const { stdout } = await run(process.execPath, [wrangler, "d1", ...command], { cwd: directory, timeout: 120_000, env: wranglerEnvironment() });
    return stdout;
  };
  const take = async (names) => {
    for (const name of names) await cp(path.join(root, "migrations", name), path.join(directory, "migrations", name));
  };
  await take(names);
  return {
    directory,
    d1,
    /** Applies these migrations, too. */
    apply: async (names) => {
      await take(names);
      await d1("migrations", "apply", "DB", "--local");
    },
    sql: async (text) => {
      const [{ results }] = JSON.parse(await d1("execute", "DB", "--local", "--json", "--command", text));
      return results;
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
