// A panic ends the instance of wasm that all requests of an isolate share. Nothing that was acknowledged may go with it, and the next request finds
// a Worker that is well. What other requests were about to say is lost with the instance: they fail, or hear nothing, and come again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startFaulty } from "./world.mjs";

const CLIENTS = 8;
const BATCHES = 20;
/** So many panics there are at least, however quick the machine is. */
const PANICS = 5;
/** Milliseconds until a client gives an answer up, and from one panic to the next. */
const PATIENCE = 2_000;
const PAUSE = 250;

let api;
before(async () => (api = await startFaulty()));
after(() => api.stop());

const batch = (client, number) => ({ events: Array.from({ length: 5 }, (_, n) => ({ id: `c${client}-${number}-${n}`, type: "x", occurred_at: 1_771_405_200_000 })) });

test("a panic costs no acknowledged event, and the Worker serves on", async (t) => {
  const panics = { sent: 0, answered: 0 };
  let failed = 0;
  const acknowledged = [];
  let isOver = false;
  const trouble = async () => {
    while (!isOver) {
      panics.sent += 1;
      const answer = await api.post(batch("panic", panics.sent), { fault: "panic", patience: PATIENCE }).catch(() => undefined);
      panics.answered += answer?.status === 200 ? 1 : 0;
      await pause(PAUSE);
    }
  };
  const client = async (client) => {
    for (let number = 0; number < BATCHES || panics.sent < PANICS; number++) {
      const body = batch(client, number);
      for (let tries = 1; ; tries++) {
        const answer = await api.post(body, { patience: PATIENCE }).catch(() => undefined);
        if (answer?.status === 200) {
          assert.equal(answer.body.accepted + answer.body.duplicate, 5, answer.text);
          acknowledged.push(...body.events.map((event) => event.id));
          break;
        }
        failed += 1;
        assert.ok(tries < 200, `no answer after ${tries} tries, the last: ${answer?.status} ${answer?.text}`);
      }
    }
  };
  const troubled = trouble();
  await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)));
  isOver = true;
  await troubled;
  assert.ok(panics.sent >= PANICS && panics.answered === 0, JSON.stringify(panics));
  const stored = (await api.held()).events.map((row) => row.event_id);
  assert.equal(new Set(stored).size, stored.length);
  const ours = stored.filter((id) => !id.startsWith("cpanic")).sort();
  assert.deepEqual(ours, acknowledged.sort());
  assert.ok(ours.length >= CLIENTS * BATCHES * 5);
  // The last panic may have been a moment ago.
  assert.equal((await api.post(batch("after", 1))).status, 200);
  t.diagnostic(`${panics.sent} panics, ${failed} requests beside them sent again`);
});
