// The site on which trackers are timed: cross-origin isolated, so that `performance.now()` counts in steps of 5 µs instead of 100.
import { readFile } from "node:fs/promises";
import http from "node:http";
import { brotliCompressSync, constants } from "node:zlib";

const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  // Each visit is a first one: contexts are fresh, and nothing is compiled ahead.
  "cache-control": "no-store",
};
const HTML = { "content-type": "text/html; charset=utf-8" };
const JAVASCRIPT = { "content-type": "text/javascript" };

/** Evaluated before the tracker, when everything has been fetched: what follows is synchronous. */
const CLOCK = "window.evaluationBegan = performance.now();";
const LONG_TASKS = `window.longTasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => longTasks.push(duration))).observe({ type: "longtask", buffered: true });`;

/**
 * Serves one tracker's page at `page` and one without anything at `blank`.
 *
 * @param {Map<string, {body: Buffer, contentType: string}>} files
 * @returns {Promise<{page: string, blank: string, shipped: () => number, stop: () => Promise<void>}>}
 *   `shipped`: bytes, after brotli 11, of all of the tracker's files that a page has asked for
 */
export async function servePages(files, script) {
  const driver = await readFile(new URL("driver.js", import.meta.url), "utf8");
  const asked = new Set();
  const pages = new Map([
    ["/blank", [HTML, "<!doctype html><title>Blank</title>"]],
    ["/page", [HTML, page(script, driver)]],
    ["/clock.js", [JAVASCRIPT, CLOCK]],
  ]);
  const server = http.createServer((request, response) => {
    const [headers, body] = pages.get(request.url) ?? file(request.url);
    response.writeHead(body === undefined ? 404 : 200, { ...HEADERS, ...headers }).end(body);
  });
  function file(address) {
    const name = address.replace(/^\/files\//, "");
    const found = files.get(name);
    if (!found) return [{}, undefined];
    asked.add(name);
    return [{ "content-type": found.contentType }, found.body];
  }
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  const url = `http://localhost:${server.address().port}`;
  return {
    page: `${url}/page`,
    blank: `${url}/blank`,
    shipped: () => [...asked].reduce((sum, name) => sum + brotli(files.get(name).body), 0),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The tracker's own script with the clock started before its imports are evaluated and read when its last line has run. */
function page(script, driver) {
  return `<!doctype html><title>Board</title><link rel="icon" href="data:,"><script>${LONG_TASKS}</script><script>${driver}</script>
    <script type="module">import "./clock.js"; ${script}
    window.startedIn = performance.now() - window.evaluationBegan;</script>`;
}

function brotli(body) {
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}
