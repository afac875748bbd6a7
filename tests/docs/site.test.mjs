// The documentation as it is served: every link leads somewhere, every page reads without a script, and nobody is shut out.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { pages } from "../../www/docs-site/pages.mjs";
import { eventually, launch } from "../support/browser.mjs";
import { serve } from "../support/serve.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const addresses = pages.map(({ slug }) => (slug ? `/docs/${slug}/` : "/docs/"));

let server, browser;

before(async () => {
  server = await serve({ onLog: () => {}, rateLimits: false });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A page of HTML: its ids and the links of it, as they stand. */
async function read(address) {
  const response = await fetch(server.url + address);
  assert.equal(response.status, 200, address);
  const html = await response.text();
  return { html, ids: new Set(Array.from(html.matchAll(/\sid="([^"]+)"/g), ([, id]) => id)), links: Array.from(html.matchAll(/<a [^>]*href="([^"]*)"/g), ([, href]) => href) };
}

test("every link of every page leads to a page and a heading that there are", async (t) => {
  const known = new Map();
  const page = (address) => known.get(address) ?? known.set(address, read(address)).get(address);
  const broken = [];
  let links = 0;
  for (const address of addresses) {
    for (const href of new Set((await page(address)).links)) {
      const target = new URL(href.replaceAll("&#38;", "&"), server.url + address);
      if (target.origin !== new URL(server.url).origin) continue;
      links += 1;
      if (!addresses.includes(target.pathname)) {
        const { status } = await fetch(server.url + target.pathname);
        if (status !== 200) broken.push(`${address}: ${href} is answered ${status}`);
      } else if (target.hash && !(await page(target.pathname)).ids.has(decodeURIComponent(target.hash.slice(1)))) {
        broken.push(`${address}: ${href} leads to no heading`);
      }
    }
  }
  assert.deepEqual(broken, []);
  t.diagnostic(`${links} links`);
});

test("no page has the same id twice, a script or a style of its own, or Markdown left in it", async () => {
  for (const address of addresses) {
    const { html } = await read(address);
    const ids = Array.from(html.matchAll(/\sid="([^"]+)"/g), ([, id]) => id);
    assert.deepEqual(ids.filter((id, number) => ids.indexOf(id) !== number), [], address);
    assert.doesNotMatch(html, /<script(?! src=)|<style|<[^>]*\sstyle=|<[^>]*\son[a-z]+=/i, address);
    assert.doesNotMatch(html, /&#60;!-- |\(in the repository: <code>[^<]*(?:^|\/)docs\//, address);
  }
});

test("what the text of a page names in the repository is there", async () => {
  for (const address of addresses) {
    const { html } = await read(address);
    for (const [, file] of html.matchAll(/\(in the repository: <code>([^<]+)<\/code>\)/g)) {
      await assert.doesNotReject(import("node:fs/promises").then(({ stat }) => stat(new URL(`../../${file}`, import.meta.url))), `${address} names ${file}`);
    }
  }
});

for (const [name, options] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "a phone": { colorScheme: "light", viewport: { width: 390, height: 844 } },
})) {
  test(`no page shuts anybody out: ${name}`, async (t) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true, ...options });
    t.after(() => context.close());
    await context.addInitScript({ path: AXE });
    const page = await context.newPage();
    const found = [];
    for (const address of addresses) {
      await page.goto(server.url + address);
      const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      for (const { id, impact, nodes } of violations.filter(({ impact }) => ["serious", "critical"].includes(impact))) {
        found.push(`${address}: ${id} (${impact}), ${nodes.length} times: ${nodes[0].html.slice(0, 160)}`);
      }
      const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      if (wide > room) found.push(`${address}: ${wide} px wide on a screen of ${room}`);
    }
    assert.deepEqual(found, []);
  });
}

test("pages read without a script: text, all pages, contents, colours of code", async (t) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`${server.url}/docs/concepts/`);
  await page.getByRole("heading", { level: 1, name: "Concepts" }).waitFor();
  assert.equal(await page.getByRole("searchbox").isVisible(), false);
  await page.getByText("All pages").click();
  await page.locator(".pages-menu").getByRole("link", { name: "Start in five minutes" }).click();
  await page.waitForURL("**/docs/start/");
  await page.getByText("On this page").first().click();
  await page.locator(".contents-menu").getByRole("link", { name: "Plain HTML" }).click();
  await page.waitForURL("**/#plain-html");
  assert.notEqual(await page.locator(".hljs-keyword").first().evaluate((word) => getComputedStyle(word).color), await page.locator("pre").first().evaluate((block) => getComputedStyle(block).color));
});

test("with a script: a search that is fetched when it is wanted, a theme that stays, code that can be copied", async (t) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light", permissions: ["clipboard-read", "clipboard-write"] });
  t.after(() => context.close());
  const page = await context.newPage();
  const asked = [];
  const told = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  page.on("console", (message) => told.push(message.text()));
  page.on("pageerror", (error) => told.push(String(error)));
  await page.goto(`${server.url}/docs/start/`);
  const field = page.getByRole("searchbox");
  await field.waitFor();
  assert.ok(!asked.includes("/docs/search.json"));
  await field.fill("causality");
  const first = page.getByTestId("found").getByRole("link").first();
  await first.waitFor();
  assert.ok(asked.includes("/docs/search.json"));
  assert.match(await first.textContent(), /^Causality/);
  await field.press("Enter");
  await page.waitForURL("**/docs/concepts/#causality");
  await field.fill("zzzz qqqq");
  await page.getByText("Nothing has all these words.").waitFor();
  await field.press("Escape");
  assert.equal(await page.getByTestId("found").isVisible(), false);

  await page.getByTestId("theme-toggle").click();
  await page.goto(`${server.url}/docs/start/`);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");

  await page.locator(".code").first().hover();
  await page.getByRole("button", { name: "Copy this code" }).first().click();
  await eventually(() => page.locator(".copy").first().textContent(), (text) => text === "Copied");
  assert.equal(await page.locator(".code pre").first().innerText(), "cargo xtask dev");
  assert.deepEqual(told, []);
});

test("the search index is small enough to be fetched on the way", async () => {
  const { brotliCompressSync } = await import("node:zlib");
  const bytes = brotliCompressSync(await readFile(new URL("../../www/dist/docs/search.json", import.meta.url))).length;
  assert.ok(bytes < 130_000, `${bytes} bytes`);
});
