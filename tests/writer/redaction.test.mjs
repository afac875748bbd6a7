// What a writer keeps of what a program says: the cases that tracker and Worker run too.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { createWriter } from "../../pkg/src/server/index.js";
import { writeEvent } from "../../pkg/src/server/event.js";
import { markedNames } from "../../pkg/src/server/redaction.js";
import { root } from "../support/database.mjs";
import { START, verdicts, worldOf } from "./world.mjs";

const given = { id: "an-id", seq: 0, now: START };
const { objects, texts } = JSON.parse(await readFile(path.join(root, "tests/fixtures/redaction/cases.json"), "utf8"));

test("metadata is redacted and clamped as the cases say", () => {
  for (const { name, input, output = input, pii, limit } of objects.filter(({ limit }) => limit === undefined)) {
    const { metadata } = JSON.parse(writeEvent("a", { metadata: input }, { ...given, marked: markedNames(pii) }));
    assert.equal(JSON.stringify(metadata), JSON.stringify(output), name);
    assert.equal(limit, undefined);
  }
});

test("context is redacted too, and has its own limit", () => {
  const { context } = JSON.parse(writeEvent("a", { context: { api_key: "x", text: "y".repeat(900), more: ["z".repeat(900), "z".repeat(900), "z".repeat(900), "z".repeat(900)] } }, given));
  assert.deepEqual(context, { api_key: "[redacted]", text: "y".repeat(900), more: "[cut]" });
});

test("so are the texts that people read", () => {
  for (const { name, input, output = input } of texts) {
    const whole = (text) => text.length <= 200 && !/[\x00-\x1f]/.test(text) && text.trim() === text && text.isWellFormed();
    if (!whole(input) || !whole(output)) continue;
    const event = JSON.parse(writeEvent("a", { summary: input, entityType: "t", entityTitle: input, actor: { type: "t", name: input } }, given));
    assert.deepEqual([event.summary ?? "", event.entity.title ?? "", event.actor.name ?? ""], [output, output, output], name);
  }
});

test("what the project's plan marks goes from the first answer on", async () => {
  const world = worldOf(({ batch }) => verdicts(batch, [], { config: { redact: ["assignee email", 7] } }));
  const log = createWriter({ endpoint: "https://log.example", writeKey: "k" }, world);
  for (let n = 0; n < 2; n++) {
    log.write("a", { metadata: { assigneeEmail: "Anna", user_token: "x" } });
    await world.advance(1000);
  }
  assert.deepEqual(world.requests.map(({ batch }) => batch.events[0].metadata), [
    { assigneeEmail: "Anna", user_token: "[redacted]" },
    { assigneeEmail: "[redacted]", user_token: "[redacted]" },
  ]);
});
