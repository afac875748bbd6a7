// The one door out: only this file sends.

/** From here on compressing saves more of the way than it costs; below, a batch is one or two packets. */
const PACKED_FROM = 14_000;

/**
 * Sends a batch; rejects when there is no answer.
 * @param {{fetch: typeof fetch, compress?: (text: string) => Promise<ArrayBuffer>, endpoint: string, writeKey: string}} way
 * @param {{body: string, packed?: ArrayBuffer}} batch
 * @param {AbortSignal} signal
 * @returns {Promise<{status: number, asked: number, body: any}>} with the milliseconds that the server asks to wait, or 0;
 *   `body` is what the JSON says, or the text where it is none
 */
export async function send({ fetch, compress, endpoint, writeKey }, batch, signal) {
  const headers = { authorization: `Bearer ${writeKey}`, "content-type": "application/json" };
  let body = batch.body;
  if (body.length >= PACKED_FROM && compress) {
    // Once: every attempt sends the same bytes.
    body = batch.packed ??= await compress(body);
    headers["content-encoding"] = "gzip";
  }
  const response = await fetch(`${endpoint}/api/events/log/batch`, { method: "POST", headers, body, signal });
  // Read in every case, so that the connection can be used again.
  const text = await response.text();
  return { status: response.status, asked: retryAfter(response.headers.get("retry-after")), body: json(text) ?? text };
}

/** Asks `GET /api/config`; rejects when there is no answer. */
export async function askConfig({ fetch, endpoint, writeKey }, signal) {
  const response = await fetch(`${endpoint}/api/config`, { headers: { authorization: `Bearer ${writeKey}` }, signal });
  const text = await response.text();
  return { status: response.status, body: response.ok ? json(text) : undefined };
}

/** `Retry-After` in seconds, or as a date (RFC 9110, section 10.2.3). */
function retryAfter(text) {
  const millis = text === null ? 0 : Number(text) * 1000 || Date.parse(text) - Date.now();
  return millis > 0 ? millis : 0;
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {}
}
