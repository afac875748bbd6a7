// A site with the package in it, on an origin of its own, and one fault at most.
import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { build } from "esbuild";
import { root } from "../support/database.mjs";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html; charset=utf-8" };
const DIST = path.join(root, "pkg/dist");

/**
 * Serves a site. The package's folder `dist` is under `/vendor/`.
 * @param {{html?: string | ((url: string) => string), headers?: object, files?: Record<string, string | Uint8Array | {status?: number, headers?: object, body?: string}>}} site
 *   `files` come first, by their paths
 * @returns {Promise<{url: string, stop: () => Promise<void>}>}
 */
export async function serveSite({ html = "", headers = {}, files = {} }) {
  const server = http.createServer(async (request, response) => {
    const name = new URL(request.url, "http://localhost").pathname;
    const file = files[name];
    const type = TYPES[path.extname(name)] ?? "application/octet-stream";
    if (file !== undefined) {
      const { status = 200, headers: own = {}, body } = typeof file === "string" || file instanceof Uint8Array ? { body: file } : file;
      return response.writeHead(status, { "content-type": type, ...own }).end(body);
    }
    if (name === "/") {
      return response.writeHead(200, { "content-type": TYPES[".html"], ...headers }).end(`<!doctype html><title>Shop</title>${typeof html === "string" ? html : html(url)}`);
    }
    const body = name.startsWith("/vendor/") ? await readFile(path.join(DIST, name.slice("/vendor/".length))).catch(() => null) : null;
    if (body === null) return response.writeHead(404, { "content-type": "text/plain" }).end("nothing here");
    response.writeHead(200, { "content-type": type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, stop };
}

/** A start as `pkg/README.md` has it for plain HTML. */
export const plainStart = ({ endpoint, key }, { from = "/vendor/index.js", nonce = "" } = {}) => `<script type="module"${nonce && ` nonce="${nonce}"`}>
  import { init, trackPageView } from "${from}";
  init({ ${endpoint ? `endpoint: "${endpoint}", ` : ""}writeKey: "${key}" });
  trackPageView();
</script>`;

/** An app as esbuild bundles it: `{files}` of a site, with the app's script at `/app.js`. */
export async function bundledApp({ endpoint, key }) {
  const contents = `
    import { init, trackPageView } from "./dist/index.js";
    import wasm from "./dist/wasm/trailmark_bg.wasm";
    const settings = { endpoint: ${JSON.stringify(endpoint)}, writeKey: ${JSON.stringify(key)} };
    init({ ...settings, wasmUrl: new URL(wasm, import.meta.url) });
    trackPageView();`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: path.join(root, "pkg"), sourcefile: "app.js" },
    bundle: true, splitting: true, format: "esm", minify: true, write: false, outdir: "/", entryNames: "app", loader: { ".wasm": "file" }, logLevel: "silent",
  });
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [path, contents]));
}

/** The Worker behind another host, with some of its answers changed: `change({path, status, headers, text})` gives what is different. */
export async function serveBefore(upstream, change) {
  const server = http.createServer(async (request, response) => {
    const answer = await fetch(upstream + request.url, { headers: { origin: request.headers.origin ?? upstream } });
    const headers = { "content-type": answer.headers.get("content-type") ?? "text/plain", date: new Date().toUTCString() };
    const seen = { path: request.url, status: answer.status, headers, text: await answer.text() };
    const { status, headers: changed, text } = { ...seen, ...change(seen) };
    response.writeHead(status, changed).end(text);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}
