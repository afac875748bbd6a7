// A Worker of its own for a test file, and the few calls that its tests make.
import assert from "node:assert/strict";
import { hashOf, newKey } from "../support/keys.mjs";
import { serve } from "../support/serve.mjs";

/**
 * Starts a server on an empty database.
 *
 * @param {object} [bindings] what `[vars]` of wrangler.toml would say
 * @param {{db?: string, port?: number, rateLimits?: true | number | object}} [more] where another server is to go on with its data; rate limits,
 *   of which a test has none otherwise, since tests all come from one address
 * @returns the server of `serve`, the calls below, and `requests`: the Worker's lines of them
 */
export async function startApi(bindings = {}, more = {}) {
  const requests = [];
  const server = await serve({ bindings, onLog: () => {}, onRequest: (line) => requests.push(line), rateLimits: false, ...more });
  return { ...server, ...api(server), requests };
}

/** workerd closes connections that nothing came on for five seconds, now and then just as one is used again. */
const IDLE_MS = 3_000;

function api({ url, keys, d1 }) {
  let answeredAt = 0;
  const request = async (method, path, { key, body, headers = {}, ...init } = {}) => {
    const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const ask = () => fetch(url + path, { method, body, headers: { ...authorization, ...headers }, ...init });
    // What only reads may be asked anew; so may what nobody can have heard, since the connection was being closed.
    const mayRepeat = method === "GET" || Date.now() - answeredAt > IDLE_MS;
    const response = await ask().catch((error) => (mayRepeat && error.cause?.code === "UND_ERR_SOCKET" ? ask() : Promise.reject(error)));
    const text = await response.text();
    answeredAt = Date.now();
    const isJson = /^application\/(problem\+)?json$/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, text, body: isJson && text !== "" ? JSON.parse(text) : undefined };
  };
  const ok = async (answer) => {
    const { status, text, body } = await answer;
    assert.equal(status, 200, text);
    return body;
  };
  return {
    request,
    /** Sends a batch with the server key, given as its events or whole, and expects it to be read. */
    send: (batch) => ok(request("POST", "/api/events/log/batch", { key: keys.server, body: JSON.stringify(Array.isArray(batch) ? { events: batch } : batch) })),
    /** Asks something with the read key and expects an answer. */
    ask: (path, parameters = {}) => ok(request("GET", `${path}?${new URLSearchParams(parameters)}`, { key: keys.read })),
    /** Folds until nothing is left to fold, also of what somebody else is at, such as the Worker behind an earlier answer. */
    foldAll: async () => {
      while ((await ok(request("POST", "/api/rollups/fold", { key: keys.admin }))).remaining > 0);
    },
    /** Makes another key. */
    makeKey: async (kind, { project = 1, origins = null, expires = null, revoked = null } = {}) => {
      const key = newKey(kind);
      const insert = "INSERT INTO keys (hash, project_id, kind, origins, created_at, expires_at, revoked_at) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6)";
      await d1.prepare(insert).bind(hashOf(key), project, kind, origins && JSON.stringify(origins), expires, revoked).run();
      return key;
    },
  };
}

/** Expects a refusal: problem+json with this status, this code and, where given, this field. */
export function assertProblem({ status, headers, body, text }, expected) {
  assert.equal(headers.get("content-type"), "application/problem+json", text);
  assert.deepEqual({ status, code: body.code, ...("field" in expected ? { field: body.field } : {}) }, expected, text);
  assert.equal(body.status, status);
  assert.ok(body.title && body.detail && body.type, text);
}
