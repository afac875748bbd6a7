// Fills a local database with a product's events, fast: the rows are made and stored inside of workerd, 2,000 in a statement, with nothing of
// the product between. The roll-ups know of all its hours, and keep somebody waiting who would fold them: `POST /api/rollups/rebuild` sets them
// free. No server may run on the database. Prints a line of JSON for each step: `{stored}`, and last `{stored, sessions, visitors}`.
//
//   node bench/query/fill.mjs --db .trailmark/bench-1 --events 1000000 --days 90
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { text } from "node:stream/consumers";
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
  // A connection each: workerd closes those that wait for long, and nothing here may be sent twice.
  const ask = async (body) => {
    const request = http.request(url, { method: "POST", agent: false }).end(JSON.stringify(body));
    const [answer] = await once(request, "response");
    const said = await text(answer);
    if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${said}`);
    return JSON.parse(said);
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
