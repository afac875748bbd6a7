// The wire fixtures, as the Worker takes and refuses them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { root } from "../support/database.mjs";
import { assertProblem, startApi } from "./api.mjs";

const fixture = (name) => readFile(path.join(root, "tests/fixtures/wire", name), "utf8");

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

for (const name of ["batch-full.json", "batch-minimal.json"]) {
  test(`${name} is taken whole`, async () => {
    const batch = JSON.parse(await fixture(name));
    const { accepted, verdicts } = await api.send(batch);
    assert.deepEqual([accepted, verdicts], [batch.events.length, []]);
    for (const event of batch.events.filter((event) => event.id)) {
      const stored = await api.ask(`/api/events/${event.id}`);
      assert.deepEqual(stored, { ...stored, ...event });
      assert.deepEqual(stored.device, batch.context?.device);
    }
  });
}

test("unusual events are stored as they are read", async () => {
  const cases = JSON.parse(await fixture("events-taken.json"));
  for (const [n, { name, event, as }] of cases.entries()) {
    const identity = { id: event.id ?? `taken-${n}`, occurred_at: event.occurred_at ?? Date.now() };
    const { verdicts } = await api.send([{ ...event, ...identity }]);
    assert.deepEqual(verdicts, [], name);
    const stored = await api.ask(`/api/events/${identity.id}`);
    // An object with nothing in it has no column that would remember it.
    const said = Object.entries(as).filter(([, value]) => typeof value !== "object" || Object.keys(value).length > 0);
    assert.deepEqual(stored, { ...stored, ...Object.fromEntries(said) }, name);
  }
});

test("bad events are refused for their reason, all in one batch", async () => {
  const cases = JSON.parse(await fixture("events-refused.json"));
  const { rejected, accepted, verdicts } = await api.send(cases.map(({ event }) => event));
  assert.deepEqual([rejected, accepted], [cases.length, 0]);
  const expected = cases.map(({ code, field }, index) => ({ index, code, field: field || undefined }));
  assert.deepEqual(verdicts.map(({ index, code, field }) => ({ index, code, field })), expected);
});

test("bodies that are no batch are refused for theirs", async () => {
  const codes = { not_json: "invalid_json", unsupported_schema: "unsupported_schema", empty: "empty_batch" };
  for (const { name, body, error } of JSON.parse(await fixture("batches-refused.json"))) {
    const answer = await api.request("POST", "/api/events/log/batch", { key: api.keys.server, body });
    const [code, field] = error in codes ? [codes[error]] : ["invalid_batch", error.split(":")[1]];
    assertProblem(answer, { status: 400, code, ...(field && { field }) }, name);
  }
});
