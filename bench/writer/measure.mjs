// What `trailmark/server` costs the program that writes: the time of each call, what is delivered meanwhile, and memory.
//
//   node --expose-gc bench/writer/measure.mjs --events 100000 [--url URL --key KEY]
//
// prints one line of JSON. Without an address the events go to a server that takes connections and never answers.
import net from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createWriter } from "../../pkg/dist/server.js";

/** Calls between two turns of the event loop: a program that never lets go of it cannot send. */
const BURST = 100;
/** Calls before the clock starts: V8 compiles on its first ones. */
const WARM_UP = 5_000;

const { values } = parseArgs({ options: { events: { type: "string", default: "100000" }, url: { type: "string" }, key: { type: "string", default: "tm_server_none" } } });
const events = Number(values.events);
const stalled = values.url === undefined ? await silence() : undefined;
const endpoint = values.url ?? `http://127.0.0.1:${stalled.address().port}`;
const dropped = {};
const count = (report) => report.kind === "dropped" && (dropped[report.reason] = (dropped[report.reason] ?? 0) + report.count);

await write(createWriter({ endpoint, writeKey: values.key }), WARM_UP, []);
const log = createWriter({
  endpoint,
  writeKey: values.key,
  actor: { type: "agent", id: "bench" },
  stream: "bench",
  onReport: count,
  // Nothing is given up where everything can be delivered; elsewhere the bounds are the default's.
  ...(stalled ? {} : { maxBacklog: events, maxBytes: 2 ** 30 }),
});
const before = memory();
const microseconds = [];
const started = performance.now();
await write(log, events, microseconds);
const writing = performance.now() - started;
const waiting = log.queueSize();
const after = memory();
const settled = await log.close({ timeout: stalled ? 0 : 600_000 });
const seconds = (performance.now() - started) / 1000;
stalled?.close();
microseconds.sort((one, other) => one - other);
const at = (share) => microseconds[Math.min(microseconds.length - 1, Math.floor(microseconds.length * share))];
console.log(
  JSON.stringify({
    events,
    p50_us: at(0.5),
    p99_us: at(0.99),
    max_us: at(1),
    mean_us: microseconds.reduce((sum, each) => sum + each, 0) / events,
    written_per_second: (events / writing) * 1000,
    delivered_per_second: settled ? events / seconds : null,
    waiting,
    bytes_per_waiting: waiting > 0 ? Math.max(0, after - before) / waiting : 0,
    dropped,
  }),
);
process.exit(0);

async function write(log, events, microseconds) {
  for (let n = 0; n < events; n++) {
    const begun = performance.now();
    log.write("task_completed", {
      entityType: "task",
      entityId: n,
      entityTitle: "Write the announcement",
      step: n,
      correlationId: `c-${n >> 3}`,
      metadata: { priority: n % 3, labels: ["web", "urgent"], note: "sent to anna for review", age_days: n % 200 },
    });
    microseconds.push((performance.now() - begun) * 1000);
    if (n % BURST === BURST - 1) await turn();
  }
}

function memory() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function silence() {
  const server = net.createServer((socket) => socket.on("error", () => {}).resume());
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}
