// What the tests of delivery share: ids that carry a time, and projects of their own.
import assert from "node:assert/strict";

/** A UUIDv7 of this time. */
export function v7(millis, tail) {
  const hex = Math.trunc(millis).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(tail).padStart(12, "0")}`;
}

/** A maker of projects, each with its keys and the calls that use them. */
export function projects(api) {
  let last = 1;
  return async () => {
    const project = ++last;
    await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (?1, ?2, ?2, 0)").bind(project, `p${project}`).run();
    const keys = {};
    for (const kind of ["write", "read", "admin"]) keys[kind] = await api.makeKey(kind, { project });
    const request = async (method, path, kind, body) => {
      const answer = await api.request(method, path, { key: keys[kind], body: body && JSON.stringify(body) });
      assert.equal(answer.status, 200, answer.text);
      return answer;
    };
    const post = (batch) => request("POST", "/api/events/log/batch", "write", batch);
    return {
      id: project,
      request,
      post,
      /** Sends a batch and expects it to be judged. */
      send: async (batch) => (await post(batch)).body,
      /** Folds until nothing is left to fold. */
      foldAll: async () => {
        while ((await request("POST", "/api/rollups/fold", "admin")).body.remaining > 0);
      },
      /** The account of delivery. */
      ask: async (parameters = {}) => (await request("GET", `/api/analytics/delivery?${new URLSearchParams(parameters)}`, "read")).body,
    };
  };
}
