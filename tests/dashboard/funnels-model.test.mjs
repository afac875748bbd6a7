// The funnel's builder as it stands in the address, what is suggested at the start, and what is counted of an answer.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { source } from "./source.mjs";

const { builderOf, ownOf, windowOf, moved, removed, replaced } = await source("pages/funnels/builder.ts");
const { suggestedTypes } = await source("pages/funnels/suggest.ts");
const { resultsOf, worstStep } = await source("pages/funnels/result.ts");

describe("the builder", () => {
  const own = (text) => new URLSearchParams(text);
  const written = (builder) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(ownOf(builder))) for (const one of value === null ? [] : [value].flat()) parameters.append(name, one);
    return `${parameters}`;
  };

  test("is empty without parameters, and then leaves none", () => {
    assert.deepEqual(builderOf(own("")), { steps: [], window: { amount: 7, unit: "d" }, people: "person", by: "" });
    assert.equal(written(builderOf(own("people=nobody&window=1y"))), "");
  });

  test("comes back from the address as it went in, empty steps too", () => {
    for (const text of ["step=a&step=b", "step=a&step=&step=type%3Db%26path%3D%252Fx&window=30m&people=user&by=device", "step=a&window=90d&people=session"]) {
      assert.equal(written(builderOf(own(text))), text);
    }
  });

  test("takes no window that the API would refuse", () => {
    assert.deepEqual(windowOf("36h"), { amount: 36, unit: "h" });
    for (const text of ["0d", "91d", "2161h", "7", "d", "1.5h", "-1d", "1w", ""]) assert.equal(windowOf(text), null, text);
  });

  test("moves, replaces and removes steps", () => {
    const steps = ["a", "b", "c", "d"];
    assert.deepEqual(moved(steps, 3, 0), ["d", "a", "b", "c"]);
    assert.deepEqual(moved(steps, 1, 2), ["a", "c", "b", "d"]);
    assert.deepEqual(replaced(steps, 1, "x"), ["a", "x", "c", "d"]);
    assert.deepEqual(removed(steps, 2), ["a", "b", "d"]);
    assert.deepEqual(steps, ["a", "b", "c", "d"]);
  });
});

describe("what is suggested", () => {
  const type = (value, visitors, events = visitors, users = 0) => ({ value, events, users, visitors });
  const run = (sessions, ...types) => ({ types, sessions });

  test("is the most frequent three in a row that end with a milestone", () => {
    const runs = [run(90, "page_view", "search", "page_view"), run(50, "page_view", "search", "export"), run(20, "a", "b", "task_completed"), run(30, "page_view", "search", "task_completed")];
    assert.deepEqual(suggestedTypes(runs, [], [type("task_completed", 120)]), ["page_view", "search", "task_completed"]);
    assert.deepEqual(suggestedTypes(runs, [], []), ["page_view", "search", "export"]);
  });

  test("is what most people did where nothing follows anything, users counting where there are no visitors", () => {
    const acts = [type("a", 0, 5, 3), type("b", 0, 90, 8), type("c", 0, 1, 1), type("d", 0, 1, 1)];
    assert.deepEqual(suggestedTypes([run(5, "a", "b", "a"), run(5, "a", null, "b")], acts, []), ["b", "a", "c"]);
    assert.deepEqual(suggestedTypes([], acts.slice(0, 2), []), ["b", "a"]);
  });

  test("is nothing when there are no two types", () => {
    assert.deepEqual(suggestedTypes([], [], []), []);
    assert.deepEqual(suggestedTypes([], [type("a", 1), type(null, 9)], [type("a", 1)]), []);
  });
});

describe("the result", () => {
  const step = (people, conversion, from_previous) => ({ step: "s", people, conversion, from_previous, median_ms: null, p90_ms: null });
  test("says who was lost at each step", () => {
    const results = resultsOf([step(80, 1, null), step(60, 0.75, 0.75), step(15, 0.1875, 0.25)]);
    assert.deepEqual(results.map(({ lost, lostShare }) => [lost, lostShare]), [[null, null], [20, 0.25], [45, 0.75]]);
    assert.equal(worstStep(results), 2);
  });

  test("of nobody has nothing to divide", () => {
    const results = resultsOf([step(0, null, null), step(0, null, null)]);
    assert.deepEqual(results.map(({ lost, lostShare }) => [lost, lostShare]), [[null, null], [0, null]]);
    assert.equal(worstStep(results), null);
  });
});
