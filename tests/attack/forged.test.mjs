// What nobody may say of an event, in every place where it could be said, of one event and of a batch; and what only a server may.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { all, attempt } from "./attempt.mjs";
import { startWorld } from "./world.mjs";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const AT = 1_771_405_200_000;
let serial = 0;
const event = (fields = {}) => ({ id: `forged-${++serial}`, type: "forged", occurred_at: AT, ...fields });
const post = (path, kind, body, expected) => attempt(world, { method: "POST", address: `/api/events/${path}`, key: world.a.keys[kind], body: typeof body === "string" ? body : JSON.stringify(body) }, expected);
const rowOf = (id) => world.d1.prepare("SELECT * FROM events WHERE event_id = ?1").bind(id).first();

/** What the server alone knows, what is ours to count, and what is no field at all. */
const NEVER = ["received_at", "country", "region", "city", "colo", "bot", "project_id", "project", "plan_fault", "plan_version", "rejected_at", "ip", "user_agent", "key_id", "kind", "verdict", "level_rank", "occurred_at_iso", "caused_by_ids", "event_id", "__proto__", "constructor", "prototype", "toJSON", "$ref", "ID", "Type", "type ", "user_id\0"];
/** Where an object of the contract is: how a batch looks with a member in it, and what its name is in the refusal. */
const PLACES = [
  ["an event", (member) => ({ events: [event(member)] }), "event", ""],
  ["its actor", (member) => ({ events: [event({ actor: { type: "user", ...member } })] }), "event", "actor."],
  ["its entity", (member) => ({ events: [event({ entity: { type: "thing", ...member } })] }), "event", "entity."],
  ["its page", (member) => ({ events: [event({ page: { path: "/", ...member } })] }), "event", "page."],
  ["its campaign", (member) => ({ events: [event({ page: { utm: { source: "a", ...member } } })] }), "event", "page.utm."],
  ["a batch", (member) => ({ events: [event()], ...member }), "batch", ""],
  ["a batch's context", (member) => ({ events: [event()], context: { user_id: "u", ...member } }), "batch", "context."],
  ["a device", (member) => ({ events: [event()], context: { device: { os: "x", ...member } } }), "batch", "context.device."],
];
/** A member by any name, `__proto__` too. */
const member = (name) => Object.fromEntries([[name, "forged"]]);

for (const kind of ["write", "server"]) {
  describe(`with a ${kind} key`, () => {
    for (const [place, of, whole, prefix] of PLACES) {
      test(`what is no field of ${place}`, async (t) => {
        await all(t, NEVER, async (name) => {
          const batch = of(member(name));
          const [{ id }] = batch.events;
          const field = `${prefix}${name.replace("\0", " ").trim()}`;
          if (whole === "batch") {
            const { body } = await post("log/batch", kind, batch, [400, "invalid_batch"]);
            assert.equal(body.field.trim(), field);
          } else {
            const { body } = await post("log/batch", kind, batch, [200]);
            assert.deepEqual([body.accepted, body.rejected, body.verdicts.map(({ code, field }) => [code, field.trim()])], [0, 1, [["unknown_field", field]]]);
            const single = await post("log", kind, batch.events[0], [422, "unknown_field"]);
            assert.equal(single.body.field.trim(), field);
          }
          assert.equal(await rowOf(id), null);
        });
      });
    }
  });
}

test("a page's key speaks for people alone, and a server's for anybody", async (t) => {
  const actors = ["system", "scheduler", "rule", "npc", "admin", "User", "USER", "ANONYMOUS", "user\u200b", "us\u0435r", "root", "service", "'; --", "__proto__"];
  await all(t, actors, async (type) => {
    const forged = event({ actor: { type, id: "a" } });
    await post("log", "write", forged, [422, "actor_not_allowed", "actor.type"]);
    const { body } = await post("log/batch", "write", { events: [forged, event({ actor: { type: "user", id: "a" } }), event({ actor: { type: "anonymous" } })] }, [200]);
    assert.deepEqual([body.accepted, body.rejected, body.verdicts[0].code], [2, 1, "actor_not_allowed"]);
    assert.equal(await rowOf(forged.id), null);
    await post("log", "server", forged, [200]);
    assert.equal((await rowOf(forged.id)).actor_type, type);
  });
});

test("a page's key speaks for one visitor in a batch", async (t) => {
  await all(t, ["v2", "V1", "v1\u200b", "ｖ1", "1", "null", "__proto__", "v1' OR '1'='1"], async (visitor_id) => {
    const [own, foreign] = [event({ visitor_id: "v1" }), event({ visitor_id })];
    const { body } = await post("log/batch", "write", { context: { visitor_id: "v1" }, events: [own, foreign] }, [200]);
    assert.deepEqual([body.accepted, body.rejected, body.verdicts[0]?.code], [1, 1, "visitor_not_allowed"]);
    assert.equal(await rowOf(foreign.id), null);
  });
});

test("where and when it came is what the server saw, whatever headers say", async (t) => {
  const lines = [["cf-ipcountry", "XX"], ["x-forwarded-for", "203.0.113.7"], ["cf-connecting-ip", "203.0.113.7"], ["x-real-ip", "203.0.113.7"], ["true-client-ip", "203.0.113.7"], ["date", "Thu, 01 Jan 1970 00:00:00 GMT"], ["x-received-at", "1"], ["x-country", "XX"]];
  await all(t, lines, async ([name, value]) => {
    const sent = event();
    await attempt(world, { method: "POST", address: "/api/events/log", key: world.a.keys.write, headers: { [name]: value }, body: JSON.stringify(sent) }, [200]);
    const row = await rowOf(sent.id);
    // A place is told of pages' events alone.
    assert.deepEqual([row.country, row.city, row.region], [null, null, null]);
    assert.ok(Math.abs(row.received_at - Date.now()) < 60_000);
  });
  // Once such addresses have been sent, none stands anywhere.
  const tables = (await world.d1.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_cf%'").all()).results;
  for (const { name } of tables) assert.ok(!JSON.stringify((await world.d1.prepare(`SELECT * FROM ${name}`).all()).results).includes("203.0.113.7"), name);
  assert.ok(!world.requests.join("\n").includes("203.0.113.7"), "the log");
});

test("what is stored is not said anew by who sends it again", async () => {
  const sent = event({ summary: "first", user_id: "anna" });
  await post("log", "write", sent, [200]);
  const before = await rowOf(sent.id);
  for (const kind of ["write", "server"]) {
    const { body } = await post("log/batch", kind, { events: [{ ...sent, summary: "second", user_id: "ben", level: "milestone" }] }, [200]);
    assert.deepEqual([body.accepted, body.duplicate], [0, 1]);
  }
  assert.deepEqual(await rowOf(sent.id), before);
});
