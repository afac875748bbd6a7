// Injection through every text of an event: what is stored is what was sent, it is found by what it is, and no answer in any form takes it
// for anything but a text.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { all, attempt } from "./attempt.mjs";
import { controls, lines } from "./payloads.mjs";
import { startWorld } from "./world.mjs";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const AT = 1_771_405_200_000;
let serial = 0;
const put = (path, value) => path.split(".").reduceRight((inner, name) => ({ [name]: inner }), value);
const got = (item, path) => path.split(".").reduce((at, name) => at?.[name], item);

/** Every text of an event: where it stands, what must stand beside it, how long it may be, and by which parameter it is found. */
const WORDS = [
  ["type", {}, 80, "type"],
  ["category", {}, 128, "category"],
  ["action", {}, 128, "action"],
  ["user_id", {}, 128, "user_id"],
  ["visitor_id", {}, 128, "visitor_id"],
  ["session_id", {}, 128, "session_id"],
  ["actor.type", {}, 80, "actor_type"],
  ["actor.id", { actor: { type: "user" } }, 128, "actor_id"],
  ["entity.type", {}, 80, "entity_type"],
  ["entity.id", { entity: { type: "thing" } }, 128, "entity_id"],
  ["stream_id", {}, 128, "stream_id"],
  ["correlation_id", {}, 128, "correlation_id"],
  ["ref", {}, 128, "ref"],
];
/** Texts for people: a control character is a blank, what is long is cut. */
const LINES = [
  ["summary", {}, 200],
  ["actor.name", { actor: { type: "user" } }, 200],
  ["entity.title", { entity: { type: "thing" } }, 200],
  ["page.title", {}, 200],
];
const FREE = ["metadata.text", "context.text"];

function event(path, value, beside) {
  const made = put(path, value);
  const [group] = Object.keys(made);
  const merged = typeof made[group] === "object" ? { ...beside[group], ...made[group] } : made[group];
  return { id: `f-${++serial}`, type: "field", occurred_at: AT + serial, ...beside, [group]: merged };
}

async function send(events, kind = "server") {
  const verdicts = [];
  for (let from = 0; from < events.length; from += 100) {
    const { body } = await attempt(world, { method: "POST", address: "/api/events/log/batch", key: world.a.keys[kind], body: JSON.stringify({ events: events.slice(from, from + 100) }) }, [200]);
    verdicts.push(...body.verdicts);
  }
  return verdicts;
}

const find = (address) => attempt(world, { method: "GET", address, key: world.a.keys.read }, [200]);
/** The stored form of events that were sent one after the other, at most a hundred. */
async function itemsOf(events) {
  const { body } = await find(`/api/events?limit=100&from=${events[0].occurred_at}&to=${events.at(-1).occurred_at + 1}`);
  return new Map(body.items.map((item) => [item.id, item]));
}
const rowOf = (id) => world.d1.prepare("SELECT * FROM events WHERE project_id = 1 AND event_id = ?1").bind(id).first();

describe("what is stored is what was sent", () => {
  for (const [path, beside, most, parameter] of WORDS) {
    test(path, async (t) => {
      const others = await world.print(world.b.id);
      const events = lines.filter((line) => [...line].length <= most).map((line) => event(path, line, beside));
      assert.deepEqual(await send(events), []);
      const items = await itemsOf(events);
      await all(t, events, async (sent) => {
        assert.equal(got(items.get(sent.id), path), got(sent, path));
        const value = got(sent, path);
        const escaped = ["type", "category", "action", "actor_type", "actor_id", "entity_type"].includes(parameter) ? value.replaceAll(",", "\\,") : value;
        const { body } = await find(`/api/events?range=all&${parameter}=${encodeURIComponent(escaped)}`);
        const same = body.items.filter((one) => got(one, path) === value);
        assert.ok(body.items.some(({ id }) => id === sent.id) && same.length === body.items.length, `${parameter}=${escaped} found ${body.items.map((one) => got(one, path))}`);
      });
      assert.deepEqual(await world.print(world.b.id), others);
    });
  }

  for (const [path, beside] of [...LINES, ...FREE.map((path) => [path, {}])]) {
    test(path, async (t) => {
      const events = lines.map((line) => event(path, line, beside));
      assert.deepEqual(await send(events), []);
      const items = await itemsOf(events);
      await all(t, events, async (sent) => assert.equal(got(items.get(sent.id), path), got(sent, path)));
    });
  }

  for (const group of ["metadata", "context"]) {
    test(`names of members of ${group}`, async (t) => {
      // Computed names, so that even `__proto__` is one of the object's own.
      const events = lines.map((line) => ({ ...event("type", "field", {}), [group]: Object.fromEntries([[line, { [`m${line}`]: line }]]) }));
      assert.deepEqual(await send(events), []);
      const { results } = await world.d1.prepare(`SELECT event_id, ${group} AS stored FROM events WHERE project_id = 1 AND ${group} IS NOT NULL`).all();
      const stored = new Map(results.map((row) => [row.event_id, row.stored]));
      await all(t, events, async (sent) => assert.deepEqual(JSON.parse(stored.get(sent.id)), JSON.parse(JSON.stringify(sent[group]))));
    });
  }
});

describe("what no field may hold", () => {
  for (const [path, beside, most] of WORDS) {
    test(path, async (t) => {
      const faults = [...controls.map((text) => [text, "invalid_characters"]), [" a", "invalid_characters"], ["a ", "invalid_characters"], ["", "empty_field"], ["x".repeat(most + 1), "too_long"], ["👩".repeat(most + 1), "too_long"], [7, "wrong_type"], [true, "wrong_type"], [["a"], "wrong_type"], [{ $ne: null }, "wrong_type"]];
      const before = await world.print(world.b.id);
      await all(t, faults, async ([value, code]) => {
        // A name of two letters for an actor or an entity is an object without its type.
        const sent = event(path, value, beside);
        await attempt(world, { method: "POST", address: "/api/events/log", key: world.a.keys.server, body: JSON.stringify(sent) }, [422, code, path]);
        assert.equal(await rowOf(sent.id), null);
      });
      assert.deepEqual(await world.print(world.b.id), before);
    });
  }

  test("ids of events and of causes", async (t) => {
    const bad = [...lines.filter((line) => !/^[\w.:-]+$/.test(line)), ...controls];
    await all(t, bad, async (id) => {
      const sent = { type: "field", occurred_at: AT };
      await attempt(world, { method: "POST", address: "/api/events/log", key: world.a.keys.server, body: JSON.stringify({ ...sent, id }) }, [422, "invalid_characters", "id"]);
      await attempt(world, { method: "POST", address: "/api/events/log", key: world.a.keys.server, body: JSON.stringify({ ...sent, caused_by: [id] }) }, [422, "invalid_characters", "caused_by"]);
    });
  });

  test("a control character in a text for people is a blank", async (t) => {
    await all(t, LINES, async ([path, beside, most]) => {
      const events = controls.map((text) => event(path, `x${text}y`, beside)).concat(event(path, "y".repeat(most + 50), beside));
      assert.deepEqual(await send(events), []);
      const items = await itemsOf(events);
      for (const sent of events) {
        const stored = got(items.get(sent.id), path);
        assert.ok(!/[\0-\x1f\x7f-\x9f]/.test(stored) && [...stored].length <= most, JSON.stringify(stored));
      }
    });
  });
});
