// From what was seen of a page to what is wrong with it. Pure: who looks (the command from outside, the overlay from within) hands over facts,
// and whatever is not known is left out of them.
import { blockingRule, LIST } from "./blocklists.js";
import { finding } from "./catalogue.js";
import { allowsConnect, allowsScript, allowsWasm, mayBeHashed, parsePolicies } from "./policy.js";

/** Beyond this clocks differ; below it is the network's time, and seconds of `Date`. */
const SKEW_MS = 60_000;
/** The path that batches go to, behind the endpoint. */
export const BATCH_PATH = "/api/events/log/batch";

const SEVERITIES = ["error", "warning", "note"];
const CHECKS = [installed, copies, keys, policies, violations, endpoint, server, files, blocked, clock, version, unread];

/**
 * @param {import("./index.d.ts").Facts} facts
 * @returns {import("./index.d.ts").Finding[]} the gravest first
 */
export function judge(facts) {
  const found = CHECKS.flatMap((check) => check(facts));
  // What a browser has seen of its policy is said already by the policy, where that could be read.
  const once = found.filter(({ code, seen }) => !seen || !found.some((other) => other.code === code && !other.seen));
  return once.map(({ seen, ...finding }) => finding).sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function installed({ trackers, keys }) {
  if (!trackers) return [];
  // A key without a tracker beside it: a bundler has put the tracker where it cannot be followed to.
  if (trackers.length === 0) return keys?.some(({ given }) => !given) ? [] : [finding("not_installed", "No script that the page loads is the tracker.")];
  if (keys?.length === 0) return [finding("key_unseen", `The tracker is in ${trackers[0].where}, without a key that can be read there.`)];
  return [];
}

function copies({ trackers = [], keys = [] }) {
  const places = trackers.map(({ where }) => where);
  const writing = keys.filter(({ key }) => kindOf(key) === "write");
  if (places.length > 1) return [finding("double_install", `Copies: ${places.join(", ")}.`)];
  const different = new Set(writing.map(({ key }) => key));
  if (different.size > 1) return [finding("double_install", `One page, ${different.size} keys: ${writing.map(({ key, where }) => `${masked(key)} in ${where}`).join(", ")}.`)];
  return [];
}

function keys({ keys = [], page }) {
  const origin = page && new URL(page).origin;
  return keys.flatMap(({ key, where, answer }) => {
    const kind = kindOf(key);
    const name = `${masked(key)} in ${where}`;
    if (["read", "admin", "server"].includes(kind)) return [finding("secret_in_page", `The ${kind} key ${name}.`)];
    if (kind !== "write") return [finding("wrong_key_kind", `${name} is no write key.`)];
    if (!answer) return [];
    if (answer.code === "unknown_key") return [finding("unknown_key", `${name} is not known to the Worker.`)];
    if (answer.code === "wrong_key_kind") return [finding("wrong_key_kind", `${name} is refused.`)];
    if (answer.code === "origin_not_allowed") return [finding("origin_not_allowed", `${name} is not for ${origin}.`)];
    if (answer.config?.enabled === false) return [finding("switched_off", `The project of ${name} has \`enabled: false\`.`)];
    return [];
  });
}

function policies({ page, policies = [], trackers = [], endpoint, files = [] }) {
  const enforced = policies.filter(({ reportOnly }) => !reportOnly).flatMap(({ text, from }) => parsePolicies(text).map((policy) => ({ policy, from })));
  return enforced.flatMap(({ policy, from }) => {
    const by = from === "meta" ? "the policy in the page's meta element" : "the header Content-Security-Policy";
    const scripts = trackers.filter((script) => (script.inline || script.url) && !(script.inline && mayBeHashed(policy)) && !allowsScript(policy, script, page));
    const cores = files.filter(({ role, url }) => role === "core" && !allowsScript(policy, { url, imported: true }, page));
    const wasms = files.filter(({ role, url, isWasm }) => role === "wasm" && isWasm && !allowsConnect(policy, url, page));
    const connect = endpoint && !allowsConnect(policy, endpoint.url + BATCH_PATH, page);
    const blocked = [...scripts.map(({ where }) => where), ...cores.map(({ url }) => url)];
    return [
      ...(blocked.length > 0 ? [finding("csp_script", `${capital(by)} does not allow ${blocked.join(", ")}.`)] : []),
      ...(trackers.length > 0 && !allowsWasm(policy) ? [finding("csp_wasm", `${capital(by)} has no 'wasm-unsafe-eval' in script-src.`)] : []),
      ...(connect ? [finding("csp_connect", `${capital(by)} does not allow ${new URL(endpoint.url).origin} in connect-src.`)] : []),
      ...wasms.map(({ url }) => finding("csp_connect", `${capital(by)} does not allow ${url} in connect-src.`)),
    ];
  });
}

/** What a browser has blocked, of that which is the tracker's. */
function violations({ endpoint, trackers = [], browser: { violations = [], runsWasm } = {} }) {
  const ours = (url) => (endpoint && url.startsWith(new URL(endpoint.url).origin)) || trackers.some((tracker) => tracker.url === url);
  const blocked = (directive) => violations.filter((one) => one.directive.startsWith(directive) && ours(one.url)).map(({ url }) => url);
  const [scripts, connections] = [blocked("script-src"), blocked("connect-src")];
  const hasSeen = { seen: true };
  return [
    ...(runsWasm === false ? [finding("csp_wasm", "This browser did not compile wasm here.", hasSeen)] : []),
    ...(scripts.length > 0 ? [finding("csp_script", `This browser has blocked ${scripts.join(", ")}.`, hasSeen)] : []),
    ...(connections.length > 0 ? [finding("csp_connect", `This browser has blocked ${[...new Set(connections)].join(", ")}.`, hasSeen)] : []),
  ];
}

function endpoint({ page, endpoint }) {
  if (!endpoint) return [];
  const url = new URL(endpoint.url);
  const { failed, redirect } = endpoint;
  const whose = endpoint.assumed ? ` (the page's own origin, since no endpoint was seen)` : "";
  if (url.protocol === "http:" && !isLocal(url)) {
    const mixed = page?.startsWith("https:");
    return [finding("endpoint_insecure", `${url.origin}${whose} is plain http${mixed ? ", the page is https" : ""}.`, mixed ? {} : { severity: "warning" })];
  }
  if (failed === "tls") return [finding("endpoint_tls", `${url.origin}: ${endpoint.reason}.`)];
  if (failed) return [finding("endpoint_unreachable", `${url.origin}${whose}: ${endpoint.reason}.`)];
  if (redirect) return [finding("endpoint_redirects", `${url.origin} leads to ${redirect}.`)];
  return [];
}

function server({ endpoint: { url, health, assumed } = {} }) {
  // Who is asked too often says nothing of its health.
  if (health === undefined || health?.code === "rate_limited") return [];
  if (health?.status >= 500 && health.code) return [finding("server_unwell", `${url} says ${health.code}: ${health.detail ?? health.title}`)];
  if (typeof health?.status !== "string" || !("database" in health)) {
    const whose = assumed ? ", the page's own origin, where events go without an `endpoint`," : "";
    return [finding("endpoint_foreign", `${url}${whose} does not answer /api/health as a Worker does.`)];
  }
  if (health.status === "no_keys") return [finding("no_keys", `${url} says no_keys.`)];
  const quota = health.quota?.state;
  if (quota === "over" || quota === "near") return [finding(`quota_${quota}`, `${Math.round(health.quota.share * 100)} % of the day's rows are written.`)];
  return health.status === "ok" ? [] : [finding("server_unwell", `${url} says ${health.status}.`)];
}

function files({ files = [] }) {
  // Bundlers leave the address that the package would use by itself beside the one that the page hands over.
  const hasCore = files.some(({ role, isWasm }) => role === "wasm" && isWasm);
  return files.flatMap(({ url, role, status, type = "", isWasm, failed }) => {
    const answer = failed ?? (status >= 400 ? `status ${status}` : undefined);
    if (role === "wasm") {
      if (answer || isWasm === false) return hasCore ? [] : [finding("wasm_missing", `${url}: ${answer ?? `${type || "something"} and no wasm`}.`)];
      return isWasm && !/^application\/wasm\b/.test(type) ? [finding("wasm_type", `${url} is served as ${type || "nothing"}.`)] : [];
    }
    if (answer || /^text\/html\b/.test(type)) return [finding("script_missing", `${url}: ${answer ?? "a page, no JavaScript"}.`)];
    return [];
  });
}

function blocked({ trackers = [], endpoint, files = [], browser }) {
  const rule = endpoint && blockingRule(endpoint.url + BATCH_PATH);
  const scripts = [...trackers, ...files].filter(({ url, inline }) => url && !inline && !url.startsWith("data:"));
  const names = new Map(scripts.map(({ url }) => [url, blockingRule(url)]).filter(([, rule]) => rule));
  return [
    ...(browser?.blocked ? [finding("blocked_in_browser", `${browser.blocked} fails, ${browser.neutral} answers.`)] : []),
    ...(rule ? [finding("blocklist_endpoint", `${endpoint.url + BATCH_PATH} matches ${LIST}'s rule ${rule}`)] : []),
    ...[...names].map(([url, rule]) => finding("blocklist_script", `${url} matches ${LIST}'s rule ${rule}`)),
  ];
}

function clock({ clock }) {
  if (!clock) return [];
  const apart = Math.abs(clock.here - clock.there);
  if (apart <= SKEW_MS + (clock.uncertain ?? 0)) return [];
  return [finding("clock_skew", `The clock here is ${duration(apart)} ${clock.here > clock.there ? "ahead of" : "behind"} the server's.`)];
}

function version({ version }) {
  if (!version?.page || !version.server || compare(version.page, version.server) >= 0) return [];
  return [finding("old_version", `The page has ${version.page}, the Worker is ${version.server}.`)];
}

function unread({ unread = [] }) {
  return unread.length ? [finding("unread", unread.map(({ url, why }) => `${url}: ${why}`).join("; "))] : [];
}

/** `write`, `read`, `admin`, `server`, or `undefined` for what is no key. */
export const kindOf = (key) => /^tm_(write|read|admin|server)_/.exec(key)?.[1];

/** Enough of a key to find it in the page: reports are pasted into tickets. */
export const masked = (key) => (key.length > 18 ? `${key.slice(0, 14)}…` : key);

const isLocal = ({ hostname }) => hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || hostname.startsWith("127.");
const capital = (text) => text[0].toUpperCase() + text.slice(1);

function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** Negative when the first version is older. */
function compare(one, other) {
  const [a, b] = [one, other].map((text) => text.split(/[.-]/).map(Number));
  const place = [0, 1, 2].find((place) => a[place] !== b[place]);
  return place === undefined ? 0 : a[place] - b[place];
}
