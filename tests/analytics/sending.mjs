// From requests of the generated month to a Worker.
import assert from "node:assert/strict";

const AT_ONCE = 8;

/** Sends requests, several at a time, and adds up what became of their events. */
export async function sendAll(api, requests) {
  const left = [...requests];
  const sum = { accepted: 0, duplicate: 0, rejected: 0, limited: 0 };
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const tally = await send(api, next);
      for (const name of Object.keys(sum)) sum[name] += tally[name];
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return sum;
}

export async function send(api, { headers, cf, batch }) {
  // Miniflare takes what the network knows of a request from this header, and headers are of ASCII.
  const known = JSON.stringify(cf).replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const head = { ...headers, "mf-cf-blob": known };
  const answered = await api.request("POST", "/api/events/log/batch", { key: api.keys.server, headers: head, body: JSON.stringify(batch) });
  assert.equal(answered.status, 200, answered.text);
  assert.equal(answered.body.rejected, 0, answered.text);
  return answered.body;
}
