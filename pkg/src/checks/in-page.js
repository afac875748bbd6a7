// Gathers facts from within a page, in the browser of whoever looks: what only this browser knows, such as an ad blocker, is among them.
import { BATCH_PATH } from "./judge.js";

/** The beginning of every wasm file: a module without anything in it. */
const EMPTY_WASM = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
/** Answered to every page, whatever the key, and on no list. */
const NEUTRAL_PATH = "/api/health";
const LIMIT_MS = 8_000;

/**
 * Looks around. It asks the page's own address once more for its headers, and the Worker for its health, for the key's config, and whether the
 * path of batches can be reached; it sends no event. The browser's console may note the refusals.
 *
 * @param {{writeKey: string, endpoint?: string, version?: string, violations?: {directive: string, url: string}[]}} tracker what `init` was given; the
 *   package's version, and violations of the page's policy that were seen before, where they are known
 * @returns {Promise<import("./index.d.ts").Facts>}
 */
export async function lookAround({ writeKey, endpoint, version, violations = [] }) {
  const url = `${endpoint || location.origin}`.replace(/\/+$/, "");
  const seen = [...violations];
  const note = ({ effectiveDirective, blockedURI, disposition }) => disposition === "enforce" && seen.push({ directive: effectiveDirective, url: blockedURI });
  document.addEventListener("securitypolicyviolation", note);
  try {
    const [policies, server] = await Promise.all([pagePolicies(), askWorker(url, writeKey)]);
    // Violations are told in a task of their own.
    const runsWasm = await compiles();
    await new Promise((resolve) => setTimeout(resolve));
    // What the policy stops says nothing of what else would.
    const isStopped = seen.some(({ directive, url: stopped }) => directive === "connect-src" && stopped.startsWith(new URL(url, location.href).origin));
    const isAway = !server.health && !server.takesBatches && !isStopped;
    const isBlocked = server.health && !server.takesBatches && !isStopped;
    return {
      page: location.href,
      policies,
      trackers: copies(),
      keys: [{ key: writeKey, where: "init", answer: server.answer }],
      endpoint: { url, assumed: !endpoint, health: server.health, ...(isAway && { failed: "network", reason: "no answer to this page" }) },
      clock: server.clock,
      version: { page: version, server: server.health?.version },
      browser: { runsWasm, violations: seen, ...(isBlocked && { blocked: url + BATCH_PATH, neutral: url + NEUTRAL_PATH }) },
    };
  } finally {
    document.removeEventListener("securitypolicyviolation", note);
  }
}

/** The policies in the page's head and in its headers, as far as a script may read them. */
async function pagePolicies() {
  const metas = [...document.querySelectorAll("meta[http-equiv]")].filter((meta) => /^content-security-policy$/i.test(meta.httpEquiv));
  const headers = await ask(location.href, { method: "HEAD", credentials: "same-origin" }).then((answer) => answer?.headers);
  const policy = headers?.get("content-security-policy");
  return [...metas.map(({ content }) => ({ text: content, from: "meta" })), ...(policy ? [{ text: policy, from: "header" }] : [])];
}

async function askWorker(url, writeKey) {
  const from = Date.now();
  const health = await ask(url + NEUTRAL_PATH).then(json);
  const until = Date.now();
  const clock = health?.server_time ? { here: (from + until) / 2, there: health.server_time, uncertain: until - from } : undefined;
  // A GET is refused there, and that it is refused is enough.
  const takesBatches = Boolean(await ask(url + BATCH_PATH));
  const said = await ask(`${url}/api/config?key=${encodeURIComponent(writeKey)}`).then(json);
  // Where all else can be read and this cannot, the answer is not for this origin.
  const answer = said ?? (health && takesBatches ? { code: "origin_not_allowed" } : undefined);
  return { health, clock, takesBatches, answer };
}

/** Asks, and says `undefined` where no answer comes to this page. */
async function ask(url, options) {
  try {
    return await fetch(url, { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(LIMIT_MS), ...options });
  } catch {
    return undefined;
  }
}

const json = (answer) => answer?.json().catch(() => undefined);

async function compiles() {
  try {
    await WebAssembly.compile(EMPTY_WASM);
    return true;
  } catch {
    return false;
  }
}

/** Cores that the page has loaded: each copy of the tracker loads one of its own, if it lies elsewhere. */
function copies() {
  const files = performance.getEntriesByType("resource").map(({ name }) => name.split("?")[0]);
  const cores = files.filter((name) => /trailmark_bg[^/]*\.wasm$|\/kit\/parts\/[^/]+\.wasm$/.test(name));
  // Without any it is inlined, or not there yet: whoever asks is a tracker.
  return cores.length > 0 ? [...new Set(cores)].map((url) => ({ where: url, url })) : [{ where: "the page" }];
}
