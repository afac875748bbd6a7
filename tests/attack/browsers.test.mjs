// What other sites' pages, caches and embedders get of every operation: exact headers, whatever origin is said.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { newKey } from "../support/keys.mjs";
import { all, attempt } from "./attempt.mjs";
import { methodsOf, operations } from "./operations.mjs";
import { addressOf, rows } from "./rows.mjs";
import { startWorld } from "./world.mjs";

const OWN = "https://shop.example";
/** What is not `OWN`, however it looks. */
const OTHERS = ["https://shop.example.evil.example", "https://evilshop.example", "http://shop.example", "https://shop.example:443", "https://shop.example:8443", "https://sub.shop.example", "https://SHOP.example", "https://shop.example/", "https://shop.example.", "https://shop.exampl", "https://shop.example%60.evil.example", "https://shop_example", "null", "file://", "chrome-extension://shop.example", "https://xn--shp-0na.example"];
/** What no browser says; it is repeated to nobody. */
const NONSENSE = ["*", "https://a.example, https://shop.example", "https://shop.example evil", "https://user@shop.example", "shop.example", `https://${"a".repeat(400)}.example`, "https://", "https://shop.example#x", "undefined"];
const ALWAYS = { "content-security-policy": "default-src 'none'; frame-ancestors 'none'", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "strict-transport-security": "max-age=31536000" };
const WRITES = ["logEvent", "logBatch", "importEvents"];

let world;
const bound = {};
before(async () => {
  world = await startWorld();
  for (const kind of ["write", "server", "read", "admin"]) bound[kind] = await world.makeKey(kind, { origins: [OWN] });
});
after(() => world?.stop());

const reader = ({ headers }) => headers.get("access-control-allow-origin");
const COOKIES = ["logIn", "logOut"];
const assertMarks = ({ headers }, id) => {
  for (const [name, value] of Object.entries(ALWAYS)) assert.equal(headers.get(name), value, name);
  assert.match(headers.get("vary"), /\borigin\b/i);
  assert.equal(headers.get("cache-control"), WRITES.includes(id) ? null : "no-store");
  assert.equal(headers.get("cross-origin-resource-policy"), WRITES.includes(id) ? "cross-origin" : "same-origin");
  for (const name of ["etag", "last-modified", "server", "x-powered-by", "age"]) assert.equal(headers.get(name), null, name);
  if (!COOKIES.includes(id)) assert.equal(headers.get("set-cookie"), null);
};

for (const operation of operations.filter(({ id }) => rows[id] && !rows[id].sameOrigin)) {
  const row = rows[operation.id];
  const { method } = operation;
  const send = async (more, expected) => {
    const known = row.once ? await world.a.another() : world.a.known;
    return attempt(world, { method, address: addressOf(operation, known), body: row.body, ...more }, expected);
  };
  const good = [row.status ?? 200];

  describe(`${method} ${operation.path}`, () => {
    test("pages of other origins", async (t) => {
      const kind = row.may?.[0];
      const cases = [[OWN, good, OWN], ...OTHERS.map((origin) => [origin, kind ? [403, "origin_not_allowed"] : good, kind ? null : origin])];
      await all(t, cases, async ([origin, expected, named]) => {
        const answer = await send({ key: kind && bound[kind], headers: { origin } }, expected);
        if (kind || !["https://shop.example/", "file://", "https://shop.example%60.evil.example", "https://shop_example"].includes(origin)) assert.equal(reader(answer), named, origin);
        assertMarks(answer, operation.id);
      });
      await all(t, NONSENSE, async (origin) => {
        const answer = await send({ key: kind && world.a.keys[kind], headers: { origin } }, good);
        assert.equal(reader(answer), null, origin);
      });
    });

    test("caches", async (t) => {
      const conditions = [{}, { "if-none-match": "*" }, { "if-modified-since": new Date().toUTCString() }, { "cache-control": "only-if-cached" }, { range: "bytes=0-1" }, { accept: "text/html" }, { "accept-encoding": "gzip" }];
      const kind = row.may?.[0];
      await all(t, conditions, async (headers) => assertMarks(await send({ key: kind && world.a.keys[kind], headers }, good), operation.id));
      if (!kind) return;
      assertMarks(await send({}, [401, "missing_key"]), operation.id);
      assertMarks(await send({ key: newKey(kind) }, [401, "unknown_key"]), operation.id);
    });
  });
}

test("a preflight names the path's methods, our headers and no credentials, for whoever asks", async (t) => {
  const cases = [...methodsOf].flatMap(([path, methods]) => [OWN, ...OTHERS.slice(0, 3), "null"].map((origin) => [path, methods, origin]));
  await all(t, cases, async ([path, methods, origin]) => {
    const headers = { origin, "access-control-request-method": "DELETE", "access-control-request-headers": "authorization, cookie, x-evil", "access-control-request-private-network": "true" };
    const answer = await world.request("OPTIONS", path.replace("{id}", "x"), { headers });
    const said = (name) => answer.headers.get(`access-control-allow-${name}`);
    assert.deepEqual([answer.status, answer.text, reader(answer)], [204, "", origin], path);
    assert.deepEqual(said("methods").split(", ").toSorted(), methods.filter((method) => !["HEAD", "OPTIONS"].includes(method)).toSorted());
    assert.equal(said("headers"), "authorization, x-trailmark-key, content-type, content-encoding");
    assert.deepEqual([said("credentials"), said("private-network")], [null, null]);
  });
});
