// What a write key may not say: it stands in every page's source, so whoever sends with it may be anybody.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertProblem, startApi } from "./api.mjs";

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

let serial = 0;
/** A new event, and what is put into it. */
const event = (fields = {}) => ({ id: `f-${++serial}`, type: "seen", occurred_at: 1_771_405_200_000, ...fields });
const send = async (kind, batch) => {
  const answer = await api.request("POST", "/api/events/log/batch", { key: api.keys[kind], body: JSON.stringify(batch) });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const refused = ({ verdicts }) => verdicts.map(({ index, verdict, code, field }) => [index, verdict, code, field]);

for (const [what, field, value] of [
  ["the time of receipt", "received_at", 1_771_405_200_000],
  ["the country", "country", "AT"],
  ["the region", "region", "Vienna"],
  ["the city", "city", "Vienna"],
  ["the data centre", "colo", "VIE"],
  ["that a person sent it", "bot", false],
  ["the instance", "instance_id", "i"],
  ["the project", "project_id", 2],
  ["the device, of an event", "device", { os: "Linux" }],
  ["what is not as planned", "plan_fault", "x"],
]) {
  test(`${what} is not taken from an event, whatever the key`, async () => {
    for (const kind of ["write", "server"]) {
      const answer = await send(kind, { events: [event({ [field]: value }), event()] });
      assert.deepEqual([answer.accepted, ...refused(answer)], [1, [0, "rejected", "unknown_field", field]]);
      const single = await api.request("POST", "/api/events/log", { key: api.keys[kind], body: JSON.stringify(event({ [field]: value })) });
      assertProblem(single, { status: 422, code: "unknown_field", field });
      // Nor for the whole batch, where it is not a member of its own.
      if (field === "instance_id") continue;
      const whole = await api.request("POST", "/api/events/log/batch", { key: api.keys[kind], body: JSON.stringify({ [field]: value, events: [event()] }) });
      assertProblem(whole, { status: 400, code: "invalid_batch", field });
      if (field === "device") continue;
      const context = await api.request("POST", "/api/events/log/batch", { key: api.keys[kind], body: JSON.stringify({ context: { [field]: value }, events: [event()] }) });
      assertProblem(context, { status: 400, code: "invalid_batch", field: `context.${field}` });
    }
  });
}

const FOREIGN = ["rejected", "visitor_not_allowed", "visitor_id"];
for (const [what, context, visitors, foreign] of [
  ["the batch's, named by its context", { visitor_id: "v1" }, [undefined, "v1"], []],
  ["another than the context's", { visitor_id: "v1" }, ["v2", "v1", "V1", undefined, null], [0, 2]],
  ["one whom only events name", undefined, [undefined, "v1", "v1"], []],
  ["several whom only events name", undefined, [undefined, "v1", "v2", "v1", "v3"], [2, 4]],
  ["several, and the first event is none", undefined, [7, "v1", "v2"], [2]],
]) {
  test(`visitors: ${what}`, async () => {
    const events = visitors.map((visitor_id) => event({ visitor_id }));
    const answer = await send("write", { context, events });
    assert.deepEqual(refused(answer).filter(([, , code]) => code !== "wrong_type"), foreign.map((index) => [index, ...FOREIGN]));
    assert.equal(answer.accepted + answer.rejected, events.length);
    const again = await send("server", { context, events: events.map((one) => ({ ...one, id: `${one.id}-s` })) });
    assert.ok(again.verdicts.every(({ code }) => code === "wrong_type"), "programs write in anybody's name");
  });
}

test("a batch that is refused in part is refused in the same part when it comes again", async () => {
  const batch = { events: [event({ visitor_id: "v1" }), event({ visitor_id: "v2" }), event()] };
  const [first, second] = [await send("write", batch), await send("write", batch)];
  assert.deepEqual([first.accepted, first.rejected, second.duplicate, second.rejected], [2, 1, 2, 1]);
});

test("which user it is stays the page's word: any user, as any actor that is a person", async () => {
  const people = [{ type: "user", id: "ben" }, { type: "user" }, { type: "anonymous" }, { type: "user", id: "anna", name: "Anna" }];
  const answer = await send("write", { context: { user_id: "anna", visitor_id: "v1" }, events: people.map((actor) => event({ actor })) });
  assert.deepEqual([answer.accepted, answer.verdicts], [people.length, []]);
});

test("what was refused as another's is kept, and no replay stores it", async () => {
  const { rejected } = await send("write", { context: { visitor_id: "v1" }, events: [event({ visitor_id: "kept" })] });
  assert.equal(rejected, 1);
  const { items } = await api.ask("/api/rejected", { code: "visitor_not_allowed", range: "all" });
  assert.ok(items.some(({ event }) => event.visitor_id === "kept"));
  const before = items.length;
  const replayed = await api.request("POST", "/api/rejected/replay?range=all&code=visitor_not_allowed", { key: api.keys.admin });
  assert.deepEqual([replayed.status, replayed.body.accepted, replayed.body.rejected], [200, 0, before], replayed.text);
  assert.equal((await api.ask("/api/events", { visitor_id: "kept", range: "all" })).total, 0);
});
