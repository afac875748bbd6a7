// The package where there is no browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { storedExactly } from "../support/browser.mjs";
import { run } from "./project.mjs";
import { project, start, world } from "./world.mjs";

test("imports the package and calls everything: nothing happens and nothing is thrown", async () => {
  const site = await project("server", { "render.mjs": EVERY_CALL });
  const { stdout, stderr } = await run(process.execPath, ["render.mjs"], { cwd: site, timeout: 20_000 });
  assert.equal(stderr, "");
  assert.deepEqual(JSON.parse(stdout), { tracked: [null, null, null, [null, null]], size: 0, ids: {}, types: "page_view" });
});

test("imports every entry, and only the writer and the client do anything there", async () => {
  const site = await project("entries", { "entries.mjs": EVERY_ENTRY }, ["react", "vue"]);
  const { stdout, stderr } = await run(process.execPath, ["entries.mjs"], { cwd: site, timeout: 20_000 });
  assert.equal(stderr, "");
  assert.deepEqual(JSON.parse(stdout), {
    trailmark: "function", "trailmark/react": "function", "trailmark/vue": "function", "trailmark/server": "function", "trailmark/query": "function", version: "string", globals: [],
  });
});

test("writes events with trailmark/server, as the README says", async () => {
  const program = start("A server", "js").replace("process.env.TRAILMARK_KEY", JSON.stringify(world.server.keys.server));
  const site = await project("writer", { "nightly.mjs": program });
  const { stdout, stderr } = await run(process.execPath, ["nightly.mjs"], { cwd: site, timeout: 20_000 });
  assert.deepEqual([stdout, stderr], ["", ""]);
  const [row] = await storedExactly(world.server, "scan_completed", 1);
  assert.deepEqual([row.actor_type, row.stream_id, row.step, row.metadata], ["scheduler", "night-run", 3, '{"files":12}']);
});

/** What each entry has, and what importing them has left in the process. */
const EVERY_ENTRY = `
const before = Object.getOwnPropertyNames(globalThis);
const first = { trailmark: "init", "trailmark/react": "TrailmarkProvider", "trailmark/vue": "createTrailmark", "trailmark/server": "createWriter", "trailmark/query": "createQuery" };
const found = {};
for (const [entry, name] of Object.entries(first)) found[entry] = typeof (await import(entry))[name];
const { createRequire } = await import("node:module");
found.version = typeof createRequire(import.meta.url)("trailmark/package.json").version;
found.globals = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name) && !name.startsWith("__VUE"));
console.log(JSON.stringify(found));
`;

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
