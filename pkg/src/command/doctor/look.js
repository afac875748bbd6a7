// Looks at a page from outside, as far as that goes: what it loads, which tracker and keys are in it, and what its server says to them.
import { kindOf } from "../../checks/index.js";
import { dumped } from "./browser.js";
import { follow, get } from "./fetching.js";
import { NotSeen } from "./not-seen.js";
import { readHtml, resolved } from "./read-html.js";
import { readScript } from "./read-script.js";

/** Scripts that are read at most, and how far from the page: its own, what they import, and what that imports. */
const MAX_SCRIPTS = 80;
const MAX_DEPTH = 2;

/**
 * @param {{url: string, key?: string, endpoint?: string, browser?: boolean}} asked
 * @returns {Promise<import("../../checks/index.d.ts").Facts>}
 */
export async function look({ url, key, endpoint, browser }) {
  const answer = await follow(url, { headers: { accept: "text/html" } });
  if (answer.failed) throw new NotSeen(`${url} cannot be reached: ${answer.reason}`);
  if (answer.status >= 400) throw new NotSeen(`${answer.url} is answered with status ${answer.status}`);
  if (!/html/.test(answer.headers.get("content-type") ?? "")) throw new NotSeen(`${answer.url} is no page: it is ${answer.headers.get("content-type") ?? "of no type"}`);
  const page = answer.url;
  const html = readHtml(browser ? await dumped(page) : answer.text, page);
  const read = await readScripts(html, page);
  const keys = key ? [...read.keys.filter(({ key }) => kindOf(key) !== "write"), { key, where: "--key", given: true }] : read.keys;
  const address = endpoint ?? read.keys.find(({ endpoint }) => endpoint)?.endpoint;
  const server = await askServer(resolved(address ?? "", page) ?? page, { page, assumed: !address, keys });
  if (server.version) server.version.page = read.version;
  return { page, policies: [...policiesOf(answer.headers), ...html.policies], ...read, ...server, files: [...read.files, ...(await wasmFiles(read.wasm))] };
}

function policiesOf(headers) {
  const enforced = headers.get("content-security-policy");
  const reported = headers.get("content-security-policy-report-only");
  return [enforced && { text: enforced, from: "header" }, reported && { text: reported, from: "header", reportOnly: true }].filter(Boolean);
}

/** Reads the page's scripts and what they import. */
async function readScripts({ scripts, base }, page) {
  const found = { trackers: [], keys: [], files: [], wasm: new Set(), unread: [] };
  const known = new Set();
  const queue = scripts.map((script, index) => ({ ...script, depth: 0, where: script.url ?? `inline script ${index + 1}` }));
  while (queue.length > 0) {
    const script = queue.shift();
    if (script.url && known.has(script.url)) {
      takeAttributes({ ...script, where: `${script.where} (again)` }, found);
      continue;
    }
    if (script.url) known.add(script.url);
    if (known.size > MAX_SCRIPTS) {
      found.unread.push({ url: script.where, why: `more than ${MAX_SCRIPTS} scripts` });
      break;
    }
    const text = script.text ?? (await scriptText(script, found));
    takeAttributes(script, found);
    if (text === undefined) continue;
    const told = readScript(text);
    const place = { where: script.where, url: script.url, inline: !script.url, nonce: script.attributes?.nonce, imported: script.depth > 0 };
    if (told.isTracker && !found.trackers.some(({ url }) => url && url === script.url)) found.trackers.push(place);
    found.version ??= told.version;
    for (const { key, endpoint } of told.keys) if (!found.keys.some((one) => one.key === key)) found.keys.push({ key, endpoint, where: script.where });
    for (const wasm of told.wasm) found.wasm.add(resolved(wasm, script.url ?? base));
    // A glue beside an entry is a script of its own that a policy must allow.
    if (told.wasm.length > 0 && script.depth > 0 && !told.isTracker) found.files.push({ url: script.url, role: "core", status: 200, type: "text/javascript" });
    if (script.depth >= MAX_DEPTH) continue;
    const imports = told.imports.map((address) => resolved(address, script.url ?? base)).filter((url) => url && !known.has(url));
    queue.push(...imports.map((url) => ({ url, where: url, depth: script.depth + 1 })));
  }
  return { ...found, wasm: [...found.wasm] };
}

/** A tag may say the key itself: `<script src="https://e.example/t.js" data-key="tm_write_…">`. */
function takeAttributes({ attributes = {}, url, where }, { keys, trackers }) {
  const key = Object.entries(attributes).find(([name, value]) => name.startsWith("data-") && kindOf(value))?.[1];
  if (!key || trackers.some((tracker) => tracker.where === where)) return;
  keys.push({ key, where, endpoint: attributes["data-endpoint"] ?? (url && new URL(url).origin) });
  if (url) trackers.push({ where, url, nonce: attributes.nonce });
}

/** The text of a script, unless it is not to be had: then that is noted. */
async function scriptText({ url, attributes, depth }, { files, unread }) {
  const answer = await follow(url, { headers: { accept: "*/*" } });
  const type = answer.headers?.get("content-type") ?? "";
  const names = /trailmark/i.test(url) || Object.values(attributes ?? {}).some((value) => kindOf(value));
  if (answer.failed || answer.status >= 400 || /^text\/html\b/.test(type)) {
    // Of what an app imports somewhere a name may be no address at all; a tag is meant.
    if (names) files.push({ url, role: "script", status: answer.status, type, failed: answer.reason });
    else if (depth === 0) unread.push({ url, why: answer.reason ?? `status ${answer.status}` });
    return undefined;
  }
  return answer.text;
}

async function wasmFiles(addresses) {
  const outside = addresses.filter((url) => url && !url.startsWith("data:"));
  return Promise.all(
    outside.map(async (url) => {
      const answer = await follow(url);
      const isWasm = answer.bytes ? String.fromCharCode(...answer.bytes.slice(0, 4)) === "\0asm" : false;
      return { url, role: "wasm", status: answer.status, type: answer.headers?.get("content-type") ?? "", isWasm, failed: answer.reason };
    }),
  );
}

/** Asks the server for its health, and with each write key for its config, as the page's tracker would. */
async function askServer(address, { page, assumed, keys }) {
  // Where nothing says where events go, nor that there are any, the page's own origin is nobody's endpoint.
  if (assumed && keys.length === 0) return { keys };
  const url = new URL(address).href.replace(/\/+$/, "");
  const base = assumed ? new URL(page).origin : url;
  const health = await get(`${base}/api/health`);
  const endpoint = { url: base, assumed, ...(health.failed && { failed: health.failed, reason: health.reason }), ...(health.redirect && { redirect: health.redirect }) };
  if (health.failed || health.redirect) return { endpoint, keys };
  const said = parsed(health.text);
  const there = said?.server_time ?? Date.parse(health.headers.get("date"));
  const uncertain = health.until - health.from + (said?.server_time ? 0 : 1_000);
  const clock = Number.isFinite(there) ? { here: (health.from + health.until) / 2, there, uncertain } : undefined;
  const answers = await Promise.all(keys.map(async (one) => (kindOf(one.key) === "write" ? { ...one, answer: await askConfig(base, one.key, page) } : one)));
  return { endpoint: { ...endpoint, health: said ?? null }, keys: answers, clock, version: { server: said?.version } };
}

async function askConfig(base, key, page) {
  const answer = await get(`${base}/api/config?key=${encodeURIComponent(key)}`, { headers: { origin: new URL(page).origin } });
  const said = parsed(answer.text) ?? {};
  return { status: answer.status, code: said.code, config: said.config };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
