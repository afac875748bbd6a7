// The shape of requests: paths that mean another, hosts that are not ours, two requests that look like one, methods and versions that there
// are not. What the platform refuses by itself may have its own text, but never a success, and never what lies behind a key.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { exchange } from "../support/raw-http.mjs";
import { all, attempt } from "./attempt.mjs";
import { startWorld } from "./world.mjs";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const BATCH = JSON.stringify({ events: [{ id: "smuggled", type: "smuggled", occurred_at: 1_771_405_200_000 }] });
const request = (method, target, headers = [], body = "") => `${[`${method} ${target} HTTP/1.1`, "host: localhost", ...headers, ...(body ? [`content-length: ${Buffer.byteLength(body)}`] : [])].join("\r\n")}\r\n\r\n${body}`;
const bearer = (kind) => `authorization: Bearer ${world.a.keys[kind]}`;
const ask = async (text, answers = 1) => (await exchange(world.port, [text], { answers })).answers;
const told = (answers) => JSON.stringify(answers);

describe("paths", () => {
  const elsewhere = ["//api/events", "/api//events", "/api/events/", "/api/events//", "/api/events;x=1", "/API/events", "/api/Events", "/api%2Fevents", "/api/events%2F", "/api/events%00", "/api/events%20", "/api/events.json", "/api/%65vents", "/api/events/..;/keys", "/api/events/%2e%2e%2fkeys", "/v1/api/events", "/api", "/api/", "/metrics/", "/metrics%2f", "/api/events/export/", "/api/analytics", "/api/keys/x/", "/api/users/", "/api/users/x/y/z", "/api/events/a/b/c", "/api/events/session/", "/api/__proto__", "/api/constructor"];
  test("another path is no path, whoever asks", async (t) => {
    await all(t, elsewhere, async (path) => {
      const [{ status, body, head }] = await ask(request("GET", path, [bearer("admin")]));
      assert.equal(status, 404, `${path}: ${head}`);
      assert.ok(body === undefined || body.code === "not_found", `${path}: ${told(body)}`);
    });
  });

  const same = ["/api/../api/events", "/./api/events", "/api/./events", "/x/../api/events", "/api/plan/../events", "/%2e%2e/api/events", "/api/%2e/events", "/api\\events"];
  test("a path that leads to another is that one, with its keys", async (t) => {
    await all(t, same, async (path) => {
      const [none] = await ask(request("GET", path));
      assert.deepEqual([none.status, none.body?.code], [401, "missing_key"], path);
      const [wrong] = await ask(request("GET", path, [bearer("write")]));
      assert.deepEqual([wrong.status, wrong.body?.code], [403, "wrong_key_kind"], path);
    });
  });

  test("a page's path is never an answer of the API, and no file lies beside the pages", async (t) => {
    const paths = ["/..%2f..%2fwrangler.toml", "/../wrangler.toml", "/.git/config", "/.env", "/keys.json", "/_headers", "/_worker.js", "/dashboard/../keys.json", "/%2e%2e/keys.json", "/server.json", "/migrations/0001_initial.sql", "/index_bg.wasm"];
    await all(t, paths, async (path) => {
      const [{ status, body }] = await ask(request("GET", path));
      assert.ok(status === 404 || status === 307 || status === 400, `${path}: ${status}`);
      assert.ok(!told(body ?? "").includes("tm_"));
    });
  });
});

describe("hosts and targets", () => {
  test("a host, or a header that names one, opens nothing", async (t) => {
    const lines = ["x-forwarded-host: localhost", "x-original-url: /api/health", "x-rewrite-url: /api/health", "x-forwarded-prefix: /api/health", "x-forwarded-for: 127.0.0.1", "forwarded: for=127.0.0.1;host=localhost", "x-real-ip: 127.0.0.1", "cf-worker: localhost", "cf-access-authenticated-user-email: a@example.org", "x-middleware-subrequest: 1", "cf-connecting-ip: 127.0.0.1"];
    await all(t, lines, async (line) => {
      const [{ status, body }] = await ask(request("GET", "/api/events", [line]));
      assert.deepEqual([status, body.code], [401, "missing_key"], line);
    });
  });

  test("other hosts", async (t) => {
    await all(t, ["evil.example", "127.0.0.1:1", "localhost:80", "[::1]", ""], async (host) => {
      const [{ status, head } = {}] = await ask(request("GET", "/api/events").replace("host: localhost", `host: ${host}`));
      assert.ok([400, 401].includes(status), `${host}: ${status}`);
      assert.ok(host === "" || !head.includes(host), head);
    });
  });

  test("a target with a host in it", async (t) => {
    await all(t, ["http://evil.example/api/events", "http://localhost/api/events", "https://localhost:1/api/events", "*", "localhost:80", "api/events", ""], async (target) => {
      const [{ status } = {}] = await ask(request("GET", target));
      assert.ok(status === undefined || status >= 400, `${target}: ${status}`);
    });
  });
});

describe("two requests that look like one", () => {
  const inner = () => request("POST", "/api/events/log/batch", [bearer("write")], BATCH);
  const shapes = [
    ["a length and chunks", ["content-length: 4", "transfer-encoding: chunked"], "0\r\n\r\n"],
    ["chunks and a length", ["transfer-encoding: chunked", "content-length: 4"], "0\r\n\r\n"],
    ["chunks, with a blank before the colon", ["content-length: 5", "transfer-encoding : chunked"], "0\r\n\r\n"],
    ["chunks, twice", ["transfer-encoding: chunked", "transfer-encoding: identity"], "0\r\n\r\n"],
    ["xchunked", ["content-length: 5", "transfer-encoding: xchunked"], "0\r\n\r\n"],
    ["chunked, in a folded line", ["content-length: 5", "transfer-encoding:\r\n chunked"], "0\r\n\r\n"],
    ["chunked, behind a tab", ["content-length: 5", "transfer-encoding:\tchunked"], "0\r\n\r\n"],
    ["two lengths", ["content-length: 0", "content-length: 5"], "0\r\n\r\n"],
    ["two lengths in one header", ["content-length: 0, 5"], "0\r\n\r\n"],
    ["a length with a sign", ["content-length: +5"], "0\r\n\r\n"],
    ["a length in hex", ["content-length: 0x5"], "0\r\n\r\n"],
    ["a chunk's length with more behind it", ["transfer-encoding: chunked"], "0;x=\ny\r\n\r\n"],
    ["a chunk's length with a sign", ["transfer-encoding: chunked"], "+0\r\n\r\n"],
    ["a chunk of 2^64 bytes", ["transfer-encoding: chunked"], "10000000000000000\r\n\r\n"],
    ["lines that end in LF alone", ["content-length: 5\nx: y"], "0\r\n\r\n"],
    ["a NUL in a header", ["x: a\0b"], ""],
    ["a CR in a header", ["x: a\rx-y: b"], ""],
  ];
  test("none brings an answer to somebody else's question", async (t) => {
    await all(t, shapes, async ([name, headers, body]) => {
      // Who is first has no key. What follows is a request of its own, or none; never does one take the other's key.
      const first = `${["POST /api/events/log/batch HTTP/1.1", "host: localhost", ...headers].join("\r\n")}\r\n\r\n${body}`;
      const answers = await ask(first, 1);
      assert.ok(answers.every(({ status }) => status >= 400 && status < 502), `${name}: ${told(answers)}`);
      const both = await ask(first + inner(), 2);
      assert.ok(both.length <= 2 && (both[0]?.status ?? 400) >= 400, `${name}: ${told(both)}`);
    });
  });

  test("a request in a body is a body", async () => {
    const before = await world.print();
    const text = request("POST", "/api/events/log/batch", [], request("DELETE", "/api/events?range=all", [bearer("admin")]));
    const answers = await ask(text, 2);
    assert.deepEqual(answers.map(({ status, body }) => [status, body.code]), [[400, "invalid_json"]]);
    assert.deepEqual(await world.print(), before);
  });

  test("methods and versions that there are not", async (t) => {
    const lines = ["TRACE /api/events HTTP/1.1", "CONNECT localhost:80 HTTP/1.1", "get /api/events HTTP/1.1", "BREW /api/events HTTP/1.1", "GET /api/events HTTP/9.9", "GET /api/events", "GET  /api/events HTTP/1.1", "GET\t/api/events\tHTTP/1.1", "PRI * HTTP/2.0"];
    await all(t, lines, async (line) => {
      const [answer] = await ask(`${line}\r\nhost: localhost\r\n\r\n`);
      assert.ok(answer === undefined || answer.status >= 400, `${line}: ${answer?.status}`);
      assert.ok(!/x-reflected|message\/http/i.test(answer?.head ?? ""));
    });
  });
});

test("what has no body may not bring one that matters", async (t) => {
  const before = await world.print();
  await all(t, ["/api/events", "/api/plan", "/api/config"], async (address) => {
    const [{ status }] = await ask(request("GET", address, [bearer("read")], '{"key":"x","range":"all","type":"nothing"}'));
    assert.equal(status, 200);
    await attempt(world, { method: "DELETE", address: "/api/events", key: world.a.keys.admin, body: '{"range":"all"}' }, [400, "invalid_parameter", "range"]);
  });
  assert.deepEqual(await world.print(), before);
});
