// Scenario 3, a simulation with an event stream: README.md of this directory says which clause is shown where.
import assert from "node:assert/strict";
import net from "node:net";
import { after, before, test } from "node:test";
import { createWriter } from "../../pkg/dist/server.js";
import { startApi } from "../http/api.mjs";
import { mean, percentile } from "./seeded.mjs";
import { apply, emptyState, RUMOUR_HOPS, runColony, START, STEP_MS, STREAM } from "./simulation/colony.mjs";

const EVENTS = 100_000;
const LEVELS = ["detail", "state", "action", "decision", "milestone"];
/** What the issue wants of a call, and of the run while the log server does not answer. */
const CALL_US = 1_000;
const STALLED_SHARE = 0.95;
/** The same by the clock of a machine that does other things too: a blocked run would be far below. */
const CLOCK_SHARE = 0.7;

let api, silent;
before(async () => {
  api = await startApi();
  silent = net.createServer((socket) => socket.on("error", () => {}).resume());
  await new Promise((listening) => silent.listen(0, "127.0.0.1", listening));
});
after(async () => {
  silent?.close();
  await api?.stop();
});

test("a simulation of 100,000 events is logged, asked about, and run again from its export", async (t) => {
  // First, while there is little in memory: what a run leaves there is the test's own, and collecting it would be taken for the log's.
  await stalled(t);
  const run = await logged(t);
  await folded();
  await filters(run);
  await stream(run);
  await timeline(run);
  await rumour(run);
  const lines = await exported(run);
  await corrupted(lines);
});

/** Runs the colony with its log, and keeps beside it what was told, to compare answers with. */
async function logged(t) {
  const told = [];
  const microseconds = [];
  const dropped = [];
  const log = createWriter({ endpoint: api.url, writeKey: api.keys.server, maxBacklog: EVENTS, maxBytes: 2 ** 28, onReport: (report) => report.kind === "dropped" && dropped.push(report) });
  const write = (type, fields) => {
    const begun = performance.now();
    const id = log.write(type, fields);
    const took = (performance.now() - begun) * 1000;
    if (LEVELS.indexOf(fields.level) >= LEVELS.indexOf("action")) microseconds.push(took);
    assert.equal(id, fields.id);
    told.push({ type, ...fields });
  };
  const begun = performance.now();
  const state = await runColony({ events: EVENTS, log: { write } });
  assert.equal(await log.close({ timeout: 300_000 }), true);
  const seconds = (performance.now() - begun) / 1000;
  assert.deepEqual(dropped, []);
  assert.equal(told.length, EVENTS);
  assert.deepEqual([...new Set(told.map(({ level }) => level))].sort(), [...LEVELS].sort());
  assert.ok(mean(microseconds) < CALL_US, `${mean(microseconds)} µs a call`);
  t.diagnostic(`write() at action and above: mean ${mean(microseconds).toFixed(1)} µs, p99 ${percentile(microseconds, 0.99).toFixed(1)} µs`);
  t.diagnostic(`${Math.round(EVENTS / seconds).toLocaleString("en")} events/s from the first call to the last verdict`);
  return { told, state };
}

/** Closed hours are folded, as the clock does it on Cloudflare; the answers are the same without, and take longer. */
async function folded() {
  for (let remaining = 1; remaining > 0; ) {
    const answer = await api.request("POST", "/api/rollups/fold", { key: api.keys.admin });
    assert.equal(answer.status, 200, answer.text);
    remaining = answer.body.remaining;
  }
}

/** Level, agent, time, step and type, alone and together; pages that lead on with `has_more`. */
async function filters({ told }) {
  const agent = told.find(({ type }) => type === "agent.born").actor.id;
  const at = (step) => START + step * STEP_MS;
  const asked = [
    ...LEVELS.map((level, rank) => [{ level }, (event) => LEVELS.indexOf(event.level) >= rank]),
    [{ actor_id: agent }, (event) => event.actor.id === agent],
    [{ actor_type: "system" }, (event) => event.actor.type === "system"],
    [{ type: "agent.gathered,agent.stored" }, (event) => ["agent.gathered", "agent.stored"].includes(event.type)],
    [{ from: at(1000), to: at(1100) }, (event) => event.occurredAt >= at(1000) && event.occurredAt < at(1100)],
    [{ step_from: 200, step_to: 210 }, (event) => event.step >= 200 && event.step <= 210],
    [{ actor_id: agent, level: "action", step_from: 500, step_to: 1500 }, (event) => event.actor.id === agent && LEVELS.indexOf(event.level) >= 2 && event.step >= 500 && event.step <= 1500],
    [{ type: "agent.planned", actor_id: agent, from: at(0), to: at(300) }, (event) => event.type === "agent.planned" && event.actor.id === agent && event.occurredAt < at(300)],
  ];
  for (const [parameters, matches] of asked) {
    const expected = told.filter(matches).map(({ id }) => id).reverse();
    assert.ok(expected.length > 0, JSON.stringify(parameters));
    const page = await list(parameters);
    assert.equal(page.total, expected.length, JSON.stringify(parameters));
    assert.deepEqual(page.items.map(({ id }) => id), expected.slice(0, 100), JSON.stringify(parameters));
    assert.equal(page.has_more, expected.length > 100);
  }
  const wanted = { type: "agent.planned", actor_id: agent, step_to: 1500 };
  const ids = [];
  for (let cursor; ; ) {
    const page = await list({ ...wanted, ...(cursor && { cursor }) });
    ids.push(...page.items.map(({ id }) => id));
    if (!page.has_more) break;
    cursor = page.next_cursor;
  }
  const expected = told.filter(({ type, actor, step }) => type === "agent.planned" && actor.id === agent && step <= 1500).map(({ id }) => id).reverse();
  assert.ok(expected.length > 300);
  assert.deepEqual(ids, expected);
}

function list(parameters) {
  const range = parameters.from ? {} : { range: "all" };
  return api.ask("/api/events", { ...range, stream_id: STREAM, limit: 100, ...parameters });
}

/** The run itself: start, end, steps, counts by level. */
async function stream({ told, state }) {
  const { items } = await api.ask("/api/streams", { range: "all" });
  const count = (level) => told.filter((event) => event.level === level).length;
  const [{ stream_id, first_at, last_at, duration_ms, events, levels, first_step, last_step, actors }] = items;
  const last = told.at(-1).occurredAt;
  assert.deepEqual(
    { stream_id, first_at, last_at, duration_ms, events, levels, first_step, last_step },
    {
      stream_id: STREAM,
      first_at: START,
      last_at: last,
      duration_ms: last - START,
      events: EVENTS,
      levels: Object.fromEntries(LEVELS.map((level) => [level, count(level)])),
      first_step: 0,
      last_step: state.steps,
    },
  );
  assert.equal(actors, 13);
}

/** The run over time, by type: every bucket is as long a part of the run. */
async function timeline({ told }) {
  const to = told.at(-1).occurredAt + 1;
  const { points, series } = await api.ask("/api/analytics/timeseries", { from: START, to, interval: "minute", by: "type", limit: 20, stream_id: STREAM });
  const minute = (event) => Math.floor(event.occurredAt / 60_000) * 60_000;
  const counted = new Map();
  for (const event of told) counted.set(minute(event), (counted.get(minute(event)) ?? 0) + 1);
  assert.deepEqual(points.map(({ start, events }) => [start, events]), [...counted]);
  for (const type of new Set(told.map((event) => event.type))) {
    assert.equal(series.find(({ value }) => value === type)?.total.events, told.filter((event) => event.type === type).length, type);
  }
}

/** A rumour that went from agent to agent, from its end back to its beginning and from there to its end. */
async function rumour({ told }) {
  const heard = told.filter(({ type }) => type === "rumour.heard").map(({ id }) => id);
  assert.equal(heard.length, RUMOUR_HOPS + 1);
  const ask = (id, parameters) => api.ask(`/api/events/${id}/causality`, parameters);
  const chain = heard.slice(1).map((to, hop) => ({ from: heard[hop], to }));
  const sorted = (edges) => [...edges].sort((one, other) => (one.to < other.to ? -1 : 1));
  for (const [root, direction, sign] of [[heard.at(-1), "up", -1], [heard[0], "down", 1]]) {
    const { nodes, edges, missing, truncated } = await ask(root, { direction, depth: 50 });
    const depths = Object.fromEntries(nodes.map(({ id, depth }) => [id, depth]));
    const expected = sign < 0 ? [...heard].reverse() : heard;
    assert.deepEqual(depths, Object.fromEntries(expected.map((id, hop) => [id, hop === 0 ? 0 : sign * hop])));
    assert.deepEqual([sorted(edges), missing, truncated], [sorted(chain), [], false]);
  }
  const middle = await ask(heard[25], { direction: "both" });
  assert.deepEqual([middle.nodes.length, Math.min(...middle.nodes.map(({ depth }) => depth)), Math.max(...middle.nodes.map(({ depth }) => depth))], [51, -25, 25]);
  const cut = await ask(heard.at(-1), { direction: "up", depth: 10 });
  assert.deepEqual([cut.nodes.length, cut.truncated], [11, true]);
  // A milestone leads back to what an agent saw.
  const grew = told.findLast(({ type }) => type === "colony.grew");
  const { nodes } = await ask(grew.id, { direction: "up" });
  assert.deepEqual(nodes.map(({ type }) => type).sort(), ["agent.stored", "colony.grew"]);
}

/** The export, event by event, makes the same world. Returns its lines. */
async function exported({ state }) {
  const response = await fetch(`${api.url}/api/events/export?range=all&stream_id=${STREAM}`, { headers: { authorization: `Bearer ${api.keys.read}` } });
  assert.equal(response.headers.get("x-trailmark-events"), `${EVENTS}`);
  const lines = (await response.text()).trimEnd().split("\n");
  assert.equal(lines.length, EVENTS);
  const again = emptyState();
  for (const line of lines) apply(again, JSON.parse(line));
  assert.deepEqual(again, state);
  // The world shows when one is missing.
  const lost = lines.findLastIndex((line) => JSON.parse(line).type === "agent.moved");
  const without = emptyState();
  for (const line of lines.toSpliced(lost, 1)) apply(without, JSON.parse(line));
  assert.notDeepEqual(without, state);
  return lines;
}

/** Of an export that was damaged, each bad line is named, and all others are taken. */
async function corrupted(lines) {
  await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (2, 'copy', 'Copy', 0)").run();
  const key = await api.makeKey("admin", { project: 2 });
  const piece = lines.slice(0, 1000);
  const damages = [
    [17, (line) => line.slice(0, line.length / 2), "wrong_type", undefined],
    [400, (line) => line.replace(/"occurred_at":(\d+)/, '"occurred_at":"$1"'), "wrong_type", "occurred_at"],
    [401, (line) => line.replace(/"step":\d+/, '"step":"four"'), "wrong_type", "step"],
    [650, (line) => line.replace('"type":', '"tyqe":'), "missing_field", "type"],
    [999, (line) => line.replace(/"id":"[^"]*",/, ""), "missing_field", "id"],
  ];
  for (const [place, damage] of damages) piece[place] = damage(piece[place]);
  const { accepted, rejected, bad_lines } = (await api.request("POST", "/api/events/import", { key, body: piece.join("\n") })).body;
  assert.deepEqual([accepted, rejected], [1000 - damages.length, damages.length]);
  assert.deepEqual(bad_lines.map(({ line, code, field }) => [line, code, field]), damages.map(([place, , code, field]) => [place + 1, code, field]));
}

/**
 * How fast the colony runs while the log server takes connections and says nothing, as a share of its speed without a log: by the time
 * that it spends in `write()`, and by the clock, in short stretches of both by turns. What else the machine does hits some of them, and a log
 * that held up the run would be in all: so of the first figure it is the stretch in the middle, and of the second the fastest of each.
 */
async function stalled(t) {
  const STRETCH = { events: 500, thinking: 16 };
  const dropped = [];
  const log = createWriter({
    endpoint: `http://127.0.0.1:${silent.address().port}`,
    writeKey: api.keys.server,
    maxBacklog: 1000,
    onReport: (report) => report.kind === "dropped" && dropped.push(report),
  });
  let written = 0;
  let writing = 0;
  const write = (type, fields) => {
    const begun = performance.now();
    log.write(type, fields);
    writing += performance.now() - begun;
    written++;
  };
  const taken = { logged: [], plain: [] };
  const shares = [];
  const timed = async (log) => {
    writing = 0;
    const begun = performance.now();
    await runColony({ ...STRETCH, log });
    const took = performance.now() - begun;
    if (log) shares.push((took - writing) / took);
    return took;
  };
  // The first calls are of code that is still being compiled.
  await runColony({ events: 5_000, log: { write } });
  for (let turn = 0; turn < 6; turn++) {
    // By turns also which comes first.
    if (turn % 2) taken.logged.push(await timed({ write }));
    taken.plain.push(await timed());
    if (turn % 2 === 0) taken.logged.push(await timed({ write }));
  }
  const share = percentile(shares, 0.5);
  const byClock = Math.min(...taken.plain) / Math.min(...taken.logged);
  assert.equal(await log.close({ timeout: 0 }), false);
  const count = (reason) => dropped.filter((report) => report.reason === reason).reduce((sum, report) => sum + report.count, 0);
  assert.deepEqual([count("queue_full") + count("closed"), count("closed")], [written, 1000]);
  assert.ok(!dropped.some(({ reason, level }) => reason === "queue_full" && level === "milestone"), "the highest level is given up last");
  assert.ok(share >= STALLED_SHARE, `${share} of the speed without a log`);
  assert.ok(byClock >= CLOCK_SHARE, `${byClock} of the speed without a log, by the clock`);
  const percent = (share) => `${(share * 100).toFixed(1)} %`;
  const each = Math.round((percentile(taken.plain, 0.5) / STRETCH.events) * 1000);
  t.diagnostic(`log server stalled: ${percent(share)} of the speed without logging (${percent(byClock)} by the clock) at ${each} µs of simulation an event`);
  t.diagnostic(`${written.toLocaleString("en")} events given up meanwhile, and counted`);
}
