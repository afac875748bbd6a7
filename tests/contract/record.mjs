// Records an answer of every operation of a real server into docs/openapi-examples.json. `cargo xtask openapi --record` runs it.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { root } from "../support/database.mjs";
import { ask } from "./answers.mjs";
import { requests } from "./requests.mjs";
import { startWorld } from "./world.mjs";

/** Texts longer than this are cut at the end of a line. */
const MOST_TEXT = 1_500;
/** Items of a list that tell enough. */
const MOST_ITEMS = 8;

const world = await startWorld();
try {
  const examples = {};
  for (const [id, request] of Object.entries(requests(world.known))) {
    const { status, body } = await ask(world, request);
    if (![200, 201].includes(status)) throw new Error(`${id} answered ${status}: ${JSON.stringify(body)}`);
    examples[id] = { request: `${request.method} ${request.address}`, ...(request.shown === undefined ? {} : { body: request.shown }), answer: short(body) };
  }
  await writeFile(path.join(root, "docs/openapi-examples.json"), `${JSON.stringify(examples, null, 1)}\n`);
  console.error(`recorded ${Object.keys(examples).length} answers`);
} finally {
  await world.stop();
}

function short(value) {
  // A key that was made is nobody's business, though its server is gone.
  if (/^tm_[a-z]+_\w{32}$/.test(value)) return value.replace(/\w{32}$/, "…");
  if (typeof value === "string") return value.length <= MOST_TEXT ? value : value.slice(0, value.lastIndexOf("\n", MOST_TEXT) + 1);
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map(short);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, short(one)]));
}
