// The built writer against the real Worker: in this process, in a process that ends, and inside of workerd.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Miniflare } from "miniflare";
import { createWriter } from "../../pkg/dist/server.js";
import { projects } from "../http/accounts.mjs";
import { startApi } from "../http/api.mjs";
import { eventually } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { FaultyProxy } from "../support/faulty-proxy.mjs";

const BUILT = path.join(root, "pkg/dist/server.js");
/** Where it is not about how long somebody waits: a slow machine may take its time. */
const PATIENT = { timeout: 60_000 };
let api, proxy;
before(async () => {
  api = await startApi();
  proxy = await FaultyProxy.before(api.url);
});
after(async () => {
  await proxy?.stop();
  await api?.stop();
});

const all = async (parameters) => (await api.ask("/api/events", { range: "all", limit: 100, ...parameters })).items;

test("what was said is stored, with a large batch compressed on its way", async () => {
  const requests = proxy.requests.length;
  const log = createWriter({ endpoint: proxy.url, writeKey: api.keys.server, actor: { type: "scheduler", id: "nightly" }, stream: "night-1" });
  const first = log.write("scan_started", { level: "milestone", entityType: "folder", entityId: 7, entityTitle: "Films" });
  for (let n = 1; n <= 90; n++) log.write("file_seen", { step: n, level: "detail", causedBy: first, correlationId: "scan-7", ref: `file:${n}`, metadata: { bytes: n * 1000 } });
  assert.equal(await log.close(PATIENT), true);
  const [, ...files] = (await all({ stream_id: "night-1" })).reverse();
  const event = await api.ask(`/api/events/${first}`);
  assert.deepEqual([event.actor, event.entity, event.level, event.session_id], [{ type: "scheduler", id: "nightly" }, { type: "folder", id: "7", title: "Films" }, "milestone", undefined]);
  assert.deepEqual(files.map(({ step, ref, caused_by }) => [step, ref, caused_by]), Array.from({ length: 90 }, (_, n) => [n + 1, `file:${n + 1}`, [first]]));
  assert.deepEqual(proxy.requests.slice(requests).map(({ method, encoding }) => [method, encoding]), [["POST", "gzip"]]);
});

test("the account of delivery comes out even, with what was dropped", async () => {
  const project = await projects(api)();
  const key = await api.makeKey("server", { project: 2 });
  const reports = [];
  const log = createWriter({ endpoint: proxy.url, writeKey: key, maxBacklog: 50, onReport: (report) => reports.push(report) });
  proxy.answer(503);
  for (let n = 0; n < 80; n++) log.write("a", { level: n % 2 ? "detail" : "action" });
  log.write(7);
  assert.equal(await log.flush({ timeout: 300 }), false);
  proxy.cut();
  assert.equal(await log.flush({ timeout: 1500 }), false);
  proxy.pass();
  assert.equal(await log.flush(), true);
  log.write("last");
  assert.equal(await log.close(PATIENT), true);
  const { tracked, stored, dropped, outstanding, capture_rate, instances } = await project.ask();
  const byReason = dropped.by_reason;
  assert.deepEqual({ tracked, stored, outstanding, instances, byReason }, { tracked: 82, stored: 51, outstanding: 0, instances: 1, byReason: { invalid: 1, queue_full: 30 } });
  assert.equal(capture_rate, 51 / 82);
  const told = reports.filter(({ kind }) => kind === "dropped").map(({ reason, level, count }) => [reason, level, count]);
  assert.deepEqual(told, [["invalid", "action", 1], ["queue_full", "detail", 30]]);
});

test("a process that writes ends by itself; one that closes has delivered, and one whose server does not answer is not held", async () => {
  const program = (lines) => `import { createWriter } from ${JSON.stringify(BUILT)};
    const settings = { endpoint: process.argv[1], writeKey: ${JSON.stringify(api.keys.server)} };\n${lines}`;
  const run = (endpoint, lines) => promisify(execFile)(process.execPath, ["--input-type=module", "-e", program(lines), endpoint], { timeout: 90_000 });
  await run(api.url, `createWriter(settings).write("left_behind");`);
  await run(api.url, `const log = createWriter(settings); log.write("closed_with"); await log.close(${JSON.stringify(PATIENT)});`);
  proxy.delay(300_000);
  const stalled = `const log = createWriter({ ...settings, requestTimeout: 500 }); log.write("stalled", { immediate: true });`;
  const { stdout } = await run(proxy.url, `${stalled} console.log(await log.close({ timeout: 700 }));`);
  proxy.pass();
  assert.equal(stdout, "false\n");
  assert.equal((await all({ type: "closed_with" })).length, 1);
  assert.equal((await all({ type: "left_behind" })).length, 0);
});

test("inside of workerd an answer does not wait for the log, and the log is complete behind it", async () => {
  const script = `import { createWriter } from "./server.js";
    export default {
      async fetch(request, env, context) {
        const log = createWriter({ endpoint: env.ENDPOINT, writeKey: env.KEY, actor: { type: "worker" } });
        const ids = [log.write("order_placed", { level: "milestone" }), log.write("order_paid")];
        context.waitUntil(log.close());
        return Response.json({ ids, size: log.queueSize() });
      },
    };`;
  const modules = [{ type: "ESModule", path: "main.js", contents: script }, { type: "ESModule", path: "server.js", contents: await readFile(BUILT, "utf8") }];
  const miniflare = new Miniflare({ modules, compatibilityDate: "2026-01-01", bindings: { ENDPOINT: api.url, KEY: api.keys.server }, cf: false });
  try {
    const { ids, size } = await (await miniflare.dispatchFetch("http://shop.example/")).json();
    assert.equal(size, 2);
    const items = await eventually(() => all({ actor_type: "worker" }), (items) => items.length >= 2);
    assert.deepEqual(items.map(({ id }) => id).reverse(), ids);
  } finally {
    await miniflare.dispose();
  }
});
