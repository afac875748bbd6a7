// Measures what each tracker costs the page that uses it. `cargo xtask bench track` runs this and prints the table.
//
//   node bench/peers/track.mjs --runs 5 [--trackers trailmark,snowplow]
//
// prints one line of JSON: `{versions: {tracker: version}, figures: {tracker: {figure: [one value per run]}}}`. Where a figure of the page
// without a tracker counts too (time of tasks, memory), it is among the figures as the tracker "none".
import { parseArgs } from "node:util";
import { launch } from "../../tests/support/browser.mjs";
import { chosen } from "./adapters/index.mjs";
import { trailmark } from "./adapters/trailmark.mjs";
import { servePages } from "./track/page-server.mjs";
import { inBursts, inOneLoop, longestComputing, offline, onSlowDevice } from "./track/visits.mjs";

/** A page that makes the same events for nobody. */
const none = { name: "none", files: async () => new Map(), script: () => "window.sdk = { send() {}, ready: Promise.resolve() };", collector: async () => undefined };

main().then(
  // Miniflare keeps handles open for a while.
  () => process.exit(0),
  (error) => {
    console.error(`error: ${error.message}`);
    process.exit(1);
  },
);

async function main() {
  const { values } = parseArgs({ options: { runs: { type: "string", default: "5" }, trackers: { type: "string" } } });
  const adapters = [none, ...chosen(trailmark(), values.trackers)];
  const browser = await launch();
  const benches = [];
  for (const adapter of adapters) {
    const collector = await adapter.collector();
    const pages = await servePages(await adapter.files(), adapter.script({ endpoint: collector?.url, collector }));
    benches.push({ name: adapter.name, version: await adapter.version?.(), browser, collector, pages, figures: {} });
  }
  // A browser's very first pages are slower than all others.
  await inOneLoop(benches[0]);
  const runs = Number(values.runs);
  // One of each in turn, so that whatever else the machine does meanwhile falls on all alike.
  for (let run = 0; run < runs; run++) {
    for (const visit of [inBursts, inOneLoop, onSlowDevice, longestComputing]) await each(benches, visit, `run ${run + 1} of ${runs}`);
  }
  // What is written does not depend on how busy the machine is.
  await each(benches, offline, "once");
  await browser.close();
  for (const { collector, pages } of benches) {
    await pages.stop();
    await collector?.stop();
  }
  const versions = Object.fromEntries(benches.filter(({ version }) => version).map(({ name, version }) => [name, version]));
  console.log(JSON.stringify({ versions, figures: Object.fromEntries(benches.map(({ name, figures }) => [name, figures])) }));
}

async function each(benches, visit, when) {
  for (const bench of benches) {
    const started = Date.now();
    for (const [name, value] of Object.entries(await visit(bench))) (bench.figures[name] ??= []).push(value);
    process.stderr.write(`  · ${when}: ${bench.name}, ${visit.name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
  }
}
