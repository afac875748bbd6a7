// What D1 itself can do: the rows that a benchmark stored are read, deleted and stored again by a Worker that does nothing else, one
// statement a batch and no HTTP between batches. Prints one line of JSON: `[{size, events, milliseconds}]`.
//
//   node bench/ingest/bare.mjs --db .trailmark/bench-1 --size 10 --size 100 --rows 20000
import path from "node:path";
import { parseArgs } from "node:util";
import { Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import { d1Directory, root } from "../../tests/support/database.mjs";

const { values } = parseArgs({ options: { db: { type: "string" }, size: { type: "string", multiple: true }, rows: { type: "string" } } });

/** The product's own form of the statement, without what the product needs besides: see `ingest-worker/src/db/insert.rs`. */
const SCRIPT = `
let insert, rows;
export default {
  async fetch(request, { DB }) {
    const { step, size } = await request.json();
    if (step === "read") {
      const columns = (await DB.prepare("SELECT name FROM pragma_table_info('events') ORDER BY cid").raw()).flat();
      const picks = columns.map((_, index) => "row->>" + index).join(", ");
      insert = "WITH rows AS MATERIALIZED (SELECT jsonb(value) AS row FROM json_each(?1)) INSERT OR IGNORE INTO events (" + columns.join(", ") + ") SELECT " + picks + " FROM rows";
      rows = await DB.prepare("SELECT " + columns.join(", ") + " FROM events LIMIT ?1").bind(size).raw();
      return Response.json(rows.length);
    }
    if (step === "empty") return Response.json((await DB.prepare("DELETE FROM events").run()).meta.changes);
    const statement = DB.prepare(insert);
    let stored = 0;
    for (let at = 0; at < Math.min(rows.length, size * 2000); at += size) stored += (await statement.bind(JSON.stringify(rows.slice(at, at + size))).run()).meta.changes;
    return Response.json(stored);
  },
};`;

const { workerOptions } = workerOptionsOf(path.join(root, "wrangler.toml"));
const miniflare = new Miniflare({
  modules: true,
  script: SCRIPT,
  compatibilityDate: workerOptions.compatibilityDate,
  d1Databases: workerOptions.d1Databases,
  d1Persist: d1Directory(path.resolve(values.db)),
});
try {
  const url = await miniflare.ready;
  const ask = async (step, size = 0) => {
    const answer = await fetch(url, { method: "POST", body: JSON.stringify({ step, size }) });
    if (!answer.ok) throw new Error(`${step}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const events = await ask("read", Number(values.rows));
  const figures = [];
  for (const size of values.size.map(Number)) {
    await ask("empty");
    const begun = performance.now();
    const stored = await ask("store", size);
    if (stored !== Math.min(events, size * 2000)) throw new Error(`${stored} rows were stored in batches of ${size}`);
    figures.push({ size, events: stored, milliseconds: performance.now() - begun });
  }
  console.log(JSON.stringify(figures));
} finally {
  await miniflare.dispose();
}
