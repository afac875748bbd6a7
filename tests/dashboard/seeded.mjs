// The database of the dashboard's tests: Orchard's month in a real D1, most of it folded. It is made once an hour and copied by each test file,
// so that files side by side share what it costs.
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm } from "node:fs/promises";
import { createHash } from "node:crypto";
import path from "node:path";
import { root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";
import { month } from "./month/month.mjs";
import { PLAN } from "./month/plan.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AT_ONCE = 6;
const TEMPLATES = path.join(root, ".trailmark", "templates");
/** Keys as a team has them, besides those of the local server. */
const KEYS = [
  { kind: "write", label: "orchard.example, pages", origins: ["https://orchard.example"] },
  { kind: "server", label: "nightly jobs" },
  { kind: "read", label: "Grace's notebook" },
];

/**
 * Copies the seeded database into a directory of its own.
 * @param {number} now milliseconds since the epoch
 * @returns {Promise<string>} the directory, for `serve({db})`; who has it removes it
 */
export async function seededDatabase(now) {
  const end = now - (now % HOUR);
  const template = path.join(TEMPLATES, `dashboard-${end}-${(await codeHash()).slice(0, 12)}`);
  if (!existsSync(template)) await make(template, end);
  const copy = await mkdtemp(path.join(root, ".trailmark", "dashboard-"));
  await cp(template, copy, { recursive: true });
  return copy;
}

async function make(template, end) {
  await mkdir(TEMPLATES, { recursive: true });
  const staging = await mkdtemp(path.join(TEMPLATES, "new-"));
  const server = await serve({ db: staging, onLog: () => {}, rateLimits: false });
  try {
    await settle(server);
    await send(server, month({ end }));
    await age(server, end);
    await fold(server);
  } finally {
    await server.stop();
  }
  await rm(path.join(staging, "assets"), { recursive: true, force: true });
  // Two test files may do this at the same time; whoever comes second finds it done.
  await rename(staging, template).catch(() => rm(staging, { recursive: true, force: true }));
  await forgetOlder(end);
}

/** What a team has settled: keys, a plan, some config. */
async function settle(server) {
  for (const key of KEYS) await admin(server, "POST", "/api/keys", key);
  await admin(server, "PUT", "/api/plan", PLAN);
  await admin(server, "PUT", "/api/config", { sampling: { types: { mouse_moved: 0.1 } }, flush_at: 20 });
}

/** Sends requests, several at a time. What a batch's answer says of single events is not looked at: some are meant to be refused. */
export async function send({ url, keys }, requests) {
  const left = [...requests];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      // Miniflare takes what the network knows of a request from this header, and headers are of ASCII.
      const known = JSON.stringify(next.cf).replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
      const headers = { ...next.headers, authorization: `Bearer ${keys[next.by]}`, "mf-cf-blob": known };
      const answer = await fetch(`${url}/api/events/log/batch`, { method: "POST", headers, body: JSON.stringify(next.batch) });
      if (answer.status !== 200) throw new Error(`seeding: ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** All of it came just now. Here it is made to have come when it happened, and the days before have their costs, as in a deployment. */
async function age({ d1 }, end) {
  const today = Math.floor(end / DAY);
  const usage = (day, endpoint, events) => [day, endpoint, Math.ceil(events / 9) + 20, events * 3, Math.ceil(events * 1.3), endpoint.endsWith("batch") ? events : 0];
  const days = Array.from({ length: 29 }, (_, back) => today - 29 + back);
  const lines = days.flatMap((day, n) => [usage(day, "/api/events/log/batch", 180 + n * 9), usage(day, "/api/analytics/timeseries", 40 + (n % 7) * 6), usage(day, "background", 24)]);
  await d1.batch([
    d1.prepare("UPDATE events SET received_at = occurred_at + 900 + (seq % 7) * 311 WHERE seq IS NOT NULL"),
    d1.prepare("UPDATE events SET received_at = occurred_at + 250 WHERE seq IS NULL"),
    d1.prepare("UPDATE rejected SET rejected_at = ?1 - (rowid_of * 7919) % 12 * 43200000 FROM (SELECT id AS of_id, row_number() OVER (ORDER BY id) AS rowid_of FROM rejected) WHERE id = of_id").bind(end),
    d1.prepare("INSERT OR REPLACE INTO usage (day, endpoint, requests, rows_read, rows_written, events) SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 FROM json_each(?1)").bind(JSON.stringify(lines)),
  ]);
}

/** Folds what can be folded; the last hours stay in the log, as they would. */
async function fold(server) {
  for (let left = 1; left > 0; ) left = (await admin(server, "POST", "/api/rollups/fold")).remaining;
}

async function admin({ url, keys }, method, address, body) {
  const answer = await fetch(url + address, { method, headers: { authorization: `Bearer ${keys.admin}` }, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function forgetOlder(end) {
  for (const name of await readdir(TEMPLATES)) {
    const made = Number(/^dashboard-(\d+)-/.exec(name)?.[1] ?? end);
    if (made < end - 2 * HOUR) await rm(path.join(TEMPLATES, name), { recursive: true, force: true });
  }
}

/** Whatever may change what is seeded: this file, the month's, the schema and the Worker. */
async function codeHash() {
  const hash = createHash("sha256");
  const below = async (folder) => (await readdir(folder)).sort().map((name) => path.join(folder, name));
  const files = [import.meta.filename, ...(await below(path.join(import.meta.dirname, "month"))), ...(await below(path.join(root, "migrations"))), path.join(root, "ingest-worker/build/index_bg.wasm")];
  for (const file of files) hash.update(await readFile(file));
  return hash.digest("hex");
}
