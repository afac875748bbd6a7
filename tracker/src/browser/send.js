// The one door out: only this file sends. A string travels as text/plain, which needs no preflight; without cookies, which need no
// permission.
import { attempt } from "./attempt.js";

const bare = { credentials: "omit" };
const post = { ...bare, method: "POST" };

/** What a full first flight of TCP carries, ten packets or so; below that compressing costs the page a third of all its sending work. */
const PACKED_FROM = 14_000;

/** Bodies that are being compressed. Should the page end now, they go as they are; what is taken out meanwhile does not go at all. */
export const packing = new Set();

/** Asks for a JSON document. */
export const ask = (url) => fetch(url, bare).then((response) => response.json());

/** Takes back what the browser holds. */
let later;

/** Nobody answers it, and whether it was taken or not, the records stay until somebody has an answer. */
export const beacon = (url, body) => attempt(() => navigator.sendBeacon(url, body));

/** Lets the browser send this should the page end, even by a crash. */
export function hold(url, body) {
  later?.abort();
  later = new AbortController();
  if (body) attempt(() => fetchLater(url, { ...post, body, signal: later.signal }));
}

/**
 * Sends a batch; rejects when there is no answer.
 * @returns {Promise<[status: number, pause: number, text: string]>} with the milliseconds that the server asks to wait, or 0
 */
export async function send(url, body, keepalive) {
  const response = await fetch(url, { ...post, keepalive, body: await packed(body) });
  // Read in every case: Chromium books a keepalive request's bytes until then.
  return [response.status, retryAfter(response.headers.get("retry-after")), await response.text()];
}

/** The body, compressed where that pays. Not in a hidden page, which may end without a word while it waits. */
async function packed(body) {
  if (body.length < PACKED_FROM || document.hidden || !self.CompressionStream) return body;
  packing.add(body);
  const stream = new Response(body).body.pipeThrough(new CompressionStream("gzip"));
  const blob = await new Response(stream, { headers: { "content-type": "text/plain" } }).blob();
  if (packing.delete(body)) return blob;
  throw body;
}

/** `Retry-After` in seconds, or as a date (RFC 9110, section 10.2.3). What is neither is no number, and to the core no pause. */
const retryAfter = (text) => text * 1000 || Date.parse(text) - Date.now();
