// Scenario 1, a game table with a ledger of its mechanics: README.md of this directory says which clause is shown where.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { createWriter } from "../../pkg/dist/server.js";
import { startApi } from "../http/api.mjs";
import { eventually } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { applyCombat, emptyCombat, Table } from "./game/table.mjs";
import { PATIENT, percentile } from "./seeded.mjs";

/** Commands of each kind whose acknowledgements are compared. */
const COMMANDS = 300;
/** What may lie between them on a machine that is busy with other things: who waited for a log server would wait for seconds. */
const LATER_MS = 100;

let api, db;
before(async () => {
  db = await mkdtemp(path.join(root, ".trailmark", "game-"));
  api = await startApi({}, { db });
});
after(async () => {
  await api?.stop();
  await rm(db, { recursive: true, force: true });
});

test("a game table keeps a ledger of its mechanics, and plays the same without it", async (t) => {
  await fought();
  await secrets();
  await killed(t);
  await switchedOff();
  await counters(t);
});

/** A writer for one session at the table, with what it reports. */
function ledger(stream) {
  const dropped = [];
  const log = createWriter({ endpoint: api.url, writeKey: api.keys.server, stream, onReport: (report) => report.kind === "dropped" && dropped.push(report) });
  return { ...log, dropped };
}

/** A whole fight; the same seed makes the same. */
function play(table) {
  table.check("user:anna", "char:lyra", "stealth", 12);
  table.startCombat("user:ben");
  while (table.act());
  return table;
}

/** All events of a stream, oldest first. */
async function stored(stream) {
  const { text } = await api.request("GET", `/api/events/export?range=all&stream_id=${stream}`, { key: api.keys.read });
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** The fight is in the log as it ran: by correlation, by actor, by the transcript's entries, and whole. */
async function fought() {
  const log = ledger("game-1");
  const table = play(new Table({ seed: 7, name: "g1", log }));
  assert.equal(await log.close(PATIENT), true);
  assert.ok(table.combat.outcome);
  const events = await stored("game-1");

  const again = emptyCombat();
  for (const event of events) applyCombat(again, event);
  assert.deepEqual(again, table.combat);

  const mechanics = ["dice.roll", "check.ability", "combat.started", "combat.attack", "combat.damage", "combat.defeated", "combat.ended"];
  for (const type of mechanics) assert.ok(events.some((event) => event.type === type), type);
  assert.deepEqual(new Set(events.map(({ actor }) => actor.type)), new Set(["user", "char", "npc", "system"]));
  for (const { actor } of events.filter(({ actor }) => actor.type !== "system")) assert.ok(actor.id.startsWith(`${actor.type}:`), actor.id);

  // One correlation for each interaction, one entry of the transcript for each correlation, found from either side.
  assert.deepEqual([...new Set(events.map((event) => event.correlation_id))], table.transcript.map((_, n) => `g1:${n + 1}`));
  assert.deepEqual([...new Set(events.map((event) => event.ref))], table.transcript.map(({ id }) => id));
  const blow = events.findLast((event) => event.type === "combat.damage");
  const entry = table.transcript.find(({ id }) => id === blow.ref);
  assert.match(entry.text, new RegExp(`hits .* for ${blow.metadata.amount}\\.`));
  const { items } = await api.ask("/api/events", { range: "all", ref: entry.id });
  assert.ok(items.length >= 4 && items.every((event) => event.ref === entry.id && event.correlation_id === blow.correlation_id));
  assert.deepEqual((await api.ask("/api/events", { range: "all", correlation_id: blow.correlation_id })).items, items);
  const { nodes } = await api.ask(`/api/events/${blow.id}/causality`, { direction: "up" });
  assert.deepEqual(nodes.map(({ type }) => type).sort(), ["combat.attack", "combat.damage", "dice.roll", "dice.roll"]);
}

/** What a front end sends along and nobody should have logged; and too much of it. */
async function secrets() {
  const log = ledger("game-2");
  const table = new Table({ seed: 8, name: "g2", log });
  const deep = Array.from({ length: 20 }).reduce((inner) => ({ inner }), "bottom");
  const sent = {
    session_token: "tok-5ecret", login: { Password: "hunter2", card: "4111111111111111" }, whisper: "write to anna@example.com", paid: ["with 4111 1111 1111 1111"], dice: [3, 5], deep,
  };
  const one = table.check("user:anna", "char:lyra", "insight", 10, sent);
  const other = table.check("user:anna", "char:lyra", "insight", 10, { map: "x".repeat(200_000), tiles: Array.from({ length: 500 }, (_, n) => n) });
  assert.equal(await log.close(PATIENT), true);
  assert.deepEqual(log.dropped, []);
  const { results } = await api.d1.prepare("SELECT * FROM events WHERE stream_id = 'game-2'").all();
  assert.equal(results.length, 6);
  // Of the card so much that no time or id has it by chance.
  assert.doesNotMatch(JSON.stringify(results), /5ecret|hunter2|anna@|4111 ?1111/);
  const given = async (entry) => (await api.ask("/api/events", { range: "all", ref: entry.id, type: "command.given" })).items[0];
  const { metadata } = await given(one);
  assert.deepEqual(
    { ...metadata, deep: undefined },
    { command: "check insight", session_token: "[redacted]", login: { Password: "[redacted]", card: "[redacted]" }, whisper: "write to [email]", paid: ["with [card]"], dice: [3, 5], deep: undefined },
  );
  assert.match(JSON.stringify(metadata.deep), /"\[cut\]"/);
  const huge = (await given(other)).metadata;
  assert.ok(JSON.stringify(huge).length <= 8192);
  assert.deepEqual([huge.command, huge.map.endsWith("…[cut]"), huge.tiles.length, huge.tiles.at(-1)], ["check insight", true, 101, "[cut]"]);
}

/** The log server is killed and comes back: the game notices nothing, and in the end nothing is missing. */
async function killed(t) {
  const { port } = api;
  const log = ledger("game-3");
  const tables = { without: new Table({ seed: 9, name: "g3" }), up: new Table({ seed: 9, name: "g3", log }), killed: new Table({ seed: 10, name: "g3-killed", log }) };
  const times = { without: [], up: [], killed: [] };
  const command = async (name) => {
    const given = performance.now();
    // Whatever else the process has to do comes first, as before any request's handler.
    await turn();
    tables[name].check("user:anna", "char:lyra", "perception", 15);
    times[name].push(performance.now() - given);
  };
  for (let n = 0; n < COMMANDS / 2; n++) {
    await command("without");
    await command("up");
  }
  await api.stop();
  for (let n = 0; n < COMMANDS; n++) {
    if (n % 2) await command("without");
    await command("killed");
  }
  assert.equal(tables.killed.transcript.length, COMMANDS);
  assert.equal(await log.flush({ timeout: 10 }), false);
  api = await startApi({}, { db, port });
  assert.equal(await log.close(PATIENT), true);
  assert.deepEqual(log.dropped, []);
  // Three events for each command, of those before and of those while it was away.
  const events = await stored("game-3");
  assert.equal(events.length, 3 * (COMMANDS / 2 + COMMANDS));
  assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
  assert.equal(events.filter(({ ref }) => ref.startsWith("transcript:g3-killed:")).length, 3 * COMMANDS);
  const p95 = Object.fromEntries(Object.entries(times).map(([name, each]) => [name, percentile(each, 0.95)]));
  for (const name of ["up", "killed"]) assert.ok(p95[name] <= p95.without + LATER_MS, `${name}: ${p95[name]} ms, without a log ${p95.without} ms`);
  const ms = (value) => `${value.toFixed(2)} ms`;
  t.diagnostic(`acknowledged, p95: ${ms(p95.without)} without a log, ${ms(p95.up)} with it, ${ms(p95.killed)} while the log server was killed`);
}

/** Switched off from afar: the same game, no rows and no errors; on again, the next game is logged. */
async function switchedOff() {
  const put = (config) => api.request("PUT", "/api/config", { key: api.keys.admin, body: JSON.stringify(config) });
  const rows = async () => (await api.d1.prepare("SELECT COUNT(*) AS count FROM events").first()).count;
  const before = await rows();
  assert.equal((await put({ enabled: false })).status, 200);
  const log = ledger("game-4");
  const table = new Table({ seed: 7, name: "g1", log });
  table.check("user:anna", "char:lyra", "stealth", 12);
  // The first batch brings the news, and the fight that follows is not even sent.
  assert.equal(await log.flush(), true);
  table.startCombat("user:ben");
  while (table.act());
  assert.equal(log.queueSize(), 0);
  assert.equal(await log.close(PATIENT), true);
  assert.equal(table.saved, play(new Table({ seed: 7, name: "g1" })).saved);
  assert.deepEqual(log.dropped, []);
  assert.equal(await rows(), before);

  assert.equal((await put({})).status, 200);
  const next = ledger("game-5");
  play(new Table({ seed: 11, name: "g5", log: next }));
  assert.equal(await next.close(PATIENT), true);
  assert.deepEqual(await stored("game-4"), []);
  assert.ok((await stored("game-5")).some(({ type }) => type === "combat.ended"));
}

/** What was created, failed and linked, as a monitor sees it. */
async function counters(t) {
  await api.send([{ type: "dice.roll", step: "four" }]);
  const { status, text } = await api.request("GET", "/metrics", { key: api.keys.read });
  assert.equal(status, 200, text);
  const metric = (name, label = "") => {
    const line = text.split("\n").find((line) => line.startsWith(name) && line.includes(label)) ?? assert.fail(`no ${name} ${label} in\n${text}`);
    return Number(line.split(" ").at(-1));
  };
  const { created, linked } = await api.d1.prepare("SELECT COUNT(*) AS created, COUNT(ref) AS linked FROM events").first();
  assert.equal(metric("trailmark_events_total", 'verdict="accepted"'), created);
  assert.equal(metric("trailmark_linked_total"), linked);
  assert.equal(metric("trailmark_rejected_total", 'code="wrong_type"'), 1);
  // What is turned away while the project is off writes nothing, so its count is told later; the log has a line of it at once.
  const failed = () => api.requests.map((line) => JSON.parse(line)).filter(({ endpoint, rejected }) => endpoint === "/api/events/log/batch" && rejected > 0);
  const lines = await eventually(failed, (lines) => lines.length === 2);
  assert.deepEqual(lines.map(({ rejected }) => rejected), [3, 1]);
  t.diagnostic(`${created.toLocaleString("en")} events created, ${linked.toLocaleString("en")} of them linked, 1 failed, 3 turned away while off`);
}
