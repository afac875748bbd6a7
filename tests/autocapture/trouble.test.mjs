// What goes wrong for a visitor: errors, clicks in anger, clicks on what does nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bursts } from "../../pkg/src/auto/bursts.js";
import { faultOf, framesOf, isForeign, tally } from "../../pkg/src/auto/faults.js";
import { eventually } from "../support/browser.mjs";
import { arrived, arrivedOf, listening, storedOf, tracked, visit, visitorOf, world } from "./world.mjs";

const there = world();
const ORIGIN = "https://app.example";

async function open(t, autocapture, html) {
  const { context, open } = await visit(t, there, autocapture, { html });
  const page = await open();
  await listening(page, [].concat(autocapture).length);
  return Object.assign(page, { of: context });
}

test("stacks of every browser are cut to a few frames, relative to the page's origin, without queries", () => {
  const chromium = `TypeError: no\n    at draw (${ORIGIN}/app.js?v=secret:3:14)\n    at async ${ORIGIN}/app.js:9:1\n    at https://cdn.example/x.js#y:1:2`;
  assert.deepEqual(framesOf(chromium, ORIGIN), ["draw (/app.js:3:14)", "async /app.js:9:1", "https://cdn.example/x.js:1:2"]);
  assert.deepEqual(framesOf(`draw@${ORIGIN}/app.js?v=1:3:14\n@${ORIGIN}/b.js:1:1\n`, ORIGIN), ["draw@/app.js:3:14", "@/b.js:1:1"]);
  assert.equal(framesOf(Array(50).fill(`    at f (${ORIGIN}/a.js:1:1)`).join("\n"), ORIGIN).length, 5);
  for (const nothing of [undefined, null, "", 7, {}, "no frames"]) assert.deepEqual(framesOf(nothing, ORIGIN), []);
});

test("whatever is thrown becomes a text, and of an unknown object nothing", () => {
  const said = { message: "Uncaught Error: said", filename: `${ORIGIN}/a.js?x=1`, lineno: 3, colno: 4 };
  const of = (thrown, said = {}) => faultOf(thrown, said, ORIGIN);
  const error = Object.assign(new TypeError(`no ${ORIGIN}/x?token=secret here`), { stack: "" });
  assert.deepEqual(of(error, said), { name: "TypeError", message: "no /x here", stack: ["/a.js:3:4"] });
  assert.deepEqual(of("text"), { name: undefined, message: "text", stack: [] });
  assert.deepEqual(of(undefined), { name: undefined, message: "undefined", stack: [] });
  assert.equal(of({ password: "secret" }).message, "an object was thrown");
  assert.equal(of(Object.create(null)).message, "an object was thrown");
  assert.equal(of(Symbol("s")).message, "Symbol(s)");
  assert.equal(of("x".repeat(10_000)).message.length, 200);
  assert.deepEqual(of(null, { message: "Script error.", filename: "", lineno: 0, colno: 0 }), { name: undefined, message: "Script error.", stack: [] });
});

test("an error is told once, its repetitions are counted, and there is an end of different ones", () => {
  const seen = tally();
  const fault = (message, ...stack) => ({ message, stack });
  assert.equal(seen.isNew(fault("a", "1")), true);
  assert.equal(seen.isNew(fault("a", "1", "2")), false);
  assert.equal(seen.isNew(fault("a", "2")), true);
  assert.deepEqual(seen.repeated(), [{ message: "a", stack: ["1"], count: 1 }]);
  assert.deepEqual(seen.repeated(), []);
  const told = Array.from({ length: 100 }, (_, n) => seen.isNew(fault(`${n}`))).filter(Boolean);
  assert.equal(told.length, 18);
  for (const foreign of [fault("a", "f (chrome-extension://x/a.js:1:1)"), fault("a", "moz-extension://x/a.js:1:1"), fault("ResizeObserver loop completed with undelivered notifications.")]) assert.equal(isForeign(foreign), true);
  assert.equal(isForeign(fault("Script error.")), false);
});

test("a burst is three clicks in a second on one spot", () => {
  const run = (clicks, rule = {}) => {
    const found = bursts(rule);
    return [...clicks.map(([at, x = 0, y = 0]) => found.click(at, x, y)), found.end()].filter(Boolean);
  };
  assert.deepEqual(run([[0], [300], [600]]), [3]);
  assert.deepEqual(run([[0], [300], [600], [900], [1_800]]), [5]);
  assert.deepEqual(run([[0], [600], [1_200]]), [], "three, but not within a second");
  assert.deepEqual(run([[0], [600], [1_200], [1_300], [1_400]]), [5]);
  assert.deepEqual(run([[0], [100, 31], [200], [300, 40]]), [], "here and there");
  assert.deepEqual(run([[0], [100, 20, 20], [200, 5, 5]]), [3]);
  assert.deepEqual(run([[0], [100], [200], [5_000], [5_100], [5_200], [5_300]]), [3, 4]);
  assert.deepEqual(run([[0], [100]], { clicks: 2 }), [2]);
});

test("errors of a page: caught by nobody, of another origin, broken promises; told once, counted at the end", async (t) => {
  const page = await open(t, ["errors"], `<img id="image">`);
  await page.of.route("https://other.example/**", (route) => route.fulfill({ body: "throw new Error('secret of another origin')", contentType: "text/javascript" }));
  const own = `window.fail = function fail() { throw new TypeError("it broke for anna@example.com") };`;
  await page.of.route("**/own.js*", (route) => route.fulfill({ body: own, contentType: "text/javascript" }));
  await page.addScriptTag({ url: "/own.js?v=secret" });
  await page.evaluate(() => {
    for (let n = 0; n < 4; n++) setTimeout(() => window.fail());
    Promise.reject(new RangeError("unheard"));
    Promise.reject({ password: "secret" });
    document.querySelector("#image").src = "/api/no-image";
    document.head.append(Object.assign(document.createElement("script"), { src: "https://other.example/x.js" }));
    dispatchEvent(new ErrorEvent("error", { message: "ResizeObserver loop completed with undelivered notifications." }));
  });
  await eventually(() => tracked(page), (count) => count === 4);
  const visitor = await visitorOf(page);
  const told = await arrived(there, page, "error_thrown", 4);
  const [broke] = told.filter(({ name }) => name === "TypeError");
  assert.equal(broke.message, "it broke for [email]");
  assert.match(broke.stack[0], /^(window\.)?fail \(\/own\.js:1:\d+\)$/);
  assert.deepEqual([broke.kind, broke.count], ["error", 1]);
  assert.deepEqual(told.filter(({ kind }) => kind === "rejection").map(({ name, message }) => [name, message]), [["RangeError", "unheard"], [undefined, "an object was thrown"]]);
  const [foreign] = told.filter(({ message }) => message === "Script error.");
  assert.deepEqual(foreign, { kind: "error", message: "Script error.", stack: [], count: 1 });
  assert.equal(JSON.stringify(told).includes("secret"), false);
  await page.goto(`${there.server.url}/api/health`);
  const last = (await arrivedOf(there, visitor, "error_thrown", 5)).at(-1);
  assert.deepEqual([last.message, last.count, last.name], ["it broke for [email]", 3, "TypeError"]);
});

test("errors thrown while errors are told come to an end", async (t) => {
  const page = await open(t, ["errors"]);
  await page.evaluate(() => {
    console.error = () => setTimeout(() => { throw new Error("again"); });
    crypto.getRandomValues = () => { throw new Error("broken page"); };
    setTimeout(() => { throw new Error("first"); });
  });
  await eventually(() => page.evaluate(() => window.thrown.length), (count) => count >= 1);
  await page.waitForTimeout(500);
  const count = await page.evaluate(() => window.thrown.length);
  assert.ok(count < 5, `${count} errors`);
});

test("rage: a button clicked again and again, told when it is over; not a text that is selected, nor a field", async (t) => {
  const html = `<form id="pay"><button type="button" class="primary big third" data-testid="pay">Pay secret</button></form><p id="text">A text of some words</p><input id="field">`;
  const page = await open(t, ["rageClicks"], html);
  await page.click("#text", { clickCount: 3 });
  await page.click("#field", { clickCount: 4 });
  await page.evaluate(() => getSelection().removeAllRanges());
  await page.waitForTimeout(1_100);
  // Pressed as fast as the browser takes it: with a look at the page before each, a slow machine would tell a patient visitor's.
  await page.click("[data-testid=pay]", { clickCount: 5 });
  assert.deepEqual(await arrived(there, page, "rage_clicked", 1), [{ clicks: 5, element: "button[data-testid=pay]" }]);
  await page.click("[data-testid=pay]", { clickCount: 3 });
  const visitor = await visitorOf(page);
  await page.goto(`${there.server.url}/api/health`);
  assert.deepEqual((await arrivedOf(there, visitor, "rage_clicked", 2))[1], { clicks: 3, element: "button[data-testid=pay]" });
});

test("dead clicks: what looks clickable and does nothing; whatever does something is alive", async (t) => {
  const html = `<button id="dead" type="button">x</button><a id="dead-link" href="javascript:void 0">x</a><div id="hand" style="cursor:pointer">x</div>
    <p id="text">plain text</p><input id="field"><label id="label"><input type="checkbox">x</label><x-card></x-card>
    ${["mutates", "late", "scrolls", "focuses", "navigates", "asks", "in-shadow"].map((id) => `<button id="${id}" type="button">${id}</button>`).join("")}
    <div style="height:3000px"></div>`;
  const page = await open(t, ["deadClicks"], html);
  await page.evaluate(() => {
    const at = (id) => document.querySelector(id);
    const root = at("x-card").attachShadow({ mode: "open" });
    root.append(Object.assign(document.createElement("button"), { id: "inner", textContent: "In" }));
    root.firstChild.onclick = () => root.append("more");
    at("#mutates").onclick = () => setTimeout(() => at("#text").classList.add("seen"), 300);
    at("#late").onclick = () => setTimeout(() => at("#text").classList.add("late"), 1_400);
    at("#scrolls").onclick = () => scrollTo(0, 20);
    at("#focuses").onclick = () => at("#field").focus();
    at("#navigates").onclick = () => history.pushState({}, "", "?next");
    at("#asks").onclick = () => fetch("/api/health").then((answer) => answer.json());
  });
  for (const id of ["#mutates", "#scrolls", "#focuses", "#navigates", "#asks", "#inner", "#text", "#field", "#label"]) {
    await page.click(id);
    await page.waitForTimeout(1_050);
  }
  await page.waitForTimeout(2_600);
  assert.deepEqual(await storedOf(there, page, (row) => row.metadata), []);
  assert.equal(await tracked(page), 0);
  await page.evaluate(() => new Promise((resolve) => (addEventListener("scroll", resolve, { once: true }), scrollTo(0, 0))));
  for (const id of ["#dead", "#hand", "#late"]) {
    await page.click(id);
    await page.waitForTimeout(1_500);
  }
  const told = await arrived(there, page, "dead_clicked", 3);
  assert.deepEqual(told.map(({ element }) => element), ["button#dead", "div#hand", "button#late"]);
  // Left at once: that was its answer. Left later: there was none.
  const visitor = await visitorOf(page);
  await page.click("#dead");
  await page.waitForTimeout(1_200);
  // From here on no time passes for the page, however long it takes to leave.
  await page.evaluate(() => {
    const now = performance.now();
    performance.now = () => now;
  });
  await page.click("#hand");
  await page.goto(`${there.server.url}/api/health`);
  assert.deepEqual((await arrivedOf(there, visitor, "dead_clicked", 4))[3], { element: "button#dead" });
});
