// The package in Firefox, where there is one: `$TRAILMARK_FIREFOX`, or `firefox` or `firefox-esr` on PATH.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import react from "@vitejs/plugin-react";
import { build as viteBuild } from "vite";
import { eventually, storedExactly } from "../support/browser.mjs";
import { firefox, launchFirefox } from "../support/firefox.mjs";
import { project, serveFiles, start, starts, TOP, world } from "./world.mjs";

const skip = firefox() ? false : "no Firefox: put one on PATH, or name it in $TRAILMARK_FIREFOX";

describe("in Firefox", () => {
  let browser;

  before(async () => {
    if (!skip) browser = await launchFirefox();
  });

  after(() => browser?.close());

  /** Opens a page and waits until its event is stored, once and by the core. */
  async function storesItsEvent(t, site, type) {
    const { url } = await serveFiles(t, site);
    await browser.goto(`${url}/`);
    await eventually(() => browser.evaluate("return window.trailmark?.ids?.().sessionId ?? null"), Boolean, { within: 60_000 });
    await browser.evaluate(`window.tracked = trailmark.track("${type}"); trailmark.flush()`);
    const [row] = await storedExactly(world.server, type, 1);
    assert.equal(row.event_id, await browser.evaluate("return window.tracked"));
    assert.ok(row.session_id && row.visitor_id);
    assert.match(row.device_browser, /^Firefox/);
    t.diagnostic(`Firefox ${browser.version}`);
  }

  test("a plain page imports the entry", { skip }, async (t) => {
    const module = `import * as trailmark from "/node_modules/trailmark/dist/index.js";
      trailmark.init({ endpoint: ${JSON.stringify(world.server.url)}, writeKey: ${JSON.stringify(world.server.keys.write)} });
      window.trailmark = trailmark;`;
    await storesItsEvent(t, await project("firefox-plain", { "index.html": `${TOP}<title>Plain</title><script type="module">${module}</script>` }), "firefox_plain");
  });

  test("a script tag of the Worker's", { skip }, async (t) => {
    await storesItsEvent(t, await project("firefox-tag", { "index.html": `${TOP}<title>Tagged</title>${start("Script tag", "html")}` }), "firefox_tag");
  });

  test("a React app that Vite has built", { skip }, async (t) => {
    const main = `${starts("React", "tsx")[0]}\nimport * as trailmark from "trailmark";\nwindow.trailmark = trailmark;\n`;
    const html = `${TOP}<title>App</title><div id="root"></div><script type="module" src="/main.tsx"></script>`;
    const site = await project("firefox-react", { "index.html": html, "main.tsx": main }, ["react", "react-dom"]);
    await viteBuild({ root: site, configFile: false, logLevel: "silent", plugins: [react()] });
    await storesItsEvent(t, path.join(site, "dist"), "firefox_react");
    await browser.evaluate("document.querySelector('button').click(); trailmark.flush()");
    await storedExactly(world.server, "settings_saved", 1);
  });
});
