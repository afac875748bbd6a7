// The Worker's log: a line of JSON for each request, with ids and counts and never with contents.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { startApi } from "./api.mjs";

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

/** The lines that come of what is done; output travels beside answers, so it is waited for. */
async function linesOf(count, act) {
  const from = api.requests.length;
  await act();
  await eventually(() => api.requests.length, (length) => length >= from + count);
  return api.requests.slice(from).map((line) => JSON.parse(line));
}

const post = (path, body, options = {}) => api.request("POST", path, { key: api.keys.server, body: JSON.stringify(body), ...options });

test("a batch has its figures, its types and its ids, and nothing that it says", async () => {
  const contents = ["Secret plan", "told-nobody", "Anna Muster", "/private/page", "metadata-value", "context-value", "user-77", "session-88", "visitor-99"];
  const [title, summary, name, path, metadata, context, user_id, session_id, visitor_id] = contents;
  const event = (more) => ({
    type: "task_done", occurred_at: Date.now(), stream_id: "run-1", correlation_id: "c-1", summary, actor: { type: "rule", name },
    entity: { type: "task", title }, page: { path, title }, metadata: { a: metadata }, context: { b: context }, ...more,
  });
  const batch = {
    context: { user_id, session_id, visitor_id },
    events: [event({ id: "l1", ref: "r-1" }), event({ id: "l2", type: "page_view", stream_id: "run-2" }), event({ id: "l1", ref: "r-1", occurred_at: 1 }), { [metadata]: 1 }],
  };
  const body = JSON.stringify(batch);
  const [line, ...others] = await linesOf(1, () => post("/api/events/log/batch", batch));
  assert.equal(others.length, 0);
  const { at, ms, rows_read, rows_written, ...rest } = line;
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 10_000 && at.endsWith("Z"));
  assert.ok(Number.isInteger(ms) && ms >= 0 && ms < 10_000);
  assert.ok(rows_read >= 0 && rows_written >= 3);
  assert.deepEqual(rest, {
    method: "POST", endpoint: "/api/events/log/batch", status: 200, project: 1, bytes: body.length,
    events: 4, accepted: 2, duplicate: 0, rejected: 2, limited: 0,
    types: { page_view: 1, task_done: 1 }, streams: ["run-1", "run-2"], correlations: ["c-1"], refs: ["r-1"],
  });
  for (const text of contents) assert.ok(!JSON.stringify(line).includes(text), text);
});

test("at most so many types and ids are named", async () => {
  const events = Array.from({ length: 60 }, (_, n) => ({ type: `type_${n % 30}`, stream_id: `s${n}`, correlation_id: `c${n}`, ref: `r${n}` }));
  const [line] = await linesOf(1, () => api.send(events));
  assert.deepEqual([Object.keys(line.types).length, line.streams.length, line.correlations.length, line.refs.length], [20, 10, 10, 10]);
  assert.equal(line.events, 60);
});

test("refusals have a line with their code", async () => {
  const cases = [
    [() => post("/api/events/log/batch", {}, { body: "{" }), { status: 400, code: "invalid_json", bytes: 1 }],
    [() => post("/api/events/log/batch", { events: [{ type: "x" }] }, { key: undefined }), { status: 401, code: "missing_key" }],
    [() => post("/api/events/log/batch", { events: [{ type: "x" }] }, { key: api.keys.read }), { status: 403, code: "wrong_key_kind" }],
    [() => post("/api/events/log", { type: "x", step: "four" }), { status: 422, code: "wrong_type", project: 1, rejected: 1, accepted: 0 }],
    [() => api.request("GET", "/api/events?limit=0", { key: api.keys.read }), { status: 400, code: "invalid_parameter", endpoint: "/api/events" }],
    [() => api.request("GET", "/api/none/of/these", {}), { status: 404, code: "not_found", endpoint: "unknown" }],
    [() => api.request("PUT", "/api/events", {}), { status: 405, code: "method_not_allowed", method: "PUT" }],
  ];
  for (const [act, expected] of cases) {
    const [line, ...others] = await linesOf(1, act);
    assert.equal(others.length, 0);
    for (const [member, value] of Object.entries(expected)) assert.equal(line[member], value, `${expected.code}: ${member}`);
    if (!("project" in expected) && expected.endpoint !== "/api/events") assert.equal("project" in line, false, expected.code);
  }
});

test("questions say what they read, and no id of a path or a query", async () => {
  await linesOf(1, () => api.send([{ id: "q1", type: "x", occurred_at: Date.now(), user_id: "person-1", session_id: "visit-1" }]));
  const lines = await linesOf(3, async () => {
    await api.ask("/api/events/session/visit-1");
    await api.ask("/api/events", { user_id: "person-1", search: "hidden words" });
    await api.request("DELETE", "/api/users/person-1", { key: api.keys.admin });
  });
  assert.deepEqual(lines.map(({ endpoint, method, status }) => [method, endpoint, status]), [
    ["GET", "/api/events/session/:id", 200], ["GET", "/api/events", 200], ["DELETE", "/api/users/:id", 200],
  ]);
  assert.ok(lines.every(({ rows_read, project }) => rows_read > 0 && project === 1));
  assert.ok(lines[2].rows_written > 0);
  assert.ok(!/person-1|visit-1|hidden/.test(JSON.stringify(lines)));
  // A key, too.
  assert.ok(!api.requests.some((line) => /tm_(write|read|admin)_/.test(line)));
});
