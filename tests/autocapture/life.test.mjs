// When autocapture runs: after a yes and not before, never after a no, and only what remote config leaves on.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { eventually, openBlank } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { ready, storedOf, tracked, visit, visitorOf, world } from "./world.mjs";

const there = world();
const auto = (asked) => asked.filter((path) => path.startsWith("/package/auto/"));
const push = (page, path) => page.evaluate((path) => history.pushState({}, "", path), path);
const consent = (page, said) => page.evaluate((said) => trailmark.setConsent(said), said);
const paths = (page, visitor) => storedOf(there, page, (row) => row.page_path, visitor);
const flushed = (page, count) => eventually(() => tracked(page, "page_view"), (made) => made >= count).then(() => page.evaluate(() => trailmark.flush()));

test("what is off is not loaded, and without any piece nothing is", async (t) => {
  const { asked, open } = await visit(t, there, undefined);
  await (await open()).waitForTimeout(300);
  assert.deepEqual(auto(asked), []);
  const some = await visit(t, there, ["pageViews"]);
  await tracked(await some.open());
  await eventually(() => auto(some.asked).sort(), (names) => `${names}` === "/package/auto/index.js,/package/auto/page-views.js,/package/auto/views.js");
});

test("before a yes nothing is loaded or listened to; then the view that there is by then, and later ones", async (t) => {
  const { context, asked } = await visit(t, there, ["pageViews"], { consent: "pending" });
  const page = await openBlank(context, there.server, { ready: false });
  const patched = () => page.evaluate(() => history.pushState.toString().includes("native code"));
  await push(page, "/blank-before");
  await page.waitForTimeout(300);
  assert.deepEqual([auto(asked), await patched()], [[], true]);
  await consent(page, "granted");
  await ready(page);
  await flushed(page, 1);
  await push(page, "/blank-after");
  await flushed(page, 2);
  assert.deepEqual(await eventually(() => paths(page), (paths) => paths.length >= 2), ["/blank-before", "/blank-after"]);
});

for (const api of ["Navigation API", "history"]) {
  test(`${api}: a no stops it, and a yes begins anew with the view that there is`, async (t) => {
    const { context, open } = await visit(t, there, ["pageViews"]);
    if (api === "history") await context.addInitScript(() => void delete window.navigation);
    const page = await open();
    await flushed(page, 1);
    const before = await visitorOf(page);
    // Before the view has settled, which it does by itself a moment later.
    await page.evaluate(() => {
      history.pushState({}, "", "/blank-unsettled");
      trailmark.setConsent("denied");
    });
    await push(page, "/blank-denied");
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => history.pushState.toString().includes("native code")), true);
    await consent(page, "granted");
    await flushed(page, 2);
    await push(page, "/blank-again");
    await flushed(page, 3);
    assert.deepEqual(await eventually(() => paths(page), (paths) => paths.length >= 2), ["/blank-denied", "/blank-again"]);
    assert.notEqual(await visitorOf(page), before);
    assert.deepEqual(await paths(page, before), ["/blank"]);
  });
}

test("a no in another tab stops it in this one", async (t) => {
  const { open } = await visit(t, there, ["pageViews"]);
  const [one, other] = [await open(), await open()];
  await flushed(one, 1);
  const { visitorId } = await one.evaluate(() => trailmark.ids());
  await consent(other, "denied");
  // What is stored is the same in both at once; that the other tab has heard of it is another matter.
  await one.waitForFunction((visitorId) => trailmark.ids().visitorId !== visitorId, visitorId);
  await push(one, "/blank-denied");
  await one.waitForTimeout(400);
  assert.equal(await tracked(one, "page_view"), 1);
});

test("remote config switches a piece off, and on again, in open pages", async (t) => {
  const put = (config) => fetch(`${there.server.url}/api/config`, { method: "PUT", headers: { authorization: `Bearer ${there.server.keys.admin}` }, body: JSON.stringify(config) });
  const { open, asked } = await visit(t, there, ["pageViews"]);
  const page = await open();
  await flushed(page, 1);
  const hear = (is) =>
    eventually(async () => {
      await page.evaluate(() => (trailmark.track("asks", { immediate: true }), trailmark.flush()));
      return page.evaluate(() => JSON.parse(localStorage[Object.keys(localStorage).find((key) => key.endsWith(".config"))] ?? "{}").autocapture?.page_views);
    }, (said) => said === is);
  t.after(() => put({}));
  await put({ autocapture: { page_views: false } });
  await hear(false);
  await push(page, "/blank-switched-off");
  await page.waitForTimeout(400);
  assert.equal(await tracked(page, "page_view"), 1);
  asked.length = 0;
  await page.reload();
  await ready(page);
  await eventually(() => auto(asked).length, Boolean);
  await page.waitForTimeout(300);
  assert.deepEqual([await tracked(page, "page_view"), auto(asked)], [0, ["/package/auto/index.js"]]);
  await put({});
  await hear(undefined);
  await flushed(page, 1);
  assert.equal((await eventually(() => storedOf(there, page, (row) => row.type === "page_view" && row.page_path).then((rows) => rows.filter(Boolean)), (rows) => rows.length >= 2)).at(-1), "/blank-switched-off");
});

test("a piece that cannot be loaded is told in the console, and costs nothing else", async (t) => {
  const { context } = await visit(t, there, ["pageViews", "nothing"]);
  const said = [];
  context.on("console", (message) => message.type() === "error" && said.push(message.text()));
  await context.route("**/package/auto/page-views.js", (route) => route.abort());
  const page = await openBlank(context, there.server);
  await eventually(() => said.join("\n"), (text) => /trailmark: autocapture has no piece "nothing"/.test(text) && /trailmark: TypeError: Failed to fetch/.test(text));
  await page.evaluate(() => (trailmark.track("still_works"), trailmark.flush()));
  await eventually(() => storedOf(there, page, (row) => row.type), (types) => types.includes("still_works"));
  assert.deepEqual(await page.evaluate(() => window.thrown), []);
});

test("a banner that speaks to Google's consent mode is heard, as the README says, and autocapture with it", async (t) => {
  const readme = await readFile(path.join(root, "pkg/README.md"), "utf8");
  const [, recipe] = /```js\n(window\.dataLayer = .*?)```/s.exec(readme);
  const { context } = await visit(t, there, ["pageViews"], { consent: "pending" });
  await context.addInitScript(() => {
    window.dataLayer = [{ event: "gtm.js" }];
    window.gtag = function () {
      dataLayer.push(arguments);
    };
    gtag("consent", "default", { analytics_storage: "denied" });
  });
  const page = await openBlank(context, there.server, { ready: false });
  await page.evaluate((recipe) => new Function("setConsent", recipe)(trailmark.setConsent), recipe);
  await page.evaluate(() => gtag("event", "page_view"));
  await page.waitForTimeout(200);
  assert.deepEqual(await page.evaluate(() => [trailmark.ids(), Object.keys(localStorage)]), [{}, []], "what is taken for granted is nobody's word");
  await page.evaluate(() => gtag("consent", "update", { ad_storage: "denied", analytics_storage: "granted" }));
  await ready(page);
  await flushed(page, 1);
  assert.equal(await page.evaluate(() => dataLayer.length), 4);
  await page.evaluate(() => gtag("consent", "update", { analytics_storage: "denied" }));
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.endsWith("opted_out")));
  await push(page, "/blank-denied");
  await page.waitForTimeout(300);
  assert.equal(await tracked(page, "page_view"), 1);
});
