// Clicks on what the page has marked, links to elsewhere and to files, and forms: what was done, and never what stands in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventOf } from "../../pkg/src/auto/clicks.js";
import { fileOf } from "../../pkg/src/auto/links.js";
import { eventually } from "../support/browser.mjs";
import { arrived, arrivedOf, listening, tracked, visit, visitorOf, world } from "./world.mjs";

const there = world();

/** A page with one piece on, which listens by then. */
async function open(t, autocapture, html) {
  const { context, open } = await visit(t, there, autocapture, { html });
  const page = await open();
  await listening(page, [].concat(autocapture).length);
  return Object.assign(page, { of: context });
}
const nothingThrown = async (page) => assert.deepEqual(await page.evaluate(() => window.thrown), []);

test("what attributes say of an event", () => {
  const said = { trailmarkEvent: "plan_chosen", trailmarkEntityType: "plan", trailmarkEntityId: "7", trailmarkLevel: "milestone", trailmarkPlanName: "Pro", trailmarkIgnored: "", other: "x", trailmark: "y" };
  assert.deepEqual(eventOf(said), ["plan_chosen", { entityType: "plan", entityId: "7", level: "milestone", metadata: { plan_name: "Pro", ignored: "" } }]);
  assert.deepEqual(eventOf({ trailmarkEvent: "a" }), ["a", {}]);
});

test("what is a file, and which", () => {
  const of = (address, download = null, endings) => fileOf(new URL(address), download, endings);
  assert.deepEqual(of("https://a.example/docs/Report.PDF?token=x"), { extension: "pdf", file: "Report.PDF" });
  assert.deepEqual(of("https://a.example/report?x=a.pdf"), undefined);
  assert.deepEqual(of("https://a.example/archive.tar.gz#part"), { extension: "gz", file: "archive.tar.gz" });
  assert.deepEqual(of("https://a.example/page.html"), undefined);
  assert.deepEqual(of("https://a.example/page.html", ""), { extension: "html", file: "page.html" });
  assert.deepEqual(of("https://a.example/a.step", null, ["step"]), { extension: "step", file: "a.step" });
  assert.deepEqual(of("https://a.example/a.pdf", null, ["step"]), undefined);
  assert.deepEqual(of("blob:https://a.example/0b-1", "anna.csv"), { extension: "csv", file: undefined });
  assert.deepEqual(of("https://a.example/export", "list"), { extension: undefined, file: "export" });
});

test("a click on what is marked, by mouse, by key, from within and out of a shadow tree; not its texts, and once for a label", async (t) => {
  const html = `<button id="one" data-trailmark-event="signup_clicked" data-trailmark-entity-type="plan" data-trailmark-entity-id="pro" data-trailmark-where="top"><b>Anna's secret</b></button>
    <label id="label" data-trailmark-event="box_clicked"><input type="checkbox">Secret</label>
    <div data-trailmark-ignore><button id="ignored" data-trailmark-event="signup_clicked">x</button></div>
    <button id="stops">plain</button><x-card></x-card><button id="plain">nothing</button>`;
  const page = await open(t, ["clicks"], html);
  await page.evaluate(() => {
    const root = document.querySelector("x-card").attachShadow({ mode: "open" });
    root.append(Object.assign(document.createElement("button"), { id: "inner", textContent: "In" }));
    root.firstChild.dataset.trailmarkEvent = "card_clicked";
    // A page may stop events on their way up.
    document.body.addEventListener("click", (event) => event.stopImmediatePropagation());
  });
  await page.click("#one b");
  await page.focus("#one");
  await page.keyboard.press("Enter");
  await page.click("#label");
  await page.click("#inner");
  for (const id of ["#ignored", "#plain"]) await page.click(id);
  const rows = await arrived(there, page, "signup_clicked", 2, (row) => row);
  for (const row of rows) assert.deepEqual([row.entity_type, row.entity_id, row.metadata, row.action], ["plan", "pro", '{"where":"top"}', "clicked"]);
  await arrived(there, page, "card_clicked", 1, String);
  await arrived(there, page, "box_clicked", 1, String);
  assert.equal(await tracked(page), 4);
  assert.equal(JSON.stringify(rows).includes("ecret"), false);
  await nothingThrown(page);
});

test("links to elsewhere: by click, with a key held, by the middle button, by the keyboard; in the same site and its hosts none", async (t) => {
  const html = `<a id="out" href="https://other.example/path/page?token=secret#part"><i>Out</i></a> <a id="own" href="/blank-own">Own</a>
    <a id="sub" href="https://docs.mine.example/x">Sub</a> <a id="mail" href="mailto:anna@example.com">Mail</a>
    <a id="file" href="https://other.example/a.pdf">File</a> <svg width="20" height="20"><a id="svg" href="https://svg.example/s"><rect width="20" height="20"/></a></svg>
    <a id="blank" target="_blank" href="https://blank.example/">Blank</a> <a id="broken" href="https://[">Broken</a>`;
  const page = await open(t, { outboundLinks: { hosts: ["mine.example"] } }, html);
  await page.of.route("https://*.example/**", (route) => route.fulfill({ body: "elsewhere" }));
  await page.evaluate(() => addEventListener("click", (event) => event.target.closest("#own,#sub,#mail,#svg,#file,#blank,#broken") && event.preventDefault()));
  await page.click("#out", { modifiers: ["ControlOrMeta"] });
  await page.click("#out", { button: "middle" });
  await page.click("#out", { button: "right" });
  for (const id of ["#own", "#sub", "#mail", "#svg", "#file", "#blank", "#broken"]) await page.click(id);
  const out = (new_tab) => ({ url: "https://other.example/path/page", host: "other.example", new_tab });
  assert.deepEqual(await arrived(there, page, "link_opened", 5), [
    out(true), out(true), { url: "https://svg.example/s", host: "svg.example", new_tab: false }, { url: "https://other.example/a.pdf", host: "other.example", new_tab: false },
    { url: "https://blank.example/", host: "blank.example", new_tab: true },
  ]);
  await nothingThrown(page);
  const visitor = await visitorOf(page);
  await page.focus("#out");
  await page.keyboard.press("Enter");
  await page.waitForURL("https://other.example/**");
  assert.deepEqual((await arrivedOf(there, visitor, "link_opened", 6)).at(-1), out(false));
});

test("downloads, which are no other links where both are on", async (t) => {
  const html = `<a id="pdf" href="https://other.example/files/Report.pdf?token=secret">R</a> <a id="own" href="/files/list" download="anna.csv">L</a> <a id="page" href="https://other.example/page">P</a>`;
  const page = await open(t, ["downloads", "outboundLinks"], html);
  await page.evaluate(() => addEventListener("click", (event) => event.preventDefault()));
  for (const id of ["#pdf", "#own", "#page"]) await page.click(id);
  assert.deepEqual(await arrived(there, page, "file_downloaded", 2), [
    { extension: "pdf", file: "Report.pdf", url: "https://other.example/files/Report.pdf" },
    { extension: "csv", file: "list", url: "/files/list" },
  ]);
  assert.deepEqual((await arrived(there, page, "link_opened", 1))[0].url, "https://other.example/page");
});

test("forms: begun once a view, sent as often as they are; with how many fields, and no value, whatever the fields are called", async (t) => {
  const html = `<form id="signup" action="/join?token=secret" method="post"><input name="id" value="secret-id"><input name="elements"><input type="hidden" name="csrf" value="secret">
    <select name="s"><option>secret<option>b</select><textarea name="note"></textarea><button>Go</button><button formaction="/other">Else</button></form>
    <form name="search"><input name="q" required></form><form data-trailmark-ignore id="login"><input><button>x</button></form><input id="alone">`;
  const page = await open(t, ["forms"], html);
  await page.evaluate(() => addEventListener("submit", (event) => event.preventDefault()));
  await page.focus("[name=note]");
  await page.waitForTimeout(50);
  assert.equal(await tracked(page), 0, "a field with the focus is not filled in");
  await page.fill("[name=note]", "secret text");
  await page.selectOption("[name=s]", "b");
  await page.fill("#alone", "x");
  await page.fill("#login input", "x");
  await page.click("#login button");
  await page.click("#signup button >> nth=0");
  await page.click("#signup button >> nth=1");
  await page.evaluate(() => document.querySelector("[name=search]").requestSubmit());
  await page.fill("[name=q]", "anna@example.com");
  await page.keyboard.press("Enter");
  const signup = (action) => ({ form: "signup", action, fields: 4 });
  const search = { form: "search", action: "/blank", fields: 1 };
  assert.deepEqual(await arrived(there, page, "form_started", 2), [signup("/join"), search]);
  assert.deepEqual(await arrived(there, page, "form_submitted", 3), [signup("/join"), signup("/other"), search]);
  await page.evaluate(() => history.pushState({}, "", "/blank-next"));
  await page.fill("[name=note]", "again");
  const rows = await arrived(there, page, "form_started", 3, (row) => row);
  assert.equal(rows[2].page_path, "/blank-next");
  assert.equal(JSON.stringify(rows).includes("ecret"), false);
  await nothingThrown(page);
});

test("a no ends them all", async (t) => {
  const html = `<button id="one" data-trailmark-event="signup_clicked">x</button><a id="out" href="https://other.example/">o</a><form><input></form>`;
  const page = await open(t, ["clicks", "outboundLinks", "forms"], html);
  await page.evaluate(() => addEventListener("click", (event) => event.preventDefault()));
  await page.click("#one");
  await eventually(() => tracked(page), (count) => count === 1);
  await page.evaluate(() => trailmark.setConsent("denied"));
  await page.click("#one");
  await page.click("#out");
  await page.fill("input", "x");
  assert.equal(await tracked(page), 1);
  await page.evaluate(() => trailmark.setConsent("granted"));
  await page.click("#one");
  await page.fill("input", "y");
  await eventually(() => tracked(page), (count) => count === 3);
});
