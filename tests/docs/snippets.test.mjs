// Every block of code in the documentation is run, compiled or read; one that is not says why.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { compileScript, compileTemplate, parse } from "vue/compiler-sfc";
import { experimental_readRawConfig as readToml } from "wrangler";
import { root } from "../support/database.mjs";
import { eventually, launch } from "../support/browser.mjs";
import { serve } from "../support/serve.mjs";
import { blocksOf, ELSEWHERE, placeOf, sources, treatment } from "./blocks.mjs";
import { BANNERS } from "./banners.mjs";
import { asPage, project, runNode, runPython, runWorker, site } from "./programs.mjs";
import { SEED } from "./seed.mjs";
import { runShell, withServer } from "./shell.mjs";

const run = promisify(execFile);
const all = sources.flatMap(blocksOf);
const treated = (...kinds) => all.filter((block) => kinds.includes(treatment(block)));

let server, browser, workshop;

before(async () => {
  server = await freshServer();
  browser = await launch();
  workshop = await project();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await workshop?.remove();
});

/** A Worker with a few events in it, so that questions have something to answer. */
async function freshServer() {
  const started = await serve({ onLog: () => {}, rateLimits: false });
  const answer = await fetch(`${started.url}/api/events/log/batch`, { method: "POST", headers: { authorization: `Bearer ${started.keys.server}` }, body: JSON.stringify(SEED) });
  assert.equal((await answer.json()).accepted, SEED.events.length);
  return started;
}

test("every block has a language and is proved in some way, or says why not", (t) => {
  assert.deepEqual(all.filter((block) => treatment(block) === undefined).map((block) => `${placeOf(block)}: \`\`\`${block.language} ${block.note}`), []);
  const kinds = [...new Set(all.map(treatment))];
  t.diagnostic(kinds.map((kind) => `${treated(kind).length} ${kind}`).join(", "));
});

test("what another test is said to run stands in the documentation, and the test names it", async () => {
  for (const [file, headings] of Object.entries(ELSEWHERE)) {
    for (const [heading, by] of Object.entries(headings)) {
      assert.ok(blocksOf(file).some((block) => block.heading === heading), `${file} has no block below ${heading}`);
      assert.ok((await readFile(path.join(root, by), "utf8")).includes(heading), `${by} does not speak of ${heading}`);
    }
  }
});

for (const file of sources) {
  const blocks = blocksOf(file).filter((block) => treatment(block) === "shell");
  if (blocks.length === 0) continue;
  test(`${file}: ${blocks.length} shell blocks run, one after the other`, async () => {
    const own = await freshServer();
    try {
      await runShell(blocks, own);
    } finally {
      await own.stop();
    }
  });
}

for (const block of treated("node")) test(`${placeOf(block)} runs in Node.js`, () => runNode(block, server, workshop.directory));

for (const block of treated("worker")) test(`${placeOf(block)} runs as a Worker`, () => runWorker(block, server, workshop.directory));

for (const block of treated("python")) test(`${placeOf(block)} runs in Python`, () => runPython(block, server, workshop.directory));

/** Waits until the page has nothing left to send, and looks at what became of it. */
async function settled({ page, said }) {
  await page.waitForFunction(() => window.trailmark);
  await eventually(
    () => page.evaluate(() => window.trailmark.flush().then(() => ({ size: window.trailmark.queueSize(), reports: window.reports }))),
    ({ size }) => size === 0,
  );
  const reports = await page.evaluate(() => window.reports);
  const bad = reports.filter(({ kind, rejected, limited }) => kind === "dropped" || kind === "failed" || rejected > 0 || limited > 0);
  assert.deepEqual([bad, said], [[], []]);
  return reports;
}

for (const block of treated("browser").filter(({ note }) => !note.startsWith("with "))) {
  test(`${placeOf(block)} runs in a page`, async (t) => {
    const { open, close } = await site(browser, server);
    t.after(close);
    const opened = await open(asPage(block, server));
    const reports = await settled(opened);
    if (/^(const \w+ = )?track(PageView)?\(/m.test(block.text)) assert.ok(reports.some(({ accepted }) => accepted > 0), JSON.stringify(reports));
  });
}

for (const block of treated("browser").filter(({ note }) => note.startsWith("with "))) {
  const banner = BANNERS[block.note.replace("with ", "")];
  test(`${placeOf(block)}: nothing before the visitor has chosen, everything after a yes, nothing after a no`, async (t) => {
    assert.ok(banner, `tests/docs/banners.mjs has no ${block.note}`);
    for (const answer of ["yes", "no"]) {
      const { open, close } = await site(browser, server);
      t.after(close);
      const opened = await open(asPage(block, server, banner.globals));
      await opened.page.waitForFunction(() => window.trailmark);
      await opened.page.evaluate(() => window.trailmark.track("before_the_choice"));
      await opened.page.evaluate(banner.shown ?? (() => {}));
      assert.deepEqual(await opened.page.evaluate(() => [Object.keys(localStorage), window.trailmark.ids()]), [[], {}]);
      await opened.page.evaluate(banner[answer]);
      if (answer === "yes") {
        const reports = await settled(opened);
        assert.ok(reports.some(({ accepted }) => accepted > 0), "what was kept is stored");
      } else {
        await eventually(() => opened.page.evaluate(() => window.trailmark.track("after_a_no") ?? null), (id) => id === null);
        assert.deepEqual(opened.requests, []);
        assert.deepEqual(opened.said, []);
      }
    }
  });
}

for (const block of treated("html")) {
  test(`${placeOf(block)} is a page that stores an event`, async (t) => {
    const { open, close } = await site(browser, server);
    t.after(close);
    const accepted = () => fetch(`${server.url}/api/events?range=24h&limit=1`, { headers: { authorization: `Bearer ${server.keys.read}` } }).then((answer) => answer.json());
    const { total } = await accepted();
    const { page, said } = await open(`<!doctype html><title>A page</title><body>${withServer(block.text, server)}</body>`);
    await eventually(accepted, (answer) => answer.total > total);
    assert.deepEqual(said, []);
    await page.close();
  });
}

test("blocks of TypeScript compile against the package's types", async () => {
  const blocks = treated("types");
  const files = await Promise.all(
    blocks.map(async (block, number) => {
      const name = `types-${number}.${block.language}`;
      await writeFile(path.join(workshop.directory, name), `// ${placeOf(block)}\n${block.text}\nexport {};\n`);
      return name;
    }),
  );
  const packages = Object.fromEntries(["react", "react-dom", "vue", "react-router", "vue-router"].map((name) => [name, [path.join(root, "node_modules", /^react(-dom)?$/.test(name) ? `@types/${name}` : name)]]));
  const react = { "react-dom/client": [path.join(root, "node_modules/@types/react-dom/client")] };
  const jsx = { "react/jsx-runtime": [path.join(root, "node_modules/@types/react/jsx-runtime")] };
  const compilerOptions = { strict: true, noEmit: true, module: "esnext", moduleResolution: "bundler", target: "es2022", lib: ["es2022", "dom"], jsx: "react-jsx", types: [], skipLibCheck: true, paths: { ...packages, ...react, ...jsx } };
  // Files of the reader's own project that blocks import.
  await writeFile(path.join(workshop.directory, "router.ts"), 'import type { Router } from "vue-router";\nexport declare const router: Router;\nexport default router;\n');
  await writeFile(path.join(workshop.directory, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [path.join(root, "tests/docs/others.d.ts"), ...files] }));
  await run(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "--project", workshop.directory]).catch(({ stdout }) =>
    assert.fail(stdout.replace(/types-(\d+)\.tsx?/g, (_, number) => placeOf(blocks[number]))),
  );
});

for (const block of treated("vue")) {
  test(`${placeOf(block)} compiles`, () => {
    const { descriptor, errors } = parse(block.text);
    assert.deepEqual(errors, []);
    compileScript(descriptor, { id: "block" });
    if (descriptor.template) assert.deepEqual(compileTemplate({ source: descriptor.template.content, filename: "block.vue", id: "block" }).errors, []);
  });
}

for (const block of treated("json")) test(`${placeOf(block)} is JSON`, () => void JSON.parse(block.text));

for (const block of treated("toml")) {
  test(`${placeOf(block)} is TOML that wrangler reads`, async () => {
    const file = path.join(workshop.directory, `block-${block.line}.toml`);
    await writeFile(file, block.text);
    assert.ok(Object.keys(readToml({ config: file }).rawConfig).length > 0);
  });
}
