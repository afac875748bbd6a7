// Builds the demo (`/`), the dashboard (`/dashboard/`) and the documentation (`/docs/`) into www/dist, and beside them the API's document.
//
// An HTML file names its sources (`src="./demo/main.ts"`); every source named becomes an entry point, and
// the name is replaced by the built file's. Names carry a hash of the content, so a browser may keep them for ever.
//
//   node www/build.mjs          build once
import { build } from "esbuild";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { docsSite } from "./docs-site/site.mjs";

const root = path.dirname(fileURLToPath(import.meta.url));
const source = path.join(root, "src");
const target = path.join(root, "dist");
const pages = ["index.html", "dashboard/index.html"];
const copied = { "shared/favicon.svg": "favicon.svg", "shared/_headers": "_headers" };

const started = performance.now();
try {
  // Emptied first: `local.json`, which the dev server puts here, must never travel with a deploy.
  await rm(target, { recursive: true, force: true });
  const html = new Map(await Promise.all(pages.map(async (page) => [page, await readFile(path.join(source, page), "utf8")])));
  const document = JSON.parse(await readFile(path.join(root, "../docs/openapi.json"), "utf8"));
  const docs = docsSite(path.join(root, ".."), document);
  const outputs = await bundle(entryPoints(new Map([...html, ...docs.html])));
  for (const [page, text] of html) tell(page, await writePage(page, text, outputs));
  const docsPages = [];
  for (const [page, text] of docs.html) docsPages.push(await writePage(page, text, outputs));
  tell(`docs, ${docsPages.length} pages`, docsPages.sort((one, other) => other.bytes - one.bytes)[0]);
  await writeFile(path.join(target, "docs/search.json"), JSON.stringify(docs.search));
  for (const [from, to] of Object.entries(copied)) await copyFile(path.join(source, from), path.join(target, to));
  await mkdir(path.join(target, "api"), { recursive: true });
  await writeFile(path.join(target, "api/openapi.json"), JSON.stringify(document));
  console.log(`www: built in ${Math.round(performance.now() - started)} ms`);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

/** Every `.ts` or `.css` that a page names, by the name its output shall carry. */
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

/** Writes one page with built names in it; what its first view weighs, and in how many files. */
async function writePage(page, text, outputs) {
  const needed = new Set();
  const built = text.replace(sourceReference(), (_, attribute, reference) => {
    const file = path.posix.join("src", path.posix.dirname(page), reference);
    const output = Object.keys(outputs).find((name) => outputs[name].entryPoint === file);
    for (const name of withImports(output, outputs)) needed.add(name);
    return `${attribute}="${fromPage(page, output)}"`;
  });
  const chunks = [...needed].filter((name) => path.basename(name).startsWith("chunk-"));
  const preloads = chunks.map((name) => `<link rel="modulepreload" href="${fromPage(page, name)}">`).join("\n  ");
  const document = built.replace("<!-- preloads -->", preloads);

  await mkdir(path.dirname(path.join(target, page)), { recursive: true });
  await writeFile(path.join(target, page), document);
  const files = await Promise.all([...needed].map((name) => readFile(path.join(root, name))));
  const bytes = [Buffer.from(document), ...files].reduce((sum, file) => sum + brotliCompressSync(file).length, 0);
  return { bytes, files: needed.size + 1 };
}

function tell(page, { bytes, files }) {
  console.log(`www: ${page.padEnd(21)} first view ${(bytes / 1000).toFixed(1)} kB brotli, ${files} files`);
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
  return /(src|href)="([^":]+\.(?:ts|css))"/g;
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
