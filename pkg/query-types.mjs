// Prints the types of `trailmark/query`, made from the document of the HTTP API (docs/openapi.json): its operations, what they take, and what they
// answer. Refusals are left out, since the client throws them. `cargo xtask openapi` writes the output to src/query-api.d.ts.
import { readFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const document = JSON.parse(await readFile(new URL("../docs/openapi.json", import.meta.url), "utf8"));
const header = "// Made from docs/openapi.json by `cargo xtask openapi`; changes belong there.\n\n";
const isRefusal = (name) => /^(problem\.|plan\.)/.test(name);

for (const methods of Object.values(document.paths)) {
  for (const operation of Object.values(methods)) {
    operation.responses = { 200: operation.responses[200] ?? operation.responses[201] };
  }
}
const { schemas, parameters } = document.components;
// A plan is an object whose members have their own schema; editors check it by that.
schemas.TrackingPlan = { type: "object", description: "See tracking-plan.schema.json." };
document.components = { parameters, schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => !isRefusal(name))) };
process.stdout.write(header + astToString(await openapiTS(withoutExamples(document), { defaultNonNullable: false })));


function withoutExamples(value) {
  if (Array.isArray(value)) return value.map(withoutExamples);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "example" && name !== "examples").map(([name, one]) => [name, withoutExamples(one)]));
}
