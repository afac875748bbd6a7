// The debug overlay: every event with what became of it, under the strictest policy, and seen by nobody but who looks at the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cutsOf, eventOf, journal } from "../../pkg/src/auto/journal.js";
import { eventually, openBlank } from "../support/browser.mjs";
import { ready, site, tracked, visit, world } from "./world.mjs";

const there = world();

/** The overlay's tree is closed: the test keeps it when it is made. */
const keepTree = (context) =>
  context.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
      const root = attach.call(this, options);
      if (this.hasAttribute("data-trailmark-debug")) window.overlay = root;
      return root;
    };
  });
const shown = (page) => page.waitForFunction(() => window.overlay);
/** Its lines, newest first, as `[type, verdict]`. */
const lines = (page) => page.evaluate(() => Array.from(overlay.querySelectorAll("li:not([hidden]) summary"), (line) => [line.querySelector("b").textContent, line.querySelector("i").textContent]));
const text = (page, selector) => page.evaluate((selector) => overlay.querySelector(selector)?.textContent, selector);
const press = (page, name) => page.evaluate((name) => [...overlay.querySelectorAll("button")].find((button) => button.textContent === name).click(), name);
const line = async (page, type) => (await lines(page)).find(([name]) => name === type);
const detail = (page, type) => page.evaluate((type) => [...overlay.querySelectorAll("li")].find((line) => line.querySelector("b").textContent === type)?.textContent, type);

test("a record of the queue is the event but for its time, and says what was cut", () => {
  const { at, event } = eventOf('0 2 0 1700000000000 {"id":"x","seq":0,"type":"a","metadata":{"password":"[redacted]","deep":[{"note":"to [email]"}]},"summary":"long…","context":{"cut":["entity.id:too_long"]}');
  assert.deepEqual([at, event.type, cutsOf(event)], [1_700_000_000_000, "a", ["metadata.password", "metadata.deep.0.note", "summary", "entity.id:too_long"]]);
  assert.deepEqual(cutsOf({ type: "a", metadata: { fine: "x", none: null, n: 1 } }), []);
  for (const broken of ["", "0 2 0 17", '0 2 0 17 {"id":', "x"]) assert.equal(eventOf(broken), undefined);
});

test("what became of events: settled when their records are gone, else as the answer says", () => {
  const book = journal(() => {});
  const records = new Set(["k1", "k2", "k3", "k4"]);
  for (const n of [1, 2, 3, 4]) book.tracked(`e${n}`, `type${n}`, { key: `k${n}`, record: `0 2 0 17 {"id":"e${n}"` }, 1);
  book.tracked("e1", "type1", {}, 2);
  book.sent("b1", 3, 2);
  for (const key of ["k1", "k2"]) records.delete(key);
  const verdicts = [{ id: "e2", verdict: "rejected", code: "actor_not_allowed", field: "actor.type", detail: "no" }, { id: "e3", verdict: "limited", code: "rate_limited" }];
  book.answered({ batchId: "b1", status: 200, verdicts }, (key) => records.has(key), 3);
  const said = () => book.lines.filter(({ kind }) => kind === "event").map(({ id, verdict, code }) => [id, verdict, code]);
  assert.deepEqual(said(), [["e1", "accepted", undefined], ["e2", "rejected", "actor_not_allowed"], ["e3", "waiting", "rate_limited"], ["e4", "waiting", undefined]]);
  for (const key of ["k3", "k4"]) records.delete(key);
  book.answered({ batchId: "b2", status: 401, code: "unknown_key", detail: "not known" }, (key) => records.has(key), 4);
  assert.deepEqual(said().slice(2), [["e3", "refused", "unknown_key"], ["e4", "refused", "unknown_key"]]);
  for (let n = 0; n < 600; n++) book.tracked(`more${n}`, "more", {}, 5);
  assert.equal(book.lines.length, 500);
});

test("it is there with `debug: true`, or where the address asks for it, and nowhere else", async (t) => {
  for (const [options, query, is] of [
    [{ debug: true }, "", true], [{}, "?trailmark_debug", true], [{}, "?a=1&trailmark_debug=1", true], [{}, "#trailmark_debug", true],
    [{}, "", false], [{}, "?q=trailmark_debugger", false], [{ debug: false }, "?trailmark_debug", false],
  ]) {
    const { context, asked, open } = await visit(t, there, undefined, options);
    await keepTree(context);
    const page = await open({ query });
    if (is) await shown(page);
    else await page.waitForTimeout(200);
    assert.equal(asked.some((path) => path.startsWith("/package/auto/")), is, JSON.stringify([options, query]));
    await context.close();
  }
});

test("every event with its JSON, batch and verdict; losses with their reason; what was cut; and the page's own onReport hears all", async (t) => {
  const { context } = await visit(t, there, undefined, { debug: true, flushInterval: 60_000 });
  await keepTree(context);
  const said = [];
  context.on("console", (message) => message.text().startsWith("trailmark") && said.push(message.text()));
  const page = await openBlank(context, there.server);
  await shown(page);
  await page.evaluate(() => {
    trailmark.track("fine", { metadata: { plan: "pro" } });
    trailmark.track("secretive", { metadata: { password: "hunter2" }, summary: "to anna@example.com", entityId: 1 });
    trailmark.track("foreign", { actor: { type: "scheduler" } });
    trailmark.track("");
  });
  await eventually(() => line(page, "fine"), (line) => line?.[1] === "waiting");
  assert.equal((await line(page, "invalid"))[1], "dropped");
  await page.evaluate(() => trailmark.flush());
  await eventually(() => line(page, "fine"), (line) => line?.[1] === "accepted");
  assert.deepEqual(await line(page, "foreign"), ["foreign", "rejected"]);
  assert.match(await detail(page, "foreign"), /code: actor_not_allowed.*field: actor/s);
  assert.match(await detail(page, "fine"), /batch: [\w-]+.*"plan": "pro"/s);
  assert.match(await detail(page, "secretive"), /cut or redacted: summary, metadata\.password, entity:missing_field/);
  assert.equal((await detail(page, "secretive")).includes("hunter2"), false);
  assert.match(await text(page, "output"), /^3 events, 0 waiting, 2 problems$/);
  const kinds = await page.evaluate(() => new Set(reports.map(({ kind }) => kind)).size);
  assert.equal(kinds, 4, "tracked, dropped, sent, answered");
  await eventually(() => said.join("\n"), (text) => /trailmark: fine\n/.test(text) && /trailmark: fine: accepted/.test(text) && /foreign: rejected \(actor_not_allowed/.test(text));

  await page.evaluate(() => {
    const filter = overlay.querySelector("input");
    filter.value = "ACTOR_NOT";
    filter.dispatchEvent(new Event("input"));
  });
  assert.deepEqual(await lines(page), [["foreign", "rejected"]]);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.bringToFront();
  await press(page, "Copy");
  await eventually(() => text(page, ".tools button:last-child"), (text) => text === "Copied");
  const [copied] = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  assert.deepEqual([copied.type, copied.code, copied.event.actor], ["foreign", "actor_not_allowed", { type: "scheduler" }]);
  await page.evaluate(() => {
    const filter = overlay.querySelector("input");
    filter.value = "";
    filter.dispatchEvent(new Event("input"));
  });
  await press(page, "Pause");
  const before = (await lines(page)).length;
  await page.evaluate(() => trailmark.track("meanwhile"));
  assert.equal((await lines(page)).length, before);
  await press(page, "Go on");
  assert.deepEqual(await line(page, "meanwhile"), ["meanwhile", "waiting"]);
  await press(page, "Minimise");
  assert.equal(await page.evaluate(() => overlay.querySelector(".body").hidden), true);
  await press(page, "Open");
  await press(page, "State");
  const state = await text(page, "dl");
  const { visitorId, sessionId } = await page.evaluate(() => trailmark.ids());
  for (const part of ["Coreruns", "Consentgranted", "Waiting events1", `Endpoint${there.server.url}/api/events/log/batch`, `Visitor${visitorId}`, `Session${sessionId}`, "StoragelocalStorage", "Version0.1.0", "ms are added"]) assert.ok(state.includes(part), `${part} is not in ${state}`);
  assert.equal(state.includes(there.server.keys.write), false);
  assert.deepEqual(await page.evaluate(() => window.thrown), []);
});

test("under a strict policy with Trusted Types, by somebody who clicks in it: nothing is violated, and nothing of it is captured", async (t) => {
  const { server } = there;
  const policy = `default-src 'none'; script-src 'self' 'nonce-ours' 'wasm-unsafe-eval'; connect-src 'self' ${server.url}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
  const url = await site(t, there, ["clicks", "rageClicks", "deadClicks", "errors", "forms"], "", { policy, debug: true });
  const context = await there.browser.newContext();
  t.after(() => context.close());
  await keepTree(context);
  await context.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => violations.push(`${violatedDirective} ${blockedURI}`));
  });
  const page = await context.newPage();
  await page.goto(`${url}/strict`);
  await ready(page);
  await shown(page);
  const box = await page.evaluate(() => {
    const { x, y, width, height } = [...overlay.querySelectorAll("button")].find((button) => button.textContent === "Pause").getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2, position: getComputedStyle(overlay.host).position, background: getComputedStyle(overlay.querySelector("aside")).backgroundColor };
  });
  assert.deepEqual([box.position, box.background === "rgba(0, 0, 0, 0)"], ["fixed", false], "its styles hold");
  for (let click = 0; click < 4; click++) await page.mouse.click(box.x, box.y);
  await page.waitForTimeout(2_700);
  assert.deepEqual(await page.evaluate(() => violations), []);
  assert.equal(await tracked(page), 0);
});

test("it shows that the core does not run, and goes on without it", async (t) => {
  const { context } = await visit(t, there, undefined, { debug: true });
  await keepTree(context);
  await context.route("**/package/wasm/*.wasm", (route) => route.abort());
  const page = await openBlank(context, there.server, { ready: false });
  await shown(page);
  await press(page, "State");
  assert.match(await text(page, "dl"), /Coredoes not run/);
});
