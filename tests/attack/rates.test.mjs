// Floods: whatever the operation, who asks too often is turned away before anything is read or done, by key as by address, and a good key
// opens while bad ones are tried.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { awayFromBorder } from "../support/borders.mjs";
import { newKey } from "../support/keys.mjs";
import { all, attempt } from "./attempt.mjs";
import { operations } from "./operations.mjs";
import { addressOf, rows } from "./rows.mjs";
import { KINDS, startWorld } from "./world.mjs";

const PERIOD = 60;
const FEW = 3;
const LIMITS = { WRITES_OF_ADDRESS: 1e6, QUESTIONS_OF_ADDRESS: 1e6, REQUESTS_OF_KEY: FEW, BAD_KEYS_OF_ADDRESS: FEW };

let world;
before(async () => {
  world = await startWorld({ rateLimits: Object.fromEntries(Object.entries(LIMITS).map(([name, limit]) => [name, { limit: name === "REQUESTS_OF_KEY" ? 20 : limit, period: PERIOD }])) });
});
after(() => world?.stop());

/** Has the rest of this happen within one minute of the clock's, by which the limits count. */
const early = () => awayFromBorder(PERIOD * 1000, 30_000);
const from = (address) => ({ "cf-connecting-ip": address });
const limited = [429, "rate_limited"];

test("a key that asks too often is turned away from every operation", async (t) => {
  const before = await world.print();
  for (const kind of KINDS) {
    await early();
    const key = await world.makeKey(kind);
    const ask = (operation, expected) => attempt(world, { method: operation.method, address: addressOf(operation, world.a.known), body: rows[operation.id].body, key, headers: from("192.0.2.1") }, expected);
    const health = operations.find(({ id }) => id === "getConfig");
    for (let n = 0; n < 20; n++) await ask(health, [200]);
    const theirs = operations.filter(({ id }) => rows[id]?.may?.includes(kind));
    await all(t, theirs, async (operation) => {
      const answer = await ask(operation, limited);
      assert.ok(Number(answer.headers.get("retry-after")) >= 1);
    });
  }
  const { keys: _, ...after } = await world.print();
  const { keys: __, ...rest } = before;
  assert.deepEqual(after, rest, "something was done");
});

test("who tries keys is turned away from every operation, and a good key still opens", async (t) => {
  await early();
  const ask = (operation, key, expected) => attempt(world, { method: operation.method, address: addressOf(operation, world.a.known), body: rows[operation.id].body, key, headers: from("192.0.2.2") }, expected);
  const guarded = operations.filter(({ id }) => rows[id]?.may);
  for (let n = 0; n < FEW; n++) await ask(guarded[n], newKey("admin"), [401, "unknown_key"]);
  await all(t, guarded, (operation) => ask(operation, newKey(rows[operation.id].may[0]), limited));
  await ask(operations.find(({ id }) => id === "listEvents"), await world.makeKey("read"), [200]);
});

test("the address is the one that the network knows", async (t) => {
  await early();
  const ask = (headers, expected) => attempt(world, { method: "GET", address: "/api/events", key: newKey("read"), headers: { ...from("192.0.2.3"), ...headers } }, expected);
  for (let n = 0; n < FEW; n++) await ask({}, [401, "unknown_key"]);
  const claims = ["x-forwarded-for", "x-real-ip", "true-client-ip", "forwarded", "x-client-ip", "x-cluster-client-ip", "fastly-client-ip"];
  await all(t, claims, (name) => ask({ [name]: "198.51.100.1" }, limited));
});
