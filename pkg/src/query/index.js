// `trailmark/query`: questions to the Worker's HTTP API, and their answers. What it may ask and what comes back is typed by the API's own document.
import { address } from "./address.js";
import { TrailmarkError, refusal } from "./error.js";

export { TrailmarkError };

/**
 * Makes a client. What its options mean stands in `query.d.ts`.
 * @param {import("../query.d.ts").QueryOptions} options
 */
export function createQuery(options) {
  const { endpoint = "", key, fetch: asks = globalThis.fetch } = options ?? {};
  const base = `${endpoint}`.replace(/\/+$/, "");

  async function request(method, path, { path: names, query, body, signal } = {}) {
    const headers = { accept: "application/json, */*;q=0.5" };
    if (key) headers.authorization = `Bearer ${key}`;
    const isText = typeof body === "string";
    if (body !== undefined) headers["content-type"] = isText ? "text/plain" : "application/json";
    const sent = body === undefined || isText ? body : JSON.stringify(body);
    // Called as a function of nothing: browsers refuse a `fetch` that is somebody's method.
    const response = await (0, asks)(base + address(path, names, query), { method, headers, body: sent, signal });
    const text = await response.text();
    const isJson = /^application\/(problem\+)?json\b/.test(response.headers.get("content-type") ?? "");
    if (!response.ok) throw refusal(response, isJson ? text : "");
    return isJson ? JSON.parse(text) : text;
  }

  const get = (path, asked) => request("GET", path, asked);

  async function* pages(path, asked = {}) {
    let cursor;
    do {
      const page = await get(path, { ...asked, query: { ...asked.query, ...(cursor && { cursor }) } });
      yield page;
      cursor = page.next_cursor;
    } while (cursor);
  }

  async function* events(query, { signal } = {}) {
    for await (const { items } of pages("/api/events", { query: { limit: 100, ...query }, signal })) yield* items;
  }

  return { request, get, pages, events };
}
