// The debug overlay's tab Installation, in the pages of sites that have a fault or none.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApi } from "../http/api.mjs";
import { eventually, launch } from "../support/browser.mjs";
import { plainStart, serveSite } from "./site.mjs";

let api, browser;
before(async () => {
  api = await startApi();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await api?.stop();
});

/** Opens a site with the overlay, and its tab; gives the codes that it comes to show, and the page. */
async function installation(t, { key = api.keys.write, headers } = {}) {
  const site = await serveSite({ html: plainStart({ endpoint: api.url, key }), headers });
  const context = await browser.newContext();
  t.after(async () => {
    await context.close();
    await site.stop();
  });
  // The overlay's tree is closed: the test keeps it when it is made.
  await context.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
      return (window.overlay = attach.call(this, options));
    };
  });
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${site.url}/?trailmark_debug`);
  await page.waitForFunction(() => window.overlay?.querySelector("[role=tab]"));
  assert.ok(!asked.includes("/vendor/auto/checks.js"), "the checks are loaded when they are wanted");
  await page.evaluate(() => [...overlay.querySelectorAll("[role=tab]")].find((tab) => tab.textContent === "Installation").click());
  const shown = () => page.evaluate(() => [overlay.querySelector("[role=status]").textContent, [...overlay.querySelectorAll("[data-code]")].map(({ dataset }) => dataset.code)]);
  const [text, codes] = await eventually(shown, ([text]) => text !== "" && !text.startsWith("Looking"));
  return { text, codes, page, asked };
}

test("nothing is wrong, and that is said", async (t) => {
  const { text, codes } = await installation(t);
  assert.deepEqual(codes, [], text);
  assert.match(text, /^Nothing is wrong/);
});

test("a key that is for another origin, with what to do", async (t) => {
  const { codes, text } = await installation(t, { key: await api.makeKey("write", { origins: ["https://shop.example"] }) });
  assert.deepEqual(codes, ["origin_not_allowed"], text);
  assert.match(text, /To do: Add the origin to the key/);
});

test("a policy under which the core cannot run: the overlay runs, and says so", async (t) => {
  const { codes } = await installation(t, { headers: { "content-security-policy": `script-src 'self' 'unsafe-inline'; connect-src 'self' ${api.url}` } });
  assert.deepEqual(codes, ["csp_wasm"]);
});

test("what is mended meanwhile is seen when it looks again", async (t) => {
  const { codes, page } = await installation(t, { key: `tm_write_${"0".repeat(32)}` });
  assert.deepEqual(codes, ["unknown_key"]);
  await page.route("**/api/config?*", (route) => route.fulfill({ json: { version: 0, updated_at: null, config: {} }, headers: { "access-control-allow-origin": "*" } }));
  await page.evaluate(() => [...overlay.querySelectorAll("button")].find((button) => button.textContent === "Look again").click());
  await eventually(() => page.evaluate(() => overlay.querySelector("[role=status]").textContent), (text) => text.startsWith("Nothing is wrong"));
});
