// What a project's owner switches off from afar, and a writer's own threshold.
import assert from "node:assert/strict";
import { test } from "node:test";
import { takesAll, verdicts, worldOf, writerOf } from "./world.mjs";

test("switched off by an answer: nothing is written, kept or sent; on again, what happened meanwhile does not come", async () => {
  let enabled = false;
  const config = () => ({ config: { enabled } });
  const world = worldOf(({ url, batch }) => (url.endsWith("/api/config") ? Response.json({ version: 2, ...config() }) : verdicts(batch, [], config())));
  const log = writerOf(world, { flushAt: 1 });
  log.write("a");
  await world.advance(0);
  for (let n = 0; n < 50; n++) assert.match(log.write("b"), /^[0-9a-f-]{36}$/);
  await world.advance(11 * 60_000);
  assert.equal(log.queueSize(), 0);
  assert.deepEqual(world.requests.map(({ url }) => url.split("/").at(-1)), ["batch", "config"]);
  enabled = true;
  await world.advance(10 * 60_000);
  log.write("c");
  await world.advance(1000);
  const { batch } = world.requests.at(-1);
  assert.deepEqual(batch.events.map(({ type, seq }) => [type, seq]), [["c", 1]]);
  assert.equal(batch.tracked, 2);
});

test("levels, shares and the canary's streams are as the answer says", async () => {
  let config = { min_level: "action", canary: { share: 0, streams: ["night"] }, sampling: { types: { rare: 0 }, levels: { decision: 0.5 } } };
  const world = worldOf(({ batch }) => (batch ? verdicts(batch, [], { config }) : Response.json({ config })));
  const log = writerOf(world);
  log.write("a");
  await world.advance(1000);
  const before = world.requests.length;
  const tell = (type, fields) => log.write(type, { streamId: "night", ...fields });
  tell("taken");
  tell("low", { level: "state" });
  tell("rare");
  log.write("other", { streamId: "day" });
  for (let n = 0; n < 400; n++) tell("half", { level: "decision", sessionId: `s-${n % 200}` });
  await world.advance(1000);
  const types = world.requests.slice(before).flatMap(({ batch }) => batch.events);
  assert.deepEqual([...new Set(types.map(({ type }) => type))], ["taken", "half"]);
  const sessions = types.filter(({ type }) => type === "half").map((event) => event.session_id);
  assert.ok(sessions.length > 120 && sessions.length < 280, `${sessions.length}`);
  for (const session of sessions) assert.equal(sessions.filter((other) => other === session).length, 2, "a session is whole or not there");
  // Nothing that it writes could bring the news: it asks.
  await world.advance(10 * 60_000);
  assert.ok(world.requests.at(-1).url.endsWith("/api/config"));
  config = {};
  await world.advance(10 * 60_000);
  const asked = world.requests.length;
  log.write("rare");
  await world.advance(30 * 60_000);
  assert.deepEqual(world.requests.slice(asked).map(({ batch }) => batch?.events.length), [1]);
});

test("a writer's own threshold holds from the start", async () => {
  const world = worldOf(takesAll);
  const log = writerOf(world, { minLevel: "decision" });
  for (const level of ["detail", "state", "action", "decision", "milestone", undefined]) log.write("a", { level });
  await world.advance(1000);
  assert.deepEqual(world.requests[0].batch.events.map(({ level, seq }) => [level, seq]), [["decision", 0], ["milestone", 1]]);
});
