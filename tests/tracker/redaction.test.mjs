// What the tracker redacts, by the cases that the Worker runs too.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fit, mask, redact, redacting } from "../../tracker/src/browser/redact.js";
import { randoms } from "./values.mjs";

const { objects, texts } = JSON.parse(await readFile(new URL("../fixtures/redaction/cases.json", import.meta.url), "utf8"));

/** As metadata goes, but for a limit of the case's own. */
function cleaned(metadata, pii = [], limit = 8192) {
  return fit(redact(metadata, pii.map(plain).filter(Boolean)), limit);
}

const plain = (name) => name.toLowerCase().replace(/[\x00-\x7f]/g, (sign) => (/[a-z\d]/.test(sign) ? sign : ""));

for (const { name, input, output = input, pii, limit } of objects)
  test(name, () => {
    const once = cleaned(input, pii, limit);
    assert.equal(JSON.stringify(once), JSON.stringify(output));
    assert.equal(JSON.stringify(cleaned(once, pii, limit)), JSON.stringify(output), "twice is once");
    if (!limit) assert.equal(JSON.stringify(redacting(pii)(input)), JSON.stringify(output));
  });

for (const { name, input, output = input } of texts)
  test(`a text: ${name}`, () => {
    assert.equal(mask(input), output);
    assert.equal(mask(output), output, "twice is once");
  });

test("whatever the metadata, twice is once, within limits, and no secret is left", () => {
  const random = randoms(7);
  for (let run = 0; run < 2_000; run++) {
    const metadata = { ...random.object(), user_password: "hunter2-secret", nested: { mail: "hunter2@example.com", paid: ["with 5500 0055 5555 5559"] } };
    const once = redacting(["plan name"])({ ...metadata, planName: "hunter2" });
    const text = JSON.stringify(once);
    assert.ok(new TextEncoder().encode(text).length <= 8192);
    assert.doesNotMatch(text, /hunter2|5500/);
    assert.equal(JSON.stringify(redacting(["plan name"])(once)), text);
  }
});
