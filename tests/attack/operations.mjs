// What there is to attack, from the API's document: so a new endpoint or parameter is attacked by all that goes through these lists.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { root } from "../support/database.mjs";

const document = JSON.parse(await readFile(path.join(root, "docs/openapi.json"), "utf8"));

const resolved = (value) => (value.$ref ? value.$ref.slice(2).split("/").reduce((at, name) => at[name], document) : value);

/**
 * All operations.
 *
 * @type {{id: string, method: string, path: string, keys: string[] | undefined, parameters: {name: string, schema: any, isObject: boolean}[]}[]}
 */
export const operations = Object.entries(document.paths).flatMap(([address, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    id: operation.operationId,
    method: method.toUpperCase(),
    path: address,
    keys: operation["x-trailmark-keys"],
    parameters: (operation.parameters ?? [])
      .map(resolved)
      .filter((parameter) => parameter.in === "query")
      .map(({ name, schema }) => ({ name, schema, isObject: schema.type === "object" })),
  })),
);

/** The methods that each path takes; HEAD is GET, and every path takes preflights. */
export const methodsOf = new Map(
  Object.entries(document.paths).map(([address, methods]) => {
    const names = Object.keys(methods).map((method) => method.toUpperCase());
    return [address, [...names, ...(names.includes("GET") ? ["HEAD"] : []), "OPTIONS"]];
  }),
);
