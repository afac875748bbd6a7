// Bodies that are none, for every operation that takes one: exact status and code, and nothing of them is kept. Those that hurt by their
// size or by how slowly they come are in tests/http/limits.test.mjs.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { all, attempt } from "./attempt.mjs";
import { operations } from "./operations.mjs";
import { addressOf, rows } from "./rows.mjs";
import { startWorld } from "./world.mjs";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const MIB = 1024 * 1024;
const nested = (depth) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const utf16 = Buffer.from("\ufeff{}", "utf16le");

/** What is not JSON. */
const NOT_JSON = [["broken off", "{"], ["a word", "hello"], ["HTML", "<script>alert(1)</script>"], ["a form", "a=1&b=2"], ["XML", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]><x>&e;</x>'], ["JavaScript", "{a:1}"], ["single quotes", "{'a':1}"], ["a comma too many", '{"a":1,}'], ["two of them", "{}{}"], ["a comment", "{}//"], ["NaN", '{"a":NaN}'], ["NUL", "{}\0"], ["bytes that are no UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])], ["UTF-16", utf16], ["brackets without end", "[".repeat(5_000)], ["multipart", '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n{}\r\n--x--']];
/** JSON, and not what is wanted. */
const NOT_WANTED = [["null", "null"], ["a number", "7"], ["a text", '"{}"'], ["true", "true"], ["a list", "[]"], ["a list of it", "[{}]"], ["a member that there is not", '{"no_such":1}'], ["__proto__", '{"__proto__":{"enabled":false}}'], ["constructor", '{"constructor":{"prototype":{"a":1}}}'], ["another project", '{"project_id":2}'], ["nested deeply", nested(100)], ["an operator", '{"$where":"1"}']];
/** What does not arrive as it is announced. */
const CODED = [
  ["deflate", "{}", { "content-encoding": "deflate" }, [415, "unsupported_encoding"]],
  ["Brotli", "{}", { "content-encoding": "br" }, [415, "unsupported_encoding"]],
  ["gzip twice", gzipSync(gzipSync("{}")), { "content-encoding": "gzip, gzip" }, [415, "unsupported_encoding"]],
  ["plain for gzip", "{}", { "content-encoding": "gzip" }, [400, "invalid_gzip"]],
  ["half of a gzip", gzipSync("{}".repeat(50)).subarray(0, 15), { "content-encoding": "gzip" }, [400, "invalid_gzip"]],
  ["a bomb", gzipSync(Buffer.alloc(64 * MIB)), { "content-encoding": "gzip" }, [413, "body_too_large"]],
  ["a bomb that is not announced", gzipSync(Buffer.alloc(64 * MIB)), {}, [413, "body_too_large"]],
  ["too much", " ".repeat(MIB + 1), {}, [413, "body_too_large"]],
];
/** How each operation calls what it cannot use. An import judges each of its lines; a single event that is an object is rejected, and kept. */
const REFUSALS = { logEvent: [400, "invalid_batch"], logBatch: [400, "invalid_batch"], putPlan: [422, "invalid_plan"], putConfig: [422, "invalid_config"], makeKey: [422, "invalid_key"], changeKey: [422, "invalid_key"], rotateKey: [422, "invalid_key"] };

for (const operation of operations.filter(({ id }) => rows[id]?.body)) {
  const { id, method } = operation;
  const send = (body, headers, expected) =>
    attempt(world, { method, address: addressOf(operation, world.a.known), key: world.a.keys[rows[id].may.at(-1)], body, headers }, expected);

  describe(`${method} ${operation.path}`, () => {
    test("what is not JSON, or not what is wanted", async (t) => {
      const before = await world.print();
      const cases = [...NOT_JSON.map((one) => [...one, [400, "invalid_json"]]), ...NOT_WANTED.map((one) => [...one, REFUSALS[id]])];
      await all(t, cases, async ([, body, expected]) => {
        if (id === "logEvent" && expected === REFUSALS.logEvent && `${body}`.startsWith("{")) return void (await send(body, {}, [422, "missing_field", "type"]));
        if (id !== "importEvents") return void (await send(body, {}, expected));
        const answer = await send(body, {}, [200]);
        assert.deepEqual([answer.body.accepted, answer.body.rejected], [0, answer.body.lines]);
      });
      const after = await world.print();
      if (id === "logEvent") assert.notEqual(after.rejected, before.rejected);
      assert.deepEqual({ ...after, rejected: "" }, { ...before, rejected: "" }, "something was kept");
    });

    test("what is not what it says to be", async (t) => {
      const before = await world.print();
      await all(t, CODED, ([, body, headers, expected]) => send(body, headers, expected));
      assert.deepEqual(await world.print(), before, "something was kept");
    });

    test("a type of content makes it nothing else", async (t) => {
      const types = ["text/html", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", "application/json; charset=utf-16", "text/plain", "../x"];
      await all(t, types, (type) => send("{", { "content-type": type }, id === "importEvents" ? [200] : [400, "invalid_json"]));
    });
  });
}

test("operations without a body look at none", async (t) => {
  const without = operations.filter(({ id, method }) => rows[id]?.may && !rows[id].body && method !== "GET" && !rows[id].once);
  await all(t, without, async (operation) => {
    for (const body of ["{", '{"range":"all"}', " ".repeat(2 * MIB)]) {
      await attempt(world, { method: operation.method, address: addressOf(operation, world.a.known), key: world.a.keys.admin, body }, [200]);
    }
  });
});
