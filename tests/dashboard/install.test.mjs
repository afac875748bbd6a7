// The page Install: from nothing to the first event, by its own snippet.
import assert from "node:assert/strict";
import http from "node:http";
import { after, before, describe, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { startWorld } from "./world.mjs";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const INSTALL = "/dashboard/install/";

/** A site of one page on an origin of its own. */
async function serve(t, html) {
  const server = http.createServer((_, response) => response.setHeader("content-type", "text/html").end(`<!doctype html><title>Shop</title>${html()}`));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

describe("the snippet", () => {
  test("has this Worker's address for every way, and the address of the page keeps the way", async (t) => {
    const page = await world.open(t, INSTALL);
    for (const way of ["html", "npm", "react", "vue", "server"]) {
      await page.getByTestId(`install-for-${way}`).click();
      const text = await page.getByTestId("install-snippet").innerText();
      assert.ok(text.includes(world.url), text);
      assert.match(text, way === "server" ? /tm_server_YOUR_KEY/ : /tm_write_YOUR_KEY/);
      assert.equal(new URL(page.url()).searchParams.get("for"), way === "html" ? null : way);
    }
    const other = await page.context().newPage();
    await other.goto(page.url());
    await world.settled(other);
    assert.equal(await other.getByTestId("install-for-server").getAttribute("aria-selected"), "true");
  });

  test("works as it stands there: a key for the site, the site opened, and the first event is told", async (t) => {
    let html = "";
    const site = await serve(t, () => html);
    const page = await world.open(t, INSTALL, { empty: true });
    assert.equal(await world.value(page, "install-status"), "waiting");
    await page.getByTestId("install-site").fill(site);
    await page.getByTestId("install-make").click();
    await page.getByTestId("install-made").waitFor();
    html = await page.getByTestId("install-snippet").innerText();
    assert.match(html, /data-key="tm_write_[0-9A-Za-z]{32}"/);
    assert.ok(!page.url().includes("tm_write"), "the key is in no address");

    const { items } = await world.ask("/api/keys", {}, { key: world.empty.admin });
    assert.deepEqual(items.filter(({ origins }) => origins).map(({ origins }) => origins), [[site]]);

    const visitor = await world.browser.newContext();
    t.after(() => visitor.close());
    const shop = await visitor.newPage();
    await shop.goto(`${site}/first`);
    await eventually(() => world.value(page, "install-status"), (state) => state === "arrived");
    assert.match(await world.text(page, "install-status"), /It works\.\s+page_view has arrived/);
    const [event] = (await world.ask("/api/events", { range: "all" }, { key: world.empty.admin })).items;
    assert.deepEqual([event.type, event.page.path], ["page_view", "/first"]);
  });

  test("a program's key is one of a program", async (t) => {
    const page = await world.open(t, `${INSTALL}?for=server`, { empty: true });
    await page.getByTestId("install-make").click();
    await page.getByTestId("install-made").waitFor();
    const text = await page.getByTestId("install-snippet").innerText();
    const [key] = /tm_server_[0-9A-Za-z]{32}/.exec(text);
    const body = JSON.stringify({ type: "digest_generated", actor: { type: "scheduler" } });
    const answer = await fetch(`${world.url}/api/events/log`, { method: "POST", headers: { authorization: `Bearer ${key}` }, body });
    assert.equal(answer.status, 200, await answer.text());
  });

  test("a read key makes none, and is told what would", async (t) => {
    const page = await world.open(t, INSTALL, { as: "read" });
    await page.getByTestId("needs-admin").waitFor();
    assert.equal(await page.getByTestId("install-make").count(), 0);
  });

  test("a refusal of the key is shown", async (t) => {
    const before = (context) =>
      context.route("**/api/keys", (route) => route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify({ status: 422, code: "invalid_key", title: "The key cannot be made", detail: "For a test.", field: "origins" }) }));
    const page = await world.open(t, INSTALL, { before, expected: /422/ });
    await page.getByTestId("install-make").click();
    assert.equal(await world.text(page, "error-code"), "invalid_key");
  });
});

describe("what arrives", () => {
  test("figures are the API's", async (t) => {
    const page = await world.open(t, INSTALL);
    const delivery = await world.ask("/api/analytics/delivery", { range: "24h" });
    const rejected = await world.ask("/api/rejected", { range: "24h" });
    assert.equal(await world.value(page, "install-stored"), delivery.stored);
    assert.equal(await world.value(page, "install-capture"), delivery.capture_rate);
    assert.equal(await world.value(page, "install-dropped"), delivery.dropped.total);
    assert.equal(await world.value(page, "install-refused"), rejected.total);
    const live = await world.ask("/api/analytics/live", { bots: "include" });
    await eventually(() => world.value(page, "install-now"), (value) => value === live.now.people);
    const newest = await world.ask("/api/events", { range: "all", limit: 6 });
    const shown = await page.locator("[data-testid=install-events-row] [data-testid=when]").evaluateAll((cells) => cells.map(({ dataset }) => Number(dataset.value)));
    assert.deepEqual(shown, newest.items.map(({ occurred_at }) => occurred_at));
    assert.equal(await world.value(page, "install-status"), "quiet");
  });

  test("what is refused shows by its code, and leads to the list", async (t) => {
    const page = await world.open(t, INSTALL, { empty: true });
    const body = JSON.stringify({ events: [{ id: "a", type: "x", occurred_at: Date.now(), step: "four" }, { id: "b", type: "y", occurred_at: Date.now(), colour: "red" }] });
    await fetch(`${world.url}/api/events/log/batch`, { method: "POST", headers: { authorization: `Bearer ${world.empty.write}` }, body });
    await eventually(() => page.getByTestId("install-code").evaluateAll((links) => links.map(({ dataset }) => dataset.code).sort()), (codes) => codes.join() === "unknown_field,wrong_type");
    await page.locator("[data-code=wrong_type]").click();
    await page.waitForURL("**/dashboard/rejected/?*code=wrong_type*");
  });
});

describe("when nothing arrives", () => {
  test("the site opens with the checks, and the command names it", async (t) => {
    const page = await world.open(t, `${INSTALL}?site=shop.example/cart?x=1`);
    assert.equal(await page.getByTestId("install-debug").getAttribute("href"), "https://shop.example/cart?x=1&trailmark_debug");
    assert.equal(await page.getByTestId("install-doctor").innerText(), "npx trailmark doctor https://shop.example/cart?x=1");
    await page.getByTestId("install-site").fill("no address at all");
    await eventually(() => page.getByTestId("install-debug").count(), (count) => count === 0);
  });

  test("a Worker that is well is said to be", async (t) => {
    const page = await world.open(t, INSTALL);
    await page.getByTestId("install-clean").waitFor();
  });

  test("one that is not, a clock that is wrong, and an ad blocker are told", async (t) => {
    const before = async (context) => {
      await context.route("**/api/health", async (route) => {
        const answer = await (await route.fetch()).json();
        await route.fulfill({ json: { ...answer, quota: { state: "near", share: 0.9 }, server_time: Date.now() + 300_000 } });
      });
      await context.route("**/api/events/log/batch", (route) => route.abort("blockedbyclient"));
    };
    const page = await world.open(t, INSTALL, { before, expected: /ERR_BLOCKED_BY_CLIENT/ });
    const codes = () => page.getByTestId("install-finding").evaluateAll((found) => found.map(({ dataset }) => dataset.code).sort());
    await eventually(codes, (found) => found.join() === "blocked_in_browser,clock_skew,quota_near");
  });

  test("every fault that is explained opens by the keyboard", async (t) => {
    const page = await world.open(t, INSTALL);
    const first = page.getByTestId("install-fault").first();
    await first.locator("summary").focus();
    await page.keyboard.press("Enter");
    assert.match(await first.innerText(), /How it looks\s+.+What to do/s);
    await world.axe(page);
  });
});
