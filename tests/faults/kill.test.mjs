// Node and workerd are killed by SIGKILL under a load of many clients, and start again on the same directory: five times.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "../support/database.mjs";

const ROUNDS = 5;
const CLIENTS = 6;
/** Acknowledged batches of a round before everything is killed. */
const BATCHES = 120;

let db, port;
before(async () => {
  await mkdir(path.join(root, ".trailmark"), { recursive: true });
  db = await mkdtemp(path.join(root, ".trailmark", "kill-"));
  port = await freePort();
});
after(() => rm(db, { recursive: true, force: true }));

/** A server in a process group of its own, so that all of it can be killed at once. */
async function start() {
  const child = spawn(process.execPath, ["tests/support/serve.mjs", "--port", String(port), "--db", db, "--no-rate-limits"], { cwd: root, detached: true, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  return { ...JSON.parse(String(line)), kill: () => killed(child) };
}

async function killed(child) {
  const exited = once(child, "exit");
  process.kill(-child.pid, "SIGKILL");
  await exited;
  // The port is free when workerd is gone, too.
  while (!(await isFree(port))) await pause(20);
}

test("every acknowledged event is there, and none twice", async (t) => {
  let server = await start();
  const acknowledged = new Map();
  let sentAgain = 0;
  let isOver = false;
  const post = async (body) => {
    const headers = { authorization: `Bearer ${server.server_key}` };
    const response = await fetch(`${server.url}/api/events/log/batch`, { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(20_000) });
    return response.status === 200 ? response.json() : undefined;
  };
  const client = async (client) => {
    for (let number = 0; !isOver; number++) {
      const size = 1 + ((client * 7 + number) % 40);
      const event = (n) => ({ id: `${client}-${number}-${n}`, type: "x", occurred_at: 1_771_405_200_000 + number, seq: number * 100 + n });
      const body = { batch_id: `${client}-${number}`, sealed_at: 1_771_405_200_000, instance_id: `i${client}`, events: Array.from({ length: size }, (_, n) => event(n)) };
      for (;;) {
        // Until a server is ready Miniflare's thread waits for workerd at times, and reads nothing of what it says of requests: many at once
        // would fill the pipe between the two, and each would wait for the other for ever.
        while (!server) await pause(20);
        const answer = await post(body).catch(() => undefined);
        if (answer) {
          assert.equal(answer.accepted + answer.duplicate, size, JSON.stringify(answer));
          body.events.forEach((event) => acknowledged.set(event.id, event.occurred_at));
          batches += 1;
          break;
        }
        sentAgain += 1;
        await pause(20);
      }
    }
  };
  let batches = 0;
  const load = Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)));
  const failed = load.then(() => undefined, (error) => error);
  for (let round = 1; round <= ROUNDS; round++) {
    const enough = batches + BATCHES;
    while (batches < enough) await Promise.race([pause(10), failed.then((error) => assert.ifError(error))]);
    const known = [...acknowledged.keys()];
    const { kill } = server;
    const gone = kill();
    server = undefined;
    await gone;
    server = await start();
    const stored = await export_(server);
    const missing = known.filter((id) => !stored.has(id));
    assert.deepEqual(missing, [], `round ${round}: acknowledged and gone`);
  }
  isOver = true;
  assert.ifError(await failed);
  const stored = await export_(server);
  assert.deepEqual([...stored.keys()].sort(), [...acknowledged.keys()].sort());
  const delivery = await ask(server, "/api/analytics/delivery").then((response) => response.json());
  assert.equal(delivery.stored, stored.size, JSON.stringify(delivery));
  await server.kill();
  t.diagnostic(`${ROUNDS} kills, ${stored.size} events in ${batches} batches, ${sentAgain} requests sent again`);
});

/** All ids, and how often each is there: once. */
async function export_(server) {
  const text = await ask(server, "/api/events/export?range=all").then((response) => response.text());
  const ids = text.trim().split("\n").map((line) => JSON.parse(line).id);
  assert.equal(new Set(ids).size, ids.length, "an event twice");
  return new Map(ids.map((id) => [id, 1]));
}

async function ask(server, path) {
  const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${server.read_key}` } });
  assert.equal(response.status, 200);
  return response;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer().once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
