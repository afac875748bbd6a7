// Page views by themselves: one for each view that a page shows, whoever navigates and however.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, launch } from "../support/browser.mjs";
import { plainBrowser } from "./plain-browser.mjs";
import { ready, site, storedOf, tracked, visit, visitorOf, world } from "./world.mjs";

const there = world();

/** Waits until a page is back from the cache, which counts that. From one page to the next there is a moment without any. */
const restored = (page) => eventually(() => page.evaluate(() => window.persisted).catch(() => false), (persisted) => persisted === true);
/** Views as `path title referrer`. */
const shown = (row) => [row.page_path, row.page_title, row.page_referrer].filter(Boolean).join(" ");
const views = async (page, count) => {
  await eventually(() => tracked(page, "page_view"), (made) => made >= count);
  await page.evaluate(() => trailmark.flush());
  return eventually(() => storedOf(there, page, shown), (rows) => rows.length >= count);
};
/** Navigates as a router does that sets the title afterwards. */
const go = (page, path, { how = "pushState", title, after = 0 } = {}) =>
  page.evaluate(
    ([path, how, title, after]) => {
      history[how]({}, "", path);
      if (title) setTimeout(() => (document.title = title), after);
    },
    [path, how, title, after],
  );

for (const api of ["Navigation API", "history"]) {
  const open = async (t, autocapture = ["pageViews"], options = {}) => {
    const made = await visit(t, there, autocapture, options);
    if (api === "history") await made.context.addInitScript(() => void delete window.navigation);
    const page = await made.open(options.opened);
    assert.equal(await page.evaluate(() => "navigation" in window && !!window.navigation), api !== "history");
    return Object.assign(page, { asked: made.asked });
  };

  test(`${api}: the first view, then one for each other path, with the title that the router sets later and the path before`, async (t) => {
    const page = await open(t);
    await views(page, 1);
    await go(page, "/blank-a?x=1", { title: "A", after: 40 });
    assert.deepEqual(await views(page, 2), ["/blank Blank", "/blank-a A /blank"]);
    await go(page, "/blank-b", { how: "replaceState", title: "B" });
    assert.deepEqual((await views(page, 3)).at(-1), "/blank-b B /blank-a");
    await page.evaluate(() => history.back());
    await page.waitForFunction(() => location.pathname === "/blank");
    assert.deepEqual((await views(page, 4)).at(-1), "/blank B /blank-b");
  });

  test(`${api}: the same path is the same view, whatever else changes, but for the parameters that are named`, async (t) => {
    const page = await open(t, ["pageViews"], { queryParameters: ["tab"] });
    await views(page, 1);
    await page.evaluate(() => {
      history.pushState({ a: 1 }, "");
      history.replaceState({ a: 2 }, "", "?page=2");
      history.pushState({}, "", "?page=3#part");
      location.hash = "other";
    });
    await go(page, "?page=4&tab=list");
    await go(page, "?tab=list&page=5");
    assert.deepEqual(await views(page, 2), ["/blank Blank", "/blank?tab=list Blank /blank"]);
    await page.waitForTimeout(400);
    assert.equal(await tracked(page, "page_view"), 2);
  });

  test(`${api}: a router that sends on at once is one view, of where it ends`, async (t) => {
    const page = await open(t);
    await views(page, 1);
    await page.evaluate(() => {
      history.pushState({}, "", "/blank-gate");
      history.replaceState({}, "", "/blank-inside");
      history.replaceState({}, "", "/blank-inside?ready");
    });
    assert.deepEqual(await views(page, 2), ["/blank Blank", "/blank-inside Blank /blank"]);
  });

  test(`${api}: a view that is left at once is not lost, and has its own time and place`, async (t) => {
    const page = await open(t);
    await views(page, 1);
    const visitor = await visitorOf(page);
    const began = await page.evaluate(() => {
      for (const path of ["/blank-1", "/blank-2", "/blank-3"]) {
        history.pushState({}, "", path);
        document.title = path;
      }
      return Date.now();
    });
    await page.goto(`${there.server.url}/api/health`);
    const rows = await eventually(() => storedOf(there, page, undefined, visitor), (rows) => rows.length >= 4);
    assert.deepEqual(rows.map(shown), ["/blank Blank", "/blank-1 /blank-1 /blank", "/blank-2 /blank-2 /blank-1", "/blank-3 /blank-3 /blank-2"]);
    assert.ok(Math.abs(rows[3].occurred_at - began) < 1_000);
  });

  test(`${api}: where the fragment routes, it is the path`, async (t) => {
    const page = await open(t, { pageViews: { hash: true } }, { opened: { query: "#/start" } });
    await views(page, 1);
    await page.evaluate(() => void (location.hash = "#/board?x=1"));
    assert.deepEqual(await views(page, 2), ["/blank/start Blank", "/blank/board Blank /blank/start"]);
  });
}

test("a navigation that the page works for has its title at its end, however long that takes", async (t) => {
  const page = await (await visit(t, there, ["pageViews"])).open();
  await views(page, 1);
  await page.evaluate(() => {
    navigation.addEventListener("navigate", (event) => {
      event.intercept({
        async handler() {
          await new Promise((resolve) => (window.end = resolve));
          document.title = "Loaded";
        },
      });
    });
    navigation.navigate("/blank-slow");
  });
  // Longer than a title is waited for where nothing is under way.
  await page.waitForTimeout(500);
  assert.equal(await tracked(page, "page_view"), 1);
  await page.evaluate(() => window.end());
  assert.deepEqual(await views(page, 2), ["/blank Blank", "/blank-slow Loaded /blank"]);
});

test("what fails after it was committed is a view all the same", async (t) => {
  const page = await (await visit(t, there, ["pageViews"])).open();
  await views(page, 1);
  await page.evaluate(() => {
    navigation.addEventListener("navigate", (event) => event.intercept({ handler: () => Promise.reject(new Error("no")) }), { once: true });
    navigation.navigate("/blank-broken").finished.catch(() => {});
  });
  assert.deepEqual((await views(page, 2)).at(-1), "/blank-broken Blank /blank");
});

test("a page that is loaded anew is a view anew", async (t) => {
  const page = await (await visit(t, there, ["pageViews"])).open();
  await views(page, 1);
  await page.reload();
  await page.waitForFunction(() => window.trailmark?.ids().sessionId);
  assert.deepEqual(await views(page, 1), ["/blank Blank", "/blank Blank"]);
});

test("from the back-forward cache a page is a view, and of no source", async (t) => {
  const browser = await launch({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  t.after(() => browser.close());
  const url = await site(t, there, ["pageViews"]);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${url}/kept`, { referer: "https://search.example/" });
  await ready(page);
  await views(page, 1);
  await page.evaluate(() => addEventListener("pageshow", ({ persisted }) => (window.persisted = persisted)));
  await page.goto(`${there.server.url}/api/health`);
  await page.goBack({ waitUntil: "commit" });
  await restored(page);
  assert.deepEqual(await views(page, 2), ["/kept Blank https://search.example/", "/kept Blank"]);
});

test("who said no while the page was in the cache is not captured when it comes back", async (t) => {
  const browser = await launch({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  t.after(() => browser.close());
  const url = await site(t, there, ["pageViews"]);
  const context = await browser.newContext();
  // By what it wraps it can be seen whether it still listens.
  await context.addInitScript(() => void delete window.navigation);
  const page = await context.newPage();
  const isWrapped = () => page.evaluate(() => !history.pushState.toString().includes("native code"));
  await page.goto(`${url}/kept`);
  await ready(page);
  await views(page, 1);
  await page.evaluate(() => addEventListener("pageshow", ({ persisted }) => (window.persisted = persisted)));
  assert.equal(await isWrapped(), true);
  await page.goto(`${there.server.url}/api/health`);
  const other = await context.newPage();
  await other.goto(`${url}/other`);
  await ready(other);
  await other.evaluate(() => trailmark.setConsent("denied"));
  await other.close();
  await page.goBack({ waitUntil: "commit" });
  await restored(page);
  await page.evaluate(() => history.pushState({}, "", "/after"));
  await page.waitForTimeout(400);
  assert.deepEqual([await tracked(page, "page_view"), await isWrapped()], [1, false]);
});

test("a prerendered page is a view when it is seen, and one only", async (t) => {
  const url = await site(t, there, ["pageViews"], `<script type="speculationrules">{"prerender":[{"urls":["/ahead"],"eagerness":"immediate"}]}</script>`);
  const { page, said } = await plainBrowser(t);
  await page("Preload.enable");
  const started = page("Page.navigate", { url: `${url}/start` });
  await eventually(() => said.filter(({ method }) => method === "Preload.prerenderStatusUpdated").map(({ params }) => params.status), (statuses) => statuses.includes("Ready"));
  await started;
  // From one page to the next there is a moment without any.
  const evaluate = (expression) => page("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true }).then(({ result }) => result.value, () => undefined);
  const visitor = await eventually(() => evaluate("trailmark.ids().visitorId"), Boolean);
  const paths = () => storedOf(there, undefined, (row) => row.page_path, visitor);
  await evaluate("new Promise((resolve) => setTimeout(resolve, 500)).then(trailmark.flush)");
  assert.deepEqual(await eventually(paths, (paths) => paths.length), ["/start"], "what is only loaded ahead is no view");
  await evaluate(`void (location.href = "/ahead")`);
  await eventually(() => evaluate("location.pathname"), (path) => path === "/ahead");
  assert.ok((await evaluate(`performance.getEntriesByType("navigation")[0].activationStart`)) > 0, "the browser loaded the page anew");
  await eventually(() => evaluate("reports.filter((report) => report.type === 'page_view').length"), (count) => count === 1);
  await evaluate("trailmark.flush()");
  assert.deepEqual(await eventually(paths, (paths) => paths.length >= 2), ["/start", "/ahead"]);
});
