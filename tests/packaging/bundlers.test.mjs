// The package in the output of bundlers, each with the start that pkg/README.md has for it.
import assert from "node:assert/strict";
import { cp, readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { build as bundle } from "esbuild";
import { build as viteBuild, createServer as viteServer } from "vite";
import { root } from "../support/database.mjs";
import { run } from "./project.mjs";
import { observed, project, serveFiles, start, storesItsEvent, TOP } from "./world.mjs";

const WASM = "node_modules/trailmark/dist/wasm/trailmark_bg.wasm";
const html = (script) => `${TOP}<title>Bundled</title><script type="module" src="${script}"></script>`;

test("esbuild, split, with the README's build script", async (t) => {
  const site = await project("esbuild", { "index.html": html("/dist/main.js"), "src/main.js": observed(start("esbuild", "js"), "from_esbuild"), "build.mjs": start("esbuild", "mjs") }, ["esbuild"]);
  await run(process.execPath, ["build.mjs"], { cwd: site });
  const { url, asked } = await serveFiles(t, site);
  await storesItsEvent(t, `${url}/`, "from_esbuild");
  assert.ok(asked.some((name) => /^\/dist\/trailmark_bg-\w+\.wasm$/.test(name)), asked.join(" "));
});

test("esbuild, split, with the wasm file copied beside the chunks and no option", async (t) => {
  const module = withoutWasmUrl(start("esbuild", "js"));
  const site = await project("esbuild-copied", { "index.html": html("/dist/main.js"), "src/main.js": observed(module, "from_esbuild_copied") });
  await bundle({ absWorkingDir: site, entryPoints: ["src/main.js"], bundle: true, splitting: true, format: "esm", outdir: "dist", minify: true, logLevel: "silent" });
  await cp(path.join(site, WASM), path.join(site, "dist/trailmark_bg.wasm"));
  await storesItsEvent(t, `${(await serveFiles(t, site)).url}/`, "from_esbuild_copied");
});

test("esbuild, one classic script, told where the wasm is", async (t) => {
  const module = start("esbuild", "js").replace(/^import wasm .*\n/m, "").replace(/wasmUrl: .*,/, `wasmUrl: "/${WASM}",`);
  const site = await project("esbuild-classic", { "index.html": `${TOP}<title>Classic</title><script src="/dist/main.js"></script>`, "src/main.js": observed(module, "from_classic") });
  await bundle({ absWorkingDir: site, entryPoints: ["src/main.js"], bundle: true, format: "iife", outdir: "dist", logLevel: "silent" });
  await storesItsEvent(t, `${(await serveFiles(t, site)).url}/`, "from_classic");
});

test("Vite, built, without any setting", async (t) => {
  const site = await project("vite", { "index.html": html("/src/main.js"), "src/main.js": observed(start("Vite", "js"), "from_vite") });
  await viteBuild({ root: site, configFile: false, logLevel: "silent" });
  const assets = await readdir(path.join(site, "dist/assets"));
  assert.equal(assets.filter((name) => name.endsWith(".wasm")).length, 1, assets.join(" "));
  await storesItsEvent(t, `${(await serveFiles(t, path.join(site, "dist"))).url}/`, "from_vite");
});

test("Vite, built for a folder below the site's root", async (t) => {
  const site = await project("vite-below", { "index.html": html("/src/main.js"), "src/main.js": observed(start("Vite", "js"), "from_vite_below") });
  await viteBuild({ root: site, configFile: false, logLevel: "silent", base: "/app/", build: { outDir: "out/app" } });
  await storesItsEvent(t, `${(await serveFiles(t, path.join(site, "out"))).url}/app/`, "from_vite_below");
});

test("Vite's development server, without any setting", async (t) => {
  const site = await project("vite-dev", { "index.html": html("/src/main.js"), "src/main.js": observed(start("Vite", "js"), "from_vite_dev") });
  const vite = await viteServer({ root: site, configFile: false, logLevel: "silent", server: { port: 0, host: "127.0.0.1", hmr: false } });
  t.after(() => vite.close());
  await vite.listen();
  await storesItsEvent(t, `http://127.0.0.1:${vite.httpServer.address().port}/`, "from_vite_dev");
});

test("webpack, built, without any setting", async (t) => {
  const config = `export default { mode: "production", entry: "./src/main.js", output: { publicPath: "auto" }, devtool: false };`;
  const page = `${TOP}<title>Bundled</title><script src="main.js"></script>`;
  const site = await project("webpack", { "dist/app/index.html": page, "src/main.js": observed(start("webpack", "js"), "from_webpack"), "webpack.config.mjs": config });
  await run(process.execPath, ["-e", WEBPACK, path.join(root, "node_modules/webpack/lib/index.js"), "dist/app"], { cwd: site });
  const { url, asked } = await serveFiles(t, path.join(site, "dist"));
  await storesItsEvent(t, `${url}/app/`, "from_webpack");
  assert.ok(asked.some((name) => /^\/app\/\w+\.wasm$/.test(name)), asked.join(" "));
});

/** webpack's command is a package of its own; this is what it does. */
const WEBPACK = `
const webpack = require(process.argv[1]);
import(require("path").resolve("webpack.config.mjs")).then(({ default: config }) =>
  webpack({ ...config, output: { ...config.output, path: require("path").resolve(process.argv[2]) } }, (error, stats) => {
    if (!error && !stats.hasErrors() && !stats.hasWarnings()) return;
    console.error(error ?? stats.toString());
    process.exit(1);
  }));`;

function withoutWasmUrl(module) {
  return module.replace(/^import wasm .*\n/m, "").replace(/^\s*wasmUrl: .*\n/m, "");
}
