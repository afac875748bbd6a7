// A batch that asks whether its clock is right: put off whole while it is not, and known again however late its retry comes.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import { d1Directory, root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";
import { startApi } from "./api.mjs";

const HOUR = 3_600_000;

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

/** Two events of a tracker that does not know yet whether its clock is right. */
const batch = (name, sealedAt, more = {}) => ({
  schema: 1,
  batch_id: name,
  sealed_at: sealedAt,
  clock_unproved: true,
  instance_id: "i_1",
  tracked: 2,
  ...more,
  events: [0, 1].map((seq) => ({ id: `${name}_${seq}`, type: "clocked", occurred_at: sealedAt - 5, seq })),
});

const counts = ({ accepted, duplicate, rejected, limited }) => [accepted, duplicate, rejected, limited];

/** How many events and lines of the ledger there are of a batch. */
async function kept(d1, name) {
  const count = (sql) => d1.prepare(sql).bind(name).first("n");
  return [
    await count("SELECT count(*) AS n FROM events WHERE event_id IN (?1 || '_0', ?1 || '_1')"),
    await count("SELECT count(*) AS n FROM batches WHERE batch_id = ?1"),
  ];
}

for (const [name, off] of [["behind", -3 * HOUR], ["ahead", 3 * HOUR]]) {
  test(`three hours ${name}: put off whole, and stored when it was sealed anew`, async () => {
    const answer = await api.send(batch(name, Date.now() + off));
    assert.deepEqual(counts(answer), [0, 0, 0, 2]);
    assert.deepEqual(
      answer.verdicts.map(({ detail, ...line }) => line),
      [0, 1].map((index) => ({ index, id: `${name}_${index}`, verdict: "limited", code: "clock_off", field: "sealed_at" })),
    );
    assert.deepEqual(await kept(api.d1, name), [0, 0]);
    // What its sender does: takes the time from the answer.
    assert.deepEqual(counts(await api.send(batch(name, answer.server_time))), [2, 0, 0, 0]);
    assert.deepEqual(await kept(api.d1, name), [2, 1]);
  });
}

test("health says the server's time", async () => {
  const from = Date.now();
  const { server_time } = (await api.request("GET", "/api/health")).body;
  assert.ok(server_time >= from - 1 && server_time <= Date.now() + 1, `${server_time} is not now`);
});

test("who does not ask is stored with the clock it has", async () => {
  for (const [name, clock_unproved] of [["silent", undefined], ["proved", false]]) {
    assert.deepEqual(counts(await api.send(batch(name, Date.now() - 3 * HOUR, { clock_unproved }))), [2, 0, 0, 0]);
    assert.deepEqual(await kept(api.d1, name), [2, 1]);
  }
});

test("a batch that was stored is known an hour later, when its clock looks wrong", async (t) => {
  const db = await mkdtemp(path.join(tmpdir(), "trailmark-clock-"));
  t.after(() => rm(db, { recursive: true, force: true }));
  const server = await serve({ db, onLog: () => {} });
  const post = async (url, body) => {
    const answer = await fetch(`${url}/api/events/log/batch`, { method: "POST", headers: { authorization: `Bearer ${server.keys.write}` }, body });
    return [answer.status, ...counts(await answer.json())];
  };
  const sealedAt = Date.now();
  const [stored, another] = ["stored", "another"].map((name) => JSON.stringify(batch(name, sealedAt)));
  assert.deepEqual(await post(server.url, stored), [200, 2, 0, 0, 0]);
  await server.stop();

  const later = anHourLater(db);
  t.after(() => later.dispose());
  const url = (await later.ready).origin;
  assert.deepEqual(await post(url, another), [200, 0, 0, 0, 2], "the same time of sealing, but never stored");
  assert.deepEqual(await post(url, stored), [200, 0, 2, 0, 0]);
  const d1 = await later.getD1Database("DB");
  assert.deepEqual([await kept(d1, "stored"), await kept(d1, "another")], [[2, 1], [0, 0]]);
});

/** The built Worker on this database, in a workerd whose clock is an hour ahead. */
function anHourLater(db) {
  const { workerOptions, main } = workerOptionsOf(path.join(root, "wrangler.toml"));
  const ahead = `
    globalThis.Date = class extends Date {
      constructor(...said) {
        super(...(said.length > 0 ? said : [Date.now() + ${HOUR}]));
      }
    };
    export { default } from "./index.js";`;
  const folder = path.dirname(main);
  return new Miniflare({
    compatibilityDate: workerOptions.compatibilityDate,
    d1Databases: workerOptions.d1Databases,
    d1Persist: d1Directory(db),
    cf: false,
    modulesRoot: folder,
    modules: [
      { type: "ESModule", path: path.join(folder, "ahead.js"), contents: ahead },
      { type: "ESModule", path: main },
      { type: "CompiledWasm", path: path.join(folder, "index_bg.wasm") },
    ],
  });
}
