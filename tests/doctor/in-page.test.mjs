// The same checks from within a page, as the debug overlay runs them, in a real browser and with the real Worker.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { startApi } from "../http/api.mjs";
import { launch } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { plainStart, serveBefore, serveSite } from "./site.mjs";

let api, browser, checks;
before(async () => {
  api = await startApi();
  browser = await launch();
  const bundled = await build({ entryPoints: [path.join(root, "pkg/src/checks/index.js")], bundle: true, format: "esm", write: false });
  checks = bundled.outputFiles[0].text;
});
after(async () => {
  await browser?.close();
  await api?.stop();
});

/** What the checks find on a site; `given` is what its tracker was, `prepare` may meddle with the browser, and the page is looked at when it is `ready`. */
async function found(t, { headers, given = {}, html, prepare, ready = () => true } = {}) {
  const site = await serveSite({ html: html ?? plainStart({ endpoint: api.url, key: api.keys.write }), headers, files: { "/checks.js": checks } });
  const context = await browser.newContext();
  t.after(async () => {
    await context.close();
    await site.stop();
  });
  await prepare?.(context);
  const page = await context.newPage();
  await page.goto(site.url);
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(ready);
  const tracker = { endpoint: api.url, writeKey: api.keys.write, ...given };
  const findings = await page.evaluate(async (tracker) => {
    const { judge, lookAround } = await import("/checks.js");
    return judge(await lookAround(tracker));
  }, tracker);
  return { findings, codes: findings.map(({ code }) => code), site };
}

const policy = (script, connect) => ({ "content-security-policy": `script-src 'self' 'unsafe-inline' ${script}; connect-src 'self' ${connect}` });

test("a clean page has no findings", async (t) => {
  assert.deepEqual((await found(t)).findings, []);
  assert.deepEqual((await found(t, { headers: policy("'wasm-unsafe-eval'", api.url) })).findings, []);
});

test("a policy without wasm", async (t) => {
  assert.deepEqual((await found(t, { headers: policy("", api.url) })).codes, ["csp_wasm"]);
});

test("a policy without the endpoint", async (t) => {
  const { codes, findings } = await found(t, { headers: policy("'wasm-unsafe-eval'", "") });
  assert.deepEqual(codes, ["csp_connect"], JSON.stringify(findings));
});

test("a key that is unknown, and one that is for another origin", async (t) => {
  assert.deepEqual((await found(t, { given: { writeKey: `tm_write_${"0".repeat(32)}` } })).codes, ["unknown_key"]);
  const bound = await api.makeKey("write", { origins: ["https://shop.example"] });
  const { findings, codes, site } = await found(t, { given: { writeKey: bound } });
  assert.deepEqual(codes, ["origin_not_allowed"]);
  assert.ok(findings[0].detail.endsWith(`is not for ${site.url}.`));
});

test("an ad blocker", async (t) => {
  const prepare = (context) => context.route("**/api/events/log/batch", (route) => route.abort("blockedbyclient"));
  const { codes, findings } = await found(t, { prepare });
  assert.deepEqual(codes, ["blocked_in_browser"]);
  assert.match(findings[0].detail, /\/api\/events\/log\/batch fails, .*\/api\/health answers/);
});

test("a Worker that is away", async (t) => {
  assert.deepEqual((await found(t, { given: { endpoint: "http://127.0.0.1:9" } })).codes, ["endpoint_unreachable"]);
});

test("two copies", async (t) => {
  const one = plainStart({ endpoint: api.url, key: api.keys.write });
  const html = `${one}<script type="module">import * as other from "/vendor/index.js?2"; other.init({ endpoint: "${api.url}", writeKey: "${api.keys.write}", wasmUrl: "/vendor/other/trailmark_bg.wasm" });
    fetch("/vendor/other/trailmark_bg.wasm");</script>`;
  const ready = () => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/trailmark_bg.wasm")).length >= 2;
  assert.ok((await found(t, { html, ready })).codes.includes("double_install"));
});

test("a clock that is wrong", async (t) => {
  const late = await serveBefore(api.url, ({ path, text, headers }) => {
    const open = { ...headers, "access-control-allow-origin": "*" };
    return path === "/api/health" ? { text: JSON.stringify({ ...JSON.parse(text), server_time: Date.now() - 600_000 }), headers: open } : { headers: open };
  });
  t.after(late.stop);
  const { codes, findings } = await found(t, { given: { endpoint: late.url } });
  assert.deepEqual(codes, ["clock_skew"], JSON.stringify(findings));
  assert.match(findings[0].detail, /10 min ahead/);
});
