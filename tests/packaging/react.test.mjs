// `trailmark/react` in real apps: Vite's development server, where StrictMode runs effects twice, a build, and a server that renders.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import react from "@vitejs/plugin-react";
import { build as viteBuild, createServer as viteServer } from "vite";
import { eventually, stored, storedExactly } from "../support/browser.mjs";
import { fromRepository, run } from "./project.mjs";
import { open, ours, project, serveFiles, starts, storesItsEvent, TOP, world } from "./world.mjs";

const LINKED = ["react", "react-dom", "react-router"];
const html = (script) => `${TOP}<title>App</title><div id="root"></div><script>window.settings = ${settings()}</script><script type="module" src="${script}"></script>`;
const settings = () => JSON.stringify({ endpoint: world.server.url, writeKey: world.server.keys.write });

/** Of a type, what was stored in this test: since it began, oldest first. */
const since = async (began, type) => (await stored(world.server, type)).filter(({ occurred_at }) => occurred_at >= began);
const paths = async (began) => (await since(began, "page_view")).map(({ page_path }) => page_path);

describe("an app in StrictMode", () => {
  let vite, url;

  before(async () => {
    const site = await project("react", { "index.html": html("/main.jsx"), "main.jsx": await fromRepository("tests/packaging/apps/react.jsx") }, LINKED);
    vite = await viteServer({ root: site, configFile: false, logLevel: "silent", plugins: [react()], server: { port: 0, host: "127.0.0.1", hmr: false } });
    await vite.listen();
    url = `http://127.0.0.1:${vite.httpServer.address().port}`;
  });

  after(() => vite?.close());

  /** The app, opened, and what happens in it: `press` a button or a link, `flushed` when all is stored. */
  async function app(t, address = "/") {
    const began = Date.now();
    const page = await open(t, url + address);
    await page.getByRole("heading").waitFor();
    const press = (name) => page.getByRole("button", { name }).or(page.getByRole("link", { name, exact: true })).first().click();
    const showing = (name) => page.getByRole("heading", { name }).waitFor();
    // Who goes on before a page is shown has not seen it.
    const go = (link, heading) => press(link).then(() => showing(heading));
    const flushed = async () => {
      await page.evaluate(() => window.trailmark.flush());
      await eventually(() => page.evaluate(() => window.trailmark.queueSize()), (size) => size === 0);
    };
    return { began, page, press, showing, go, flushed };
  }

  // The address bar shows where a redirection begins, too.
  const ways = [["by the router's path", "/", []], ["by the address bar", "/?bare", ["/old"]]];
  for (const [how, address, through] of ways) test(`starts once and tracks one view for each navigation, and none for what is no navigation: ${how}`, async (t) => {
    const { began, page, press, showing, go, flushed } = await app(t, address);
    await press("Render");
    await go("Board", "Board");
    await press("Render");
    await go("Board", "Board");
    await go("List", "Board");
    await page.waitForURL("**/board?tab=list");
    await go("Start", "Start");
    await go("Old", "Board");
    await page.goBack();
    await showing("Start");
    await flushed();
    assert.deepEqual(await paths(began), ["/", "/board", "/", ...through, "/board", "/"]);
    const rows = await since(began, "page_view");
    assert.deepEqual(rows.map(({ seq }) => seq), [...rows.keys()], "one tracker counts them all");
    assert.equal(await page.evaluate(() => window.trackers.size), 2, "one object and one function, in all renders");
    assert.deepEqual(page.said, []);
  });

  test("counts so with a router that routes by the fragment, too", async (t) => {
    const { began, page, press, go, flushed } = await app(t, "/?hash");
    await go("Board", "Board");
    await press("List");
    await page.waitForURL(/#\/board\?tab=list$/);
    await go("Start", "Start");
    await go("Old", "Board");
    await flushed();
    assert.deepEqual(await paths(began), ["/", "/", "/", "/"], "start, board, start, board: the document is the same for all");
    assert.deepEqual(page.said, []);
  });

  test("names the user from the login on, and forgets them with the logout", async (t) => {
    const { began, page, press, go, flushed } = await app(t);
    await press("Track");
    await press("Log in");
    await press("Track");
    await go("Board", "Board");
    await press("Track");
    await press("Log out");
    await press("Track");
    await press("Log in");
    await press("Track");
    await flushed();
    const rows = await since(began, "button_clicked");
    assert.deepEqual(rows.map(({ user_id }) => user_id), [null, "u_1", "u_1", null, "u_1"]);
    const [first, ...others] = rows.map(({ visitor_id }) => visitor_id);
    assert.deepEqual(others.map((visitor) => visitor === first), [true, true, false, false], "who logs out is another visitor");
    assert.equal(others[2], others[3]);
    assert.deepEqual(page.said, []);
  });

  test("follows consent: nothing before the yes, everything after it", async (t) => {
    const { began, page, press, flushed } = await app(t, "/?consent=pending");
    await press("Track");
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
    await press("Yes");
    await page.waitForFunction(() => window.trailmark.ids().sessionId);
    await flushed();
    assert.deepEqual([(await since(began, "button_clicked")).length, await paths(began)], [1, ["/"]]);
    assert.deepEqual(page.said, []);
  });
});

test("the README's start, built by Vite", async (t) => {
  const [program, views] = starts("React", "tsx");
  const main = `${program}\nimport * as trailmark from "trailmark";\nwindow.tracked = trailmark.track("from_react");\nwindow.trailmark = trailmark;\n`;
  const wired = main.replace("<SaveButton />", "<BrowserRouter><PageViews /><SaveButton /></BrowserRouter>");
  const source = `import { BrowserRouter } from "react-router";\nimport { PageViews } from "./views.tsx";\n${wired}`;
  assert.notEqual(wired, main);
  const site = await project("react-built", { "index.html": html("/main.tsx"), "main.tsx": source, "views.tsx": views }, LINKED);
  await viteBuild({ root: site, configFile: false, logLevel: "silent", plugins: [react()] });
  const page = await storesItsEvent(t, `${(await serveFiles(t, path.join(site, "dist"))).url}/`, "from_react");
  await page.getByRole("button").click();
  await page.evaluate(() => window.trailmark.flush());
  await storedExactly(world.server, "settings_saved", 1);
});

test("a server renders a tree with everything in it, and nothing is kept or thrown", async () => {
  const program = ours(RENDER);
  const site = await project("react-server", { "render.mjs": program }, ["react", "react-dom"]);
  const { stdout, stderr } = await run(process.execPath, ["render.mjs"], { cwd: site, timeout: 20_000 });
  assert.deepEqual([stdout.trim(), stderr], ["<main><p>u_1 undefined</p></main>", ""]);
});

const RENDER = `
import { createElement as h, StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { TrailmarkProvider, useActivityTracker, usePageView } from "trailmark/react";

function Page({ userId }) {
  const { track, queueSize } = useActivityTracker(userId);
  usePageView();
  usePageView("/board");
  if (queueSize() !== 0) throw new Error("something waits on a server");
  return h("p", null, userId, " ", String(track("rendered")));
}
const tree = h(StrictMode, null, h(TrailmarkProvider, { writeKey: "tm_write_YOUR_KEY", userId: "u_1" }, h("main", null, h(Page, { userId: "u_1" }))));
console.log(renderToString(tree).replaceAll("<!-- -->", ""));
`;
