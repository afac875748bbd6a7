// What the page Settings computes by itself, without a browser.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { root } from "../support/database.mjs";
import { source } from "./source.mjs";

const { putOf, toldOf, member, withMember, shareOf, percentOf, differences, readConfig, PIECES } = await source("pages/settings/config/members.ts");
const { originsOf, originFault } = await source("pages/settings/keys/origins.ts");
const { endOf, dateOf, works, KINDS } = await source("pages/settings/keys/kinds.ts");
const { actionName, detailsText } = await source("pages/settings/audit-words.ts");
const { eventsOf, propertyText } = await source("pages/settings/plan/planned.ts");

test("what is put is what is shown, but for what belongs to the plan; trackers are told all but what is the Worker's", () => {
  const shown = { enabled: false, flush_at: 20, redact: ["email"], retention_days: 30, cookieless: true };
  assert.deepEqual(putOf(shown), { enabled: false, flush_at: 20, retention_days: 30, cookieless: true });
  assert.deepEqual(toldOf(shown), { enabled: false, flush_at: 20, redact: ["email"] });
});

test("a member is set in its place, and what becomes empty goes", () => {
  const config = { flush_at: 20, sampling: { types: { a: 0.1 }, levels: { detail: 0.5 } }, min_level: "state" };
  assert.equal(member(config, ["sampling", "types", "a"]), 0.1);
  assert.equal(member(config, ["canary", "share"]), undefined);
  const changed = withMember(config, ["sampling", "types", "b"], 0.2);
  assert.deepEqual(changed.sampling.types, { a: 0.1, b: 0.2 });
  assert.deepEqual(Object.keys(changed), Object.keys(config), "nothing jumps");
  const less = withMember(withMember(config, ["sampling", "types"], {}), ["sampling", "levels", "detail"], undefined);
  assert.deepEqual(less, { flush_at: 20, min_level: "state" });
  assert.deepEqual(withMember({}, ["canary", "share"], 0.5), { canary: { share: 0.5 } });
  assert.deepEqual(withMember({ canary: { share: 0.5 } }, ["canary", "share"], undefined), {});
  assert.deepEqual(config.sampling, { types: { a: 0.1 }, levels: { detail: 0.5 } }, "the one before is as it was");
});

test("a member that the form does not know stays, so that the server can refuse it", () => {
  assert.deepEqual(withMember({ wet: true }, ["flush_at"], 5), { wet: true, flush_at: 5 });
});

test("a share survives being shown as percent", () => {
  for (let share = 0; share <= 10_000; share += 7) assert.equal(shareOf(percentOf(share / 10_000)), share / 10_000);
  assert.deepEqual([shareOf(undefined), percentOf(undefined), shareOf(12.345)], [undefined, undefined, 0.1235]);
});

test("differences are told by member", () => {
  const before = { flush_at: 20, sampling: { types: { a: 0.1 } }, canary: { streams: ["x"] } };
  const after = { sampling: { types: { a: 0.1, b: 1 } }, canary: { streams: ["x", "y"] }, enabled: false };
  assert.deepEqual(differences(before, after), ['canary.streams: ["x"] → ["x","y"]', "enabled: default → false", "flush_at: 20 → default", "sampling.types.b: default → 1"]);
  assert.deepEqual(differences(before, structuredClone(before)), []);
});

test("a text is a config, or it is said why not", () => {
  assert.deepEqual([readConfig('{"flush_at": 5}'), readConfig(" ")], [{ flush_at: 5 }, {}]);
  for (const text of ["[1]", "7", "null", '"x"']) assert.match(readConfig(text), /a JSON object/);
  assert.match(readConfig("{"), /no JSON/);
});

test("origins are read as they are typed, and what is wrong with one says what was meant", () => {
  assert.deepEqual(originsOf("https://a.example\n https://b.example, https://a.example "), ["https://a.example", "https://b.example"]);
  assert.equal(originsOf(" \n"), null);
  for (const good of ["https://shop.example", "http://localhost:8080", "https://xn--bcher-kva.example"]) assert.equal(originFault(good), null, good);
  for (const [typed, meant] of [
    ["https://shop.example/", "https://shop.example"],
    ["https://Shop.example/cart?x=1", "https://shop.example"],
    ["https://shop.example:443", "https://shop.example"],
    ["shop.example", "https://shop.example"],
    ["localhost:3000", "http://localhost:3000"],
  ]) {
    assert.equal(originFault(typed)?.meant, meant, typed);
    assert.equal(originFault(meant), null);
  }
  for (const hopeless of ["not an origin!", "mailto:x@y", "*"]) assert.ok(originFault(hopeless) && !originFault(hopeless).meant, hopeless);
});

test("a key works until the end of its last day", () => {
  assert.equal(endOf("2026-03-01"), Date.parse("2026-03-02T00:00:00Z"));
  assert.equal(endOf(""), null);
  assert.equal(dateOf(endOf("2026-03-01")), "2026-03-01");
  assert.equal(dateOf(null), "");
  assert.deepEqual(["active", "expiring", "expired", "revoked"].map((state) => works({ state })), [true, true, false, false]);
});

test("every kind of key and every action of the audit has its words", async () => {
  const kinds = await readFile(path.join(root, "key-model/src/kind.rs"), "utf8");
  assert.deepEqual([...KINDS].sort(), [...new Set([...kinds.matchAll(/KeyKind::\w+ => "(\w+)"/g)].map(([, kind]) => kind))].sort());
  const audit = await readFile(path.join(root, "ingest-worker/src/audit.rs"), "utf8");
  const actions = [...audit.matchAll(/Action::\w+ => "(\w+)"/g)].map(([, action]) => action);
  assert.ok(actions.length >= 16);
  for (const action of actions) assert.notEqual(actionName(action), action.replaceAll("_", " "), action);
  assert.equal(actionName("something_new"), "something new");
  assert.equal(detailsText({ version: 3, key_id: "abc", events: 12_345, kept: [1] }), "version 3, key id abc, events 12,345, kept [1]");
});

test("the pieces of autocapture are those that there are, as remote config names them", async () => {
  const pieces = await readFile(path.join(root, "pkg/src/auto/index.js"), "utf8");
  const names = [...pieces.matchAll(/^ {2}(\w+): \(\) => import\(/gm)].map(([, name]) => name.replace(/[A-Z]/g, "_$&").toLowerCase());
  assert.deepEqual(PIECES, names);
});

test("the plan's events are found by what stands in them", () => {
  const plan = { events: { b_two: { description: "Second", owner: "Team Blue" }, a_one: { properties: { priority: {} } } } };
  const names = (search) => eventsOf(plan, search).map(([name]) => name);
  assert.deepEqual([names(), names("blue"), names("PRIOR"), names("second "), names("zzz")], [["a_one", "b_two"], ["b_two"], ["a_one"], ["b_two"], []]);
  assert.deepEqual(eventsOf({}), []);
  assert.deepEqual([propertyText({ type: "string", enum: ["low", "high"] }), propertyText({ type: "integer", maximum: 10_080 }), propertyText({ type: "string", maximum: 20 }), propertyText({})], ["string: low, high", "integer, at most 10,080", "string, at most 20 characters", "anything"]);
});
