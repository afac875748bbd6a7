// Autocapture in the output of bundlers, in plain pages and by the script tag: its pieces, which nothing loads but the core's glue, are found.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { build as viteBuild, createServer as viteServer } from "vite";
import { eventually, storedExactly } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { run } from "./project.mjs";
import { coreRuns, observed, open, project, serveFiles, start, storesItsEvent, TOP, world } from "./world.mjs";

const html = (script) => `${TOP}<title>Bundled</title><script type="module" src="${script}"></script>`;
/** Makes a page leave its view to autocapture. */
const autocapturing = (module) => module.replace(/^ *trackPageView\(\);$/m, "").replace("init({", `init({ autocapture: ["pageViews"],`);

test("esbuild, split", async (t) => {
  const module = observed(autocapturing(start("esbuild", "js")), "auto_esbuild");
  const site = await project("auto-esbuild", { "index.html": html("/dist/main.js"), "src/main.js": module, "build.mjs": start("esbuild", "mjs") }, ["esbuild"]);
  await run(process.execPath, ["build.mjs"], { cwd: site });
  await storesItsEvent(t, `${(await serveFiles(t, site)).url}/`, "auto_esbuild");
});

test("Vite, built", async (t) => {
  const site = await project("auto-vite", { "index.html": html("/src/main.js"), "src/main.js": observed(autocapturing(start("Vite", "js")), "auto_vite") });
  await viteBuild({ root: site, configFile: false, logLevel: "silent" });
  await storesItsEvent(t, `${(await serveFiles(t, path.join(site, "dist"))).url}/`, "auto_vite");
});

test("Vite's development server", async (t) => {
  const site = await project("auto-vite-dev", { "index.html": html("/src/main.js"), "src/main.js": observed(autocapturing(start("Vite", "js")), "auto_vite_dev") });
  const vite = await viteServer({ root: site, configFile: false, logLevel: "silent", server: { port: 0, host: "127.0.0.1", hmr: false } });
  t.after(() => vite.close());
  await vite.listen();
  await storesItsEvent(t, `http://127.0.0.1:${vite.httpServer.address().port}/`, "auto_vite_dev");
});

test("webpack", async (t) => {
  const page = `${TOP}<title>Bundled</title><script src="main.js"></script>`;
  const site = await project("auto-webpack", { "dist/app/index.html": page, "src/main.js": observed(autocapturing(start("webpack", "js")), "auto_webpack") });
  const built = `const config = { mode: "production", entry: "./src/main.js", devtool: false, output: { publicPath: "auto", path: process.cwd() + "/dist/app" } };
    require(process.argv[1])(config, (error, stats) => { if (error || stats.hasErrors()) throw error ?? new Error(stats.toString()); });`;
  await run(process.execPath, ["-e", built, path.join(root, "node_modules/webpack/lib/index.js")], { cwd: site });
  await storesItsEvent(t, `${(await serveFiles(t, path.join(site, "dist"))).url}/app/`, "auto_webpack");
});

test("the files copied, one script", async (t) => {
  const page = autocapturing(start("Plain HTML", "html")).replace("</script>", `window.tracked = track("auto_html");</script><script type="module">window.trailmark = await import("/trailmark/index.js")</script>`);
  const site = await project("auto-copied", { "index.html": `${TOP}<title>Copied</title>${page}` });
  await cp(path.join(site, "node_modules/trailmark/dist"), path.join(site, "trailmark"), { recursive: true });
  await storesItsEvent(t, `${(await serveFiles(t, site)).url}/`, "auto_html");
});

test("the script tag, from the Worker's origin into another's page", async (t) => {
  const { server } = world;
  const page = `${TOP}<title>Tagged</title><script src="${server.url}/kit/start.js" data-key="${server.keys.write}" data-autocapture="page-views" async></script>`;
  const site = await project("auto-tag", { "index.html": page });
  const { url } = await serveFiles(t, site);
  const shown = await open(t, `${url}/index.html`);
  await shown.waitForFunction(() => window.trailmark?.ids);
  await coreRuns(shown);
  const views = () => server.d1.prepare("SELECT event_id FROM events WHERE type = 'page_view' AND page_path = '/index.html'").all();
  await shown.evaluate(() => trailmark.track("auto_tag", { immediate: true }));
  await storedExactly(server, "auto_tag", 1);
  await eventually(async () => (await views()).results.length, (count) => count === 1);
  assert.deepEqual(shown.said, []);
});
