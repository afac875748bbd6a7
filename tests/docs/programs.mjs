// Runs the programs of the documentation: in Node.js, in a Worker, in Python, in a browser.
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "../support/database.mjs";
import { withServer } from "./shell.mjs";

const run = promisify(execFile);
const FUNCTIONS = ["init", "track", "trackTimed", "trackPageView", "trackBatch", "identify", "reset", "flush", "queueSize", "ids", "setConsent", "optIn", "optOut"];
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css" };

/** A directory in which `trailmark` is installed as it is built here. */
export async function project() {
  const directory = await mkdtemp(path.join(tmpdir(), "trailmark-docs-"));
  await mkdir(path.join(directory, "node_modules"));
  await symlink(path.join(root, "pkg"), path.join(directory, "node_modules/trailmark"));
  await writeFile(path.join(directory, "package.json"), '{"type":"module"}');
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** Runs a block by Node.js; it has to end by itself and say nothing on its error output. */
export async function runNode(block, server, directory) {
  const file = path.join(directory, `block-${block.line}.mjs`);
  const free = /\bcreateWriter\(/.test(block.text) && !/import .*createWriter/.test(block.text) ? 'import { createWriter } from "trailmark/server";\n' : "";
  await writeFile(file, free + withServer(block.text, server));
  const env = { ...process.env, TRAILMARK_KEY: server.keys.server, TRAILMARK_READ_KEY: server.keys.read, TRAILMARK_ADMIN_KEY: server.keys.admin };
  const { stderr } = await run(process.execPath, [file], { cwd: directory, env, timeout: 30_000 });
  assert.equal(stderr, "");
}

/** Runs a block by Python. */
export async function runPython(block, server, directory) {
  const file = path.join(directory, `block_${block.line}.py`);
  await writeFile(file, withServer(block.text, server));
  await run("python3", [file], { cwd: directory, env: { ...process.env, TRAILMARK_KEY: server.keys.server }, timeout: 30_000 });
}

/** Runs a block as a Worker, asks it once, and waits for what it does behind its answer. */
export async function runWorker(block, server, directory) {
  const file = path.join(directory, `worker-${block.line}.mjs`);
  await writeFile(file, withServer(block.text, server));
  const { outputFiles } = await build({ entryPoints: [file], bundle: true, format: "esm", write: false, absWorkingDir: directory });
  const bindings = { TRAILMARK_KEY: server.keys.server };
  const modules = [{ type: "ESModule", path: "worker.js", contents: outputFiles[0].text }];
  const miniflare = new Miniflare({ modules, compatibilityDate: "2026-01-01", bindings, cf: false });
  try {
    const answer = await miniflare.dispatchFetch("http://localhost/orders/7");
    assert.ok(answer.ok, `answered ${answer.status}`);
    await answer.text();
  } finally {
    await miniflare.dispose();
  }
}

/**
 * A site on an origin of its own, whose pages find the built package under `/trailmark/`. `open(html)` opens a page of it and gives it with
 * `said`, what it said on its console and threw, and `requests`, those to the Worker.
 */
export async function site(browser, server, files = {}) {
  const context = await browser.newContext();
  let html = "";
  const host = http.createServer(async (request, response) => {
    const name = new URL(request.url, "http://localhost").pathname;
    const type = TYPES[path.extname(name)] ?? "text/html";
    const packed = name.startsWith("/trailmark/") ? await readFile(path.join(root, "pkg/dist", name.slice("/trailmark/".length))).catch(() => null) : undefined;
    if (packed === null || name === "/favicon.ico") return response.writeHead(204).end();
    return response.writeHead(200, { "content-type": type }).end(packed ?? files[name] ?? html);
  });
  await new Promise((resolve) => host.listen(0, "127.0.0.1", resolve));
  const open = async (text) => {
    html = text;
    const page = await context.newPage();
    const [said, requests] = [[], []];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => request.url().startsWith(server.url) && requests.push(request.url()));
    await page.goto(`http://127.0.0.1:${host.address().port}/`);
    return { page, said, requests };
  };
  const close = async () => {
    await context.close();
    host.closeAllConnections();
    host.close();
  };
  return { open, close };
}

/** A block of a page's code as a page: what it does not import or define itself is there as the text around it says. */
export function asPage(block, server, globals = "") {
  const code = withServer(block.text, server);
  const imported = FUNCTIONS.filter((name) => !new RegExp(`import [^;]*\\b${name}\\b[^;]* from`).test(code));
  const starts = imported.includes("init") ? `init({ endpoint: ${JSON.stringify(server.url)}, writeKey: ${JSON.stringify(server.keys.write)} });` : "";
  // A page without an `endpoint` is on the Worker's own origin, and this one is not.
  const endpoint = /\bendpoint:/.test(code) ? "" : `endpoint: ${JSON.stringify(server.url)}, `;
  const listens = code.replace(/\binit\(\{(?![^}]*onReport)/g, `init({ onReport: window.keepReport, ${endpoint}`);
  return `<!doctype html><title>A page</title>
    <script type="importmap">{"imports": {"trailmark": "/trailmark/index.js", "trailmark/": "/trailmark/"}}</script>
    <script>window.reports = []; window.keepReport = (report) => window.reports.push(report); ${globals}</script>
    <body><script type="module">
      import { ${imported.join(", ")} } from "trailmark";
      import * as trailmark from "trailmark";
      ${starts.replace("init({", "init({ onReport: window.keepReport,")}
      ${listens}
      window.trailmark = trailmark;
    </script></body>`;
}
