// A local server: the built Worker, its D1 and the pages, in real workerd, from the same wrangler.toml that deploys.
// `cargo xtask dev`, the benchmarks and the end-to-end tests all use this one.
//
//   node tests/support/serve.mjs --port 8787 --db .trailmark/dev [--fresh] [--no-rate-limits] [--until-stdin-closes]
//
// prints one line of JSON when it is ready and ends on SIGINT, SIGTERM or, with the last flag, when its parent is gone.
import { createWriteStream, existsSync, rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import { assetHeaders } from "./asset-headers.mjs";
import { d1Directory, prepareDatabase, root } from "./database.mjs";
import { openDoor } from "./door.mjs";
import { localKeys, storeKeys } from "./keys.mjs";
import "./waking.mjs";

const HOST = "127.0.0.1";
/** In the place of what Cloudflare knows about a request; without it Miniflare would try to download an example. */
const REQUEST_CF = { colo: "AMS", country: "NL", region: "North Holland", city: "Amsterdam", timezone: "Europe/Amsterdam" };

/** Where the command below writes the Worker's lines of requests, beside the database: they would drown what else there is to read. */
const REQUEST_LOG = "requests.ndjson";

/**
 * Starts a server. The Worker's lines of requests go to `onRequest`, everything else that it says to `onLog`. Without `db` it gets a directory of its own that goes with it; with `db` the data stay, so a test can
 * stop a server and start another on the same directory and port. Its rate limits are those of wrangler.toml: who floods it asks for
 * none, and who wants to meet them for others, by the names of their bindings or one number for all. With `hasDoor` the commands of
 * xtask find a way to its database.
 *
 * @param {{port?: number, db?: string, fresh?: boolean, bindings?: object, hasDoor?: boolean, entry?: string, rateLimits?: boolean | number | Record<string, {limit: number, period: 10 | 60}>, onLog?: (line: string) => void,
 *   onRequest?: (line: string) => void}} options `entry` is a module that stands before the Worker's
 * @returns {Promise<{url: string, port: number, db: string, keys: {write: string, read: string, admin: string, server: string},
 *   d1: import("@cloudflare/workers-types").D1Database, miniflare: Miniflare, stop: () => Promise<void>}>}
 */
export async function serve({ port = 0, db, fresh = false, bindings = {}, hasDoor = false, entry, rateLimits = true, onLog = toStderr, onRequest = () => {} } = {}) {
  const temporary = db === undefined;
  const directory = temporary ? await temporaryDirectory() : path.resolve(db);
  await mkdir(directory, { recursive: true });
  await refuseSecondServer(directory);
  if (port !== 0) await refuseBusyPort(port);
  await prepareDatabase(directory, { fresh });
  const keys = await localKeys(directory);
  const miniflare = new Miniflare(await options({ port, directory, keys, bindings, entry, rateLimits, onLog, onRequest }));
  try {
    const url = (await miniflare.ready).origin;
    const d1 = await miniflare.getD1Database("DB");
    await storeKeys(d1, keys);
    const door = hasDoor ? await openDoor(d1) : undefined;
    await writeFile(serverFile(directory), JSON.stringify({ url, pid: process.pid, door: door?.socket }));
    // Miniflare answers signals by ending the process at once, so what must go is also removed on exit.
    const tidy = () => {
      door?.close();
      rmSync(temporary ? directory : serverFile(directory), { recursive: true, force: true });
    };
    process.once("exit", tidy);
    const stop = async () => {
      await miniflare.dispose();
      process.off("exit", tidy);
      tidy();
    };
    return { url, port: Number(new URL(url).port), db: directory, keys, d1, miniflare, stop };
  } catch (error) {
    await miniflare.dispose();
    throw error;
  }
}

async function options({ port, directory, keys, bindings, entry, rateLimits, onLog, onRequest }) {
  const sort = (line) => (isRequest(line) ? onRequest(line) : onLog(line));
  const { workerOptions, main } = workerOptionsOf(path.join(root, "wrangler.toml"));
  if (!existsSync(main)) throw new Error("the Worker is not built: run `cargo xtask build`");
  const assets = await localAssets(directory, workerOptions.assets.directory, keys);
  return {
    host: HOST,
    port,
    cf: REQUEST_CF,
    log: new StderrLog(onLog),
    handleRuntimeStdio: (stdout, stderr) => [stdout, stderr].forEach((stream) => forwardLines(stream, sort)),
    d1Persist: d1Directory(directory),
    ...workerOptions,
    modules: true,
    modulesRoot: entry ? root : path.dirname(main),
    scriptPath: entry ?? main,
    modulesRules: [
      { type: "ESModule", include: ["**/*.js", "**/*.mjs"] },
      { type: "CompiledWasm", include: ["**/*.wasm"] },
    ],
    // A disk has no quota: nothing is held back here, unless a test asks for it.
    ratelimits: rateLimitsOf(workerOptions.ratelimits, rateLimits),
    bindings: { ...workerOptions.bindings, PLAN: "paid", ...bindings },
    assets: {
      ...workerOptions.assets,
      directory: assets,
      assetConfig: { ...workerOptions.assets.assetConfig, headers: await assetHeaders(assets) },
    },
  };
}

/** Those of wrangler.toml, with some of them changed, or none. */
function rateLimitsOf(usual, asked) {
  if (asked === false) return {};
  if (typeof asked === "number") return rateLimitsOf(usual, Object.fromEntries(Object.keys(usual).map((name) => [name, { limit: asked, period: 60 }])));
  const changed = Object.entries(asked === true ? {} : asked).map(([name, simple]) => [name, { ...usual[name], simple }]);
  return { ...usual, ...Object.fromEntries(changed) };
}

/**
 * The pages, copied beside the database together with `local.json`, from which the demo takes its keys.
 * A copy, so that no key ever lies in the directory that a deploy uploads.
 */
async function localAssets(directory, built, keys) {
  if (!existsSync(path.join(built, "index.html"))) throw new Error("the pages are not built: run `cargo xtask build`");
  const assets = path.join(directory, "assets");
  await rm(assets, { recursive: true, force: true });
  await cp(built, assets, { recursive: true });
  await writeFile(path.join(assets, "local.json"), JSON.stringify({ write_key: keys.write, read_key: keys.read }));
  return assets;
}

async function temporaryDirectory() {
  const parent = path.join(root, ".trailmark");
  await mkdir(parent, { recursive: true });
  return mkdtemp(path.join(parent, "temporary-"));
}

// Two workerd processes on one SQLite file do not see each other's writes.
async function refuseSecondServer(directory) {
  const { url, pid } = await readFile(serverFile(directory), "utf8").then(JSON.parse, () => ({}));
  if (!pid || pid === process.pid) return;
  try {
    process.kill(pid, 0);
  } catch {
    return;
  }
  const answers = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(() => true, () => false);
  if (answers) throw new Error(`a server (process ${pid}, ${url}) already uses ${directory}: stop it, or name another directory with --db`);
}

function refuseBusyPort(port) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error) => {
      const busy = error.code === "EADDRINUSE";
      reject(busy ? new Error(`port ${port} is in use: choose another with --port, or --port 0 for any free one`) : error);
    });
    probe.listen(port, HOST, () => probe.close(resolve));
  });
}

function serverFile(directory) {
  return path.join(directory, "server.json");
}

class StderrLog extends Log {
  #write;

  constructor(write) {
    super(LogLevel.WARN);
    this.#write = write;
  }

  log(message) {
    this.#write(message);
  }
}

function forwardLines(stream, onLog) {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop();
    lines.forEach(onLog);
  });
  stream.on("end", () => rest && onLog(rest));
}

/** Whether the Worker said this of a request (`ingest-worker/src/request_log.rs`). */
function isRequest(line) {
  return line.startsWith('{"at":"');
}

function toStderr(line) {
  process.stderr.write(`${line}\n`);
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "8787" },
      db: { type: "string", default: path.join(root, ".trailmark", "dev") },
      fresh: { type: "boolean", default: false },
      "no-rate-limits": { type: "boolean", default: false },
      "until-stdin-closes": { type: "boolean", default: false },
    },
  });
  await mkdir(values.db, { recursive: true });
  const requests = createWriteStream(path.join(values.db, REQUEST_LOG));
  const onRequest = (line) => requests.write(`${line}\n`);
  const { db, fresh, "no-rate-limits": unlimited } = values;
  const server = await serve({ port: Number(values.port), db, fresh, rateLimits: !unlimited, hasDoor: true, onRequest });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await server.stop();
    process.exit(0);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  if (values["until-stdin-closes"]) process.stdin.on("end", stop).on("error", stop).resume();
  const { url, keys } = server;
  console.log(JSON.stringify({ url, write_key: keys.write, read_key: keys.read, admin_key: keys.admin, server_key: keys.server }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`error: ${error.message}`);
    process.exit(1);
  });
}
