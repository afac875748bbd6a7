// What a program says of an event, as it travels.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { checkedActor, checkedType, writeEvent } from "../../pkg/src/server/event.js";
import { idMaker } from "../../pkg/src/server/ids.js";
import * as limits from "../../pkg/src/server/limits.js";
import { root } from "../support/database.mjs";
import { randomOf, START } from "./world.mjs";

const given = { id: "an-id", seq: 7, now: START };
const write = (fields, more = {}) => JSON.parse(writeEvent("a", fields, { ...given, ...more }));

test("every limit is that of event-model", async () => {
  const rust = await readFile(path.join(root, "event-model/src/limits.rs"), "utf8");
  for (const [name, value] of Object.entries(limits).filter(([, value]) => typeof value === "number" && value > 4)) {
    const [, text] = new RegExp(`pub const ${name}: \\w+ = ([^;]+);`).exec(rust) ?? assert.fail(`limits.rs has no ${name}`);
    assert.equal(text.split("*").reduce((product, factor) => product * Number(factor.replaceAll("_", "")), 1), value, name);
  }
});

test("ids sort as they were made, also in a full millisecond and when the clock is set back", () => {
  const newId = idMaker(randomOf(1));
  const ids = [];
  for (let n = 0; n < 10_000; n++) ids.push(newId(START));
  for (let n = 0; n < 100; n++) ids.push(newId(START - 3_600_000));
  for (let n = 0; n < 100; n++) ids.push(newId(START + n));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(parseInt(ids[0].replaceAll("-", "").slice(0, 12), 16), START);
});

test("what is said arrives", () => {
  const fields = {
    level: "milestone", occurredAt: new Date(START - 1), userId: 7, visitorId: "v", sessionId: "s", category: "c", action: "d", actor: { type: "npc", id: "goblin", name: "The Goblin" },
    entityType: "task", entityId: 42, entityTitle: ' Say "hi"\n', streamId: "run", step: -2.6, correlationId: "c-1", causedBy: ["x", "y"], ref: "r",
    summary: "one\ntwo", durationMs: 12.5, metadata: { deep: [1, null] }, context: { model: "m" }, immediate: true,
  };
  assert.deepEqual(write(fields, { actor: { type: "scheduler" }, stream: "own" }), {
    id: "an-id", type: "a", seq: 7, occurred_at: START - 1, level: "milestone", user_id: "7", visitor_id: "v", session_id: "s", category: "c", action: "d",
    actor: { type: "npc", id: "goblin", name: "The Goblin" }, entity: { type: "task", id: "42", title: 'Say "hi"' }, stream_id: "run", step: -3,
    correlation_id: "c-1", caused_by: ["x", "y"], ref: "r", summary: "one two", duration_ms: 13, metadata: { deep: [1, null] }, context: { model: "m" },
  });
  assert.deepEqual(write({ level: "action", causedBy: "x", actor: null }, { actor: { type: "scheduler" }, stream: "own" }), {
    id: "an-id", type: "a", seq: 7, occurred_at: START, level: "action", stream_id: "own", actor: { type: "scheduler" }, caused_by: ["x"],
  });
});

test("what cannot be taken is left out and named", () => {
  const fields = {
    level: "loud", occurredAt: 17, userId: " x", streamId: "x".repeat(200), step: 1e300, durationMs: -4, summary: {}, ref: "", correlationId: "a\u0000", actor: { id: 7 },
    entityType: "é".repeat(81), causedBy: ["ok", "not ok", 3], metadata: [1], id: "not ok", user_id: "7",
  };
  const { context, ...event } = write(fields);
  assert.deepEqual(event, { id: "an-id", type: "a", seq: 7, occurred_at: START, caused_by: ["ok"] });
  assert.deepEqual(context.cut.sort(), [
    "actor:missing_field", "caused_by:invalid_characters", "caused_by:wrong_type", "correlation_id:invalid_characters", "duration_ms:out_of_range", "entity:too_long", "id:invalid_characters",
    "level:unknown_value", "metadata:wrong_type", "occurred_at:occurred_at_implausible", "options:unknown_field", "ref:empty_field", "step:out_of_range", "stream_id:too_long", "summary:wrong_type",
    "user_id:invalid_characters",
  ]);
  assert.deepEqual(write({ context: { model: "m" }, ref: "" }).context, { model: "m", cut: ["ref:empty_field"] });
  assert.deepEqual(write({ context: {}, ref: "" }).context, { cut: ["ref:empty_field"] });
});

test("what JSON cannot hold spoils nothing else", () => {
  const circle = {};
  circle.self = circle;
  for (const metadata of [circle, { big: 1n }, () => 1, "text", { toJSON: () => assert.fail("no") }]) {
    assert.deepEqual(write({ metadata, step: 1 }), { id: "an-id", type: "a", seq: 7, occurred_at: START, step: 1, context: { cut: ["metadata:wrong_type"] } });
  }
  assert.deepEqual(write({ metadata: { at: new Date(START) } }).metadata, { at: new Date(START).toISOString() });
});

test("lines end at a character, and types and actors are one line", () => {
  const summary = "👩".repeat(300);
  assert.equal([...write({ summary }).summary].length, 200);
  assert.ok(write({ summary }).summary.endsWith("👩…"));
  assert.equal(write({ summary: "a\ud800" }).summary, "a\ufffd");
  for (const [type, code] of [[undefined, "wrong_type"], ["", "empty_field"], ["x".repeat(81), "too_long"], ["a\nb", "invalid_characters"], [" a", "invalid_characters"], ["a\ud800", "invalid_characters"]]) {
    assert.throws(() => checkedType(type), (thrown) => thrown === code);
  }
  assert.deepEqual({ ...checkedActor({ type: "npc", id: 7 }) }, { type: "npc", id: "7", name: undefined });
});
