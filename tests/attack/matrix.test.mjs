// Every operation with every kind of key, in every place where a key may be looked for: exact status, exact code, and nothing done that
// was refused.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { newKey } from "../support/keys.mjs";
import { all, attempt } from "./attempt.mjs";
import { methodsOf, operations } from "./operations.mjs";
import { addressOf, rows } from "./rows.mjs";
import { KINDS, startWorld } from "./world.mjs";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const NOBODY = [401, "missing_key"];
const NO_KEY = [401, "unknown_key"];
const WRONG = [403, "wrong_key_kind"];
const bearer = (text) => ({ authorization: `Bearer ${text}` });
const shouted = (key) => key.replace(/[a-z]{4}$|[A-Z]{4}$/, "0000").toUpperCase();

/** How a request may look that brings no key, or none that is good, given the keys of who sends it. */
const refused = [
  ["no key", () => ({}), NOBODY],
  ["an empty key", () => ({ headers: { "x-trailmark-key": "" } }), NO_KEY],
  ["no more than the scheme", () => ({ headers: { authorization: "Bearer" } }), NOBODY],
  ["Basic", (key) => ({ headers: { authorization: `Basic ${Buffer.from(`key:${key}`).toString("base64")}` } }), NOBODY],
  ["a scheme of its own", (key) => ({ headers: { authorization: `Key ${key}` } }), NOBODY],
  ["the bare key", (key) => ({ headers: { authorization: key } }), NOBODY],
  ["a cookie", (key) => ({ headers: { cookie: `key=${key}; authorization=${key}; x-trailmark-key=${key}` } }), NOBODY],
  ["other headers", (key) => ({ headers: { "x-api-key": key, "proxy-authorization": `Bearer ${key}`, "x-forwarded-authorization": `Bearer ${key}`, "x-original-authorization": `Bearer ${key}` } }), NOBODY],
  ["two keys in one header", (key) => ({ headers: bearer(`${key}, ${key}`) }), NO_KEY],
  ["the scheme twice", (key) => ({ headers: bearer(`Bearer ${key}`) }), NO_KEY],
  ["a bad key before a good one", (key) => ({ headers: { ...bearer(newKey("admin")), "x-trailmark-key": key } }), NO_KEY],
  ["a key in capitals", (key) => ({ headers: bearer(shouted(key)) }), NO_KEY],
  ["a key that is cut", (key) => ({ headers: bearer(key.slice(0, -1)) }), NO_KEY],
  ["a key with more behind it", (key) => ({ headers: bearer(`${key}0`) }), NO_KEY],
  ["a key in quotes", (key) => ({ headers: bearer(`"${key}"`) }), NO_KEY],
  ["SQL for a key", () => ({ headers: bearer("' OR 1=1 --") }), NO_KEY],
  ["wildcards for a key", () => ({ headers: bearer("tm_admin_%") }), NO_KEY],
  ["a hash for a key", (key, { known }) => ({ headers: bearer(known.key) }), NO_KEY],
  ["a very long key", () => ({ headers: bearer(`tm_admin_${"x".repeat(5_000)}`) }), NO_KEY],
  ...KINDS.flatMap((kind) => [
    [`an unknown ${kind} key`, () => ({ key: newKey(kind) }), NO_KEY],
    [`a ${kind} key that was revoked`, (_, { over }) => ({ key: over[kind].revoked }), NO_KEY],
    [`a ${kind} key that has expired`, (_, { over }) => ({ key: over[kind].expired }), NO_KEY],
  ]),
  ...KINDS.flatMap((is) => KINDS.filter((claimed) => claimed !== is).map((claimed) => [`a ${is} key that says ${claimed}`, (_, { keys }) => ({ key: keys[is].replace(is, claimed) }), NO_KEY])),
];

test("every operation has its row, and every row its operation", () => {
  assert.deepEqual(Object.keys(rows).sort(), operations.map(({ id }) => id).sort(), "rows.mjs says who may do what");
  for (const { id, keys } of operations) assert.deepEqual([...(keys ?? [])].sort(), [...(rows[id].may ?? [])].sort(), `${id}: the document says otherwise`);
});

for (const operation of operations.filter(({ id }) => rows[id])) {
  const row = rows[operation.id];
  const { method } = operation;
  const methods = method === "GET" ? ["GET", "HEAD"] : [method];
  const sent = (method, known = world.a.known, query) => ({ method, address: addressOf(operation, known, query), body: row.body });
  const good = [row.status ?? 200, undefined];
  const answerTo = (kind) => (!row.may || row.may.includes(kind) ? good : WRONG);

  describe(`${method} ${operation.path}`, () => {
    test("nobody who brings no good key", async (t) => {
      const before = await world.print();
      const cases = refused.flatMap(([name, present, expected]) => methods.map((method) => [name, method, present, row.may ? expected : good]));
      const key = world.a.keys[row.may?.[0] ?? "admin"];
      await all(t, cases, ([, method, present, expected]) => attempt(world, { ...sent(method), ...present(key, world.a) }, expected));
      assert.deepEqual(await world.print(), before, "something was changed");
    });

    test("no key of a wrong kind", async (t) => {
      const before = await world.print();
      const wrong = KINDS.filter((kind) => row.may && !row.may.includes(kind));
      const ways = [(key) => ({ key }), (key) => ({ headers: { "x-trailmark-key": key } }), (key) => ({ headers: { authorization: `bEARER ${key}` } })];
      const cases = wrong.flatMap((kind) => methods.flatMap((method) => ways.flatMap((way) => [world.a, world.b].map(({ keys }) => [method, way(keys[kind])]))));
      await all(t, cases, ([method, key]) => attempt(world, { ...sent(method), ...key }, WRONG));
      assert.deepEqual(await world.print(), before, "something was changed");
    });

    test("no key in the address or in the body, but where it may travel there", async (t) => {
      const cases = KINDS.flatMap((kind) => ["key", "write_key", "token", "access_token"].map((name) => [kind, name]));
      await all(t, cases, async ([kind, name]) => {
        const key = world.a.keys[kind];
        const query = [row.query, `${name}=${key}`].filter(Boolean).join("&");
        const travels = row.mayTravel === "query" && name === "key";
        const nowhere = row.noParameters ? [400, "invalid_parameter", name] : !row.may ? good : row.mayTravel === "query" ? [400, "invalid_parameter", name] : NOBODY;
        await attempt(world, sent(method, undefined, query), travels && kind === "write" ? good : nowhere);
        if (!row.body?.startsWith("{")) return;
        const body = row.body.replace("{", `{"${name}":"${key}",`).replace(",}", "}");
        if (row.mayTravel === "body" && name === "write_key") await attempt(world, { ...sent(method), body }, answerTo(kind));
        else if (row.mayTravel !== "body") await attempt(world, { ...sent(method), body }, NOBODY);
      });
    });

    for (const kind of KINDS.filter((kind) => answerTo(kind) === good)) {
      test(`a ${kind} key opens its own project and no other`, async (t) => {
        const { a, b } = world;
        const before = await world.print(a.id);
        const known = (project) => (row.once ? project.another() : project.known);
        await all(t, methods, async (method) => {
          await attempt(world, { ...sent(method), key: b.keys[kind] }, row.foreign ?? good);
          await attempt(world, { ...sent(method, await known(b)), key: b.keys[kind] }, good);
        });
        assert.deepEqual(await world.print(a.id), before, "another project was changed");
        await all(t, methods, async (method) => {
          await attempt(world, { ...sent(method, await known(a)), key: a.keys[kind] }, good);
          await attempt(world, { ...sent(method, await known(a)), headers: { "x-trailmark-key": a.keys[kind] } }, good);
          await attempt(world, { ...sent(method, b.known), key: a.keys[kind] }, row.foreign ?? good);
        });
      });
    }
  });
}

test("a method that a path does not take is refused before any key is looked at, whatever a header says of it", async (t) => {
  const before = await world.print();
  const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PROPFIND", "PURGE"];
  const cases = [...methodsOf].flatMap(([path, taken]) => methods.filter((method) => !taken.includes(method)).map((method) => [method, path, taken]));
  const override = { "x-http-method-override": "GET", "x-http-method": "GET", "x-method-override": "GET" };
  await all(t, cases, async ([method, path, taken]) => {
    for (const headers of [{}, override]) {
      const answer = await attempt(world, { method, address: path.replace("{id}", "x"), key: world.a.keys.admin, headers }, [405, "method_not_allowed"]);
      assert.deepEqual(answer.headers.get("allow").split(", ").sort(), [...taken].sort());
    }
  });
  assert.deepEqual(await world.print(), before);
});

test("a header does not make a question a deletion", async (t) => {
  const questions = operations.filter(({ method, path, parameters }) => method === "GET" && methodsOf.get(path).includes("DELETE") && parameters.some(({ name }) => name === "range"));
  const before = await world.print();
  await all(t, questions, async (operation) => {
    const headers = { "x-http-method-override": "DELETE", "x-http-method": "DELETE", "x-method-override": "DELETE" };
    await attempt(world, { method: "GET", address: `${addressOf(operation, world.a.known)}?range=all&_method=DELETE`, key: world.a.keys.admin, headers }, [400, "invalid_parameter", "_method"]);
    await attempt(world, { method: "GET", address: `${addressOf(operation, world.a.known)}?range=all`, key: world.a.keys.admin, headers }, [200]);
  });
  assert.deepEqual(await world.print(), before);
});
