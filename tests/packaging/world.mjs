// What the packaging tests share: the packed tarball, a Worker, a browser, and the starts of pkg/README.md with this Worker's address and keys.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { eventually, launch, stored, storedExactly } from "../support/browser.mjs";
import { serve } from "../support/serve.mjs";
import { fromRepository, makeProject, pack, remove, serveFiles, workshop } from "./project.mjs";

/** Without an icon of its own a page asks for one, which is a 404 in the console. */
export const TOP = `<!doctype html><link rel="icon" href="data:,">`;
const PLACEHOLDERS = { endpoint: "https://events.example.com", writeKey: "tm_write_YOUR_KEY" };

/** Set before the first test of a file: `{directory, tarball, server, browser, readme}`. */
export const world = {};

before(async () => {
  world.directory = await workshop();
  world.tarball = await pack(world.directory);
  world.readme = await fromRepository("pkg/README.md");
  world.server = await serve({ onLog: () => {} });
  world.browser = await launch();
});

after(async () => {
  await world.browser?.close();
  await world.server?.stop();
  await remove(world.directory);
});

/** A project with the package installed; `linked` are packages of ours that it may import too. */
export const project = (name, files, linked) => makeProject(world.directory, name, world.tarball.file, files, linked);

/** A text with this server's address and key in the place of those of the documentation. */
export const ours = (text) => text.replaceAll(PLACEHOLDERS.endpoint, world.server.url).replaceAll(PLACEHOLDERS.writeKey, world.server.keys.write);

/** The blocks of that language below a heading of the package's README, this server's. */
export function starts(heading, language) {
  const [, section] = world.readme.split(new RegExp(`^### ${heading}$`, "m"));
  assert.ok(section, `pkg/README.md has no "### ${heading}"`);
  const blocks = section.split(/^##/m)[0].matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"));
  return Array.from(blocks, ([, block]) => ours(block));
}

/** The first of them. */
export const start = (heading, language) => starts(heading, language)[0];

/** Makes a module of the page also track an event of its own, and lets the test call the package. */
export const observed = (module, type) =>
  `${module}\nimport * as trailmark from "trailmark";\nwindow.tracked = trailmark.track("${type}");\nwindow.trailmark = trailmark;\n`;

/** A page in a context of its own; `said` is what its console and its errors say. */
export async function open(t, url, options = {}) {
  const context = await world.browser.newContext(options);
  t.after(() => context.close());
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(url);
  return Object.assign(page, { said });
}

/** Opens a page of another origin than the Worker's and waits until its event is stored, once and as it was tracked. */
export async function storesItsEvent(t, url, type) {
  const { server } = world;
  const views = (await stored(server, "page_view")).length;
  const page = await open(t, url);
  await page.waitForFunction(() => window.tracked && window.trailmark).catch((error) => assert.fail(`${error.message}\n${page.said.join("\n")}`));
  assert.notEqual(new URL(url).origin, new URL(server.url).origin);
  await coreRuns(page);
  await page.evaluate(() => window.trailmark.flush());
  const [row] = await storedExactly(server, type, 1);
  assert.equal(row.event_id, await page.evaluate(() => window.tracked));
  assert.ok(row.session_id && row.visitor_id && row.device_browser);
  await storedExactly(server, "page_view", views + 1);
  await eventually(() => page.evaluate(() => window.trailmark.queueSize()), (size) => size === 0);
  assert.deepEqual(page.said, []);
  return page;
}

/** Waits until the page's core runs; if it does not, what the page said is in the error. */
export const coreRuns = (page) =>
  eventually(() => page.evaluate(() => window.trailmark.ids().sessionId ?? null), Boolean).catch((error) => assert.fail(`${error.message}\n${page.said.join("\n")}`));

/** Serves a project's files; see `serveFiles`. */
export { serveFiles };
