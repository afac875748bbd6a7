// Pages without a bundler: the files of the package as they are, with and without a policy that forbids WebAssembly.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { storedExactly } from "../support/browser.mjs";
import { open, project, serveFiles, start, storesItsEvent, TOP, world } from "./world.mjs";

test("imports the entry straight from node_modules", async (t) => {
  const module = `import * as trailmark from "/node_modules/trailmark/dist/index.js";
    trailmark.init({ endpoint: ${JSON.stringify(world.server.url)}, writeKey: ${JSON.stringify(world.server.keys.write)} });
    trailmark.trackPageView();
    window.tracked = trailmark.track("from_node_modules");
    window.trailmark = trailmark;`;
  const site = await project("plain", { "index.html": `${TOP}<title>Plain</title><script type="module">${module}</script>` });
  const { url, asked } = await serveFiles(t, site);
  await storesItsEvent(t, `${url}/`, "from_node_modules");
  const loaded = asked.filter((name) => name.startsWith("/node_modules"));
  assert.deepEqual(loaded, ["index.js", "wasm/trailmark.js", "wasm/trailmark_bg.wasm"].map((name) => `/node_modules/trailmark/dist/${name}`));
});

test("as the README says: the files copied, one script", async (t) => {
  const html = start("Plain HTML", "html").replace("</script>", `window.tracked = track("from_html");</script><script type="module">window.trailmark = await import("/trailmark/index.js")</script>`);
  const site = await project("copied", { "index.html": `${TOP}<title>Copied</title>${html}` });
  await cp(path.join(site, "node_modules/trailmark/dist"), path.join(site, "trailmark"), { recursive: true });
  await storesItsEvent(t, `${(await serveFiles(t, site)).url}/`, "from_html");
});

test("a server that does not know the type of wasm", async (t) => {
  const html = start("Plain HTML", "html").replace("</script>", `window.tracked = track("from_untyped");</script><script type="module">window.trailmark = await import("/trailmark/index.js")</script>`);
  const site = await project("untyped", { "index.html": `${TOP}<title>Untyped</title>${html}` });
  await cp(path.join(site, "node_modules/trailmark/dist"), path.join(site, "trailmark"), { recursive: true });
  const { url } = await serveFiles(t, site, { types: { ".html": "text/html", ".js": "text/javascript" } });
  await storesItsEvent(t, `${url}/`, "from_untyped");
});

for (const [policy, core] of [["script-src 'self' 'wasm-unsafe-eval'", true], ["script-src 'self'", false]]) {
  test(`under the policy ${policy} the event is stored ${core ? "by the core" : "by the entry alone"}`, async (t) => {
    const type = core ? "policy_core" : "policy_entry";
    const module = `import * as trailmark from "/node_modules/trailmark/dist/index.js";
      trailmark.init({ endpoint: ${JSON.stringify(world.server.url)}, writeKey: ${JSON.stringify(world.server.keys.write)} });
      trailmark.track("${type}");
      trailmark.flush();`;
    const head = `${TOP}<meta http-equiv="content-security-policy" content="${policy}; connect-src 'self' ${world.server.url}">`;
    const site = await project(type, { "main.js": module, "index.html": `${head}<title>Policy</title><script type="module" src="/main.js"></script>` });
    const { url } = await serveFiles(t, site);
    const context = await world.browser.newContext();
    t.after(() => context.close());
    await (await context.newPage()).goto(`${url}/`);
    const [row] = await storedExactly(world.server, type, 1);
    assert.equal(row.session_id !== null, core);
  });
}
