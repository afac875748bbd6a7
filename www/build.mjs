// Builds the demo (`/`), the dashboard (`/dashboard/`) and the documentation (`/docs/`) into www/dist, and beside them the API's document
// and, at `/kit/`, the package's script for script tags.
//
// The dashboard's HTML is written once for each of its pages (`src/dashboard/pages.ts`), so that each has an address of its own; what
// the page of an address loads besides is named in its head, and counted with what it needs before it can show anything.
//
// An HTML file names its sources (`src="./demo/main.ts"`); every source named becomes an entry point, and
// the name is replaced by the built file's. Names carry a hash of the content, so a browser may keep them for ever.
//
//   node www/build.mjs          build once
import { build } from "esbuild";
import { copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { docsSite } from "./docs-site/site.mjs";

/** What the dashboard may weigh before it shows its first page, in bytes of brotli. */
const DASHBOARD_BUDGET = 100_000;

const root = path.dirname(fileURLToPath(import.meta.url));
const source = path.join(root, "src");
const target = path.join(root, "dist");
const pages = ["index.html", "dashboard/index.html"];
/** Bytes of built files, as brotli. */
const weights = new Map();
const copied = { "shared/favicon.svg": "favicon.svg", "shared/_headers": "_headers" };

const started = performance.now();
try {
  // Emptied first: `local.json`, which the dev server puts here, must never travel with a deploy.
  await rm(target, { recursive: true, force: true });
  const html = new Map(await Promise.all(pages.map(async (page) => [page, await readFile(path.join(source, page), "utf8")])));
  const document = JSON.parse(await readFile(path.join(root, "../docs/openapi.json"), "utf8"));
  const docs = docsSite(path.join(root, ".."), document);
  const outputs = await bundle(entryPoints(new Map([...html, ...docs.html])));
  for (const [page, text] of html) {
    if (page === "dashboard/index.html") await writeDashboard(text, outputs);
    else tell(page, await writePage(page, text, outputs));
  }
  const docsPages = [];
  for (const [page, text] of docs.html) docsPages.push(await writePage(page, text, outputs));
  tell(`docs, ${docsPages.length} pages`, docsPages.sort((one, other) => other.bytes - one.bytes)[0]);
  await writeFile(path.join(target, "docs/search.json"), JSON.stringify(docs.search));
  for (const [from, to] of Object.entries(copied)) await copyFile(path.join(source, from), path.join(target, to));
  await cp(path.join(root, "../pkg/dist/script"), path.join(target, "kit"), { recursive: true });
  await mkdir(path.join(target, "api"), { recursive: true });
  await writeFile(path.join(target, "api/openapi.json"), JSON.stringify(document));
  console.log(`www: built in ${Math.round(performance.now() - started)} ms`);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

/** Writes the dashboard's HTML for each of its pages, and refuses what is too heavy. */
async function writeDashboard(text, outputs) {
  const list = await readFile(path.join(source, "dashboard/pages.ts"), "utf8");
  for (const [, folder, entry] of list.matchAll(/\{ path: "(.*?)", .*? import\("\.\/(.+?)"\) \}/g)) {
    const page = path.posix.join("dashboard", folder, "index.html");
    const first = await writePage(page, text, outputs, { from: "dashboard/index.html", lazy: `src/dashboard/${entry}` });
    tell(page, first);
    if (first.bytes > DASHBOARD_BUDGET) throw new Error(`${page} weighs ${first.bytes} bytes at first view; ${DASHBOARD_BUDGET} are allowed`);
  }
}

/** Every `.ts`, `.tsx` or `.css` that a page names, by the name its output shall carry. */
function entryPoints(html) {
  const entries = new Map();
  for (const [page, text] of html) {
    for (const [, , reference] of text.matchAll(sourceReference())) {
      const file = path.posix.join(path.posix.dirname(page), reference);
      entries.set(file, { in: path.join(source, file), out: outputName(file) });
    }
  }
  return [...entries.values()];
}

async function bundle(entries) {
  const result = await build({
    entryPoints: entries,
    outdir: path.join(target, "assets"),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    // The pages hand the wasm's address to `init`: esbuild leaves `new URL("….wasm", import.meta.url)` as it is.
    loader: { ".wasm": "file" },
    jsx: "automatic",
    jsxImportSource: "preact",
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["es2022"],
    minify: true,
    sourcemap: true,
    metafile: true,
    absWorkingDir: root,
    logLevel: "silent",
  });
  return result.metafile.outputs;
}

/**
 * Writes one page with built names in it; what its first view weighs, in bytes of brotli, and in how many files. `from` is the page that it
 * is a copy of, and `lazy` a module that it will load at once although it does not import it.
 */
async function writePage(page, text, outputs, { from = page, lazy } = {}) {
  const needed = new Set();
  const named = new Set();
  const outputOf = (file) => Object.keys(outputs).find((name) => outputs[name].entryPoint === file);
  const up = path.posix.relative(path.posix.dirname(page), path.posix.dirname(from));
  const built = text.replace(/(src|href)="(\.\.?\/[^":]+)"/g, (all, attribute, reference) => {
    if (!isSource(reference)) return up ? `${attribute}="${path.posix.join(up, reference)}"` : all;
    const output = outputOf(path.posix.join("src", path.posix.dirname(from), reference));
    named.add(output);
    for (const name of withImports(output, outputs)) needed.add(name);
    return `${attribute}="${fromPage(page, output)}"`;
  });
  if (lazy) for (const name of withImports(outputOf(lazy), outputs)) needed.add(name);
  const chunks = [...needed].filter((name) => !named.has(name));
  const preloads = chunks.map((name) => `<link rel="modulepreload" href="${fromPage(page, name)}">`).join("\n  ");
  const document = built.replace("<!-- preloads -->", preloads);

  await mkdir(path.dirname(path.join(target, page)), { recursive: true });
  await writeFile(path.join(target, page), document);
  const needs = await Promise.all([...needed].map(weightOf));
  const bytes = needs.reduce((sum, weight) => sum + weight, brotliCompressSync(document).length);
  return { bytes, files: needed.size + 1 };
}

/** What a built file weighs. Compressing takes longer than anything else here, so that each is weighed once. */
async function weightOf(name) {
  if (!weights.has(name)) weights.set(name, brotliCompressSync(await readFile(path.join(root, name))).length);
  return weights.get(name);
}

function tell(page, { bytes, files }) {
  console.log(`www: ${page.padEnd(30)} first view ${(bytes / 1000).toFixed(1)} kB brotli, ${files} files`);
}

/** An output and all that it imports before it can run; what it loads later is not among them. */
function withImports(output, outputs, found = new Set()) {
  if (found.has(output)) return found;
  found.add(output);
  for (const { path: imported, kind, external } of outputs[output].imports) {
    if (kind === "import-statement" && !external) withImports(imported, outputs, found);
  }
  return found;
}

function sourceReference() {
  return /(src|href)="([^":]+\.(?:tsx?|css))"/g;
}

function isSource(reference) {
  return /\.(?:tsx?|css)$/.test(reference);
}

/** `demo/main.ts` becomes `demo`, `shared/theme-boot.ts` becomes `theme-boot`. */
function outputName(file) {
  const { dir, name } = path.posix.parse(file);
  return name === "main" ? path.posix.basename(dir) : name;
}

/** The address of an output as seen from a page; relative, so that the site may live below any path. */
function fromPage(page, output) {
  const address = path.posix.relative(path.posix.dirname(page), path.posix.relative("dist", output));
  return address.startsWith(".") ? address : `./${address}`;
}

function explain(error) {
  const text = (error.errors ?? []).map(({ text, location }) => `${location?.file ?? ""}:${location?.line ?? ""} ${text}`);
  const message = text.length ? text.join("\n") : String(error.message ?? error);
  const hint = /"trailmark"|wasm|ENOENT/.test(message) ? "\nThe package is built first: run `cargo xtask build`." : "";
  return `www: build failed\n${message}${hint}`;
}
