// Two projects: nothing of one reaches who has the keys of the other, whatever is asked, named, continued, sent or deleted.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { all, attempt, still } from "./attempt.mjs";
import { operations } from "./operations.mjs";
import { addressOf, queryBeside, rows } from "./rows.mjs";
import { startWorld } from "./world.mjs";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

/** Operations whose answers hold numbers and words of ours alone. */
const NO_TEXTS = ["timeseries", "activeUsers", "funnel", "retention", "delivery", "cost", "listPlans", "listAudit", "listKeys", "getRollups", "metrics"];
const questions = operations.filter(({ id, method }) => method === "GET" && rows[id]?.may);
/** Every way to ask: in each range, in each form. */
function ways({ id, parameters }) {
  const forms = parameters.find(({ name }) => name === "format")?.schema.enum ?? [];
  const ranges = parameters.some(({ name }) => name === "range") ? ["range=all", "days=30"] : [""];
  return [...ranges, ...forms.map((form) => `format=${form}`)].map((more) => [rows[id].query, more].filter(Boolean).join("&"));
}

/** What each parameter that takes a text would have to say to find something of a project. */
const TEXTS = { user_id: "user", visitor_id: "visitor", session_id: "session", entity_id: "entity", stream_id: "stream", correlation_id: "correlation", ref: "ref", type: "type", category: "category", action: "action", actor_type: "kind", actor_id: "actor", entity_type: "thing", search: "title", caused_by: "0", path: "path", title: "page", entity: "entity", entity_title: "title", actor: "actor", actor_name: "name", stream: "stream", user: "user", visitor: "visitor", session: "session", os: "os", browser: "browser", referrer: "referrer", source: "source", campaign: "campaign", click_id: "click", id: "0", first: "type", again: "type", start: "path", end: "path" };
const textOf = (name, whose) => `${TEXTS[name] === "path" ? "/" : ""}${whose}-${TEXTS[name]}`;

describe("what is asked", () => {
  for (const operation of questions) {
    test(`${operation.id} tells of its own project alone`, async (t) => {
      const { a, b } = world;
      let toldOfOwn = false;
      await all(t, ways(operation), async (query) => {
        for (const kind of rows[operation.id].may) {
          const own = await attempt(world, { method: "GET", address: addressOf(operation, b.known, query), key: b.keys[kind] }, [200]);
          assert.ok(!own.text.includes(a.name), own.text);
          toldOfOwn ||= own.text.includes(b.name);
          const theirs = await attempt(world, { method: "GET", address: addressOf(operation, a.known, query), key: b.keys[kind] }, rows[operation.id].foreign ?? [200]);
          assert.ok(!theirs.text.includes(a.name), theirs.text);
        }
      });
      assert.equal(toldOfOwn, !NO_TEXTS.includes(operation.id), "a question that tells nothing would pass for one that keeps a secret");
    });
  }
});

describe("what is named", () => {
  for (const operation of questions) {
    const named = operation.parameters.filter(({ name }) => TEXTS[name] && !(name === "session_id" && operation.path.includes("{id}")));
    if (named.length === 0) continue;
    test(`${operation.id} answers by the other's ids and texts what it answers by those that nobody has`, async (t) => {
      const { b } = world;
      const ask = (name, whose) => {
        const query = [queryBeside(operation.id, name), `${name}=${encodeURIComponent(textOf(name, whose))}`].filter(Boolean).join("&");
        return attempt(world, { method: "GET", address: addressOf(operation, b.known, query), key: b.keys.read }, [200]);
      };
      await all(t, named, async ({ name }) => assert.deepEqual(still(await ask(name, "canary-a")), still(await ask(name, "canary-c"))));
    });
  }
});

test("a place in one project's list is none in the other's", async (t) => {
  const { a, b } = world;
  const cases = ["/api/events?limit=1&range=all", "/api/rejected?limit=1", "/api/events/session/canary-a-session?limit=1", "/api/analytics/sessions?limit=1", "/api/streams?limit=1", "/api/audit?limit=1"];
  await all(t, cases, async (address) => {
    const { body } = await attempt(world, { method: "GET", address, key: a.keys.admin }, [200]);
    if (!body.next_cursor) return;
    const next = await attempt(world, { method: "GET", address: `${address.replaceAll(a.name, b.name)}&cursor=${body.next_cursor}`, key: b.keys.admin }, [200]);
    assert.ok(!next.text.includes(a.name), next.text);
  });
  const [{ id, occurred_at }] = (await attempt(world, { method: "GET", address: "/api/events?limit=1&range=all", key: a.keys.read }, [200])).body.items;
  const after = await attempt(world, { method: "GET", address: `/api/events/export?after=${occurred_at - 200_000}.${id}`, key: b.keys.read }, [200]);
  assert.ok(!after.text.includes(a.name));
});

describe("what is changed", () => {
  const changes = [
    ["DELETE", "/api/events?range=all&user_id=canary-a-user"],
    ["DELETE", "/api/events?range=all&type=canary-a-type"],
    ["DELETE", "/api/users/canary-a-user"],
    ["DELETE", "/api/rejected?range=all&type=canary-a-rejected"],
    ["DELETE", "/api/rejected?range=all"],
    ["POST", "/api/rejected/replay?range=all"],
    ["POST", "/api/rollups/rebuild?range=all"],
    ["POST", "/api/rollups/fold"],
    ["PUT", "/api/plan", '{"mode":"strict","events":{}}'],
    ["PUT", "/api/config", '{"enabled":false}'],
    ["POST", "/api/events/import", '{"id":"canary-a-0","type":"overwritten","occurred_at":1771405200000}\n'],
    ["DELETE", "/api/events/cleanup?days=1"],
    ["DELETE", "/api/events?range=all"],
  ];
  for (const [method, address, body] of changes) {
    test(`${method} ${address} with one project's key changes nothing of the other`, async () => {
      const before = await world.print(world.a.id);
      await attempt(world, { method, address, body, key: world.b.keys.admin }, [200]);
      assert.deepEqual(await world.print(world.a.id), before);
    });
  }

  test("the ids of one project's events are free in the other", async () => {
    await attempt(world, { method: "PUT", address: "/api/config", body: "{}", key: world.b.keys.admin }, [200]);
    await attempt(world, { method: "PUT", address: "/api/plan", body: '{"events":{}}', key: world.b.keys.admin }, [200]);
    const before = await world.print(world.a.id);
    const events = [0, 1, 2].map((n) => ({ id: `canary-a-${n}`, type: "taken", occurred_at: 1_771_405_200_000 + n, caused_by: ["canary-a-0"] }));
    const { body } = await attempt(world, { method: "POST", address: "/api/events/log/batch", body: JSON.stringify({ events }), key: world.b.keys.server }, [200]);
    assert.deepEqual([body.accepted, body.duplicate], [3, 0]);
    assert.deepEqual(await world.print(world.a.id), before);
    const graph = await attempt(world, { method: "GET", address: "/api/events/canary-a-0/causality", key: world.b.keys.read }, [200]);
    assert.ok(!graph.text.includes("canary-a-title"));
  });

  test("nothing in a request names a project", async (t) => {
    const before = await world.print(world.a.id);
    const naming = { "x-project": "1", "x-project-id": "1", "x-trailmark-project": "default", project: "1" };
    const cases = ["project=1", "project_id=1", "project=default", "tenant=1"];
    await all(t, cases, async (query) => {
      await attempt(world, { method: "GET", address: `/api/events?${query}`, key: world.b.keys.read }, [400, "invalid_parameter", query.split("=")[0]]);
      const answer = await attempt(world, { method: "GET", address: "/api/events?range=all", headers: naming, key: world.b.keys.read }, [200]);
      assert.ok(!answer.text.includes("canary-a-title"));
      const field = query.split("=")[0];
      await attempt(world, { method: "POST", address: "/api/events/log/batch", body: JSON.stringify({ [field]: 1, events: [{ type: "x" }] }), key: world.b.keys.server }, [400, "invalid_batch", field]);
    });
    assert.deepEqual(await world.print(world.a.id), before);
  });
});
