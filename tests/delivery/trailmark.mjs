// The tracker adapter of Trailmark, and what an adapter is. Each tracker runs through the same cases; only this differs.
//
// An adapter is `{ name, files, script, collector }`:
//
// - `name`: shown in tables. Cases with `only` are for the adapter of that name.
// - `files(): Promise<Map<path, {body, contentType}>>`: what a page loads of the tracker. Pages find it under `./files/<path>`. Read once
//   at the start, so that a build in the meantime changes nothing.
// - `collector(): Promise<{url, marks, stop}>`: starts a server. `marks(run): Promise<number[]>` tells each stored `n` of a run, repeats
//   included; `stop()` ends it. Whatever else it has comes back in `script` and, as `world.collector`, in cases.
// - `script({endpoint, collector}): string`: an inline module script. It starts the tracker against `endpoint`, an origin that stands
//   before the collector, as the tracker's own documentation says, and sets
//
//       window.sdk = {
//         track(run, n, size),  // tracks the event "delivery" with the properties {run, n, pad: "x".repeat(size)}
//         ready,                // a promise, kept when the tracker is fully there
//         pending(),            // optional: how many events wait or are under way. Where there is none, quiet takes its place.
//         optOut(),             // optional, for the cases about consent
//       };
//
//   as soon as calls are accepted, which may be before `ready`. Nothing of it may throw when storage or network is missing.
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** @returns {{name: string, files: () => Promise<Map<string, {body: Buffer, contentType: string}>>, script: Function, collector: Function}} */
export const trailmark = () => ({ name: "trailmark", files, script, collector });

async function files() {
  const directory = path.join(root, "pkg/dist");
  const found = new Map();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const contentType = TYPES[path.extname(entry.name)];
    if (!contentType) continue;
    const file = path.join(entry.parentPath, entry.name);
    found.set(path.relative(directory, file), { body: await readFile(file), contentType });
  }
  return found;
}

function script({ endpoint, collector }) {
  return `
    import * as trailmark from "./files/index.js";
    window.reports = [];
    // Then no core is loaded. Where storage is blocked nobody can tell.
    const hasRefused = () => { try { return Object.keys(localStorage).some((key) => key.endsWith(".opted_out")); } catch {} };
    trailmark.init({ endpoint: "${endpoint}", writeKey: "${collector.keys.write}", onReport: (report) => window.reports.push(report) });
    window.sdk = {
      // A text of more than 1,000 characters would be cut.
      track: (run, n, size) => trailmark.track("delivery", { metadata: { run, n, pad: "x".repeat(size).match(/.{1,1000}/g) } }),
      ready: new Promise((resolve) => {
        const timer = setInterval(() => (trailmark.ids().sessionId || hasRefused()) && (clearInterval(timer), resolve()), 10);
      }),
      pending: trailmark.queueSize,
      optOut: trailmark.optOut,
    };`;
}

/** The Worker with its D1. `events(run)` tells `{n, occurredAt}` of each stored event. */
async function collector() {
  const server = await serve({ rateLimits: false, onLog: () => {} });
  // Runs share the table; looking for the run's name first spares the database reading the JSON of all others.
  const ask = "SELECT json_extract(metadata, '$.n') AS n, occurred_at AS occurredAt FROM events WHERE type = 'delivery' AND instr(metadata, ?1) ORDER BY 1";
  // Miniflare holds up this whole process while it prepares a statement, so each run has one for all its questions.
  const questions = new Map();
  const question = (run) => questions.get(run) ?? questions.set(run, server.d1.prepare(ask).bind(run)).get(run);
  const events = async (run) => (await question(run).all()).results;
  return { url: server.url, keys: server.keys, d1: server.d1, events, marks: async (run) => (await events(run)).map(({ n }) => n), stop: server.stop };
}
