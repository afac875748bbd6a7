// Runs schemathesis, which makes requests of the document of the API, right and wrong ones, against a Worker with a little of everything in its database.
//
//   node tests/contract/schemathesis/run.mjs <schemathesis> [more arguments]
import { spawn } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startWorld } from "../world.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const [program, ...more] = process.argv.slice(2);
const world = await startWorld();
const directory = await mkdtemp(path.join(tmpdir(), "trailmark-schemathesis-"));
await world.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
// What it remembers of a run lies where it runs.
await copyFile(path.join(here, "hooks.py"), path.join(directory, "hooks.py"));
const document = path.join(directory, "openapi.json");
await writeFile(document, JSON.stringify(withoutLongLists(await (await fetch(`${world.url}/api/openapi.json`)).json())));

const child = spawn(program, ["--config-file", path.join(here, "schemathesis.toml"), "run", document, ...more], {
  cwd: directory,
  env: {
    ...process.env,
    TRAILMARK_URL: world.url,
    TRAILMARK_ADMIN_KEY: world.keys.admin,
    TRAILMARK_SERVER_KEY: world.keys.server,
    TRAILMARK_OTHER_ADMIN_KEY: await world.makeKey("admin", { project: 2 }),
    PYTHONDONTWRITEBYTECODE: "1",
  },
  stdio: ["ignore", "inherit", "inherit"],
});
const code = await new Promise((resolve) => child.once("close", resolve));
await rm(directory, { recursive: true });
await world.stop();
process.exit(code ?? 1);

/** Fifty texts of two thousand characters are each allowed, and together longer than an address: the limits of lists are tested elsewhere. */
function withoutLongLists(api) {
  for (const { schema, in: place } of Object.values(api.components.parameters)) {
    if (place !== "query" || schema.type !== "array") continue;
    if (schema.maxItems === 50) delete schema.maxItems;
    delete schema.items?.maxLength;
  }
  return api;
}
