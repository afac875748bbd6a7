// Scenario 2, an assistant with a provenance log: README.md of this directory says which clause is shown where.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createWriter } from "../../pkg/dist/server.js";
import { assertProblem, startApi } from "../http/api.mjs";
import { fortnight, PLAN } from "./assistant/assistant.mjs";
import { PATIENT } from "./seeded.mjs";

const DAY = 86_400_000;
/** When the third digest is made: in the past of a real user, and, for another one, now. */
const UNTIL = Date.parse("2026-02-18T09:00:00Z");
const NOW = Math.floor(Date.now() / 60_000) * 60_000;
const WEEK = { from: UNTIL - 7 * DAY, to: UNTIL + 1 };
const MOST_TOKENS = 300;

let api;
before(async () => (api = await startApi()));
after(() => api?.stop());

test("an assistant logs where its work came from, by a strict plan, and is told what it did lately", async (t) => {
  const told = await worked();
  await strict(told);
  await recalled(t, told);
  await provenance(told);
  await apart(told);
});

function assistant() {
  const answers = [];
  const onReport = (report) => report.kind === "answered" && answers.push(report);
  const log = createWriter({ endpoint: api.url, writeKey: api.keys.server, actor: { type: "agent", id: "assistant" }, onReport });
  return { ...log, answers };
}

/** The plan, and two weeks for each of three users. Returns what each was told of, oldest first. */
async function worked() {
  const { status, body, text } = await api.request("PUT", "/api/plan", { key: api.keys.admin, body: JSON.stringify(PLAN) });
  assert.equal(status, 200, text);
  assert.equal(body.version, 1);
  const log = assistant();
  const told = {
    anna: fortnight({ log, userId: "anna", until: UNTIL, seed: 1 }),
    ben: fortnight({ log, userId: "ben", until: UNTIL, seed: 2 }),
    clara: fortnight({ log, userId: "clara", until: NOW, seed: 3 }),
  };
  assert.equal(await log.close(PATIENT), true);
  assert.equal(log.answers.reduce((sum, { accepted }) => sum + accepted, 0), Object.values(told).flat().length);
  for (const type of Object.keys(PLAN.events)) assert.ok(told.anna.some((event) => event.type === type), type);
  return told;
}

/** What the plan does not know is rejected and kept while the assistant goes on; the plan mended, a replay stores it, once. */
async function strict(told) {
  const log = assistant();
  const at = UNTIL - 20 * DAY;
  const write = (type, metadata) => log.write(type, { userId: "anna", occurredAt: at, summary: "Digest published", metadata });
  const before = write("chat_session", { turns: 2 });
  const unknown = write("deliverable_published", { channel: "mail" });
  const wrong = write("platform_synced", { platform: "fax", items: 1 });
  const later = write("chat_session", { turns: 3 });
  assert.equal(await log.close(PATIENT), true);
  const verdicts = log.answers.flatMap((answer) => answer.verdicts ?? []);
  assert.deepEqual(
    verdicts.map(({ id, verdict, code, field }) => [id, verdict, code, field]),
    [[unknown, "rejected", "unknown_event_type", "type"], [wrong, "rejected", "property_value", "metadata.platform"]],
  );
  const stored = async () => (await api.ask("/api/events", { to: at + 1 })).items.map(({ id }) => id).sort();
  assert.deepEqual(await stored(), [before, later].sort());
  const [kept] = (await api.ask("/api/rejected", { code: "unknown_event_type" })).items;
  assert.deepEqual([kept.event_id, kept.type, kept.plan_version, kept.event.summary, kept.event.metadata], [unknown, "deliverable_published", 1, "Digest published", { channel: "mail" }]);

  const mended = { ...PLAN, events: { ...PLAN.events, deliverable_published: { properties: { channel: { type: "string" } } } } };
  const { body: plan } = await api.request("PUT", "/api/plan", { key: api.keys.admin, body: JSON.stringify(mended) });
  assert.deepEqual([plan.version, plan.changes.some(({ breaking }) => breaking)], [2, false]);
  const replay = async () => (await api.request("POST", "/api/rejected/replay?range=all", { key: api.keys.admin })).body;
  const first = await replay();
  assert.deepEqual([first.replayed, first.accepted, first.rejected], [2, 1, 1]);
  const again = await replay();
  assert.deepEqual([again.replayed, again.accepted, again.rejected], [1, 0, 1]);
  assert.deepEqual(await stored(), [before, unknown, later].sort());
  const event = await api.ask(`/api/events/${unknown}`);
  assert.deepEqual([event.occurred_at, event.user_id, event.actor], [at, "anna", { type: "agent", id: "assistant" }]);
  assert.deepEqual((await api.ask("/api/rejected")).items.map(({ event_id }) => event_id), [wrong]);
  for (const id of [before, unknown, later]) told.anna.unshift({ id, type: "", at, summary: "Digest published" });
}

/** For the prompt: the last ten events of seven days, a line each. */
async function recalled(t, told) {
  const block = await markdown({ user_id: "anna", ...WEEK });
  const lines = block.split("\n");
  assert.equal(lines.pop(), "");
  assert.equal(lines[0], "- 2026-02-18 09:00 · Weekly Digest v3 generated (staged)");
  assert.deepEqual(lines, lately(told.anna, UNTIL - 7 * DAY).slice(0, 10));
  assert.equal(lines.length, 10);
  const spent = tokens(block);
  assert.ok(spent < MOST_TOKENS, `${spent} tokens`);
  t.diagnostic(`ten events of a week in ${spent} tokens, ${block.length} characters`);

  // Seven days of now are what is asked unless something else is.
  const week = lately(told.clara, NOW - 7 * DAY + 1);
  assert.ok(week.length > 10 && week.length < told.clara.length);
  assert.equal(await markdown({ user_id: "clara" }), week.slice(0, 10).join("\n") + "\n");
  assert.equal(await markdown({ user_id: "clara", limit: 100, tokens: 10_000 }), week.join("\n") + "\n");
  // A budget ends between lines.
  assert.equal(await markdown({ user_id: "anna", ...WEEK, tokens: 30 }), lines.slice(0, 2).join("\n") + "\n");
}

async function markdown(parameters) {
  const { status, headers, text } = await api.request("GET", `/api/events/recent?${new URLSearchParams({ format: "markdown", ...parameters })}`, { key: api.keys.read });
  assert.equal(status, 200, text);
  assert.equal(headers.get("content-type"), "text/markdown; charset=utf-8");
  return text;
}

/** The lines of what was told since then, newest first. */
function lately(told, since) {
  const line = ({ at, summary }) => `- ${new Date(at).toISOString().slice(0, 16).replace("T", " ")} · ${summary}`;
  return told.filter(({ at }) => at >= since).reverse().map(line);
}

/** More tokens than a language model's tokenizer makes of it: each word, each mark, and each three digits are one, long words more. */
function tokens(text) {
  return text.match(/\p{L}{1,6}|\p{N}{1,3}|[^\s\p{L}\p{N}]|\n/gu).length;
}

/** What a digest was made of. */
async function provenance(told) {
  const digest = told.anna.findLast(({ type }) => type === "deliverable_run");
  const { nodes, missing, truncated } = await api.ask(`/api/events/${digest.id}/causality`, { direction: "up" });
  const week = told.anna.filter(({ type, at }) => ["platform_synced", "memory_written"].includes(type) && at > UNTIL - 7 * DAY && at < UNTIL);
  const causes = nodes.filter(({ depth }) => depth < 0).map(({ id }) => id);
  assert.ok(causes.length > 0);
  for (const id of causes) assert.ok(week.some((event) => event.id === id), "of this week and this user");
  assert.ok(causes.includes(week.at(-1).id));
  assert.deepEqual([missing, truncated], [[], false]);
}

/** No way of asking for one user shows another's. */
async function apart(told) {
  const recent = (parameters, key = api.keys.read) => api.request("GET", `/api/events/recent?${new URLSearchParams(parameters)}`, { key });
  const all = { range: "all", limit: 100 };
  for (const [userId, own] of Object.entries(told)) {
    const { items } = (await recent({ ...all, user_id: userId })).body;
    assert.deepEqual(items.map(({ id }) => id).sort(), own.map(({ id }) => id).sort(), userId);
    assert.ok(items.every(({ user_id }) => user_id === userId));
  }
  // Who asks for Anna with something of Ben's gets nothing; nor do names that hold others.
  const ben = (await recent({ ...all, user_id: "ben" })).body.items[0];
  const asked = [{ correlation_id: ben.correlation_id }, { entity_id: "ben-digest-3" }, { search: "ben" }, { caused_by: ben.caused_by?.[0] ?? ben.id }];
  for (const more of asked) assert.deepEqual((await recent({ ...all, user_id: "anna", ...more })).body.items, [], JSON.stringify(more));
  for (const name of ["anna,ben", "ann", "ANNA", "anna%", "*", "' OR 1=1 --", "anna\u0000"]) {
    const { status, body } = await recent({ ...all, user_id: name });
    assert.deepEqual(status === 200 ? body.items : [], [], name);
  }
  const refused = { status: 400, code: "invalid_parameter", field: "user_id" };
  for (const parameters of [[], [["user_id", ""]], [["user_id", "anna"], ["user_id", "ben"]]]) assertProblem(await recent(parameters), refused);
  assertProblem(await recent({ user_id: "anna", everyone: 1 }), { ...refused, field: "everyone" });
  for (const kind of ["write", "server"]) assertProblem(await recent({ user_id: "anna" }, api.keys[kind]), { status: 403, code: "wrong_key_kind" });
  // Another customer's key opens another log.
  await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
  const theirs = await api.makeKey("read", { project: 2 });
  assert.deepEqual((await recent({ ...all, user_id: "anna" }, theirs)).body.items, []);
}
