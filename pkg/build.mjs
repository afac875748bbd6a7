// Builds what the package ships beside the wasm: the entry, minified, what programs import, types, and the command.
// `cargo xtask build --tracker` makes dist/wasm and the command's wasm first.
import { build } from "esbuild";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { minify } from "terser";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  entryPoints: [here("src/index.js")],
  outfile: here("dist/index.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  // The core is loaded when the page is idle enough to want it, so it stays a file of its own.
  external: ["./wasm/trailmark.js"],
  logLevel: "warning",
});
// What esbuild leaves of it terser makes smaller.
const entry = here("dist/index.js");
const { code } = await minify(await readFile(entry, "utf8"), { module: true, compress: { passes: 3, ecma: 2020 } });
await writeFile(entry, code);
// Programs are not sent over the wire, and stack traces are read: not minified.
await build({
  entryPoints: [here("src/server/index.js")],
  outfile: here("dist/server.js"),
  bundle: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  logLevel: "warning",
});
// Pages that ask have this too.
await build({
  entryPoints: [here("src/query/index.js")],
  outfile: here("dist/query.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  logLevel: "warning",
});
// One file that needs no other: the wasm is a text in it.
await build({
  entryPoints: [here("src/command/trailmark.js")],
  outfile: here("bin/trailmark.js"),
  bundle: true,
  format: "esm",
  target: "node20",
  platform: "node",
  loader: { ".wasm": "dataurl" },
  // The loader's own address of a wasm file, which is never asked for.
  define: { "import.meta.url": '"file:///"' },
  logLevel: "warning",
});
for (const types of ["index.d.ts", "event-types.d.ts", "server.d.ts", "query.d.ts", "query-api.d.ts"]) await copyFile(here(`src/${types}`), here(`dist/${types}`));
