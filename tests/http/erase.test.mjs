// A user is erased: nothing that is stored says anything about the user any more, whatever sender wrote the id wherever.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { startApi } from "./api.mjs";

const HOUR = 3_600_000;
const NOW = Date.now();
/** Long enough that it can stand in no text by chance. */
const ID = "person-5f1e77c09a";

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

const call = async (method, path, { status = 200, ...init } = {}) => {
  const answer = await api.request(method, path, { key: api.keys.admin, ...init });
  assert.equal(answer.status, status, answer.text);
  return answer.body;
};
const erase = (id, query = "") => call("DELETE", `/api/users/${encodeURIComponent(id)}${query}`);
const eraseAll = async (id) => {
  const answers = [];
  do answers.push(await erase(id));
  while (answers.at(-1).remaining > 0 && answers.length < 50);
  assert.equal(answers.at(-1).remaining, 0);
  return answers;
};
const item = async (id) => (await api.request("GET", `/api/events/${id}`, { key: api.keys.read })).body;

/** Every value of every table, by table. */
async function tables() {
  const { results } = await api.d1.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf%'").all();
  const all = {};
  for (const { name } of results) all[name] = JSON.stringify((await api.d1.prepare(`SELECT * FROM "${name}"`).all()).results);
  return all;
}
const tablesWith = async (text) => Object.entries(await tables()).filter(([, rows]) => rows.includes(text)).map(([name]) => name);

let number = 0;
/** An event of some hours ago, so that its hour is folded. */
const event = (more) => ({ id: `e${String(++number).padStart(4, "0")}`, type: "note", occurred_at: NOW - 30 * HOUR + number * 61_000, ...more });

const others = [
  { actor: { type: "rule", id: `rule-for ${ID}`, name: `of ${ID}` } },
  { entity: { type: "profile", id: ID, title: `Profile of ${ID}` } },
  { entity: { type: "profile", id: `profile_${ID}` } },
  { metadata: { deep: [{ owner: ID }, [`a ${ID}, b`]], [ID]: 1, count: 42 } },
  { context: { seen_by: [ID, "somebody"] } },
  { ref: ID },
  { correlation_id: `c-${ID}`, stream_id: `s-${ID}` },
  { summary: `${ID} was invited` },
  { page: { path: `/users/${ID}/edit`, title: ID, referrer: `https://x.example/?u=${ID}`, utm: { campaign: ID } } },
  { caused_by: [`login-${ID}`, "e0001"] },
  { session_id: `${ID}-1` },
  { id: `login-${ID}` },
];
const theirs = [
  { visitor_id: "v-own", session_id: "s-own" },
  { visitor_id: "v-own", user_id: ID, session_id: "s-own" },
  { visitor_id: "v-shared", user_id: ID },
  { user_id: ID, metadata: { a: 1 } },
  { actor: { type: "user", id: ID } },
  { visitor_id: ID },
];
const kept = [
  { visitor_id: "v-shared" },
  { visitor_id: "v-shared", user_id: "other" },
  { user_id: `${ID}-2`, actor: { type: "user", id: `${ID}-2` }, summary: "somebody whose id only begins alike" },
  { user_id: "other", metadata: { fine: true } },
];

test("nothing names the user: no table, no roll-up, no rejected event, no export", async () => {
  const [ofOthers, own, left] = [others, theirs, kept].map((list) => list.map(event));
  assert.equal((await api.send({ batch_id: "b1", events: [...ofOthers, ...own, ...left] })).accepted, number);
  // A batch that bears the id in its own names, and rejected events of all sorts.
  await api.send({ batch_id: "b2", instance_id: `server-${ID}`, sealed_at: NOW - 30 * HOUR, events: [event({ user_id: "other" })] });
  const refused = await api.send([
    { type: "", user_id: ID }, { type: "", metadata: { by: ID } }, { type: ID, step: "four" }, ID, [ID], { type: "", [ID]: 1 }, { type: "", visitor_id: "v-own" },
    { type: "", user_id: "other" }, 17,
  ]);
  assert.equal(refused.rejected, 9);
  while ((await call("POST", "/api/rollups/fold")).remaining > 0);
  assert.ok((await tablesWith(ID)).includes("hour_columns"));
  // An isolate that has decoded the hours has to forget them too.
  await api.ask("/api/analytics/breakdown", { by: "user", range: "7d" });

  const looked = await erase(ID, "?dry_run=1");
  assert.deepEqual([looked.matched, looked.deleted, looked.replaced, looked.rejected, looked.visitors], [theirs.length, 0, others.length + 1, 7, 1]);
  assert.ok((await tablesWith(ID)).includes("events"));

  const [answer, ...more] = await eraseAll(ID);
  assert.equal(more.length, 0);
  assert.deepEqual([answer.deleted, answer.replaced, answer.rejected, answer.visitors], [theirs.length, others.length + 1, 7, 1]);

  // Another user's id that begins alike is another user's.
  const another = `${ID}-2`;
  const exported = await api.request("GET", "/api/events/export", { key: api.keys.read });
  const breakdown = JSON.stringify(await api.ask("/api/analytics/breakdown", { by: "user", range: "7d" }));
  for (const text of [...Object.values(await tables()), exported.text, breakdown, JSON.stringify(await api.ask("/api/rejected"))]) {
    assert.ok(!text.replaceAll(another, "").includes(ID), text.slice(Math.max(0, text.indexOf(ID) - 300), text.indexOf(ID) + 60));
  }
  assert.deepEqual(await tablesWith(createHash("sha256").update(ID).digest("hex")), []);
  for (const gone of own) assert.equal((await item(gone.id)).code, "not_found", JSON.stringify(gone));
  for (const stays of left) assert.equal((await item(stays.id)).id, stays.id, JSON.stringify(stays));
  assert.equal(JSON.parse(exported.text.split("\n")[0]).actor.id, "rule-for [erased]");

  // What others' events said besides is as it was.
  const [, , , nested, , , , , page, caused] = await Promise.all(ofOthers.map(({ id }) => item(id)));
  assert.deepEqual(nested.metadata, { deep: [{ owner: "[erased]" }, ["a [erased], b"]], "[erased]": 1, count: 42 });
  assert.deepEqual(page.page, { path: "/users/[erased]/edit", title: "[erased]", referrer: "https://x.example/?u=[erased]", utm: { campaign: "[erased]" } });
  assert.deepEqual(caused.caused_by, ["e0001"]);
  const effects = (await api.d1.prepare("SELECT cause_id FROM causes").all()).results;
  assert.deepEqual(effects, [{ cause_id: "e0001" }]);

  // And roll-ups say what the log says, folded anew.
  const counts = () => api.ask("/api/analytics/breakdown", { by: "type", range: "7d" }).then(({ items }) => items);
  const live = await counts();
  while ((await call("POST", "/api/rollups/fold")).remaining > 0);
  assert.deepEqual(await counts(), live);
  assert.ok(!JSON.stringify(await tables()).replaceAll(another, "").includes(ID));

  const again = await erase(ID);
  assert.deepEqual([again.matched, again.deleted, again.replaced, again.rejected, again.remaining], [0, 0, 0, 0, 0]);
});

test("the log of requests names no id that bears that of somebody of the same batch", async () => {
  assert.ok(!api.requests.some((line) => line.includes("v-own")));
  await api.send({ context: { user_id: "hidden-person" }, events: [event({ ref: "of-hidden-person", stream_id: "hidden-person", correlation_id: "c-1" })] });
  // Lines travel beside answers.
  const line = await eventually(() => api.requests.map((line) => JSON.parse(line)).find(({ correlations }) => correlations?.includes("c-1")), Boolean);
  const { refs, streams, correlations } = line;
  assert.deepEqual([refs, streams, correlations], [[], [], ["c-1"]]);
});

test("short ids are looked for in whole texts only", async () => {
  const one = event({ metadata: { n: 42, by: "42", text: "42 of 42" }, summary: "42", entity: { type: "x", id: "42" } });
  await api.send([one, event({ user_id: "42" })]);
  const answer = await erase("42");
  assert.deepEqual([answer.deleted, answer.replaced, answer.remaining], [1, 1, 0]);
  const { metadata, summary, entity } = await item(one.id);
  assert.deepEqual([metadata, summary, entity.id], [{ n: 42, by: "[erased]", text: "42 of 42" }, "[erased]", "[erased]"]);
});

test("an erasure too large for one request is asked again, and finds whose visitors were", async () => {
  await api.d1
    .prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 11999)
       INSERT INTO events (project_id, occurred_at, event_id, received_at, type, category, action, level, actor_type, visitor_id, user_id)
       SELECT 1, ?1 + i, 'm' || i, 0, 'many', 'c', 'a', 2, 'anonymous', 'vm' || (i % 1500), iif(i < 1500, 'crowd', NULL) FROM n`,
    )
    .bind(NOW - 60 * HOUR)
    .run();
  const answers = await eraseAll("crowd");
  assert.ok(answers.length > 1, `${answers.length} requests`);
  const { n } = await api.d1.prepare("SELECT count(*) AS n FROM events WHERE visitor_id GLOB 'vm*'").first();
  assert.equal(n, 0);
});

test("a user's export has all that an erasure would take, and nothing of others", async () => {
  const own = [event({ user_id: "subject-1", visitor_id: "v-s" }), event({ visitor_id: "v-s" }), event({ actor: { type: "user", id: "subject-1" } })];
  await api.send([...own, event({ user_id: "other", metadata: { by: "subject-1" } })]);
  await api.send([{ type: "", user_id: "subject-1" }, { type: "", visitor_id: "v-s" }, { type: "", user_id: "other" }]);
  const ask = (path, key = api.keys.admin) => api.request("GET", path, { key });
  const { status, headers, text } = await ask("/api/users/subject-1/export");
  assert.deepEqual([status, headers.get("content-type"), headers.get("cache-control")], [200, "application/x-ndjson", "no-store"]);
  assert.equal(headers.get("x-trailmark-events"), "3");
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.filter((line) => line.id).map(({ id }) => id), own.map(({ id }) => id));
  assert.equal(lines.filter((line) => line.rejected).length, 2);
  assert.equal(lines.length, 5);
  // Its lines of events are those of an export of events.
  const whole = (await ask("/api/events/export")).text.split("\n");
  for (const line of text.split("\n").slice(0, 3)) assert.ok(whole.includes(line), line);
  const [line] = (await api.request("GET", "/api/audit", { key: api.keys.admin })).body.items;
  assert.deepEqual([line.action, line.details], ["user_exported", { events: 3 }]);

  const rest = await ask(`/api/users/subject-1/export?after=${own[0].occurred_at}.${own[0].id}`);
  assert.equal(rest.text.trimEnd().split("\n").length, 4);
  assert.equal((await ask("/api/users/nobody-here/export")).text, "");
  assert.equal((await ask("/api/users/subject-1/export", api.keys.read)).status, 403);
  await eraseAll("subject-1");
  assert.equal((await ask("/api/users/subject-1/export")).text, "");
});

test("no byte of the id is left in the database's files", async () => {
  const id = "somebody-d41d8cd98f00";
  const db = await mkdtemp(path.join(root, ".trailmark", "erase-"));
  /** How often it stands in which file. */
  const found = async (text) => {
    const counts = {};
    for (const entry of await readdir(path.join(db, "v3"), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readFile(path.join(entry.parentPath, entry.name));
      for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) counts[entry.name] = (counts[entry.name] ?? 0) + 1;
    }
    return counts;
  };
  const others = api;
  let isRunning = false;
  try {
    api = await startApi({}, { db });
    isRunning = true;
    // Late events, two projects and large texts: pages split, and rows move.
    await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
    const other = await api.makeKey("server", { project: 2 });
    for (let round = 0; round < 40; round++) {
      const events = Array.from({ length: 50 }, (_, n) => ({
        id: `x${round}-${n}`, type: "note", occurred_at: NOW - ((round * 7919 + n * 104729) % 3_000) * 60_000,
        ...(n % 5 === 0 ? { user_id: id, visitor_id: `v${round}` } : n % 5 === 1 ? { visitor_id: `v${round}` } : { user_id: `other-${n}` }),
        metadata: { text: "x".repeat((n * 37) % 700), ...(n % 7 === 0 && { by: id }), ...(n === 10 && { long: `${id} `.repeat(200) }) },
      }));
      assert.equal((await api.send({ instance_id: `i-${round}`, batch_id: `b-${round}`, events })).accepted, 50);
      await api.request("POST", "/api/events/log/batch", { key: other, body: JSON.stringify({ events: events.map((one) => ({ ...one, user_id: "else", metadata: {} })) }) });
      await api.send([{ type: "", user_id: id, metadata: { round } }]);
    }
    while ((await call("POST", "/api/rollups/fold")).remaining > 0);
    const before = Object.values(await found(id)).reduce((sum, count) => sum + count, 0);
    assert.ok(before > 1_000, `${before} times`);
    const count = async () => (await api.d1.prepare("SELECT project_id, count(*) AS n FROM events GROUP BY project_id").all()).results;
    const answers = await eraseAll(id);
    assert.deepEqual(answers.map(({ overwritten }) => overwritten), [true]);
    assert.deepEqual(await count(), [{ project_id: 1, n: 40 * 30 }, { project_id: 2, n: 40 * 50 }]);
    // What was written anew takes more, and is still the same table.
    assert.equal((await api.send([event({ user_id: "next" })])).accepted, 1);
    while ((await call("POST", "/api/rollups/fold")).remaining > 0);
    const schema = (await api.d1.prepare("SELECT name FROM sqlite_schema WHERE name GLOB '*_anew' OR name = 'filler'").all()).results;
    assert.deepEqual(schema, []);
    await api.stop();
    isRunning = false;
    assert.deepEqual(await found(id), {});
    assert.deepEqual(await found(createHash("sha256").update(id).digest("hex")), {});
    assert.ok(!api.requests.some((line) => line.includes(id)));
  } finally {
    if (isRunning) await api.stop();
    api = others;
    await rm(db, { recursive: true, force: true });
  }
});
