// Everything that can be wrong with a request, each with its own status and code.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { assertProblem, startApi } from "./api.mjs";

const MIB = 1024 * 1024;
const BATCH = "/api/events/log/batch";
const SINGLE = "/api/events/log";

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

const event = (more = {}) => ({ id: "a", type: "task_done", occurred_at: Date.now(), ...more });
const batch = (more = {}) => JSON.stringify({ schema: 1, events: [event()], ...more });
/** A body of exactly so many bytes: blanks are JSON wherever a value may start. */
const padded = (bytes) => batch().padEnd(bytes, " ");

describe("bodies", () => {
  const cases = [
    ["no body at all", undefined, 400, "invalid_json"],
    ["an empty body", "", 400, "invalid_json"],
    ["no JSON", "{\"events\":[", 400, "invalid_json"],
    ["two documents", `${batch()}{}`, 400, "invalid_json"],
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400, "invalid_json"],
    ["a list for a batch", "[]", 400, "invalid_batch"],
    ["a number for a batch", "7", 400, "invalid_batch"],
    ["no events", JSON.stringify({ schema: 1 }), 400, "invalid_batch", "events"],
    ["events that are no list", JSON.stringify({ events: {} }), 400, "invalid_batch", "events"],
    ["an unknown member", batch({ evnets: [] }), 400, "invalid_batch", "evnets"],
    ["a wrong type in the batch", batch({ sealed_at: "now" }), 400, "invalid_batch", "sealed_at"],
    ["a wrong type in the context", batch({ context: { device: { os: 7 } } }), 400, "invalid_batch", "context.device.os"],
    ["an unknown version", batch({ schema: 2 }), 400, "unsupported_schema"],
    ["an empty batch", batch({ events: [] }), 400, "empty_batch"],
    ["501 events", batch({ events: Array.from({ length: 501 }, (_, n) => event({ id: `n${n}` })) }), 413, "too_many_events"],
    ["1 MiB and 1 byte", padded(MIB + 1), 413, "body_too_large"],
    ["1 MiB and 1 byte when inflated", gzipSync(padded(MIB + 1)), 413, "body_too_large"],
    ["a gzip bomb", gzipSync(Buffer.alloc(256 * MIB, " ")), 413, "body_too_large"],
    ["gzip cut off", gzipSync(batch()).subarray(0, -5), 400, "invalid_gzip"],
    ["gzip with a wrong checksum", flipped(gzipSync(batch()), -6), 400, "invalid_gzip"],
    ["gzip followed by something", Buffer.concat([gzipSync(batch()), Buffer.from("x")]), 400, "invalid_gzip"],
  ];
  for (const [name, body, status, code, field] of cases) {
    test(name, async () => {
      const answer = await api.request("POST", BATCH, { key: api.keys.write, body });
      assertProblem(answer, { status, code, ...(field && { field }) });
    });
  }

  test("an encoding other than gzip", async () => {
    const answer = await api.request("POST", BATCH, { key: api.keys.write, body: batch(), headers: { "content-encoding": "br" } });
    assertProblem(answer, { status: 415, code: "unsupported_encoding" });
  });

  test("gzip in the header and none in the body", async () => {
    const answer = await api.request("POST", BATCH, { key: api.keys.write, body: batch(), headers: { "content-encoding": "gzip" } });
    assertProblem(answer, { status: 400, code: "invalid_gzip" });
  });

  // These two send by hand, and not a byte beyond the one that is too many: a server that answers before it has read all that was
  // sent resets the connection, and the reset may overtake the answer.
  test("an announced length beyond the limit is refused before the body comes", async () => {
    assert.equal(await statusOf([`content-length: ${MIB + 1}\r\n\r\n`]), 413);
  });

  test("a large body in chunks, its length not announced", async () => {
    const chunk = (bytes) => Buffer.concat([Buffer.from(`${bytes.toString(16)}\r\n`), Buffer.alloc(bytes, " "), Buffer.from("\r\n")]);
    const chunks = [...Array(16).fill(chunk(MIB / 16)), chunk(1)];
    assert.equal(await statusOf(["transfer-encoding: chunked\r\n\r\n", ...chunks]), 413);
  });

  test("good bodies at the limits are taken", async () => {
    const good = [padded(MIB), gzipSync(padded(MIB)), batch({ events: Array.from({ length: 500 }, (_, n) => event({ id: `n${n}` })) })];
    for (const body of good) {
      const answer = await api.request("POST", BATCH, { key: api.keys.write, body });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.rejected, 0);
    }
    const announced = await api.request("POST", BATCH, { key: api.keys.write, body: gzipSync(batch()), headers: { "content-encoding": "gzip" } });
    assert.equal(announced.status, 200, announced.text);
    const chunked = await api.request("POST", BATCH, { key: api.keys.write, body: new Blob([batch()]).stream(), duplex: "half" });
    assert.equal(chunked.status, 200, chunked.text);
  });
});

describe("events within a batch that is otherwise good", () => {
  const cases = [
    ["no type", { type: undefined }, "missing_field", "type"],
    ["an unknown field", { usr_id: "anna" }, "unknown_field", "usr_id"],
    ["a number for a text", { session_id: 7 }, "wrong_type", "session_id"],
    ["a text for a number", { step: "four" }, "wrong_type", "step"],
    ["a list for an object", { metadata: [1] }, "wrong_type", "metadata"],
    ["an empty id", { id: "" }, "empty_field", "id"],
    ["an id of 65 characters", { id: "x".repeat(65) }, "too_long", "id"],
    ["blanks in an id", { id: "a b" }, "invalid_characters", "id"],
    ["a type of 81 characters", { type: "x".repeat(81) }, "too_long", "type"],
    ["a negative duration", { duration_ms: -1 }, "out_of_range", "duration_ms"],
    ["an unknown level", { level: "high" }, "unknown_value", "level"],
    ["more than 256 KiB", { metadata: { text: "x".repeat(256 * 1024) } }, "too_large", undefined],
    ["17 causes", { caused_by: Array(17).fill("a") }, "too_many_items", "caused_by"],
    ["an id without a time and no time", { id: "order-1", occurred_at: undefined }, "occurred_at_required", "occurred_at"],
    ["a time two days ahead", { occurred_at: Date.now() + 2 * 86_400_000 }, "occurred_at_in_future", "occurred_at"],
    ["a time in seconds", { occurred_at: Math.round(Date.now() / 1000) }, "occurred_at_implausible", "occurred_at"],
    ["a nested field", { actor: { type: "user", id: 7 } }, "wrong_type", "actor.id"],
  ];
  for (const [name, fault, code, field] of cases) {
    test(`${name}: nine accepted, one rejected`, async () => {
      const events = Array.from({ length: 10 }, (_, n) => event({ id: `${code}-${name.replace(/\W/g, "_")}-${n}`.slice(0, 60) }));
      Object.assign(events[6], fault);
      const { accepted, duplicate, rejected, limited, verdicts } = await api.send(events);
      assert.deepEqual({ accepted, duplicate, rejected, limited }, { accepted: 9, duplicate: 0, rejected: 1, limited: 0 });
      assert.equal(verdicts.length, 1);
      const [line] = verdicts;
      assert.deepEqual([line.index, line.verdict, line.code, line.field], [6, "rejected", code, field]);
      assert.equal(line.id, "id" in fault && code !== "occurred_at_required" ? null : events[6].id);
      assert.ok(line.detail);
    });

    test(`${name}: alone, it is 422`, async () => {
      const answer = await api.request("POST", SINGLE, { key: api.keys.write, body: JSON.stringify(event(fault)) });
      assertProblem(answer, { status: 422, code, field });
      assert.equal(answer.body.rejected, 1);
      assert.equal(answer.body.verdicts[0].code, code);
    });
  }

  test("something that is no object among the events", async () => {
    const { accepted, rejected, verdicts } = await api.send([event({ id: "among-1" }), 7, null, "x", [], event({ id: "among-2" })]);
    assert.deepEqual([accepted, rejected], [2, 4]);
    assert.deepEqual(verdicts.map((line) => [line.index, line.code]), [1, 2, 3, 4].map((index) => [index, "wrong_type"]));
  });
});

describe("query parameters", () => {
  const cases = [
    ["/api/events", "usr_id=anna", "usr_id"],
    ["/api/events", "user_id=", "user_id"],
    ["/api/events", "user_id=a&user_id=b", "user_id"],
    ["/api/events", "type=a,,b", "type"],
    ["/api/events", "level=high", "level"],
    ["/api/events", "limit=101", "limit"],
    ["/api/events", "limit=0", "limit"],
    ["/api/events", "limit=ten", "limit"],
    ["/api/events", "cursor=nonsense", "cursor"],
    ["/api/events", "page=0", "page"],
    ["/api/events", "page=1&cursor=MTc3MTQwNTIwMDAwMC5h", "page"],
    ["/api/events", "range=soon", "range"],
    ["/api/events", "range=7d&days=7", "range"],
    ["/api/events", "days=0", "days"],
    ["/api/events", "from=yesterday", "from"],
    ["/api/events", "from=2026-02-18&to=2026-02-17", "to"],
    ["/api/events", "step_from=x", "step_from"],
    ["/api/events", `search=${"x".repeat(2049)}`, "search"],
    ["/api/events/recent", "", "user_id"],
    ["/api/events/recent", "user_id=anna&format=xml", "format"],
    ["/api/events/recent", "user_id=anna&tokens=0", "tokens"],
    ["/api/events/recent", "user_id=anna&cursor=x", "cursor"],
    ["/api/events/session/s", "session_id=t", "session_id"],
    ["/api/events/analytics", "limit=5", "limit"],
  ];
  for (const [path, query, field] of cases) {
    test(`${path}?${query.slice(0, 60)}`, async () => {
      const answer = await api.request("GET", `${path}?${query}`, { key: api.keys.read });
      assertProblem(answer, { status: 400, code: "invalid_parameter", field });
    });
  }
  for (const [query, field] of [["days=0", "days"], ["dry_run=maybe", "dry_run"], ["dryrun=1", "dryrun"]]) {
    test(`cleanup?${query}`, async () => {
      const answer = await api.request("DELETE", `/api/events/cleanup?${query}`, { key: api.keys.admin });
      assertProblem(answer, { status: 400, code: "invalid_parameter", field });
    });
  }
});

describe("methods and paths", () => {
  const cases = [
    ["GET", "/api/nothing", 404, "not_found"],
    ["POST", "/api/events/log/", 404, "not_found"],
    ["GET", "/api/events/a/b", 404, "not_found"],
    ["OPTIONS", "/api/nothing", 404, "not_found"],
    ["GET", BATCH, 405, "method_not_allowed", "POST, OPTIONS"],
    ["PUT", SINGLE, 405, "method_not_allowed", "POST, OPTIONS"],
    ["POST", "/api/events", 405, "method_not_allowed", "GET, HEAD, DELETE, OPTIONS"],
    ["DELETE", "/api/events/some-id", 405, "method_not_allowed", "GET, HEAD, OPTIONS"],
    ["GET", "/api/events/cleanup", 405, "method_not_allowed", "DELETE, OPTIONS"],
    ["PROPFIND", "/api/events", 405, "method_not_allowed", "GET, HEAD, DELETE, OPTIONS"],
    ["POST", "/api/health", 405, "method_not_allowed", "GET, HEAD, OPTIONS"],
  ];
  for (const [method, path, status, code, allow] of cases) {
    test(`${method} ${path}`, async () => {
      const answer = await api.request(method, path, { key: api.keys.admin });
      assertProblem(answer, { status, code });
      assert.equal(answer.headers.get("allow"), allow ?? null);
    });
  }

  test("an event that does not exist", async () => {
    for (const id of ["nothing", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "a%20b", "%FF", "x".repeat(500), "'%20OR%201=1"]) {
      assertProblem(await api.request("GET", `/api/events/${id}`, { key: api.keys.read }), { status: 404, code: "not_found" });
    }
  });

  test("HEAD is GET without a body", async () => {
    const answer = await api.request("HEAD", "/api/events", { key: api.keys.read });
    assert.deepEqual([answer.status, answer.text], [200, ""]);
  });
});

test("without its table the database is not well, and an event is refused as one to send again", async () => {
  const broken = await startApi();
  try {
    await broken.d1.prepare("ALTER TABLE events RENAME TO elsewhere").run();
    const answer = await broken.request("POST", BATCH, { key: broken.keys.write, body: batch() });
    assertProblem(answer, { status: 503, code: "storage_failed" });
    assert.ok(Number(answer.headers.get("retry-after")) > 0);
    await broken.d1.prepare("ALTER TABLE projects RENAME TO elsewhere_too").run();
    assertProblem(await broken.request("GET", "/api/health"), { status: 503, code: "storage_failed" });
  } finally {
    await broken.stop();
  }
});

function flipped(bytes, at) {
  const copy = Buffer.from(bytes);
  copy[copy.length + at] ^= 0xff;
  return copy;
}

/** Sends a request that never ends, and waits for the status line. */
function statusOf(parts) {
  return new Promise((resolve, reject) => {
    const socket = connect(api.port, "127.0.0.1", () => {
      socket.write(`POST ${BATCH} HTTP/1.1\r\nhost: localhost\r\n`);
      for (const part of parts) socket.write(part);
    });
    socket.setTimeout(10_000, () => socket.destroy(new Error("no answer before the end of the body")));
    socket.once("error", reject);
    socket.once("data", (data) => {
      resolve(Number(String(data).split(" ")[1]));
      socket.destroy();
    });
  });
}
