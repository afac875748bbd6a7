// Builds what the package ships beside the wasm: the entry, minified, what programs import, types, and the command.
// `cargo xtask build --tracker` makes dist/wasm and the command's wasm first.
import { build } from "esbuild";
import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
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
// The bindings import the entry as it is, so that everybody has the same tracker. esbuild keeps the directive "use client".
await build({
  entryPoints: [here("src/react.js"), here("src/vue.js")],
  outdir: here("dist"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  external: ["./index.js", "react", "vue"],
  logLevel: "warning",
});
await autocapture();
await scriptTag();
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
const types = ["index.d.ts", "event-types.d.ts", "react.d.ts", "vue.d.ts", "server.d.ts", "query.d.ts", "query-api.d.ts", "wasm.d.ts"];
for (const file of types) await copyFile(here(`src/${file}`), here(`dist/${file}`));

/** The pieces of autocapture, each a file that is loaded when it is on. What several need stays a file of its own too, and what the overlay loads later. */
async function autocapture() {
  const shared = ["views.js", "checks.js"];
  const { version } = JSON.parse(await readFile(here("package.json"), "utf8"));
  const pieces = (await readFile(here("src/auto/index.js"), "utf8")).matchAll(/import\("\.\/(.+?)"\)/g);
  const files = ["index.js", ...shared, ...Array.from(pieces, ([, file]) => file)];
  await rm(here("dist/auto"), { recursive: true, force: true });
  await build({
    entryPoints: files.map((file) => here(`src/auto/${file}`)),
    outdir: here("dist/auto"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    external: files.map((file) => `./${file}`),
    define: { VERSION: JSON.stringify(version) },
    logLevel: "warning",
  });
  for (const file of files) {
    const built = here(`dist/auto/${file}`);
    const { code } = await minify(await readFile(built, "utf8"), { module: true, compress: { passes: 3, ecma: 2020 } });
    await writeFile(built, code);
  }
  // What its licence asks of who passes it on.
  await copyFile(here("../node_modules/web-vitals/LICENSE"), here("dist/auto/vitals.LICENSE.txt"));
}

/**
 * What the Worker serves for script tags: `start.js`, a classic script with the entry in it, and beside it, under the hashes of their
 * contents, all that it loads. No name says what it is for: lists of filters go by names.
 */
async function scriptTag() {
  const outdir = here("dist/script");
  await rm(outdir, { recursive: true, force: true });
  const parts = { outdir, entryNames: "parts/[hash]", chunkNames: "parts/[hash]", assetNames: "parts/[hash]", absWorkingDir: here("."), metafile: true };
  const glue = await build({ ...parts, entryPoints: ["dist/wasm/trailmark.js"], bundle: true, splitting: true, minify: true, format: "esm", target: "es2020", logLevel: "warning" });
  // esbuild has written anew what terser had made smaller.
  for (const name of Object.keys(glue.metafile.outputs)) {
    const { code } = await minify(await readFile(here(name), "utf8"), { module: true, compress: { passes: 3, ecma: 2020 } });
    await writeFile(here(name), code);
  }
  const wasm = await build({ ...parts, entryPoints: ["dist/wasm/trailmark_bg.wasm"], loader: { ".wasm": "copy" } });
  await copyFile(here("dist/auto/vitals.LICENSE.txt"), path.join(outdir, "parts/LICENSE.txt"));
  // What the glue loads later is an entry point of its own to esbuild.
  const named = ({ metafile: { outputs } }) => path.relative(outdir, here(Object.keys(outputs).find((name) => /^dist\/wasm\//.test(outputs[name].entryPoint))));
  const { outputFiles } = await build({
    entryPoints: [here("src/script/index.js")],
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    define: { GLUE: JSON.stringify(named(glue)), WASM: JSON.stringify(named(wasm)) },
    plugins: [{ name: "glue", setup: ({ onLoad }) => onLoad({ filter: /src[\\/]index\.js$/ }, loadsBesideTheScript) }],
    logLevel: "warning",
  });
  const { code } = await minify(outputFiles[0].text, { compress: { passes: 3, ecma: 2020 } });
  await writeFile(path.join(outdir, "start.js"), code);
}

/** The entry, as it is but for where it finds its glue: to a script of another origin, relative addresses mean nothing. */
async function loadsBesideTheScript({ path: file }) {
  const [before, after, ...more] = (await readFile(file, "utf8")).split('import("./wasm/trailmark.js")');
  if (after === undefined || more[0]) throw new Error(`${file} does not load its glue in one place`);
  return { contents: `import { glue } from "./script/place.js";\n${before}import(glue)${after}` };
}
