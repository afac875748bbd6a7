// Bodies and addresses that are made to hurt: slow, huge, lying, broken off, packed without end, several in one go. Each has its exact
// answer, which arrives; after each the Worker answers others and has stored nothing. What `fetch` cannot send goes by a socket.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, afterEach, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { exchange as exchangeWith, sleep } from "../support/raw-http.mjs";
import { assertProblem, startApi } from "./api.mjs";

const MIB = 1024 * 1024;
const BATCH = "/api/events/log/batch";
/** In the place of the 30 seconds that a body has. */
const BODY_TIME_MS = 3_000;

let api;
before(async () => (api = await startApi({ BODY_TIME_MS: String(BODY_TIME_MS) })));
after(() => api.stop());
afterEach(async () => {
  assert.equal((await api.request("GET", "/api/health")).status, 200);
  assert.deepEqual(await api.d1.prepare("SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM rejected) AS rejected").first(), { events: 0, rejected: 0 });
});

const good = () => JSON.stringify({ events: [{ id: "good", type: "task_done", occurred_at: Date.now() }] });
const head = (...headers) => [`POST ${BATCH} HTTP/1.1`, "host: localhost", `authorization: Bearer ${api.keys.write}`, ...headers, "", ""].join("\r\n");
const chunk = (data) => Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), Buffer.from(data), Buffer.from("\r\n")]);
const blanks = (bytes) => Buffer.alloc(bytes, " ");
const exchange = (parts, until) => exchangeWith(api.port, parts, until);

/** Expects one answer, and no reset before it. */
async function assertRefused(parts, status, code, until) {
  const { answers, error } = await exchange(parts, until);
  assert.deepEqual([answers[0]?.status, answers[0]?.body?.code], [status, code], error);
}

describe("slow bodies", () => {
  test("one that stops", async () => {
    const began = Date.now();
    await assertRefused([head("content-length: 1000"), "{\"events\":"], 408, "body_too_slow");
    assert.ok(Date.now() - began >= BODY_TIME_MS - 50);
  });

  test("one that comes byte by byte, its length announced or not", async () => {
    const drip = (one) => Array.from({ length: 40 }, () => [one, 100]).flat();
    await assertRefused([head("content-length: 1000"), ...drip(" ")], 408, "body_too_slow");
    await assertRefused([head("transfer-encoding: chunked"), ...drip(chunk(" "))], 408, "body_too_slow");
  });

  test("one without an end", async () => {
    await assertRefused([head("transfer-encoding: chunked"), chunk(good())], 408, "body_too_slow");
  });

  test("one that never begins", async () => {
    await assertRefused([head("content-length: 10")], 408, "body_too_slow");
  });
});

describe("huge bodies", () => {
  for (const [name, bytes] of [["one byte too many", MIB + 1], ["5 MiB", 5 * MIB], ["16 MiB", 16 * MIB - 4096]]) {
    test(`${name}: the answer arrives, every time`, async () => {
      for (let n = 0; n < 5; n++) {
        await assertRefused([head(`content-length: ${bytes}`), blanks(bytes)], 413, "body_too_large");
        await assertRefused([head("transfer-encoding: chunked"), chunk(blanks(bytes)), "0\r\n\r\n"], 413, "body_too_large");
        const fetched = await api.request("POST", BATCH, { key: api.keys.write, body: blanks(bytes) });
        assertProblem(fetched, { status: 413, code: "body_too_large" });
      }
    });
  }

  test("one that is announced and does not come", async () => {
    await assertRefused([head("content-length: 999999999999")], 413, "body_too_large");
  });

  test("chunks without end", async () => {
    await assertRefused([head("transfer-encoding: chunked"), ...Array.from({ length: 24 }, () => chunk(blanks(MIB / 16)))], 413, "body_too_large");
  });

  const unwanted = [
    ["POST", "/api/nothing", 404, "not_found"],
    ["PUT", BATCH, 405, "method_not_allowed"],
    ["POST", "/api/events/import", 401, "missing_key"],
    ["POST", "/api/rollups/fold", 401, "missing_key"],
  ];
  for (const [method, path, status, code] of unwanted) {
    test(`5 MiB that nobody wanted: ${method} ${path}`, async () => {
      for (let n = 0; n < 5; n++) assertProblem(await api.request(method, path, { body: blanks(5 * MIB) }), { status, code });
    });
  }

  test("settings are smaller", async () => {
    for (const [path, bytes] of [["/api/config", 64 * 1024 + 1], ["/api/plan", MIB + 1]]) {
      const answer = await api.request("PUT", path, { key: api.keys.admin, body: blanks(bytes) });
      assertProblem(answer, { status: 413, code: "body_too_large" });
    }
  });
});

describe("lengths that lie", () => {
  test("more was sent than announced: the rest is no request", async () => {
    const { answers } = await exchange([head("content-length: 10"), blanks(1000)], { answers: 2 });
    assert.deepEqual([answers[0].status, answers[0].body.code], [400, "invalid_json"]);
    assert.ok(answers.slice(1).every(({ status }) => status === 400));
  });

  test("less was sent than announced, and then nothing more will come", async () => {
    const { answers } = await exchange([head("content-length: 1000"), good()], { end: true });
    assert.ok(answers.every(({ status }) => status >= 400), JSON.stringify(answers));
  });

  test("the connection breaks in the middle", async () => {
    for (const headers of [["content-length: 1000"], ["transfer-encoding: chunked"]]) {
      for (let n = 0; n < 10; n++) {
        const socket = connect(api.port, "127.0.0.1");
        await once(socket, "connect");
        socket.write(head(...headers) + (headers[0].startsWith("t") ? chunk(good()) : good()));
        await sleep(n);
        socket.resetAndDestroy();
      }
    }
  });

  const malformed = [
    ["two lengths", ["content-length: 10", "content-length: 11"], blanks(11)],
    ["a length below zero", ["content-length: -1"], ""],
    ["a length that is no number", ["content-length: many"], blanks(11)],
    ["a length beyond all numbers", ["content-length: 99999999999999999999999"], blanks(11)],
    ["a chunk's length that is none", ["transfer-encoding: chunked"], "zz\r\nabc\r\n0\r\n\r\n"],
    ["a chunk longer than it says", ["transfer-encoding: chunked"], "2\r\nabcdef\r\n0\r\n\r\n"],
    ["an unknown transfer coding", ["transfer-encoding: gzip"], blanks(11)],
  ];
  for (const [name, headers, body] of malformed) {
    test(`${name}: never a success`, async () => {
      const { answers } = await exchange([head(...headers), body]);
      assert.ok(answers.every(({ status }) => status >= 400 && status < 502), JSON.stringify(answers));
    });
  }

  test("a length and chunks: the chunks count, as they must", async () => {
    const next = "GET /api/nothing HTTP/1.1\r\nhost: localhost\r\n\r\n";
    const { answers } = await exchange([head("content-length: 500", "transfer-encoding: chunked"), chunk("{}"), "0\r\n\r\n", next], { answers: 2 });
    assert.deepEqual(answers.map(({ status }) => status), [400, 404]);
  });
});

describe("packed bodies", () => {
  const announced = { "content-encoding": "gzip" };
  /** A gzip stream of a header and what else there is to be. */
  const stream = (...parts) => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), ...parts]);
  const named = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(MIB - 10, "n")]);
  const cases = [
    ["plain, announced as packed", good(), 400, "invalid_gzip", announced],
    ["packed twice", gzipSync(gzipSync(good())), 400, "invalid_json"],
    ["packed twice, and announced so", gzipSync(gzipSync(good())), 415, "unsupported_encoding", { "content-encoding": "gzip, gzip" }],
    ["announced in two headers", gzipSync(good()), 415, "unsupported_encoding", [["content-encoding", "gzip"], ["content-encoding", "gzip"]]],
    ["two streams behind each other", Buffer.concat([gzipSync("{\"events\":"), gzipSync("[]}")]), 400, "invalid_gzip"],
    ["nothing but the first bytes", Buffer.from([0x1f, 0x8b]), 400, "invalid_gzip"],
    ["nothing but a header", stream(), 400, "invalid_gzip"],
    ["a header without end", named, 400, "invalid_gzip"],
    ["a megabyte of empty blocks", stream(Buffer.alloc(MIB - 16, Buffer.from([0, 0, 0, 0xff, 0xff]))), 400, "invalid_gzip"],
    ["an unknown method", Buffer.from([0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 3, 1]), 400, "invalid_gzip"],
    ["zeros without end", gzipSync(Buffer.alloc(256 * MIB)), 413, "body_too_large"],
    ["a bomb in a bomb", gzipSync(gzipSync(Buffer.alloc(64 * MIB))), 400, "invalid_json"],
    ["deflate", good(), 415, "unsupported_encoding", { "content-encoding": "deflate" }],
  ];
  for (const [name, body, status, code, headers = {}] of cases) {
    test(name, async () => {
      const init = { method: "POST", body, headers: [...(Array.isArray(headers) ? headers : Object.entries(headers)), ["authorization", `Bearer ${api.keys.write}`]] };
      const response = await fetch(api.url + BATCH, init);
      assert.deepEqual([response.status, (await response.json()).code], [status, code]);
    });
  }
});

describe("JSON", () => {
  const nested = (depth) => "[".repeat(depth) + "]".repeat(depth);
  const cases = [
    ["a megabyte of brackets", "[".repeat(MIB), 400, "invalid_json"],
    ["half a million levels", nested(MIB / 2), 400, "invalid_batch"],
    ["two hundred thousand members", `{${"\"\":1,".repeat(200_000)}"a":1}`, 400, "invalid_batch"],
    ["half a million events", `{"events":[${"1,".repeat(500_000)}1]}`, 413, "too_many_events"],
    ["a number of a megabyte", `{"sealed_at":${"9".repeat(MIB - 30)},"events":[]}`, 400, "invalid_batch"],
    ["half a surrogate pair", '{"batch_id":"\\ud800","events":[]}', 400, "invalid_batch"],
    ["NUL", '{"batch_id":"\0","events":[]}', 400, "invalid_json"],
    ["NUL, escaped", '{"batch_id":"\\u0000","events":[]}', 400, "invalid_batch"],
    ["bytes that are no UTF-8", Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]), 400, "invalid_json"],
    ["a doubled name", '{"events":[{"type":"x"}],"events":[]}', 400, "empty_batch"],
  ];
  for (const [name, body, status, code] of cases) {
    test(name, async () => {
      const began = Date.now();
      assertProblem(await api.request("POST", BATCH, { key: api.keys.write, body }), { status, code });
      assert.ok(Date.now() - began < 5_000, "it took too long");
    });
  }

  test("settings too deep to be any", async () => {
    for (const path of ["/api/config", "/api/plan"]) {
      const answer = await api.request("PUT", path, { key: api.keys.admin, body: `{"a":${nested(1_000)}}` });
      assert.ok([400, 422].includes(answer.status), answer.text);
    }
  });
});

describe("addresses", () => {
  const ask = (query) => api.request("GET", `/api/events?${query}`, { key: api.keys.read });

  test("8 KiB are enough, and no byte more is", async () => {
    const room = 8 * 1024 - `${api.url}/api/events?`.length;
    assertProblem(await ask("x".repeat(room)), { status: 400, code: "invalid_parameter" });
    assertProblem(await ask("x".repeat(room + 1)), { status: 414, code: "address_too_long" });
    assertProblem(await api.request("GET", `/api/${"x".repeat(9_000)}`), { status: 414, code: "address_too_long" });
    assertProblem(await ask("x".repeat(60_000)), { status: 414, code: "address_too_long" });
  });

  test("200 parameters are enough, and no more are", async () => {
    const parameters = (count) => Array.from({ length: count }, () => "a").join("&");
    assertProblem(await ask(parameters(200)), { status: 400, code: "invalid_parameter" });
    assertProblem(await ask(parameters(201)), { status: 400, code: "too_many_parameters" });
  });
});

describe("several requests in one go", () => {
  const get = (path) => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`;
  const statuses = ({ answers }) => answers.map(({ status }) => status);

  test("each has its answer, in order", async () => {
    const parts = [get("/api/health"), head("content-length: 1"), "[", get("/api/nothing"), get("/api/events"), get("/api/health")];
    assert.deepEqual(statuses(await exchange([parts.join("")], { answers: 5 })), [200, 400, 404, 401, 200]);
  });

  test("behind a body that is too large as well", async () => {
    const large = Buffer.concat([Buffer.from(head(`content-length: ${2 * MIB}`)), blanks(2 * MIB)]);
    assert.deepEqual(statuses(await exchange([large, get("/api/health")], { answers: 2 })), [413, 200]);
  });

  test("a hundred at once", async () => {
    assert.deepEqual(statuses(await exchange([get("/api/nothing").repeat(100)], { answers: 100 })), Array(100).fill(404));
  });
});
