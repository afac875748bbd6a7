// Runs the delivery matrix (tests/delivery) for Trailmark and every peer: the same cases, the same proxy, the same counting.
// `cargo xtask bench capture` runs this and prints the table.
//
//   node bench/peers/capture.mjs --runs 5 [--trackers trailmark,snowplow] [--only "two tabs"]
//
// prints one line of JSON: `{trackers: [{name, version}], cases: [{name, figures: {tracker: Figures}}]}`, with no figures where a case is not
// for a tracker. To the matrix's own figures comes `later`: different events that have arrived when the visitor has come once more, at a
// time when all is well. Some trackers wait for that; it is late, but not lost.
import { parseArgs } from "node:util";
import { all, casesFor } from "../../tests/delivery/cases/all.mjs";
import { startMatrix } from "../../tests/delivery/matrix.mjs";
import { trailmark } from "../../tests/delivery/trailmark.mjs";
import { chosen } from "./adapters/index.mjs";

/**
 * How long events may still arrive when a case is over. Many of a peer's never do, and each of its runs waits for them until then; the
 * longest pause that one of them makes, Amplitude's after a 429, is 30 s.
 */
const LIMIT_MS = 35_000;
/** Most of a run is waiting for what never comes, so that many run side by side. */
const RUNS_AT_ONCE = 24;
/** Cases about moments take turns in what they do, and only their waiting overlaps: they come first and by themselves. */
const CASES_AT_ONCE = 12;

main().then(
  // Miniflare keeps handles open for a while.
  () => process.exit(0),
  (error) => {
    console.error(`error: ${error.message}`);
    process.exit(1);
  },
);

async function main() {
  const { values } = parseArgs({ options: { runs: { type: "string", default: "5" }, trackers: { type: "string" }, only: { type: "string" } } });
  const adapters = chosen(trailmark(), values.trackers, { pageViews: true });
  const rows = named(values.only ?? "").map((entry) => ({ entry, name: entry.name, figures: {} }));
  const trackers = [];
  for (const adapter of adapters) {
    trackers.push({ name: adapter.name, version: await adapter.version?.() });
    await measureAll(adapter, rows, Number(values.runs));
  }
  console.log(JSON.stringify({ trackers, cases: rows.map(({ name, figures }) => ({ name, figures })) }));
}

function named(part) {
  const found = all.filter(({ name }) => name.toLowerCase().includes(part.toLowerCase()));
  if (found.length === 0) throw new Error(`no case has ${JSON.stringify(part)} in its name; the cases are:\n${all.map(({ name }) => name).join("\n")}`);
  return found;
}

async function measureAll(adapter, rows, runs) {
  let collector;
  const remembering = { ...adapter, collector: async () => (collector = await adapter.collector()) };
  const cases = casesFor(adapter.name);
  const [moments, others] = [true, false].map((moment) => rows.filter(({ entry }) => cases.includes(entry) && Boolean(entry.moment) === moment));
  const matrix = await startMatrix(remembering, { runs, limit: LIMIT_MS, width: RUNS_AT_ONCE });
  let done = 0;
  const measure = async (row) => {
    const ran = [];
    const run = (world) => (ran.push(world.run), row.entry.run(world));
    const figures = await matrix.measure({ ...row.entry, run });
    const each = await Promise.all(ran.map((run) => collector.marks(run)));
    row.figures[adapter.name] = { ...figures, later: each.reduce((sum, marks) => sum + new Set(marks).size, 0) };
    done += 1;
    say(adapter.name, `${done} of ${moments.length + others.length}`, row.name, row.figures[adapter.name]);
  };
  try {
    await eachOf(moments, CASES_AT_ONCE, measure);
    await eachOf(others, CASES_AT_ONCE, measure);
  } finally {
    await matrix.stop();
  }
}

/** Works through a list, so many at a time. */
async function eachOf(list, width, work) {
  const waiting = [...list];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

function say(tracker, progress, name, { captured, wanted, later, twice, seconds, errors }) {
  process.stderr.write(`  · ${tracker} ${progress}: ${name}: ${captured} of ${wanted}${later > captured ? `, later ${later}` : ""}, twice ${twice} (${seconds.toFixed(0)} s)\n`);
  // What went wrong in a page is the tracker's affair and counts as what it is: events that did not arrive.
  for (const error of errors) process.stderr.write(`      ${error.split("\n")[0]}\n`);
}
