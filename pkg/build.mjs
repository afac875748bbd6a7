// Builds what the package ships beside the wasm: the entry, minified, and its types. `cargo xtask build --tracker` makes dist/wasm first.
import { build } from "esbuild";
import { copyFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

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
await copyFile(here("src/index.d.ts"), here("dist/index.d.ts"));
