// What the dashboard's tests have in common: a real Worker with Orchard's month in a real D1, a real browser that is logged in, and the same
// questions asked past the page.
//
//   const world = await startWorld();
//   const page = await world.open(t, "/dashboard/sessions/", { view: { range: "7d" }, theme: "dark", width: 390 });
//   assert.equal(await world.value(page, "sessions"), (await world.ask("/api/analytics/sessions", { range: "7d" })).totals.sessions);
//   await world.axe(page);
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { launch } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { hashOf, newKey } from "../support/keys.mjs";
import { serve } from "../support/serve.mjs";
import { present } from "./month/month.mjs";
import { send, seededDatabase } from "./seeded.mjs";

const AXE = readFileSync(path.join(root, "node_modules/axe-core/axe.min.js"), "utf8");
/** What fails a test; axe also knows `moderate` and `minor`. */
const GRAVE = ["serious", "critical"];
const PHONE = 480;

/**
 * Starts a Worker on a copy of the seeded database (of an empty one with `seeded: false`), and a browser. There is a second project without
 * anything in it, for the state of a page that has nothing to show.
 *
 * @param {{seeded?: boolean, bindings?: object}} [options]
 */
export async function startWorld({ seeded = true, bindings = {} } = {}) {
  const now = Date.now();
  const db = seeded ? await seededDatabase(now) : await mkdtemp(path.join(root, ".trailmark", "dashboard-"));
  const server = await serve({ db, bindings, rateLimits: false, onLog: () => {} });
  if (seeded) await send(server, present({ now }));
  const empty = await emptyProject(server);
  const browser = await launch();
  const stop = async () => {
    await browser.close();
    await server.stop();
    await rm(db, { recursive: true, force: true });
  };
  return { ...server, browser, empty, stop, open: opener({ server, browser, empty }), ask: asker(server), value, text, axe, settled, fits, unfold };
}

/** A project that has keys and nothing else: `{read, admin, write}`. */
async function emptyProject({ d1 }) {
  const project = await d1.prepare("INSERT INTO projects (slug, name, created_at) VALUES ('empty', 'Empty', ?1) RETURNING id").bind(Date.now()).first();
  const keys = {};
  for (const kind of ["read", "admin", "write"]) {
    keys[kind] = newKey(kind);
    await d1.prepare("INSERT INTO keys (hash, project_id, kind, label, created_at) VALUES (?1, ?2, ?3, 'empty', 0)").bind(hashOf(keys[kind]), project.id, kind).run();
  }
  return keys;
}

function opener({ server, browser, empty }) {
  /**
   * Opens a page, logged in, and waits until it has settled. Its context ends with the test, and the test fails if the page has said an error
   * on its console, thrown, or violated its policy.
   *
   * @param {import("node:test").TestContext} t
   * @param {string} address as `/dashboard/events/`, also with a query of its own
   * @param {{view?: Record<string, string | string[]>, theme?: "light" | "dark", width?: number, height?: number, as?: "read" | "admin" | null,
   *   empty?: boolean, expected?: RegExp, before?: (context: import("playwright-core").BrowserContext) => Promise<void>, settle?: boolean}} [options]
   *   `view` becomes the query; `as` says with which key one logs in (`null`: not at all); `empty` is the project without events; `expected` are
   *   errors on the console that the test provokes; `before` may put routes into the way
   * @returns {Promise<import("playwright-core").Page>} with `told`, the list of what it has complained about
   */
  return async (t, address, { view = {}, theme = "light", width = 1440, height = width < PHONE ? 844 : 900, as = "admin", empty: ofEmpty = false, expected, before, settle = true } = {}) => {
    const phone = width < PHONE ? { isMobile: true, hasTouch: true } : {};
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: "reduce", ...phone });
    if (as) {
      const key = (ofEmpty ? empty : server.keys)[as];
      // The context's requests and its pages share their cookies.
      const answer = await context.request.post(`${server.url}/api/session`, { headers: { authorization: `Bearer ${key}` } });
      assert.equal(answer.status(), 200, await answer.text());
    }
    const told = await watch(context, expected);
    t.after(async () => {
      await context.close();
      assert.deepEqual(told, [], "the page's console");
    });
    await before?.(context);
    const page = await context.newPage();
    await page.goto(server.url + withQuery(address, view));
    if (settle) await settled(page);
    return Object.assign(page, { told });
  };
}

function withQuery(address, view) {
  const query = new URLSearchParams(Object.entries(view).flatMap(([name, value]) => [value].flat().map((one) => [name, one])));
  return query.size === 0 ? address : `${address}${address.includes("?") ? "&" : "?"}${query}`;
}

/** Collects what the pages of a context complain about. */
async function watch(context, expected) {
  const told = [];
  const tell = (line) => !expected?.test(line) && told.push(line);
  await context.exposeBinding("tellViolation", (_, line) => tell(line));
  await context.addInitScript(() => addEventListener("securitypolicyviolation", (event) => tellViolation(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`)));
  context.on("page", (page) => {
    page.on("pageerror", (error) => tell(String(error)));
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && tell(`${message.text()} ${message.location().url}`));
  });
  return told;
}

/** Asks the API, past the page, with the admin key. A parameter may be a list. */
function asker({ url, keys }) {
  return async (address, query = {}, { key = keys.admin } = {}) => {
    const answer = await fetch(url + withQuery(address, query), { headers: { authorization: `Bearer ${key}` } });
    const said = await answer.text();
    assert.equal(answer.status, 200, `${address}: ${said}`);
    return JSON.parse(said);
  };
}

/** What an answer is drawn in may ask another question, which is not told before the next frames. */
const CALM_FRAMES = 4;

/** Waits until nothing of the page is busy, which says `aria-busy="true"`, and nothing is asked, for which the bar's arrow turns. */
export async function settled(page) {
  await page.locator("main:visible").first().waitFor();
  await page.waitForFunction((frames) => {
    const isCalm = document.readyState === "complete" && !document.querySelector("[aria-busy=true], [data-testid=refresh].turning");
    window.calmFrames = isCalm ? (window.calmFrames ?? 0) + 1 : 0;
    return window.calmFrames >= frames;
  }, CALM_FRAMES);
}

/** Opens what is folded away, by its test id, all of that name; a browser tells the page of it a moment later, and then there are rows. */
export async function unfold(page, testid) {
  for (const folded of await page.getByTestId(testid).all()) {
    await folded.locator("summary").press("Enter");
    await folded.locator("tbody tr").first().waitFor();
  }
}

/** The exact figure behind what is shown: the `data-value` of a test id, a number where it is one, `null` where it is empty. */
export async function value(page, testid) {
  const found = await page.getByTestId(testid).first().getAttribute("data-value");
  if (found === null) throw new Error(`${testid} has no data-value`);
  if (found === "") return null;
  return Number.isNaN(Number(found)) ? found : Number(found);
}

/** What is to be read there, without the blanks around it. */
export const text = async (page, testid) => (await page.getByTestId(testid).first().innerText()).trim();

/**
 * Fails if axe-core finds anything serious or critical.
 *
 * It is evaluated over the debugging protocol, to which the page's policy does not apply: the page keeps its strict policy, and nothing of axe
 * is part of the document. What a page does not show, such as a closed menu, is not looked at: open it first.
 *
 * @param {string} [within] a selector, else the whole page
 */
export async function axe(page, within) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((within) => axe.run(within ?? document, { resultTypes: ["violations"] }), within);
  const grave = violations.filter(({ impact }) => GRAVE.includes(impact));
  const lines = grave.flatMap(({ id, impact, help, nodes }) => nodes.map(({ target, failureSummary }) => `${impact} ${id}: ${help}\n  ${target.join(" ")}\n  ${failureSummary}`));
  assert.deepEqual(lines, [], lines.join("\n"));
}

/** Fails if the page is wider than its window, and names what sticks out. What scrolls within a box of its own does not. */
export async function fits(page) {
  const [wide, culprits] = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element) => element && element !== document.body && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    const out = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement));
    return [document.documentElement.scrollWidth > width + 1, out.slice(0, 5).map((element) => `${element.tagName.toLowerCase()}.${element.className} ${element.dataset.testid ?? ""}`)];
  });
  assert.ok(!wide, `wider than the window: ${culprits.join(", ")}`);
}
