// A real Chromium, and pages that use the built package as a customer's page would.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";
import { root } from "./database.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
// Without the background flags Chromium asks its maker for updates and experiments at every start.
// By its own user agent a headless one is a program, whose events questions leave out.
const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
export const ARGUMENTS = [`--user-agent=${USER_AGENT}`, "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** The browser's program: `$TRAILMARK_CHROMIUM`, one on PATH, or Playwright's own. */
export function executable() {
  const onPath = NAMES.flatMap((name) => process.env.PATH.split(path.delimiter).map((folder) => path.join(folder, name)));
  return [process.env.TRAILMARK_CHROMIUM, ...onPath].find((file) => file && existsSync(file));
}

export const launch = (options = {}) => chromium.launch({ executablePath: executable(), args: ARGUMENTS, ...options });

/** A profile on disk, for tests in which the whole browser dies and comes back. */
export const launchProfile = (directory, options = {}) =>
  chromium.launchPersistentContext(directory, { executablePath: executable(), args: ARGUMENTS, ...options });

/**
 * Lets every page of a context find a blank page at `/blank` and the built package under `/package/`, on the Worker's own origin.
 * On such a page `window.trailmark` is the package, `window.reports` what it reported and `window.thrown` what reached the page.
 */
export async function servePackage(context, { url, keys }, initOptions = {}) {
  await context.route(`${url}/package/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.replace("/package/", "");
    const body = await readFile(path.join(root, "pkg/dist", name));
    await route.fulfill({ body, contentType: TYPES[path.extname(name)] });
  });
  const start = `
    import * as trailmark from "/package/index.js";
    window.reports = [];
    trailmark.init({ writeKey: ${JSON.stringify(keys.write)}, onReport: (report) => window.reports.push(report), ...${JSON.stringify(initOptions)} });
    window.trailmark = trailmark;`;
  const html = `<!doctype html><title>Blank</title><script>window.thrown = []; onerror = (message) => thrown.push(message);
    onunhandledrejection = (event) => thrown.push(String(event.reason));</script><script type="module">${start}</script>`;
  await context.route(`${url}/blank*`, (route) => route.fulfill({ body: html, contentType: "text/html" }));
}

/** Opens `/blank` and waits until the package is there; with `ready` also until its core runs. */
export async function openBlank(context, { url }, { ready = true, query = "" } = {}) {
  const page = await context.newPage();
  await page.goto(`${url}/blank${query}`);
  await page.waitForFunction(() => window.trailmark);
  if (ready) await page.waitForFunction(() => window.trailmark.ids().sessionId);
  return page;
}

/**
 * Lets every page of a context keep each access to its storages in `window.accesses`, as `["set", key, value]`; other actions are `get`,
 * `delete` and `keys`. What is written is told to `window.keepWritten` too, if there is one.
 */
export const watchStorage = (context) =>
  context.addInitScript(() => {
    window.accesses = [];
    const seen = (action, key, ...more) => window.accesses.push([action, String(key), ...more]);
    for (const name of ["localStorage", "sessionStorage"]) {
      const real = window[name];
      const watched = new Proxy(real, {
        get(_, key) {
          seen("get", key);
          const value = real[key];
          return typeof value === "function" ? value.bind(real) : value;
        },
        set(_, key, value) {
          seen("set", key, String(value));
          window.keepWritten?.(`${key} ${value}`);
          real[key] = value;
          return true;
        },
        deleteProperty(_, key) {
          seen("delete", key);
          return delete real[key];
        },
        ownKeys() {
          seen("keys", "");
          return Reflect.ownKeys(real);
        },
      });
      Object.defineProperty(window, name, { get: () => watched });
    }
  });

/** Asks again and again until the answer is as hoped; the last answer is in the error. */
export async function eventually(ask, hoped, { within = 30_000 } = {}) {
  const deadline = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (hoped(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`not within ${within} ms; last seen: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** All events of a type in D1, oldest first. */
export async function stored({ d1 }, type) {
  const { results } = await d1.prepare("SELECT * FROM events WHERE type = ?1 ORDER BY occurred_at, event_id").bind(type).all();
  return results;
}

/** Waits until so many events of a type are stored, and fails if ever there are more. */
export const storedExactly = (server, type, count) =>
  eventually(
    () => stored(server, type),
    (rows) => {
      if (rows.length > count) throw new Error(`${rows.length} ${type} stored, ${count} happened`);
      return rows.length === count;
    },
  );
