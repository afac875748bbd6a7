// The database fails before, during and after a write: the sender is told to come again, nothing is half stored, and coming again completes it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { newKey, storeKeys } from "../support/keys.mjs";
import { batch, startFaulty } from "./world.mjs";

let api;
before(async () => (api = await startFaulty()));
after(() => api.stop());

const counts = ({ accepted, duplicate, rejected, limited }) => [accepted, duplicate, rejected, limited];

/** Sends what meets a fault, and expects to be told to come again. */
async function fails(body, fault) {
  const answer = await api.post(body, { fault });
  assert.deepEqual([answer.status, answer.body?.code], [503, "storage_failed"], answer.text);
  assert.ok(Number(answer.headers.get("retry-after")) > 0);
}

/** Sends it again, twice: everything is there once. */
async function completes(body, expected = [3, 0, 1, 0]) {
  const first = await api.post(body);
  assert.deepEqual([first.status, counts(first.body)], [200, expected], first.text);
  const second = await api.post(body);
  assert.deepEqual(counts(second.body), [0, 3, 1, 0]);
  const { events, batches, causes } = await api.held();
  const mine = (rows, column) => rows.filter((row) => row[column].startsWith(body.instance_id.slice(0, -1))).length;
  assert.deepEqual([mine(events, "event_id"), mine(batches, "batch_id"), mine(causes, "event_id")], [3, 1, 1]);
  const [line] = batches.filter((row) => row.batch_id === body.batch_id);
  assert.deepEqual([line.accepted, line.rejected], [3, 1]);
}

describe("before the write", () => {
  test("nothing is stored, and the same batch is taken afterwards", async () => {
    const [body, held] = [batch(), await api.held()];
    await fails(body, "before");
    assert.deepEqual(await api.held(), held);
    await completes(body);
  });

  test("a key that cannot be looked up is no reason to call it unknown", async () => {
    const key = newKey("write");
    await storeKeys(api.d1, { write: key });
    const [body, held] = [batch(), await api.held()];
    const answer = await api.post(body, { fault: "first", key });
    assert.deepEqual([answer.status, answer.body.code], [503, "storage_failed"]);
    assert.deepEqual(await api.held(), held);
    assert.equal((await api.post(body, { key })).body.accepted, 3);
  });

  test("a question that cannot be read is refused, and answered afterwards", async () => {
    for (const path of ["/api/events", "/api/events/analytics", "/api/analytics/breakdown?by=type", "/api/analytics/delivery", "/api/rejected", "/metrics"]) {
      const ask = (fault) => api.post(undefined, { method: "GET", path, key: api.keys.read, fault });
      const failed = await ask("reads");
      assert.deepEqual([failed.status, failed.body?.code], [503, "storage_failed"], `${path}: ${failed.text}`);
      assert.equal((await ask()).status, 200, path);
    }
    // What was asked is folded behind the answers, and other tests look at all tables.
    const fold = () => api.post(undefined, { path: "/api/rollups/fold", key: api.keys.admin });
    await eventually(fold, ({ body }) => body?.remaining === 0);
  });
});

describe("during the write", () => {
  // More places than the transaction has statements: in the last it fails as a whole, too.
  for (let place = 0; place <= 8; place++) {
    test(`a statement that fails in place ${place} takes all others back`, async () => {
      const [body, held] = [batch(), await api.held()];
      await fails(body, `during:${place}`);
      assert.deepEqual(await api.held(), held);
      await completes(body);
    });
  }

  for (const table of ["events", "batches", "causes", "counters", "rejected"]) {
    test(`a row of ${table} that cannot be written takes all others back`, async () => {
      const body = batch();
      // The trigger fails behind the row, so that it has been written by then.
      for (const when of ["INSERT", "UPDATE"]) await api.d1.prepare(trigger(table, when)).run();
      const held = await api.held();
      try {
        await fails(body);
        assert.deepEqual(await api.held(), held);
      } finally {
        for (const when of ["INSERT", "UPDATE"]) await api.d1.prepare(`DROP TRIGGER fault_${when}`).run();
      }
      await completes(body);
    });
  }
});

const trigger = (table, when) => `CREATE TRIGGER fault_${when} AFTER ${when} ON ${table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`;

describe("after the write", () => {
  test("the answer is lost: what comes again is known, and counted once", async () => {
    const body = batch();
    const [before] = (await api.held()).counters;
    await fails(body, "after");
    await completes(body, [0, 3, 1, 0]);
    const [counted] = (await api.held()).counters;
    assert.equal(counted.accepted - (before?.accepted ?? 0), 3);
  });
});

describe("what else writes", () => {
  test("an import that fails on its way is whole when it is sent again", async () => {
    const lines = Array.from({ length: 50 }, (_, n) => JSON.stringify({ id: `import-${n}`, type: "x", occurred_at: 1_771_405_200_000 + n })).join("\n");
    const send = (fault) => api.post(lines, { fault, key: api.keys.admin, path: "/api/events/import" });
    for (const fault of ["before", "during:0", "during:1", "during:2"]) {
      const held = await api.held();
      assert.equal((await send(fault)).status, 503, fault);
      assert.deepEqual(await api.held(), held);
    }
    assert.equal((await send("after")).status, 503);
    const { body } = await send();
    assert.deepEqual([body.accepted, body.duplicate], [0, 50]);
  });

  test("a deletion that fails on its way has deleted nothing, or everything", async () => {
    const remove = (fault) => api.post(undefined, { fault, method: "DELETE", key: api.keys.admin, path: "/api/events?type=x" });
    for (const fault of ["before", "during:0", "during:1"]) {
      const { events } = await api.held();
      const answer = await remove(fault);
      assert.equal(answer.status, 503, `${fault}: ${answer.text}`);
      assert.deepEqual((await api.held()).events, events);
    }
    assert.equal((await remove()).status, 200);
    assert.equal((await api.held()).events.filter((row) => row.type === "x").length, 0);
  });
});
