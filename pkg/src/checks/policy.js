// What a page's Content-Security-Policy allows (W3C, Content Security Policy Level 3): as much of it as decides about a tracker.

/**
 * The policies of a header's value or a meta element's content: a header may hold several, and all must allow.
 * @param {string} text
 * @returns {Map<string, string[]>[]} directives by name, with their sources
 */
export function parsePolicies(text) {
  return text.split(",").map(parse).filter((policy) => policy.size > 0);
}

function parse(text) {
  const policy = new Map();
  for (const directive of text.split(";")) {
    const [name, ...sources] = directive.trim().split(/\s+/);
    // Of a directive that comes twice the first one holds.
    if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources);
  }
  return policy;
}

/** The sources that decide, or `undefined` where nothing is said: then everything is allowed. */
const deciding = (policy, names) => names.map((name) => policy.get(name)).find((sources) => sources);

/** Whether a page under the policy may compile WebAssembly. */
export function allowsWasm(policy) {
  const sources = deciding(policy, ["script-src", "default-src"]);
  return !sources || has(sources, "'wasm-unsafe-eval'") || has(sources, "'unsafe-eval'");
}

/** Whether a page may send to, or fetch from an address. */
export function allowsConnect(policy, url, page) {
  const sources = deciding(policy, ["connect-src", "default-src"]);
  return !sources || matchesAny(sources, url, page);
}

/**
 * Whether a script may run.
 * @param {{url?: string, nonce?: string, inline?: boolean, imported?: boolean}} script `imported` by another script, and not by a tag
 */
export function allowsScript(policy, script, page) {
  const sources = deciding(policy, ["script-src-elem", "script-src", "default-src"]);
  if (!sources) return true;
  if (script.nonce && has(sources, `'nonce-${script.nonce}'`, { exact: true })) return true;
  const trusted = sources.some((source) => /^'(nonce-|sha\d{3}-)/i.test(source));
  const dynamic = has(sources, "'strict-dynamic'");
  if (script.inline) return has(sources, "'unsafe-inline'") && !trusted && !dynamic;
  // What a trusted script imports is trusted too, and addresses count for nothing.
  if (dynamic) return Boolean(script.imported);
  return matchesAny(sources, script.url, page);
}

/** Whether only a hash of the text could tell if an inline script runs: that is not computed here. */
export function mayBeHashed(policy) {
  const sources = deciding(policy, ["script-src-elem", "script-src", "default-src"]) ?? [];
  return sources.some((source) => /^'sha\d{3}-/i.test(source));
}

const has = (sources, keyword, { exact = false } = {}) => sources.some((source) => (exact ? source === keyword : source.toLowerCase() === keyword));

const matchesAny = (sources, url, page) => sources.some((source) => matches(source, new URL(url, page), new URL(page)));

/** A source expression against an address: `*`, `'self'`, `https:`, `*.example.com`, `https://example.com:8443/path/`. */
function matches(source, url, page) {
  if (source === "*") return /^(https?|wss?):$/.test(url.protocol) || url.protocol === page.protocol;
  if (/^'self'$/i.test(source)) return url.host === page.host && isUpgrade(page.protocol, url.protocol);
  if (/^[a-z][a-z\d+.-]*:$/i.test(source)) return isUpgrade(source.toLowerCase(), url.protocol);
  const parts = /^(?:([a-z][a-z\d+.-]*):\/\/)?([^/:]+)(?::(\d+|\*))?(\/.*)?$/i.exec(source);
  if (!parts || source.startsWith("'")) return false;
  const [, scheme, host, port, path] = parts;
  if (!isUpgrade(scheme ? `${scheme.toLowerCase()}:` : page.protocol, url.protocol)) return false;
  return matchesHost(host.toLowerCase(), url.hostname) && matchesPort(port, url) && matchesPath(path, url.pathname);
}

/** The same scheme, or the secure one of it. */
const isUpgrade = (allowed, asked) => allowed === asked || (allowed === "http:" && asked === "https:");

const matchesHost = (host, asked) => (host.startsWith("*.") ? asked.endsWith(host.slice(1)) : host === asked);

function matchesPort(port, url) {
  const asked = url.port || { "http:": "80", "https:": "443" }[url.protocol];
  if (port === undefined) return url.port === "";
  return port === "*" || port === asked || (port === "80" && asked === "443");
}

/** A path that ends in `/` is a folder. */
const matchesPath = (path, asked) => path === undefined || (path.endsWith("/") ? asked.startsWith(path) : asked === path);
