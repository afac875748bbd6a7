// Injection through every parameter of every operation, and through the ids in paths. What is not of the parameter's form is refused with
// its name; a text is looked for as it is, which finds nothing.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { all, attempt, still } from "./attempt.mjs";
import { operations } from "./operations.mjs";
import { controls, lines, some } from "./payloads.mjs";
import { addressOf, queryBeside, rows } from "./rows.mjs";
import { startWorld } from "./world.mjs";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const payloads = [...lines, ...controls];
const TOO_LONG = "x".repeat(2049);
/** How many payloads a parameter of an operation gets. Each operation has others, so those that many take meet them all. */
const each = (parameters) => (parameters.length > 30 ? 3 : 8);

/** Texts that are read as more than a text: a time zone, a group, filters, a query of an operation of their own. */
const READ = { tz: () => true, by: () => true, step: hasFilters, first: hasFilters, again: hasFilters, start: hasFilters, end: hasFilters };

function hasFilters(text) {
  return text.includes("=");
}

/** Whether a parameter takes this text, by what the document says of it. */
function takes({ name, schema }, text) {
  const one = schema.type === "array" ? (schema.items ?? schema) : schema;
  if (READ[name]?.(text)) return false;
  return one.type === "string" && !one.enum && !one.anyOf && (!one.pattern || schema.type === "array");
}

/** The other parameters of a question that has this one. */
function others({ id, parameters }, name) {
  const isNeeded = (part) => part && part.split("=")[0] !== name;
  const needed = (queryBeside(id, name) ?? "").split("&").filter(isNeeded);
  const isDry = parameters.some((parameter) => parameter.name === "dry_run") && name !== "dry_run" && !needed.includes("dry_run=1");
  return [...needed, ...(isDry ? ["dry_run=1"] : [])];
}

for (const [number, operation] of operations.filter(({ id, parameters }) => rows[id]?.may && parameters.length > 0 && id !== "getConfig").entries()) {
  const { method } = operation;
  // The path names the session.
  const parameters = operation.parameters.filter(({ name }) => !(name === "session_id" && operation.path.includes("{id}")));
  const key = () => world.a.keys[rows[operation.id].may.at(-1)];
  const ask = (name, values, expected) => {
    const query = [...others(operation, name), ...values.map((value) => `${name}=${encodeURIComponent(value)}`)].join("&");
    return attempt(world, { method, address: addressOf(operation, world.a.known, query), key: key(), body: rows[operation.id].body }, expected);
  };

  describe(`${method} ${operation.path}`, () => {
    test("each parameter", async (t) => {
      const before = await world.print();
      const cases = parameters.filter(({ isObject }) => !isObject).flatMap((parameter, place) => some(payloads, each(parameters), number * 7 + place).map((payload) => ({ parameter, payload })));
      const nothing = new Map();
      await all(t, cases, async ({ parameter, payload }) => {
        const { name } = parameter;
        // Some stand twice or more in what is asked.
        const values = name === "step" ? ["a", payload] : [payload];
        if (!takes(parameter, payload)) return void (await ask(name, values, [400, "invalid_parameter", name]));
        if (!nothing.has(name)) nothing.set(name, still(await ask(name, name === "step" ? ["a", "nobody-has-this"] : ["nobody-has-this"], [200])));
        const answer = still(await ask(name, values, [200]));
        // A funnel repeats its steps.
        const repeated = JSON.stringify(nothing.get(name)).replaceAll('"nobody-has-this"', JSON.stringify(payload));
        assert.equal(JSON.stringify(answer), repeated, `${name}=${payload} found something`);
      });
      assert.deepEqual(await world.print(), before, "something was changed");
    });

    test("each parameter: empty, too long, too often, and one that there is not", async (t) => {
      const cases = parameters.filter(({ isObject }) => !isObject);
      await all(t, cases, async ({ name, schema }) => {
        await ask(name, name === "step" ? ["a", ""] : [""], [400, "invalid_parameter", name]);
        await ask(name, name === "step" ? ["a", TOO_LONG] : [TOO_LONG], [400, "invalid_parameter", name]);
        const many = schema.type === "array" ? Array(51).fill("x") : ["1", "1"];
        await ask(name, many, [400, "invalid_parameter", name]);
      });
      for (const name of ["__proto__", "constructor", "project_id", "user_id[]", "user_id[$ne]", "USER_ID", "user_id\0", "<script>"]) {
        const answer = await ask(name, ["x"], [400, "invalid_parameter"]);
        assert.equal(answer.body.field.replaceAll(" ", ""), name.replaceAll("\0", ""), answer.text);
      }
    });

    if (!parameters.some(({ isObject }) => isObject)) return;
    test("what a dimension is called, and how it is compared", async (t) => {
      const refused = ["metadata.", "metadata", "type.", "type.like", "type.not.not", "type.$ne", "password", "key", "hash", "project_id", "type.contains.not"];
      const members = ["metadata.a\0b", 'metadata.a"b', "metadata.a'b", "metadata.$", "metadata.__proto__", "metadata.a\\", "metadata.*", "metadata.[0]"];
      const cases = [...refused, ...members].map((name) => [name, "x"]).concat(some(payloads, each(parameters), number).map((payload) => ["path.contains", payload]));
      await all(t, cases, async ([name, value]) => {
        const isRefused = refused.includes(name);
        const answer = await ask(name, [value], isRefused ? [400, "invalid_parameter"] : [200]);
        if (!isRefused) assert.ok(!["%", "_", "*", "%canary%"].includes(value) || !answer.text.includes("canary-a-title"), "a wildcard was one");
      });
    });
  });
}

const ids = operations.filter(({ id, path }) => rows[id] && path.includes("{id}"));
for (const operation of ids) {
  test(`${operation.method} ${operation.path}: ids that are none`, async (t) => {
    const before = await world.print();
    const key = world.a.keys[rows[operation.id].may.at(-1)];
    const expected = rows[operation.id].foreign ?? [200];
    await all(t, [...payloads, "%ED%A0%80", "canary-a%", "CANARY-A-1", "canary-a-1 ", " canary-a-1"], async (payload) => {
      const known = Object.fromEntries(Object.keys(world.a.known).map((name) => [name, payload]));
      const { text } = await attempt(world, { method: operation.method, address: addressOf(operation, known), key, body: rows[operation.id].body }, expected);
      assert.ok(!text.includes("canary-a-title"), text);
    });
    // Whose data was exported stands in the audit.
    const audit = operation.id === "exportUser" ? { audit: "" } : {};
    assert.deepEqual({ ...(await world.print()), ...audit }, { ...before, ...audit }, "something was changed");
  });
}

test("as much as an address may ask", async (t) => {
  const ask = (address, expected) => attempt(world, { method: "GET", address, key: world.a.keys.read }, expected);
  const lists = operations.filter(({ id, method }) => method === "GET" && rows[id]?.may?.includes("read") && id !== "getConfig");
  await all(t, lists, async (operation) => {
    const taken = operation.parameters.filter(({ schema, name }) => schema.type === "array" && !schema.items?.enum && !schema.anyOf && !["step", "by"].includes(name)).slice(0, 25);
    const needed = queryBeside(operation.id, ...taken.map(({ name }) => name));
    const query = [needed, ...taken.map(({ name }) => `${name}=${Array.from({ length: 50 }, (_, n) => String(n)).join(",")}`)].filter(Boolean).join("&");
    await ask(addressOf(operation, world.a.known, query), [200]);
  });
  const members = (count) => Array.from({ length: count }, (_, n) => `metadata.m${n}=x`).join("&");
  const counted = operations.filter(({ method, parameters }) => method === "GET" && parameters.some(({ isObject }) => isObject));
  await all(t, counted, async (operation) => {
    const query = (count) => [rows[operation.id].query, members(count)].filter(Boolean).join("&");
    if (operation.parameters.some(({ name }) => name === "search")) {
      await ask(addressOf(operation, world.a.known, query(25)), [200]);
      return void (await ask(addressOf(operation, world.a.known, query(26)), [400, "invalid_parameter", "metadata.m25"]));
    }
    await ask(addressOf(operation, world.a.known, query(40)), [200]);
    await ask(addressOf(operation, world.a.known, query(41)), [422, "question_too_big"]);
    await ask(addressOf(operation, world.a.known, query(190)), [422, "question_too_big"]);
  });
});

test("a key in the address", async (t) => {
  const cases = payloads.map((payload) => [payload, [400, "invalid_parameter", "key"]]).concat(payloads.map((payload) => [`tm_write_${payload}`, [401, "unknown_key"]]));
  await all(t, cases, ([key, expected]) => attempt(world, { method: "GET", address: `/api/config?key=${encodeURIComponent(key)}` }, expected));
});
