// The document of the API against a live Worker: what it says is answered, and what is answered it says.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { root } from "../support/database.mjs";
import { ask, shape } from "./answers.mjs";
import { requests } from "./requests.mjs";
import { startWorld } from "./world.mjs";

const read = async (file) => JSON.parse(await readFile(path.join(root, file), "utf8"));
const document = await read("docs/openapi.json");
const examples = await read("docs/openapi-examples.json");
const operations = Object.entries(document.paths).flatMap(([address, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ address, method: method.toUpperCase(), ...operation })),
);
const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
addFormats(ajv, ["date", "date-time"]);
ajv.addSchema(strict(document), "document");

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

/** No member that is not in the document: of an object with named members all others are refused. */
function strict(value) {
  if (Array.isArray(value)) return value.map(strict);
  if (value === null || typeof value !== "object") return value;
  const inner = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, name === "examples" || name === "example" ? one : strict(one)]));
  const isClosed = inner.type === "object" && inner.properties && !("additionalProperties" in inner) && !inner.$ref;
  return isClosed ? { ...inner, additionalProperties: false } : inner;
}

function faults(pointer, body) {
  const validate = ajv.getSchema(`document#${pointer}`) ?? ajv.compile({ $ref: `document#${pointer}` });
  return validate(body) ? [] : validate.errors.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

function pointerOf({ address, method }, status, type) {
  const escaped = [address, type].map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")));
  return `/paths/${escaped[0]}/${method.toLowerCase()}/responses/${status}/content/${escaped[1]}/schema`;
}

test("every operation answers its example as the document says", async () => {
  const asked = requests(world.known);
  const byId = new Map(operations.map((operation) => [operation.operationId, operation]));
  assert.deepEqual(Object.keys(asked).sort(), [...byId.keys()].sort(), "requests.mjs has a request for each operation");
  for (const [id, request] of Object.entries(asked)) {
    const { status, type, body } = await ask(world, request);
    assert.equal(status, id === "makeKey" || id === "rotateKey" ? 201 : 200, `${id}: ${JSON.stringify(body)}`);
    assert.deepEqual(faults(pointerOf(byId.get(id), status, type), body), [], id);
    assert.equal(examples[id]?.request, `${request.method} ${request.address}`, `${id}: run \`cargo xtask openapi --record\``);
    assert.deepEqual(faults(pointerOf(byId.get(id), status, type), examples[id].answer), [], `the recorded answer of ${id}`);
    if (type !== "application/json") continue;
    // Names that are data, such as types of events and endpoints, differ with what was asked before.
    const members = ({ members }) => Object.keys(members).sort();
    assert.deepEqual(members(shape(examples[id].answer)), members(shape(body)), `${id} answers otherwise than recorded: run \`cargo xtask openapi --record\``);
  }
});

test("every operation takes the keys that the document names, and no others", async () => {
  for (const operation of operations) {
    const address = operation.address.replace("{id}", "none") + (operation.operationId === "getConfig" ? "" : "?no_such_parameter=1");
    const request = { method: operation.method, address, contentType: "application/json", body: operation.requestBody ? '{"type":"x"}' : undefined };
    const needsKey = operation.security.length > 0;
    if (!needsKey) continue;
    // A batch is read before its key, which may be in it.
    const body = operation.operationId === "logBatch" ? '{"events":[{"type":"x"}]}' : request.body;
    assert.equal((await ask(world, { ...request, body, key: null })).body.code, "missing_key", operation.operationId);
    for (const key of ["write", "server", "read", "admin"]) {
      const { status, body: answer } = await ask(world, { ...request, body, key });
      const allowed = operation["x-trailmark-keys"].includes(key);
      assert.equal(status === 403, !allowed, `${operation.operationId} with a ${key} key: ${status} ${JSON.stringify(answer)}`);
    }
  }
});

test("refusals are as the document says", async () => {
  const problem = (body) => faults(`/components/schemas/problem.${body.code}`, body);
  const key = "read";
  for (const request of [
    { method: "GET", address: "/api/nothing", key },
    { method: "PUT", address: "/api/events", key },
    { method: "GET", address: "/api/events", key: null },
    { method: "POST", address: "/api/events/import", key },
    { method: "GET", address: "/api/events?limit=0", key },
    { method: "GET", address: "/api/events/none", key },
    { method: "PUT", address: "/api/config", key: "admin", body: '{"enabled":7}' },
    { method: "PUT", address: "/api/plan", key: "admin", body: '{"events":{},"mode":"loud"}' },
    { method: "PUT", address: "/api/plan", key: "admin", body: "{" },
    { method: "POST", address: "/api/events/log/batch", key: "server", body: '{"events":[]}' },
    { method: "POST", address: "/api/events/log/batch", key: "server", body: '{"events":[{}],"schema":2}' },
  ]) {
    const { type, body } = await ask(world, request);
    assert.equal(type, "application/problem+json");
    assert.deepEqual(problem(body), [], JSON.stringify(body));
  }
});

test("the document is served to everybody, and so is the page made of it", async () => {
  const response = await fetch(`${world.url}/api/openapi.json`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type"), /^application\/json/);
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  assert.match(response.headers.get("cache-control"), /public/);
  assert.deepEqual(await response.json(), document);
  const page = await fetch(`${world.url}/docs/api/`);
  const html = await page.text();
  assert.equal(page.status, 200);
  for (const { operationId } of operations) assert.ok(html.includes(`id="${operationId}"`), operationId);
  assert.doesNotMatch(html, /<script(?! src=)|<style|\sstyle=|\son[a-z]+=/i);
});
