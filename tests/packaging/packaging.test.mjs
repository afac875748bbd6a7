// The tarball as customers get it: what is in it, and that it works in projects that know nothing of this repository.
// The starts of pkg/README.md are taken from there word by word, so what it says to copy is what is tested.
import assert from "node:assert/strict";
import { cp, readdir, readFile, symlink } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { build as bundle } from "esbuild";
import { build as viteBuild, createServer as viteServer } from "vite";
import { eventually, launch, stored, storedExactly } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";
import { fromRepository, makeProject, pack, remove, run, serveFiles, workshop } from "./project.mjs";

const EXPECTED = ["LICENSE", "README.md", "bin/trailmark.js", "dist/event-types.d.ts", "dist/index.d.ts", "dist/index.js", "dist/query-api.d.ts", "dist/query.d.ts", "dist/query.js", "dist/server.d.ts", "dist/server.js", "dist/wasm/trailmark.js", "dist/wasm/trailmark_bg.wasm", "package.json"];
/** Without an icon of its own a page asks for one, which is a 404 in the console. */
const TOP = `<!doctype html><link rel="icon" href="data:,">`;
const PLACEHOLDERS = { endpoint: "https://events.example.com", writeKey: "tm_write_YOUR_KEY" };

let directory, tarball, server, browser, readme;

before(async () => {
  directory = await workshop();
  tarball = await pack(directory);
  readme = await fromRepository("pkg/README.md");
  server = await serve({ onLog: () => {} });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await remove(directory);
});

const project = (name, files) => makeProject(directory, name, tarball.file, files);

/** The first block of that language below a heading of the package's README, with this server's address and key. */
function start(heading, language) {
  const [, section] = readme.split(new RegExp(`^### ${heading}$`, "m"));
  const [, block] = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(section.split(/^##/m)[0]);
  return block.replaceAll(PLACEHOLDERS.endpoint, server.url).replaceAll(PLACEHOLDERS.writeKey, server.keys.write);
}

/** Makes a module of the page also track an event of its own, and lets the test call the package. */
const observed = (module, type) => `${module}\nimport * as trailmark from "trailmark";\nwindow.tracked = trailmark.track("${type}");\nwindow.trailmark = trailmark;\n`;

/** Opens a page of another origin than the Worker's and waits until its event is stored, once and as it was tracked. */
async function storesItsEvent(t, url, type) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  const views = (await stored(server, "page_view")).length;
  await page.goto(url);
  await page.waitForFunction(() => window.tracked && window.trailmark);
  assert.notEqual(new URL(url).origin, new URL(server.url).origin);
  await eventually(() => page.evaluate(() => window.trailmark.ids().sessionId ?? null), Boolean).catch((error) => assert.fail(`${error.message}\n${said.join("\n")}`));
  await page.evaluate(() => window.trailmark.flush());
  const [row] = await storedExactly(server, type, 1);
  assert.equal(row.event_id, await page.evaluate(() => window.tracked));
  assert.ok(row.session_id && row.visitor_id && row.device_browser);
  await storedExactly(server, "page_view", views + 1);
  await eventually(() => page.evaluate(() => window.trailmark.queueSize()), (size) => size === 0);
  assert.deepEqual(said, []);
  return page;
}

describe("the tarball", () => {
  test("holds what is meant and nothing else", () => {
    assert.deepEqual([...tarball.names].sort(), EXPECTED);
  });

  test("names no directory of the machine that built it, no registry, no source map", async () => {
    const installed = path.join(await project("inspected", {}), "node_modules/trailmark");
    const unwanted = [root, homedir(), "/rustc/", "rustlib", ".cargo/", "/Users/", "/home/", "/tmp/", "sourceMappingURL", "_authToken", "registry."];
    for (const name of EXPECTED) {
      const text = await readFile(path.join(installed, name), "latin1");
      for (const part of unwanted) assert.ok(!text.includes(part), `${name} holds ${/[ -~]*$/.exec(text.split(part)[0])[0].slice(-60)}${part}…`);
    }
    assert.equal(await readFile(path.join(installed, "LICENSE"), "utf8"), await fromRepository("LICENSE"));
  });

  test("needs nothing else and runs nothing when it is installed", async () => {
    const manifest = JSON.parse(await fromRepository("pkg/package.json"));
    assert.deepEqual([manifest.dependencies, manifest.peerDependencies], [undefined, undefined]);
    for (const program of Object.values(manifest.bin)) assert.ok(EXPECTED.includes(program), `${program} is a command and not packed`);
    assert.deepEqual(Object.keys(manifest.scripts).filter((name) => /install|prepare|publish/.test(name)), []);
    const targets = Object.values(manifest.exports).flatMap((target) => (typeof target === "string" ? [target] : Object.values(target)));
    for (const target of targets) assert.ok(EXPECTED.includes(target.replace("./", "")), `${target} is exported and not packed`);
  });
});

describe("a plain page", () => {
  test("imports the entry straight from node_modules", async (t) => {
    const module = `import * as trailmark from "/node_modules/trailmark/dist/index.js";
      trailmark.init({ endpoint: ${JSON.stringify(server.url)}, writeKey: ${JSON.stringify(server.keys.write)} });
      trailmark.trackPageView();
      window.tracked = trailmark.track("from_node_modules");
      window.trailmark = trailmark;`;
    const site = await project("plain", { "index.html": `${TOP}<title>Plain</title><script type="module">${module}</script>` });
    const { url, asked } = await serveFiles(t, site);
    await storesItsEvent(t, `${url}/`, "from_node_modules");
    const loaded = asked.filter((name) => name.startsWith("/node_modules"));
    assert.deepEqual(loaded, ["index.js", "wasm/trailmark.js", "wasm/trailmark_bg.wasm"].map((name) => `/node_modules/trailmark/dist/${name}`));
  });

  test("as the README says: the files copied, one script", async (t) => {
    const html = start("Plain HTML", "html").replace("</script>", `window.tracked = track("from_html");</script><script type="module">window.trailmark = await import("/trailmark/index.js")</script>`);
    const site = await project("copied", { "index.html": `${TOP}<title>Copied</title>${html}` });
    await cp(path.join(site, "node_modules/trailmark/dist"), path.join(site, "trailmark"), { recursive: true });
    await storesItsEvent(t, `${(await serveFiles(t, site)).url}/`, "from_html");
  });

  test("a server that does not know the type of wasm", async (t) => {
    const html = start("Plain HTML", "html").replace("</script>", `window.tracked = track("from_untyped");</script><script type="module">window.trailmark = await import("/trailmark/index.js")</script>`);
    const site = await project("untyped", { "index.html": `${TOP}<title>Untyped</title>${html}` });
    await cp(path.join(site, "node_modules/trailmark/dist"), path.join(site, "trailmark"), { recursive: true });
    const { url } = await serveFiles(t, site, { types: { ".html": "text/html", ".js": "text/javascript" } });
    await storesItsEvent(t, `${url}/`, "from_untyped");
  });

  for (const [policy, core] of [["script-src 'self' 'wasm-unsafe-eval'", true], ["script-src 'self'", false]]) {
    test(`under the policy ${policy} the event is stored ${core ? "by the core" : "by the entry alone"}`, async (t) => {
      const type = core ? "policy_core" : "policy_entry";
      const module = `import * as trailmark from "/node_modules/trailmark/dist/index.js";
        trailmark.init({ endpoint: ${JSON.stringify(server.url)}, writeKey: ${JSON.stringify(server.keys.write)} });
        trailmark.track("${type}");
        trailmark.flush();`;
      const head = `${TOP}<meta http-equiv="content-security-policy" content="${policy}; connect-src 'self' ${server.url}">`;
      const site = await project(type, { "main.js": module, "index.html": `${head}<title>Policy</title><script type="module" src="/main.js"></script>` });
      const { url } = await serveFiles(t, site);
      const context = await browser.newContext();
      t.after(() => context.close());
      await (await context.newPage()).goto(`${url}/`);
      const [row] = await storedExactly(server, type, 1);
      assert.equal(row.session_id !== null, core);
    });
  }
});

describe("bundlers", () => {
  const html = (script) => `${TOP}<title>Bundled</title><script type="module" src="${script}"></script>`;

  test("esbuild, split, with the README's build script", async (t) => {
    const site = await project("esbuild", { "index.html": html("/dist/main.js"), "src/main.js": observed(start("esbuild", "js"), "from_esbuild"), "build.mjs": start("esbuild", "mjs") });
    // The script imports esbuild by name, so the project borrows ours.
    await symlink(path.join(root, "node_modules/esbuild"), path.join(site, "node_modules/esbuild"));
    await run(process.execPath, ["build.mjs"], { cwd: site });
    const { url, asked } = await serveFiles(t, site);
    await storesItsEvent(t, `${url}/`, "from_esbuild");
    assert.ok(asked.some((name) => /^\/dist\/trailmark_bg-\w+\.wasm$/.test(name)), asked.join(" "));
  });

  test("esbuild, split, with the wasm file copied beside the chunks and no option", async (t) => {
    const module = withoutWasmUrl(start("esbuild", "js"));
    const site = await project("esbuild-copied", { "index.html": html("/dist/main.js"), "src/main.js": observed(module, "from_esbuild_copied") });
    await bundle({ absWorkingDir: site, entryPoints: ["src/main.js"], bundle: true, splitting: true, format: "esm", outdir: "dist", minify: true, logLevel: "silent" });
    await cp(path.join(site, "node_modules/trailmark/dist/wasm/trailmark_bg.wasm"), path.join(site, "dist/trailmark_bg.wasm"));
    await storesItsEvent(t, `${(await serveFiles(t, site)).url}/`, "from_esbuild_copied");
  });

  test("esbuild, one classic script, told where the wasm is", async (t) => {
    const module = start("esbuild", "js").replace(/^import wasm .*\n/m, "").replace(/wasmUrl: .*,/, `wasmUrl: "/node_modules/trailmark/dist/wasm/trailmark_bg.wasm",`);
    const site = await project("esbuild-classic", { "index.html": `${TOP}<title>Classic</title><script src="/dist/main.js"></script>`, "src/main.js": observed(module, "from_classic") });
    await bundle({ absWorkingDir: site, entryPoints: ["src/main.js"], bundle: true, format: "iife", outdir: "dist", logLevel: "silent" });
    await storesItsEvent(t, `${(await serveFiles(t, site)).url}/`, "from_classic");
  });

  test("Vite, built, without any setting", async (t) => {
    const site = await project("vite", { "index.html": html("/src/main.js"), "src/main.js": observed(start("Vite", "js"), "from_vite") });
    await viteBuild({ root: site, configFile: false, logLevel: "silent" });
    const assets = await readdir(path.join(site, "dist/assets"));
    assert.equal(assets.filter((name) => name.endsWith(".wasm")).length, 1, assets.join(" "));
    await storesItsEvent(t, `${(await serveFiles(t, path.join(site, "dist"))).url}/`, "from_vite");
  });

  test("Vite, built for a folder below the site's root", async (t) => {
    const site = await project("vite-below", { "index.html": html("/src/main.js"), "src/main.js": observed(start("Vite", "js"), "from_vite_below") });
    await viteBuild({ root: site, configFile: false, logLevel: "silent", base: "/app/", build: { outDir: "out/app" } });
    await storesItsEvent(t, `${(await serveFiles(t, path.join(site, "out"))).url}/app/`, "from_vite_below");
  });

  test("Vite's development server, without any setting", async (t) => {
    const site = await project("vite-dev", { "index.html": html("/src/main.js"), "src/main.js": observed(start("Vite", "js"), "from_vite_dev") });
    const vite = await viteServer({ root: site, configFile: false, logLevel: "silent", server: { port: 0, host: "127.0.0.1", hmr: false } });
    t.after(() => vite.close());
    await vite.listen();
    await storesItsEvent(t, `http://127.0.0.1:${vite.httpServer.address().port}/`, "from_vite_dev");
  });
});

describe("a server", () => {
  test("imports the package and calls everything: nothing happens and nothing is thrown", async () => {
    const site = await project("server", { "render.mjs": EVERY_CALL });
    const { stdout, stderr } = await run(process.execPath, ["render.mjs"], { cwd: site, timeout: 20_000 });
    assert.equal(stderr, "");
    assert.deepEqual(JSON.parse(stdout), { tracked: [null, null, null, [null, null]], size: 0, ids: {}, types: "page_view" });
  });

  test("writes events with trailmark/server, as the README says", async () => {
    const program = start("A server", "js").replace("process.env.TRAILMARK_KEY", JSON.stringify(server.keys.server));
    const site = await project("writer", { "nightly.mjs": program });
    const { stdout, stderr } = await run(process.execPath, ["nightly.mjs"], { cwd: site, timeout: 20_000 });
    assert.deepEqual([stdout, stderr], ["", ""]);
    const [row] = await storedExactly(server, "scan_completed", 1);
    assert.deepEqual([row.actor_type, row.stream_id, row.step, row.metadata], ["scheduler", "night-run", 3, '{"files":12}']);
  });
});

describe("TypeScript", () => {
  for (const [name, settings] of [
    ["bundler", { module: "esnext", moduleResolution: "bundler" }],
    ["nodenext", { module: "nodenext", moduleResolution: "nodenext" }],
  ]) {
    test(`${name}: the whole API is typed, and wrong calls are errors`, async () => {
      const compilerOptions = { ...settings, strict: true, noEmit: true, target: "es2022", lib: ["es2022", "dom"], types: [], skipLibCheck: false };
      const config = JSON.stringify({ compilerOptions, files: ["wasm.d.ts", "right.ts", "wrong.ts", "server.ts"] });
      const [declaration] = /declare module "\*\.wasm".*?(?=`)/s.exec(readme);
      const site = await project(`typescript-${name}`, { "wasm.d.ts": declaration, "right.ts": RIGHT, "wrong.ts": WRONG, "server.ts": SERVER, "tsconfig.json": config });
      const tsc = path.join(root, "node_modules/typescript/bin/tsc");
      await run(process.execPath, [tsc, "--project", site]).catch((error) => assert.fail(error.stdout));
    });
  }
});

for (const entry of ["index", "server"]) {
  test(`${entry}.js exports what its types declare, and nothing else`, async () => {
    const installed = path.join(await project(`exports-${entry}`, {}), "node_modules/trailmark/dist");
    const types = await readFile(path.join(installed, `${entry}.d.ts`), "utf8");
    const declared = [...types.matchAll(/^export (?:function|const|\{) ?(\w+)/gm)].map(([, name]) => name).sort();
    assert.deepEqual(Object.keys(await import(path.join(installed, `${entry}.js`))).sort(), declared);
  });
}

function withoutWasmUrl(module) {
  return module.replace(/^import wasm .*\n/m, "").replace(/^\s*wasmUrl: .*\n/m, "");
}

const EVERY_CALL = `
import * as trailmark from "trailmark";
trailmark.init({ writeKey: "tm_write_x" });
trailmark.init();
const timed = trailmark.trackTimed("timed");
const tracked = [
  trailmark.track("a", { metadata: { b: 1 } }),
  trailmark.trackPageView("Start"),
  timed.complete({ c: 2 }),
  trailmark.trackBatch([{ type: "a" }, { type: "b", options: { step: 1 } }]),
];
trailmark.trackTimed("cancelled").cancel();
trailmark.identify("u_1");
trailmark.reset();
trailmark.optOut();
trailmark.optIn();
trailmark.setConsent("denied");
trailmark.setConsent("granted");
await trailmark.flush();
console.log(JSON.stringify({ tracked: JSON.parse(JSON.stringify(tracked.map((id) => id ?? null))), size: trailmark.queueSize(), ids: trailmark.ids(), types: trailmark.EVENT_TYPES.PAGE_VIEW }));
`;

const RIGHT = `
import {
  EVENT_TYPES, flush, identify, ids, init, optIn, optOut, queueSize, reset, setConsent, track, trackBatch, trackPageView, trackTimed,
  type Actor, type InitOptions, type Level, type Metadata, type Report, type TimedAction, type TrackOptions, type VerdictLine,
} from "trailmark";
import wasm from "trailmark/trailmark_bg.wasm";

const options: InitOptions = {
  writeKey: "tm_write_x", endpoint: "https://events.example.com", flushAt: 10, flushInterval: 5000, userId: "u_1",
  consent: "pending", respectGpc: true, respectDnt: false, cookieless: true, queryParameters: ["tab"],
  wasmUrl: new URL("https://cdn.example.com/trailmark_bg.wasm"),
  onReport(report: Report) {
    switch (report.kind) {
      case "tracked": { const id: string = report.id; const type: string = report.type; return void [id, type]; }
      case "sent": { const events: number = report.events; return void [report.batchId, events]; }
      case "answered": { const lines: VerdictLine[] | undefined = report.verdicts; return void [report.status, report.accepted, lines?.[0]?.verdict]; }
      case "failed": { const wait: number = report.retryInMs; return void wait; }
      case "dropped": { const level: Level = report.level; return void [report.reason, level, report.count, report.code]; }
      default: { const never: never = report; return never; }
    }
  },
};
init(options);
init({ writeKey: "tm_write_x", wasmUrl: wasm });

const actor: Actor = { type: "rule", id: 7, name: "Nightly" };
const metadata: Metadata = { when: new Date(), deep: { list: [1, "two", null] } };
const everything: TrackOptions = {
  entityType: "task", entityId: 7, entityTitle: "Write", metadata, durationMs: 12.5, level: "milestone", correlationId: "c", causedBy: ["a", "b"],
  streamId: "run", step: 3, actor, ref: "r", summary: "One line", immediate: true,
};
const id: string | undefined = track("task_completed", everything);
track(EVENT_TYPES.TASK_COMPLETED, { causedBy: id });
const literal: "page_view" = EVENT_TYPES.PAGE_VIEW;
const timed: TimedAction = trackTimed("report_exported", { entityType: "report" });
const timedId: string | undefined = timed.complete({ rows: 3 });
timed.cancel();
const viewId: string | undefined = trackPageView("Start", { from: "mail" });
const batchIds: Array<string | undefined> = trackBatch([{ type: literal }, { type: "b", options: { step: 1 } }]);
identify(7);
identify("u_1");
reset();
setConsent("granted");
setConsent("denied");
optOut();
optIn();
const size: number = queueSize();
const { visitorId, sessionId }: { visitorId?: string; sessionId?: string } = ids();
export const done: Promise<void> = flush();
export const used = [timedId, viewId, batchIds, size, visitorId, sessionId];
`;

const WRONG = `
import { EVENT_TYPES, flush, identify, init, setConsent, track, trackBatch, trackTimed, type Report } from "trailmark";

// @ts-expect-error a write key is needed
init({});
// @ts-expect-error no such consent
init({ writeKey: "tm_write_x", consent: "maybe" });
// @ts-expect-error nobody says that they have said nothing
setConsent("pending");
// @ts-expect-error it is a text
init({ writeKey: 7 });
// @ts-expect-error there is no such option
init({ writeKey: "k", flushEvery: 10 });
// @ts-expect-error a type is needed
track();
// @ts-expect-error there is no such level
track("a", { level: "loud" });
// @ts-expect-error options are written in camel case
track("a", { entity_type: "task" });
// @ts-expect-error metadata is an object
track("a", { metadata: "text" });
// @ts-expect-error an actor has a type
track("a", { actor: { id: "7" } });
// @ts-expect-error the first argument of complete is metadata
trackTimed("a").complete(7);
// @ts-expect-error each event has a type
trackBatch([{ options: {} }]);
// @ts-expect-error a user has an id
identify();
// @ts-expect-error there is no such type
EVENT_TYPES.NOTHING;
// @ts-expect-error the list is not for writing
EVENT_TYPES.PAGE_VIEW = "page_view";
// @ts-expect-error flush promises nothing to read
export const answer: Promise<number> = flush();
export function read(report: Report) {
  // @ts-expect-error only an answer has a status
  return report.status;
}
`;

const SERVER = `
import { createWriter, type EventFields, type Waiting, type Writer, type WriterOptions, type WriterReport } from "trailmark/server";

const options: WriterOptions = {
  endpoint: "https://log.example", writeKey: "tm_server_x", actor: { type: "scheduler", id: 7 }, stream: "run", minLevel: "state", maxBacklog: 10, maxBytes: 1000, flushAt: 5, flushInterval: 10,
  requestTimeout: 100,
  onReport(report: WriterReport) {
    switch (report.kind) {
      case "sent": { const events: number = report.events; return void events; }
      case "answered": return void [report.status, report.accepted, report.verdicts?.[0]?.verdict, report.warnings?.[0]?.code];
      case "failed": { const wait: number = report.retryInMs; return void wait; }
      case "dropped": { const count: number = report.count; return void [report.reason, report.level, count]; }
      default: { const never: never = report; return never; }
    }
  },
};
const log: Writer = createWriter(options);
const fields: EventFields = {
  id: "01ARZ3NDEKTSV4RRFFQ69G5FAV", occurredAt: new Date(), level: "detail", actor: { type: "npc" }, entityType: "task", entityId: 7, entityTitle: "Write", userId: 1, visitorId: "v",
  sessionId: "s", streamId: "run", step: 3, correlationId: "c", causedBy: ["a"], ref: 17, summary: "One line", durationMs: 1.5, category: "c", action: "a", metadata: { a: 1 },
  context: { b: 2 }, immediate: true,
};
const id: string = log.write("a", fields);
log.write("b", { causedBy: id });
const waiting: Waiting = { timeout: 100 };
export const settled: Promise<boolean> = log.flush(waiting);
export const closed: Promise<boolean> = log.close();
export const size: number = log.queueSize();

// @ts-expect-error an endpoint is needed
createWriter({ writeKey: "k" });
// @ts-expect-error a type is needed
log.write();
// @ts-expect-error fields are written in camel case
log.write("a", { stream_id: "x" });
// @ts-expect-error there is no such level
log.write("a", { level: "loud" });
// @ts-expect-error a timeout is a number
log.flush({ timeout: "1" });
`;
