// A tracker as a customer's own build would ship it: the parts that a page imports, minified, with lazy parts in files of their own.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * Bundles what `source` exports into `sdk.js` and, where the tracker loads parts later, its chunks.
 *
 * @returns {Promise<Map<string, {body: Buffer, contentType: string}>>} by the path below `./files/`
 */
export async function bundle(source) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: here },
    entryNames: "sdk",
    outdir: here,
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  return new Map(outputFiles.map((file) => [path.relative(here, file.path), { body: Buffer.from(file.contents), contentType: "text/javascript" }]));
}

/** The version that is installed, as its own manifest says. */
export async function version(name) {
  return JSON.parse(await readFile(path.join(here, "node_modules", name, "package.json"), "utf8")).version;
}
