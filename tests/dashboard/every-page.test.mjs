// What is true of every page of the dashboard, whatever it shows.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { blockingRule } from "../../pkg/src/checks/blocklists.js";
import { eventually } from "../support/browser.mjs";
import { PAGES } from "./pages.mjs";
import { startWorld } from "./world.mjs";

const WINDOWS = [
  ["light", { theme: "light" }],
  ["dark", { theme: "dark" }],
  ["on a phone", { width: 390 }],
];
/** What arithmetic and missing members look like when nobody thought of them. */
const NONSENSE = /\b(NaN|undefined|Infinity|null|Invalid Date)\b|\[object /;
/** At most so many stops of the Tab key are looked at. */
const STOPS = 40;
const FAILED = /Failed to load resource|net::ERR_FAILED/;

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

/** Everything with an exact figure behind it, as `[test id, figure]`. */
const figures = (page) => page.evaluate(() => [...document.querySelectorAll("main [data-testid][data-value]")].map(({ dataset }) => [dataset.testid, dataset.value]));
const problem = (status, code) => ({ status, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "It failed", status, code, detail: "For a test." }) });

/** Answers every question in another way, but for those of the frame: who is logged in, and the quota; `undo` lets them through again. */
async function inTheWay(context, answer) {
  let asked = 0;
  let open = false;
  await context.route("**/api/**", (route) => {
    if (open || new URL(route.request().url()).pathname.match(/session$|health$/)) return route.continue();
    asked++;
    return answer(route);
  });
  return { asked: () => asked, undo: () => (open = true) };
}

/** What was asked of the database counts the question itself too: whoever asks the same again gets the first answer. */
async function answerCostOnce(context) {
  const answers = new Map();
  await context.route("**/api/questions/cost?*", async (route) => {
    const question = route.request().url();
    if (!answers.has(question)) answers.set(question, await (await route.fetch()).text());
    await route.fulfill({ contentType: "application/json", body: answers.get(question) });
  });
}

test("there are all the pages that were promised", () => {
  const names = ["overview", "events", "sessions", "timings", "funnels", "retention", "paths", "patterns", "streams", "delivery", "rejected", "cost", "install", "settings"];
  assert.deepEqual(PAGES.map(({ name }) => name).sort(), names.sort());
});

for (const { name, title, address } of PAGES) {
  describe(name, () => {
    for (const [how, options] of WINDOWS) {
      test(`${name}, ${how}: says what it is, has no fault that axe knows, and fits`, async (t) => {
        const asked = [];
        const page = await world.open(t, address, { view: { range: "30d" }, before: (context) => context.on("request", (request) => asked.push(request.url())), ...options });
        assert.equal(await page.locator("h1").first().innerText(), title);
        assert.ok(asked.length > 5, `${asked}`);
        assert.deepEqual(asked.filter(blockingRule), [], "ad blockers stop these");
        assert.ok((await page.title()).includes(title), await page.title());
        assert.doesNotMatch(await page.locator("main").innerText(), NONSENSE);
        assert.equal(await page.getByTestId("broken").count(), 0);
        assert.equal(await page.getByTestId("error").count(), 0);
        await world.fits(page);
        await world.axe(page);
      });
    }

    test(`${name}: the keyboard reaches everything, and one sees where it is`, async (t) => {
      const page = await world.open(t, address, { view: { range: "30d" } });
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.className), "skip-link");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "content", "the link leads to the page");
      for (let stop = 0; stop < STOPS; stop++) {
        await page.keyboard.press("Tab");
        const [what, isShown, isIn] = await page.evaluate(() => {
          const element = document.activeElement;
          const marked = (one) => {
            if (!one) return false;
            const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(one);
            return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none" || (one.matches("input, select, textarea") && borderColor !== "");
          };
          // A custom control shows the focus of what is hidden in it.
          const around = [element, element.nextElementSibling, element.parentElement];
          return [`${element.tagName} ${element.className} ${element.dataset.testid ?? ""}`, around.some(marked), document.body !== element];
        });
        if (!isIn) break;
        assert.ok(isShown, `one does not see that ${what} has the focus`);
      }
    });

    test(`${name}: a link shows a colleague the same`, async (t) => {
      const page = await world.open(t, address, { view: { range: "30d", tz: "Europe/Berlin", bots: "include" }, before: answerCostOnce });
      const [seen, link] = [await figures(page), page.url()];
      const other = await page.context().newPage();
      await other.goto(link);
      await world.settled(other);
      assert.equal(other.url(), link);
      assert.deepEqual(await figures(other), seen);
    });

    test(`${name}: a project without anything`, async (t) => {
      const page = await world.open(t, address, { empty: true });
      assert.doesNotMatch(await page.locator("main").innerText(), NONSENSE);
      assert.equal(await page.getByTestId("broken").count(), 0);
      assert.equal(await page.getByTestId("error").count(), 0);
      await world.axe(page);
    });

    test(`${name}: an API that fails is told, and asked again`, async (t) => {
      let way;
      const before = async (context) => (way = await inTheWay(context, (route) => route.fulfill(problem(500, "storage_failed"))));
      const page = await world.open(t, address, { view: { range: "30d" }, before, expected: FAILED });
      assert.equal(await page.getByTestId("broken").count(), 0);
      if (way.asked() === 0) return t.diagnostic("asks nothing when it opens");
      await page.getByTestId("error").first().waitFor();
      assert.equal(await page.getByTestId("error-code").first().innerText(), "storage_failed");
      await world.axe(page);
      way.undo();
      const retry = page.getByTestId("error-retry");
      await eventually(
        async () => {
          if ((await retry.count()) > 0) await retry.first().click({ timeout: 2_000 }).catch(() => {});
          await world.settled(page);
          return page.getByTestId("error").count();
        },
        (count) => count === 0,
      );
    });
  });
}

describe("failures", () => {
  test("no connection at all", async (t) => {
    const before = (context) => inTheWay(context, (route) => route.abort());
    const page = await world.open(t, "/dashboard/", { before, expected: FAILED });
    assert.equal(await page.getByTestId("error-code").first().innerText(), "unreachable");
  });

  test("too much was asked", async (t) => {
    const before = (context) => inTheWay(context, (route) => route.fulfill(problem(429, "rate_limited")));
    const page = await world.open(t, "/dashboard/", { before, expected: FAILED });
    assert.equal(await page.getByTestId("error-code").first().innerText(), "rate_limited");
  });

  test("the login is over: the gate stands before the page, and leads back to it", async (t) => {
    let way;
    const before = async (context) => {
      await context.route("**/local.json", (route) => route.fulfill({ status: 404 }));
      way = await inTheWay(context, (route) => route.fulfill(problem(401, "session_over")));
    };
    const page = await world.open(t, "/dashboard/timings/?range=30d", { before, expected: FAILED, settle: false });
    await page.goto(`${world.url}/dashboard/?range=30d`);
    await page.getByTestId("key-gate").waitFor();
    await world.axe(page);
    way.undo();
    await page.getByTestId("key-input").fill(world.keys.read);
    await page.getByTestId("key-submit").click();
    await page.getByTestId("range-30d").waitFor();
    assert.equal(new URL(page.url()).search, "?range=30d");
  });

  test("nobody is logged in", async (t) => {
    for (const theme of ["light", "dark"]) {
      const before = (context) => context.route("**/local.json", (route) => route.fulfill({ status: 404 }));
      const page = await world.open(t, "/dashboard/", { as: null, theme, before, expected: FAILED });
      await page.getByTestId("key-gate").waitFor();
      await world.axe(page);
    }
  });

  test("the day's quota is used up", async (t) => {
    const before = (context) =>
      context.route("**/api/health", async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: { ...(await answer.json()), quota: { state: "over", share: 1.02 } } });
      });
    const page = await world.open(t, "/dashboard/", { before });
    await page.getByTestId("quota").waitFor();
    await world.axe(page);
  });
});
