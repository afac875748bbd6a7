// What was exported comes back: the same events, once, whatever is in them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { assertProblem, startApi } from "./api.mjs";

const NOW = Date.now();
const NASTY = 'quotes " and \\ and \u2028 \u0007 👩‍🚀 測試 é \u{10ffff} \\u0041 </script> ' + "'; DROP TABLE events;--";

let from, to;
before(async () => ([from, to] = await Promise.all([startApi(), startApi()])));
after(() => Promise.all([from.stop(), to.stop()]));

const exported = async (api) => (await api.request("GET", "/api/events/export", { key: api.keys.read })).text;
const upload = (api, body, options = {}) => api.request("POST", "/api/events/import", { key: api.keys.admin, body, ...options });
const line = (event) => `${JSON.stringify({ type: "x", occurred_at: NOW, ...event })}\n`;

describe("export, import, export", () => {
  before(async () => {
    const event = (n) => ({
      id: `e${n}`,
      type: n % 2 ? "page_view" : "strange type \u{1f600}",
      occurred_at: NOW - n * 1_000,
      level: ["detail", "state", "action", "decision", "milestone"][n % 5],
      seq: n,
      ...(n % 2 && { category: "shop", actor: { type: "rule", id: NASTY.slice(0, 20).replaceAll(/[\u0007]/g, ""), name: NASTY } }),
      ...(n % 3 && { entity: { type: "task", id: `t${n}`, title: NASTY }, summary: `\u0001 ${NASTY}` }),
      ...(n % 4 && { page: { path: `/${NASTY}`, title: null, utm: n % 8 ? { source: NASTY } : {}, click_id: "gclid" } }),
      ...(n % 5 && { step: -n, duration_ms: n + 0.4, caused_by: "e1", correlation_id: "c", ref: "r", stream_id: "s" }),
      metadata: { text: NASTY, null: null, number: 1.5e3, deep: { list: [[], {}] } },
      context: {},
    });
    const device = { type: "mobile", os: "Android", browser: "Firefox", screen: "390x844", language: "de-AT", timezone: "Europe/Vienna" };
    const batches = [
      { instance_id: "i1", context: { user_id: "u", visitor_id: "v", session_id: "s", device }, events: Array.from({ length: 300 }, (_, n) => event(n)) },
      { events: Array.from({ length: 300 }, (_, n) => event(n + 300)) },
    ];
    for (const batch of batches) assert.equal((await from.send(batch)).accepted, 300);
    // Free JSON that was written over several lines.
    const body = `{"events": [{"id": "pretty", "type": "x", "occurred_at": ${NOW}, "metadata": {\r\n  "a": 1,\n  "b": "\\n"\n}}]}`;
    assert.equal((await from.request("POST", "/api/events/log/batch", { key: from.keys.server, body })).body.accepted, 1);
  });

  test("is the same to the byte, and once more changes nothing", async () => {
    const text = await exported(from);
    assert.equal(text.trimEnd().split("\n").length, 601);
    const first = await upload(to, text);
    assert.equal(first.status, 200, first.text);
    assert.deepEqual(first.body, { lines: 601, accepted: 601, duplicate: 0, rejected: 0, bad_lines: [] });
    // One for each event, and one for each cause that an event names: four in five do.
    assert.equal(first.headers.get("x-trailmark-rows-written"), String(601 + 480));
    assert.equal(await exported(to), text);
    const again = await upload(to, gzipSync(text), { headers: { "content-encoding": "gzip" } });
    assert.deepEqual(again.body, { lines: 601, accepted: 0, duplicate: 601, rejected: 0, bad_lines: [] });
    assert.equal(again.headers.get("x-trailmark-rows-written"), "0");
    assert.equal(await exported(to), text);
  });

  test("what is stored already stays as it is", async () => {
    const before = await exported(to);
    const [event] = before.split("\n").map((text) => text && JSON.parse(text));
    assert.equal((await upload(to, line({ ...event, type: "forged", user_id: "mallory" }))).body.duplicate, 1);
    assert.equal(await exported(to), before);
  });
});

test("bad lines are named by their number, and spoil no other", async () => {
  const body = [
    line({ id: "good-1" }),
    "\n",
    "{not json\n",
    line({ id: "bad-1", step: "four" }),
    line({ id: undefined }),
    line({ id: "good-2", received_at: 1_700_000_000_000 }),
    line({ id: "bad-2", countrry: "AT" }),
    line({ id: "good-1" }).trimEnd(),
  ].join("");
  const { status, body: answer } = await upload(to, body);
  assert.equal(status, 200);
  assert.deepEqual([answer.lines, answer.accepted, answer.duplicate, answer.rejected], [7, 2, 1, 4]);
  assert.deepEqual(
    answer.bad_lines.map(({ line, id, code, field }) => [line, id, code, field]),
    [[3, undefined, "wrong_type", undefined], [4, "bad-1", "wrong_type", "step"], [5, undefined, "missing_field", "id"], [7, "bad-2", "unknown_field", "countrry"]],
  );
  assert.ok(answer.bad_lines.every(({ detail }) => detail));
  assert.equal((await to.ask("/api/events/good-2")).received_at, 1_700_000_000_000);
  assert.ok((await to.ask("/api/events/good-1")).received_at >= NOW);
});

test("a body is as large as any other, and says what to do when it is larger", async () => {
  assertProblem(await upload(to, line({ id: "x" }).repeat(30_000)), { status: 413, code: "body_too_large" });
  assertProblem(await upload(to, gzipSync(" ".repeat(3_000_000))), { status: 413, code: "body_too_large" });
  assertProblem(await upload(to, "", { headers: { "content-encoding": "br" } }), { status: 415, code: "unsupported_encoding" });
  assert.deepEqual((await upload(to, "")).body, { lines: 0, accepted: 0, duplicate: 0, rejected: 0, bad_lines: [] });
  const answer = await to.request("POST", "/api/events/import?format=csv", { key: to.keys.admin, body: "" });
  assertProblem(answer, { status: 400, code: "invalid_parameter", field: "format" });
});

test("of a whole body of bad lines a hundred are named", async () => {
  const { body } = await upload(to, "{}\n".repeat(2_000));
  assert.deepEqual([body.lines, body.rejected, body.bad_lines.length, body.bad_lines.at(-1).line], [2_000, 2_000, 100, 100]);
});
