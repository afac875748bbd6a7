// How the tracker writes an event: what is said arrives, and what cannot be taken is left out and named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { line, write } from "../../tracker/src/browser/event.js";
import { redacting } from "../../tracker/src/browser/redact.js";
import { randoms } from "./values.mjs";

const written = (options, type) => write(type, options, { path: "/x" }, redacting());
const read = (options, type = "a") => JSON.parse(JSON.stringify(written(options, type).event));

test("a bad type is no event", () => {
  for (const [type, fault] of [[undefined, "wrong_type"], [7, "wrong_type"], ["", "empty_field"], ["x".repeat(81), "too_long"], [" a", "invalid_characters"], ["a\n", "invalid_characters"], ["a\u0085b", "invalid_characters"], ["\ud800", "invalid_characters"]])
    assert.deepEqual(written({}, type), { fault });
  for (const type of ["dice.roll", "Checkout Started", "é".repeat(80), "😀".repeat(80), "\u00a0–é"]) assert.equal(read({}, type).type, type);
});

test("what is said arrives", () => {
  const options = {
    level: "milestone", entityType: "task", entityId: 42, entityTitle: 'Say "hi"\n', streamId: "s", step: -2.6, actor: { type: "npc", id: "goblin", name: "G" },
    ref: "r", durationMs: 12.5, summary: "one\ntwo", causedBy: ["a", "b"], metadata: { a: [1, null] }, correlationId: null, immediate: true,
  };
  assert.deepEqual(read(options, "task_completed"), {
    type: "task_completed", level: "milestone", entity: { type: "task", id: "42", title: 'Say "hi"' }, actor: { type: "npc", id: "goblin", name: "G" },
    stream_id: "s", ref: "r", summary: "one two", step: -3, duration_ms: 13, caused_by: ["a", "b"], metadata: { a: [1, null] }, page: { path: "/x" },
  });
  assert.deepEqual([written(options, "a").immediate, written({ immediate: 1 }, "a").immediate], [true, false]);
  assert.deepEqual(read({ causedBy: "one" }).caused_by, ["one"]);
  assert.deepEqual(read({}), { type: "a", page: { path: "/x" } });
});

test("what a page has put into all objects is no option", (t) => {
  Object.prototype.each = () => {};
  t.after(() => delete Object.prototype.each);
  assert.deepEqual(read({ ref: "r" }), { type: "a", ref: "r", page: { path: "/x" } });
});

test("what cannot be taken is left out and named", () => {
  const event = read({
    level: "loud", entityId: "7", streamId: "x".repeat(200), step: 1e300, durationMs: -4, summary: {}, causedBy: ["ok", "not ok", 3], metadata: [1],
    actor: { type: "user", id: {}, name: 7 }, correlationId: " x", ref: {}, userid: "x", other: null,
  });
  assert.deepEqual(event.context.cut.sort(), [
    "actor.id:wrong_type", "actor.name:wrong_type", "caused_by:invalid_characters", "caused_by:wrong_type", "correlation_id:invalid_characters",
    "duration_ms:out_of_range", "entity:missing_field", "level:unknown_value", "metadata:wrong_type", "options:unknown_field", "ref:wrong_type",
    "step:out_of_range", "stream_id:too_long", "summary:wrong_type",
  ]);
  const { context, ...rest } = event;
  assert.deepEqual(rest, { type: "a", actor: { type: "user" }, caused_by: ["ok"], page: { path: "/x" } });
  const causes = read({ causedBy: Array(40).fill("x") });
  assert.deepEqual([causes.caused_by.length, causes.context.cut], [16, ["caused_by:too_many_items"]]);
  assert.deepEqual(read({ actor: "bob smith" }).actor, { type: "bob smith" });
  assert.deepEqual(read({ actor: { id: "x" } }).context.cut, ["actor:missing_field"]);
});

test("ids are taken as they are, and what people write is redacted", () => {
  const event = read({ entityType: "card", entityId: "4111111111111111", entityTitle: "anna@example.com", actor: { type: "user", id: "anna@example.com", name: "4111 1111 1111 1111" }, summary: "by anna@example.com", metadata: { token: "x", big: "y".repeat(9_000) } });
  assert.deepEqual(event.entity, { type: "card", id: "4111111111111111", title: "[email]" });
  assert.deepEqual(event.actor, { type: "user", id: "anna@example.com", name: "[card]" });
  assert.deepEqual([event.summary, event.metadata.token, event.metadata.big.length], ["by [email]", "[redacted]", 1_000]);
});

test("lines are cut at characters and say so", () => {
  for (const [text, max, expected] of [["short", 200, "short"], [" two\nlines\t ", 200, "two lines"], ["abcdef", 6, "abcdef"], ["abcdefg", 6, "abcde…"], ["😀😀😀", 2, "😀…"], ["a\ud800", 9, "a\ufffd"], [" \n", 9, undefined]])
    assert.equal(line(text, max), expected);
});

test("whatever the page says, it is an event, and the same once more", () => {
  const random = randoms(3);
  const names = "level entityType entityId entityTitle actor streamId step correlationId causedBy ref summary durationMs metadata immediate pageName other".split(" ");
  for (let run = 0; run < 3_000; run++) {
    const options = Object.fromEntries(names.filter(() => random.next() < 0.5).map((name) => [name, random.value()]));
    const event = read(options);
    assert.ok(JSON.stringify(event).length < 20_000);
    for (const text of Object.values(event)) if (typeof text === "string") assert.doesNotMatch(text, /[\p{Cc}\p{Cs}]/u);
  }
});
