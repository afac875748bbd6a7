// The dashboard's login in a real browser: the key is gone once it is exchanged, the cookie is out of every script's reach, and its end is told.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";
import { eventually, launch } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";

/** Screenshots for people to look at; nothing compares them. */
const SCREENSHOTS = path.join(root, "tests/artifacts");

let server, browser;
/** The Worker's lines of its requests. */
const requests = [];

before(async () => {
  await mkdir(SCREENSHOTS, { recursive: true });
  server = await serve({ onLog: () => {}, onRequest: (line) => requests.push(JSON.parse(line)) });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A context whose pages are those of a deploy, which has no keys to offer. */
async function deployed(t, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  t.after(() => context.close());
  await context.route("**/local.json", (route) => route.fulfill({ status: 404 }));
  return context;
}

const settled = (page) => page.locator("[data-testid=panels][aria-busy=false]").waitFor({ state: "attached" });
const refusal = async (page) => {
  await page.getByTestId("key-refusal").waitFor();
  return [await page.getByTestId("key-refusal").getAttribute("data-code"), await page.getByTestId("key-refusal").textContent()];
};
const dashboard = (suffix = "") => `${server.url}/dashboard/${suffix}`;

/** Everything that a script of the page can read of what the browser keeps. */
const withinReach = (page) =>
  page.evaluate(() => JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, location.href, history.state, document.documentElement.outerHTML, [...document.querySelectorAll("input")].map((input) => input.value)]));

test("a key in a link is exchanged and gone; the login lasts for other tabs and ends everywhere", async (t) => {
  const context = await deployed(t);
  const page = await context.newPage();
  const authorized = [];
  context.on("request", (request) => request.headers().authorization && authorized.push(new URL(request.url()).pathname));
  await page.goto(dashboard(`?range=24h#key=${server.keys.read}`));
  await settled(page);
  assert.equal(page.url(), dashboard("?range=24h"));
  const [cookie, ...others] = await context.cookies();
  assert.deepEqual(others, []);
  assert.deepEqual([cookie.name, cookie.httpOnly, cookie.sameSite, cookie.path, cookie.domain], ["trailmark", true, "Strict", "/", "127.0.0.1"]);
  assert.ok(Math.abs(cookie.expires - Date.now() / 1000 - 43_200) < 60);
  const reach = await withinReach(page);
  for (const secret of [server.keys.read, cookie.value]) assert.ok(!reach.includes(secret), reach);

  await page.reload();
  await settled(page);
  const other = await context.newPage();
  await other.goto(dashboard("?range=24h&live=1"));
  await settled(other);
  assert.deepEqual(authorized, ["/api/session"], "the key went over the wire once");

  await page.getByTestId("log-out").click();
  await page.getByTestId("key-gate").waitFor();
  assert.equal(await page.getByTestId("overview").isVisible(), false);
  assert.deepEqual(await context.cookies(), []);
  // It is live, so it asks by itself.
  assert.match((await refusal(other))[1], /The login is over/);
  const copied = await fetch(`${server.url}/api/events`, { headers: { cookie: `trailmark=${cookie.value}`, "sec-fetch-site": "same-origin" } });
  assert.deepEqual([copied.status, (await copied.json()).code], [401, "session_over"]);
});

test("a key can be typed; one that will not do is refused with the reason", async (t) => {
  const context = await deployed(t);
  const page = await context.newPage();
  const type = async (key) => {
    await page.getByTestId("key-input").fill(key);
    await page.getByTestId("key-submit").click();
  };
  await page.goto(dashboard());
  await page.getByTestId("key-gate").waitFor();
  assert.equal(await page.getByTestId("key-refusal").isVisible(), false, "nobody has done anything wrong yet");
  await page.screenshot({ path: path.join(SCREENSHOTS, "dashboard-gate.png") });
  await type(server.keys.write);
  assert.equal((await refusal(page))[0], "wrong_key_kind");
  await type("tm_read_nonsense");
  await eventually(() => refusal(page), ([code]) => code === "unknown_key");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.screenshot({ path: path.join(SCREENSHOTS, "dashboard-gate-dark.png") });
  assert.deepEqual(await context.cookies(), []);
  await type(` ${server.keys.admin} `);
  await settled(page);
  assert.match(await page.getByTestId("log-out").getAttribute("title"), /^Logged in to Default with the admin key [\da-f]{12}$/);
  assert.ok(!(await withinReach(page)).includes(server.keys.admin));
});

test("a login that is over while the page is open leads back to the gate", async (t) => {
  for (const [end, code] of [[(context) => context.clearCookies(), "missing_key"], [spoil, "session_over"]]) {
    const context = await deployed(t);
    const page = await context.newPage();
    await page.goto(dashboard(`#key=${server.keys.read}`));
    await settled(page);
    await end(context);
    await page.getByTestId("refresh").click();
    assert.deepEqual(await refusal(page), [code, `The login is over. Enter the key again. (${code})`]);
    await page.screenshot({ path: path.join(SCREENSHOTS, "dashboard-login-over.png") });
    await page.getByTestId("key-input").fill(server.keys.read);
    await page.getByTestId("key-submit").click();
    await settled(page);
    assert.equal(await page.getByTestId("key-gate").isVisible(), false);
  }
});

/** Has the browser hold a cookie that nobody signed. */
async function spoil(context) {
  const [cookie] = await context.cookies();
  await context.addCookies([{ ...cookie, value: `${cookie.value}x` }]);
}

test("a page of another site gets nothing by the visitor's cookie, and a page of the Worker's own cannot read it", async (t) => {
  // Without any route: where requests are intercepted, Playwright answers preflights in the server's place.
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(dashboard(`#key=${server.keys.admin}`));
  await settled(page);
  const [cookie] = await context.cookies();
  // Another site on this machine, and another origin of the same host, to which the browser does send the cookie.
  const site = http.createServer((_, response) => response.setHeader("content-type", "text/html").end("<!doctype html><title>Evil</title>"));
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  t.after(() => site.close());
  for (const elsewhere of ["localhost", "127.0.0.1"].map((host) => `http://${host}:${site.address().port}`)) {
    const evil = await context.newPage();
    await evil.goto(elsewhere);
    // A line travels beside its answer: those of the dashboard may still be on their way.
    const since = new Date().toISOString();
    const asked = () => requests.filter(({ at }) => at >= since);
    const attempts = [
      ["GET", "/api/events", "cors"],
      ["GET", "/api/session", "cors"],
      ["GET", "/api/events", "no-cors"],
      ["POST", "/api/rejected/replay", "no-cors"],
      ["DELETE", "/api/session", "cors"],
    ];
    for (const [method, path, mode] of attempts) {
      const got = await evil.evaluate(
        ([url, method, mode]) => fetch(url, { method, mode, credentials: "include" }).then(async (answer) => [answer.type, await answer.text()], () => ["unreadable", ""]),
        [server.url + path, method, mode],
      );
      assert.ok(["unreadable", "opaque"].includes(got[0]) && got[1] === "", `${elsewhere} ${method} ${path} ${got}`);
    }
    // The last one is not even sent: its preflight allows no credentials.
    await eventually(() => asked().filter(({ method }) => method !== "OPTIONS").length, (count) => count === attempts.length - 1);
    const codes = asked().map(({ method, code }) => (method === "OPTIONS" ? "preflight" : code));
    const expected = elsewhere.includes("localhost") ? "missing_key" : "not_same_origin";
    assert.deepEqual(codes.filter((code) => code !== "preflight"), [expected, elsewhere.includes("localhost") ? undefined : expected, expected, expected], codes.join());
    await evil.close();
  }
  const who = await page.evaluate(() => fetch("/api/session").then((answer) => answer.json()));
  assert.equal(who.key.kind, "admin", "still logged in");
  assert.ok(!(await withinReach(page)).includes(cookie.value));
});

test("a page of one's own changes things with an admin's login, and so does a download by link", async (t) => {
  const context = await deployed(t);
  const page = await context.newPage();
  await page.goto(dashboard(`#key=${server.keys.admin}`));
  await settled(page);
  const put = await page.evaluate(() => fetch("/api/config", { method: "PUT", body: '{"flush_at":7}' }).then((answer) => answer.json()));
  assert.deepEqual(put.config, { flush_at: 7 });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.evaluate(() => {
      const link = Object.assign(document.createElement("a"), { href: "/api/events/export", download: "events.ndjson" });
      document.body.append(link);
      link.click();
    }),
  ]);
  assert.equal(await download.failure(), null);
});

test("the dev server's key logs in by itself, also where a link has an old one", async (t) => {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(dashboard());
  await settled(page);
  await context.clearCookies();
  await page.reload();
  await settled(page);
  const other = await context.newPage();
  await other.goto(dashboard(`#key=tm_read_${"0".repeat(32)}`));
  await settled(other);
  assert.equal(await page.getByTestId("key-gate").isVisible(), false);
});
