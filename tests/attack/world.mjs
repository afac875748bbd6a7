// Two projects that know nothing of each other, each full of texts that give away whose they are.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { startApi } from "../http/api.mjs";
import { hashOf } from "../support/keys.mjs";

export const KINDS = ["write", "server", "read", "admin"];
const MINUTE = 60_000;
/** What changes by the clock, by a question, or by folding, which says nothing that the events do not say. */
const MOVING = ["usage", "counters", "roll_ups", "hours", "hour_columns", "hour_ledgers", "secrets"];

/**
 * Starts a server with the projects 1, whose texts hold `canary-a`, and 2, with `canary-b`.
 *
 * @returns the server, the calls of `startApi`, and `a` and `b`: `{id, name, keys, over, known, another}`: `over` are
 *   keys that are over, `known` are ids, and `another` gives them with a key's that nobody has yet done anything to
 */
export async function startWorld(more) {
  const api = await startApi({}, more);
  await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (2, 'b', 'canary-b', 0)").run();
  const [a, b] = [await project(api, 1, "canary-a"), await project(api, 2, "canary-b")];
  return { ...api, a, b, print: (id) => print(api.d1, id) };
}

async function project(api, id, name) {
  const past = Date.now() - 1000;
  const keys = {};
  const over = {};
  for (const kind of KINDS) {
    keys[kind] = await api.makeKey(kind, { project: id });
    over[kind] = { revoked: await api.makeKey(kind, { project: id, revoked: past }), expired: await api.makeKey(kind, { project: id, expires: past }) };
  }
  const call = async (method, path, kind, body) => {
    const answer = await api.request(method, path, { key: keys[kind], body: JSON.stringify(body) });
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const start = Date.now() - 5 * MINUTE;
  const events = [0, 1, 2].map((n) => telling(name, n, start + n * MINUTE));
  const { accepted } = await call("POST", "/api/events/log/batch", "server", { batch_id: `${name}-batch`, instance_id: `${name}-instance`, context: { device: deviceOf(name) }, events });
  assert.equal(accepted, events.length);
  const bad = [0, 1, 2].map((n) => ({ id: `${name}-bad-${n}`, type: `${name}-rejected`, level: `${name}-level`, occurred_at: start }));
  assert.equal((await call("POST", "/api/events/log/batch", "write", { events: bad })).rejected, bad.length);
  await call("PUT", "/api/plan", "admin", { mode: "open", events: { [`${name}-type`]: { description: `The plan of ${name}.` } } });
  await call("PUT", "/api/config", "admin", { canary: { share: 1, streams: [`${name}-stream`] } });
  const spare = async () => hashOf(await api.makeKey("read", { project: id })).slice(0, 12);
  const known = { event: `${name}-1`, session: `${name}-session`, user: `${name}-user`, key: await spare() };
  return { id, name, keys, over, known, another: async () => ({ ...known, key: await spare() }) };
}

/** An event whose every text tells whose it is. */
function telling(name, n, occurred_at) {
  const text = (what) => `${name}-${what}`;
  return {
    id: text(n),
    type: text("type"),
    category: text("category"),
    action: text("action"),
    level: "milestone",
    occurred_at,
    user_id: text("user"),
    visitor_id: text("visitor"),
    session_id: text("session"),
    actor: { type: text("kind"), id: text("actor"), name: text("name") },
    entity: { type: text("thing"), id: text("entity"), title: text("title") },
    stream_id: text("stream"),
    step: n,
    correlation_id: text("correlation"),
    ...(n > 0 && { caused_by: [text(n - 1)] }),
    ref: text("ref"),
    summary: text("summary"),
    duration_ms: 100,
    page: { path: `/${text("path")}`, title: text("page"), referrer: `https://${text("referrer")}.example/`, utm: { source: text("source"), campaign: text("campaign") }, click_id: text("click") },
    metadata: { [text("member")]: text("value") },
    context: { build: text("build") },
  };
}

function deviceOf(name) {
  return { type: "desktop", os: `${name}-os`, browser: `${name}-browser`, screen: "1920x1080", language: "de", timezone: "Europe/Vienna" };
}

/** What a project's rows say, as a hash for each table; without `id`, of all projects. */
async function print(d1, id) {
  const { results: tables } = await d1.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_cf%' AND name <> 'd1_migrations'").all();
  const prints = {};
  for (const { name } of tables.filter((table) => !MOVING.includes(table.name))) {
    const { results } = await d1.prepare(`SELECT * FROM ${name}`).all();
    const rows = results.filter((row) => id === undefined || row.project_id === undefined || row.project_id === id);
    // A key's last use is written down, which is no change of anything.
    const texts = rows.map((row) => JSON.stringify({ ...row, last_used_at: undefined })).sort();
    prints[name] = `${texts.length} rows, ${createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 16)}`;
  }
  return prints;
}
