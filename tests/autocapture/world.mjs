// A server, a browser, and pages on which pieces of autocapture are on.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { after, before } from "node:test";
import { eventually, launch, openBlank, servePackage } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";

/** Starts both before a file's tests and ends them behind; what it returns is filled in by then. */
export function world() {
  const started = {};
  before(async () => {
    started.server = await serve({ onLog: () => {} });
    started.browser = await launch();
  });
  after(async () => {
    await started.browser?.close();
    await started.server?.stop();
  });
  return started;
}

/**
 * A context whose pages have the package. `asked` are the paths that they asked for; `html` stands in the pages' bodies.
 * @returns {Promise<{context: import("playwright-core").BrowserContext, asked: string[], open: (options?: object) => Promise<import("playwright-core").Page>}>}
 */
export async function visit(t, { server, browser }, autocapture, { html, ...options } = {}) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const asked = [];
  context.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await context.addInitScript(countSignals);
  await servePackage(context, server, { autocapture, ...options });
  if (html) await context.addInitScript((html) => addEventListener("DOMContentLoaded", () => document.body.insertAdjacentHTML("beforeend", html)), html);
  return { context, asked, open: (more) => openBlank(context, server, more) };
}

/** Who looks at a page. */
export const visitorOf = async (page) => (await page.evaluate(() => trailmark.ids())).visitorId;

/** Everything that the visitor of a page has had stored, oldest first, as what you make of its rows. */
export async function storedOf({ server }, page, of = (row) => row, visitorId) {
  visitorId ??= await visitorOf(page);
  const { results } = await server.d1.prepare("SELECT * FROM events WHERE visitor_id = ?1 ORDER BY occurred_at, seq").bind(visitorId).all();
  return results.map(of);
}

/** What the page has tracked so far, as `onReport` was told. */
export const tracked = (page, type) => page.evaluate((type) => reports.filter((report) => report.kind === "tracked" && (!type || report.type === type)).length, type);

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/**
 * A site of its own, for what a browser does only with pages that come over the network: keeping them, loading them ahead. Every path but
 * the package's is the same page, under the policy.
 */
export async function site(t, { server }, autocapture, head = "", { policy, ...more } = {}) {
  const options = { writeKey: server.keys.write, endpoint: server.url, autocapture, ...more };
  const page = `<!doctype html><link rel="icon" href="data:,"><title>Blank</title>${head}<script type="module" nonce="ours">
    import * as trailmark from "/package/index.js";
    window.reports = [];
    trailmark.init({ onReport: (report) => reports.push(report), ...${JSON.stringify(options)} });
    window.trailmark = trailmark;</script>`;
  const listener = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const type = TYPES[path.extname(pathname)];
    response.writeHead(200, { "content-type": type ?? "text/html", ...(policy && { "content-security-policy": policy }) });
    response.end(type ? await readFile(path.join(root, "pkg/dist", pathname.replace("/package/", ""))) : page);
  });
  await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    listener.closeAllConnections();
    listener.close();
  });
  return `http://127.0.0.1:${listener.address().port}`;
}

/** Has a page send what it has, and waits until so many events of a type are stored of its visitor; `of` makes something of each. */
export async function arrived(there, page, type, count, of = ({ metadata }) => JSON.parse(metadata)) {
  await eventually(() => tracked(page, type), (made) => made >= count);
  await page.evaluate(() => trailmark.flush());
  return arrivedOf(there, await visitorOf(page), type, count, of);
}

/** The same of a page that is left: by its visitor. In the order they were tracked in: the tests' clocks run as they like. */
export async function arrivedOf(there, visitor, type, count, of = ({ metadata }) => JSON.parse(metadata)) {
  const rows = () => storedOf(there, undefined, undefined, visitor).then((rows) => rows.filter((row) => row.type === type));
  const found = await eventually(rows, (rows) => rows.length >= count);
  assert.equal(found.length, count, `${found.length} ${type} stored, ${count} happened`);
  return found.sort((one, other) => one.seq - other.seq).map(of);
}

/** Waits until so many pieces of autocapture listen in a page: each does so until a signal of its own. */
export const listening = (page, pieces = 1) => eventually(() => page.evaluate(() => window.signals.size), (count) => count >= pieces);

const countSignals = () => {
  const listen = EventTarget.prototype.addEventListener;
  window.signals = new Set();
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (options?.passive && options.signal) window.signals.add(options.signal);
    return listen.call(this, type, listener, options);
  };
};

/** Waits until a page's core runs. */
export const ready = (page) => page.waitForFunction(() => window.trailmark?.ids().sessionId);
