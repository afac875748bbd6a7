// Makes example requests and reads their answers.

/** Asks for one operation; `body` is JSON where the answer is. */
export async function ask(server, { method, address, key, body, contentType }) {
  const headers = { ...(key === null ? {} : { authorization: `Bearer ${server.keys[key]}` }), ...(contentType ? { "content-type": contentType } : {}) };
  const response = await fetch(server.url + address, { method, headers, body });
  const type = response.headers.get("content-type")?.split(";")[0];
  const text = await response.text();
  return { status: response.status, type, body: /json$/.test(type) && type !== "application/x-ndjson" ? JSON.parse(text) : text };
}

/** What of an answer stays the same when it is asked for again: which members it has, and of what kind. Of a list, all items together. */
export function shape(value) {
  if (Array.isArray(value)) return { list: value.map(shape).reduce(merged, null) };
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  return { members: Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shape(one)])) };
}

function merged(one, other) {
  if (one === null || other === null || typeof one === "string" || typeof other === "string") return one ?? other;
  if (one.list || other.list) return { list: merged(one.list ?? null, other.list ?? null) };
  const names = [...new Set([...Object.keys(one.members), ...Object.keys(other.members)])];
  return { members: Object.fromEntries(names.map((name) => [name, merged(one.members[name] ?? null, other.members[name] ?? null)])) };
}
