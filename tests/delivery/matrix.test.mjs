// The promise: every event that a page tracked is stored, and none twice. One test per case, each run several times.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../support/database.mjs";
import { casesFor } from "./cases/all.mjs";
import { startMatrix } from "./matrix.mjs";
import { trailmark } from "./trailmark.mjs";

const figures = new Map();
const cases = casesFor("trailmark");
let matrix;

before(async () => {
  matrix = await startMatrix(trailmark(), { limit: 120_000 });
});

after(async () => {
  await matrix?.stop();
  const artifacts = path.join(root, "tests/artifacts");
  await mkdir(artifacts, { recursive: true });
  const rows = cases.map((entry) => figures.get(entry)).filter(Boolean);
  await writeFile(path.join(artifacts, "delivery-matrix.json"), `${JSON.stringify({ tracker: "trailmark", rows }, null, 2)}\n`);
});

// Their pages follow each other; only waiting for the store overlaps.
describe("moments", { concurrency: 3 }, () => {
  for (const entry of cases.filter((entry) => entry.moment)) test(entry.name, (t) => holds(t, entry));
});

// Most of these only wait, so several cases share the two cores.
describe("the others", { concurrency: 16 }, () => {
  for (const entry of cases.filter((entry) => !entry.moment)) test(entry.name, (t) => holds(t, entry));
});

async function holds(t, entry) {
  const row = await matrix.measure(entry);
  figures.set(entry, row);
  const { events, captured, wanted, twice, lost, preflights, errors, stories } = row;
  t.diagnostic(`captured ${captured} of ${wanted}${wanted < events ? ` (${events} withdrawn)` : ""}, twice ${twice}`);
  const wrong = [...errors];
  if (lost.length > 0 && !entry.mayLose) wrong.push(`lost, by run: ${JSON.stringify(lost)}`);
  if (captured > wanted) wrong.push(`${captured} stored, ${wanted} should be`);
  if (twice > 0) wrong.push(`${twice} stored twice`);
  if (preflights > 0) wrong.push(`${preflights} preflights`);
  assert.ok(wrong.length === 0, [...wrong, ...stories.map((story) => ["requests of such a run:", ...story].join("\n  "))].join("\n"));
}
