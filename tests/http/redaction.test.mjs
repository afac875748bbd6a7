// What must not be kept: sent in every way there is, and looked for in every row of the database.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../support/database.mjs";
import { startApi } from "./api.mjs";

const MARK = "zqxj";
const EMAIL = `anna.${MARK}@example.com`;
const CARD = "4111 1111 1111 1111";
/** Each of these parts of a secret is looked for; the last two are the card's digits, however they are grouped. */
const NEEDLES = [MARK, "4111 1111", "41111111"];

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

/** An event with a secret wherever an event has room for one. */
const leaky = (id) => ({
  id,
  type: "leaky",
  occurred_at: Date.now(),
  summary: `mail to ${EMAIL}`,
  actor: { type: "user", id: "u1", name: EMAIL },
  entity: { type: "order", id: "o1", title: `paid with ${CARD}` },
  page: {
    path: `/invite/${EMAIL}`,
    title: `Hello ${EMAIL}`,
    referrer: `https://shop.example/?email=anna%2B${MARK}%40example.com&page=2`,
    utm: { source: "letter", content: EMAIL },
  },
  metadata: {
    password: MARK,
    Authorization: `Bearer ${MARK}`,
    nested: [{ deeper: { "api-key": { a: MARK }, cardNumber: 4111111111111111 } }],
    note: `write to ${EMAIL}, card ${CARD}`,
    number: 4111111111111111,
    [EMAIL]: 1,
    escaped: "ESCAPED",
    plan: "pro",
  },
  context: { cookie: MARK, headers: { "Set-Cookie": [MARK], "User-Agent": "test" } },
});
/** As text, with an address in escapes, which no search of the body would find. */
const written = (event) => JSON.stringify(event).replace("ESCAPED", [...EMAIL].map((c) => `\\u${c.charCodeAt().toString(16).padStart(4, "0")}`).join(""));

/** Every text of every row of every table. */
async function stored() {
  const { results: tables } = await api.d1.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*'").all();
  const texts = [];
  for (const { name } of tables) {
    const { results } = await api.d1.prepare(`SELECT * FROM "${name}"`).all();
    for (const row of results) for (const [column, value] of Object.entries(row)) texts.push({ place: `${name}.${column}`, text: String(value) });
  }
  return texts;
}

async function assertNothingIsKept(ids) {
  const texts = await stored();
  for (const id of ids) assert.ok(texts.some(({ place, text }) => place === "events.event_id" && text === id), `${id} is stored`);
  for (const { place, text } of texts) for (const needle of NEEDLES) assert.ok(!text.includes(needle), `${needle} in ${place}: ${text}`);
}

const kept = {
  password: "[redacted]",
  Authorization: "[redacted]",
  nested: [{ deeper: { "api-key": "[redacted]", cardNumber: "[redacted]" } }],
  note: "write to [email], card [card]",
  number: "[card]",
  "[email]": 1,
  escaped: "[email]",
  plan: "pro",
};

describe("secrets are in no row", () => {
  test("of a single event", async () => {
    const answer = await api.request("POST", "/api/events/log", { key: api.keys.write, body: written(leaky("single")) });
    assert.equal(answer.status, 200, answer.text);
    await assertNothingIsKept(["single"]);
    const event = await api.ask("/api/events/single");
    assert.deepEqual(event.metadata, kept);
    assert.deepEqual(event.context, { cookie: "[redacted]", headers: { "Set-Cookie": "[redacted]", "User-Agent": "test" } });
    assert.deepEqual(event.page, { path: "/invite/[email]", title: "Hello [email]", referrer: "https://shop.example/?email=[email]&page=2", utm: { source: "letter", content: "[email]" } });
    assert.deepEqual([event.summary, event.actor.name, event.entity.title], ["mail to [email]", "[email]", "paid with [card]"]);
  });

  test("of a batch, in which others are refused and one comes twice", async () => {
    const first = written(leaky("batch-1"));
    const events = [first, first, written({ ...leaky("batch-2"), step: "four" }), written({ ...leaky("batch-3"), [EMAIL]: 1 })];
    const body = `{"batch_id":"b","instance_id":"i","events":[${events}]}`;
    const answer = await api.request("POST", "/api/events/log/batch", { key: api.keys.write, body });
    assert.deepEqual([answer.body.accepted, answer.body.duplicate, answer.body.rejected], [1, 1, 2], answer.text);
    await assertNothingIsKept(["batch-1"]);
    for (const needle of NEEDLES) assert.ok(!answer.text.includes(needle), answer.text);
    assert.deepEqual((await api.ask("/api/events/batch-1")).metadata, kept);
    const { items } = await api.ask("/api/rejected");
    assert.deepEqual(items.map(({ event_id, field, event }) => [event_id, field, event.metadata, event.page.path]).sort(), [
      ["batch-2", "step", kept, "/invite/[email]"],
      ["batch-3", "[email]", kept, "/invite/[email]"],
    ]);
  });

  test("of an import", async () => {
    const body = `${written(leaky("import-1"))}\n${written({ ...leaky("import-2"), step: "four" })}\n`;
    const answer = await api.request("POST", "/api/events/import", { key: api.keys.admin, body });
    assert.deepEqual([answer.body.accepted, answer.body.rejected], [1, 1], answer.text);
    await assertNothingIsKept(["import-1"]);
    assert.deepEqual((await api.ask("/api/events/import-1")).metadata, kept);
  });
});

test("the table of cases holds, from the wire to the question", async () => {
  const { objects, texts } = JSON.parse(await readFile(path.join(root, "tests/fixtures/redaction/cases.json"), "utf8"));
  const usual = objects.filter(({ pii, limit }) => !pii && !limit);
  const cases = [...usual, ...texts.map(({ name, input, output = input }) => ({ name, input: { text: input }, output: { text: output } }))];
  const { verdicts } = await api.send(cases.map(({ input }, n) => ({ id: `case-${n}`, type: "case", occurred_at: Date.now(), metadata: input })));
  assert.deepEqual(verdicts, []);
  for (const [n, { name, input, output = input }] of cases.entries()) {
    assert.equal(JSON.stringify((await api.ask(`/api/events/case-${n}`)).metadata), JSON.stringify(output), name);
  }
});

test("what is too large is clamped and says so", async () => {
  const metadata = { text: "x".repeat(200_000), list: Array.from({ length: 50 }, () => "y".repeat(999)), small: 1 };
  const context = { a: "é".repeat(900), b: "é".repeat(900), c: "é".repeat(900) };
  const { accepted } = await api.send([{ id: "large", type: "large", occurred_at: Date.now(), metadata, context }]);
  assert.equal(accepted, 1);
  const event = await api.ask("/api/events/large");
  assert.deepEqual(event.metadata, { text: "x".repeat(994) + "…[cut]", list: "[cut]", small: 1 });
  assert.deepEqual(event.context, { a: "[cut]", b: "é".repeat(900), c: "é".repeat(900) });
});

test("an event that is sent again is the same event, though it is redacted", async () => {
  const event = { ...leaky("again") };
  assert.equal((await api.send([event])).accepted, 1);
  assert.equal((await api.send([event])).duplicate, 1);
});
