// What a script's text tells of a tracker, whether written by hand or by a bundler. Pure.

/** Stands in every copy of the tracker's entry, however it was bundled. */
const ENTRY = "/api/events/log/batch";
const KEY = /\btm_[a-z]+_\w{3,64}\b/g;
/** What builds that say their version have in a comment. */
const VERSION = /\btrailmark[@ ]v?(\d+\.\d+\.\d+)\b/;
/** So far from a key, in characters, the address is looked for that belongs to it. */
const NEAR = 800;

/**
 * @param {string} text
 * @returns {{isTracker: boolean, keys: {key: string, endpoint?: string}[], imports: string[], wasm: string[], version?: string}} `imports` are addresses of other
 *   scripts as they stand there, `wasm` of the core's file
 */
export function readScript(text) {
  const found = new Map();
  for (const { 0: key, index } of text.matchAll(KEY)) {
    if (!/^tm_(write|read|admin|server)_/.test(key)) continue;
    if (!found.has(key)) found.set(key, { key, ...endpointNear(text, index) });
  }
  return { isTracker: text.includes(ENTRY), keys: [...found.values()], imports: importsOf(text), wasm: wasmOf(text), version: VERSION.exec(text)?.[1] };
}

function endpointNear(text, index) {
  const around = text.slice(Math.max(0, index - NEAR), index + NEAR);
  const [, , endpoint] = /\bendpoint["']?\s*:\s*(["'`])([^"'`$]+)\1/.exec(around) ?? [];
  return endpoint ? { endpoint } : {};
}

/** `import … from "./x.js"`, `import("./x.js")`, and names of chunks, as Vite lists them. */
function importsOf(text) {
  const quoted = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(["'`])([^"'`\s]+)\1/g)].map(([, , address]) => address);
  const chunks = [...text.matchAll(/["'](assets\/[\w.-]+\.js)["']/g)].map(([, address]) => `/${address}`);
  return [...new Set([...quoted, ...chunks])].filter((address) => /^(\.{0,2}\/|https?:)/.test(address) && !/\.(css|json|svg)(\?|$)/.test(address));
}

const wasmOf = (text) => [...new Set([...text.matchAll(/(["'`])([^"'`\s]*trailmark_bg[^"'`\s]*\.wasm[^"'`\s]*)\1/g)].map(([, , address]) => address))];
