// The pure modules of the dashboard's source, for tests without a browser: `const { flowOf } = await source("pages/paths/flow.ts")`.
import { build } from "esbuild";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../support/database.mjs";

/** Imports a module below `www/src/dashboard`, bundled with all that it imports. */
export async function source(file) {
  const directory = await mkdtemp(path.join(os.tmpdir(), "trailmark-source-"));
  const outfile = path.join(directory, `${path.basename(file, path.extname(file))}.mjs`);
  try {
    const entry = path.join(root, "www/src/dashboard", file);
    await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", platform: "neutral", mainFields: ["module", "main"] });
    return await import(pathToFileURL(outfile));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
