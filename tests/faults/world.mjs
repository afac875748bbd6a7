// What tests of faults share: a server whose database can fail, and everything that it holds.
import path from "node:path";
import { root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";

export const NOW = Date.now();

/** A server that takes orders to fail (`faulty-worker.mjs`). */
export async function startFaulty() {
  const logged = [];
  const entry = path.join(root, "tests/faults/faulty-worker.mjs");
  const server = await serve({ entry, rateLimits: false, onLog: (line) => logged.push(line) });
  const post = async (batch, { fault, key = server.keys.write, path = "/api/events/log/batch", method = "POST", patience = 60_000 } = {}) => {
    const headers = { authorization: `Bearer ${key}`, ...(fault && { "x-fault": fault }) };
    const body = batch && (typeof batch === "string" ? batch : JSON.stringify(batch));
    const response = await fetch(server.url + path, { method, headers, body, signal: AbortSignal.timeout(patience) });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  };
  return { ...server, post, logged, held: () => held(server.d1) };
}

/** All rows of all tables but `usage`, which says what was asked of D1, and `keys`, which say when they were used. */
async function held(d1) {
  const { results } = await d1.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'").all();
  const names = results.map((row) => row.name).filter((name) => !["usage", "keys"].includes(name)).sort();
  const tables = await Promise.all(names.map(async (name) => [name, (await d1.prepare(`SELECT * FROM ${name}`).all()).results]));
  return Object.fromEntries(tables);
}

let made = 0;

/** A batch of which three events are new and one is rejected, one of them with a cause, from an instance that reports. */
export function batch() {
  const name = `n${++made}`;
  const event = (n, more = {}) => ({ id: `${name}-${n}`, type: "task_done", occurred_at: NOW - 7_200_000 - n, seq: n, ...more });
  return {
    batch_id: `${name}-b`, sealed_at: NOW - 7_200_000, instance_id: `${name}-i`, tracked: 4, context: { visitor_id: "v" },
    events: [event(0), event(1, { caused_by: [`${name}-0`], ref: "r" }), event(2), event(3, { step: "four" })],
  };
}
