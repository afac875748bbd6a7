// Fills a local database with a product's events, fast: the rows are made and stored inside of workerd, 2,000 in a statement, with nothing of
// the product between. The roll-ups know of all its hours, and keep somebody waiting who would fold them: `POST /api/rollups/rebuild` sets them
// free. No server may run on the database. Prints a line of JSON for each step: `{stored}`, and last `{stored, sessions, visitors}`.
//
//   node bench/query/fill.mjs --db .trailmark/bench-1 --events 1000000 --days 90
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import { d1Directory, prepareDatabase, root } from "../../tests/support/database.mjs";

const ROWS_A_REQUEST = 50_000;

const { values } = parseArgs({ options: { db: { type: "string" }, events: { type: "string" }, days: { type: "string" } } });
const directory = path.resolve(values.db);
await prepareDatabase(directory, { fresh: true });
const { workerOptions } = workerOptionsOf(path.join(root, "wrangler.toml"));
const miniflare = new Miniflare({
  modules: [
    { type: "ESModule", path: "store.js", contents: await readFile(path.join(import.meta.dirname, "store.mjs"), "utf8") },
    { type: "ESModule", path: "people.mjs", contents: await readFile(path.join(import.meta.dirname, "people.mjs"), "utf8") },
  ],
  compatibilityDate: workerOptions.compatibilityDate,
  d1Databases: workerOptions.d1Databases,
  d1Persist: d1Directory(directory),
});
try {
  const url = await miniflare.ready;
  const ask = async (body) => {
    const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const events = Number(values.events);
  const plan = await ask({ events, days: Number(values.days), now: Date.now() });
  for (let stored = 0; stored < events; ) {
    stored += await ask({ store: Math.min(ROWS_A_REQUEST, events - stored) });
    console.log(JSON.stringify({ stored }));
  }
  await ask({ close: Date.now() });
  console.log(JSON.stringify({ stored: events, ...plan }));
} finally {
  await miniflare.dispose();
}
