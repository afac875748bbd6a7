// Steps as they are written in addresses and questions, and the same in parts for the builder.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { source } from "./source.mjs";

const { readStep, writeStep, stepName } = await source("steps/step.ts");

const is = (name, ...values) => ({ name, test: "is", values });

describe("a step", () => {
  test("is an event type, or filters of which one may be the type", () => {
    assert.deepEqual(readStep("page_view"), { type: "page_view", filters: [] });
    assert.deepEqual(readStep("type=page_view&path=/pricing"), { type: "page_view", filters: [is("path", "/pricing")] });
    assert.deepEqual(readStep("path.contains=/docs&metadata.plan.not=pro,free"), {
      type: "",
      filters: [{ name: "path", test: "contains", values: ["/docs"] }, { name: "metadata.plan", test: "not", values: ["pro", "free"] }],
    });
  });

  test("with several types has a filter of types", () => {
    assert.deepEqual(readStep("type=a,b"), { type: "", filters: [is("type", "a", "b")] });
    assert.deepEqual(readStep("type.not=a"), { type: "", filters: [{ name: "type", test: "not", values: ["a"] }] });
  });

  test("comes back as it went in, whatever stands in it", () => {
    const steps = [
      { type: "page_view", filters: [] },
      { type: "a=b", filters: [] },
      { type: "a, b & c", filters: [is("path", "/x?y=z&w", "a,b", "100 %+1")] },
      { type: "", filters: [{ name: "title", test: "not_contains", values: ["α+β, γ"] }] },
      { type: "ünïcode type", filters: [is("metadata.a.b", "(none)")] },
    ];
    for (const step of steps) assert.deepEqual(readStep(writeStep(step)), step);
  });

  test("leaves out conditions that have no value yet", () => {
    assert.equal(writeStep({ type: "page_view", filters: [is("path", "")] }), "page_view");
    assert.equal(writeStep({ type: "", filters: [is("path")] }), "");
  });

  test("has a name", () => {
    assert.equal(stepName("page_view"), "page_view");
    assert.equal(stepName("type=page_view&path=/a,/b&country.not=DE"), "page_view where Page is /a or /b and Country is not DE");
    assert.equal(stepName("path.contains=/docs"), "Page contains /docs");
    assert.equal(stepName(""), "Any event");
    assert.equal(stepName("", "Choose an event"), "Choose an event");
  });
});
