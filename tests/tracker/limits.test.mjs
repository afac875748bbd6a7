// The tracker's limits are the contract's.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { LEVELS } from "../../tracker/src/browser/event.js";
import * as limits from "../../tracker/src/browser/limits.js";

const rust = (name) => readFile(new URL(`../../event-model/src/${name}.rs`, import.meta.url), "utf8");

test("every limit is that of event-model", async () => {
  const text = await rust("limits");
  for (const [name, value] of Object.entries(limits)) {
    const [, said] = new RegExp(`pub const ${name}: \\w+ = ([^;]+);`).exec(text) ?? assert.fail(`limits.rs has no ${name}`);
    assert.equal(said.split("*").reduce((product, factor) => product * Number(factor.replaceAll("_", "")), 1), value, name);
  }
});

test("levels have their order", async () => {
  const names = [...(await rust("level")).matchAll(/Level::\w+ => "(\w+)"/g)].map(([, name]) => name);
  assert.deepEqual(LEVELS, names);
});
