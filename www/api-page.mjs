// The readable page of the HTTP API, made from its document. Plain HTML without a script or a style in it.
import { html, words } from "./html.mjs";

/** The text of the page. */
export function apiPage(document) {
  return html`
      <h1>HTTP API</h1>
      <p class="about">${words(document.info.description)}</p>
      <p class="about">A key travels as <code>Authorization: Bearer tm_…</code> or as <code>X-Trailmark-Key: tm_…</code>. The same as data: <a href="../../api/openapi.json"><code>/api/openapi.json</code></a>.</p>
      ${byTag(document).map(([tag, list]) => html`<h2 id="${tagAnchor(tag)}">${tag}</h2>${list.map((one) => operationSection(one, document))}`)}
      ${errors(document)}
      ${schemas(document)}`.text;
}

/** Its operations, to jump to. */
export function apiContents(document) {
  return html`<div class="operations">
      ${byTag(document).map(([tag, list]) => html`<section><h3>${tag}</h3><ul>${list.map((one) => html`<li><a href="#${one.operationId}">${one.method.toUpperCase()} ${one.path.replace(/^\/api/, "")}</a></li>`)}</ul></section>`)}
      <section><h3>Reference</h3><ul><li><a href="#errors">Refusals</a></li><li><a href="#schemas">Schemas</a></li></ul></section>
    </div>`;
}

function byTag({ paths, tags }) {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );
  return tags.map(({ name }) => [name, operations.filter((operation) => operation.tags.includes(name))]);
}

const tagAnchor = (tag) => `tag-${tag.toLowerCase().replace(/\W+/g, "-")}`;

function operationSection(operation, document) {
  const { operationId, method, path, summary, description } = operation;
  const parameters = (operation.parameters ?? []).map((one) => resolve(one, document));
  const filters = parameters.filter(isFilter);
  // A handful is read at once; the thirty filters of every question would bury what is its own.
  const shown = filters.length > 8 ? parameters.filter((one) => !isFilter(one)) : parameters;
  return html`
      <section class="operation" id="${operationId}">
        <h3><span class="method ${method}">${method.toUpperCase()}</span><a href="#${operationId}">${path}</a></h3>
        <p>${words(summary)}.</p>
        <p class="key-note">${description ? words(description) : "Needs no key."}</p>
        ${shown.length ? parameterTable(shown) : ""}
        ${shown.length < parameters.length ? html`<details><summary>${filters.length} filters</summary>${parameterTable(filters)}</details>` : ""}
        ${operation.requestBody ? body(operation.requestBody) : ""}
        ${answer(operation)}
        <div><h4>Refusals</h4><p class="codes">${codes(operation).map((code) => html`<a href="#code-${code}"><code>${code}</code></a>`)}</p></div>
      </section>`;
}

const FILTERS_SAY = /^(Only events|One of these values|Filters by)/;
const isFilter = ({ description }) => FILTERS_SAY.test(description ?? "");

function parameterTable(parameters) {
  const row = ({ name, in: place, required, description, schema }) => html`
          <tr><td><code>${name}</code>${required ? html` <span class="need">required</span>` : ""}</td><td>${form(schema)}</td><td>${words(description ?? (place === "path" ? "In the path." : ""))}</td></tr>`;
  return html`<div class="table" tabindex="0"><table><thead><tr><th>Parameter</th><th>Form</th><th>Meaning</th></tr></thead><tbody>${parameters.map(row)}</tbody></table></div>`;
}

function body({ content }) {
  const [[type, { schema, example }]] = Object.entries(content);
  return html`<div><h4>Body, ${type}: ${form(schema)}</h4>${example === undefined ? "" : html`<pre tabindex="0"><code>${pretty(example)}</code></pre>`}</div>`;
}

function answer(operation) {
  const request = operation["x-trailmark-request"];
  return Object.entries(operation.responses[Object.keys(operation.responses)[0]].content ?? {}).map(
    ([type, { schema, example }]) => html`<div><h4>Answer, ${type}: ${form(schema)}</h4>${
      example === undefined ? "" : html`<pre tabindex="0"><code>${request}\n\n${pretty(example)}</code></pre>`
    }</div>`,
  );
}

function codes({ responses }) {
  const problems = Object.values(responses).map(({ content }) => content?.["application/problem+json"]?.schema);
  return problems.filter(Boolean).flatMap((schema) => (schema.anyOf ?? [schema]).map(({ $ref }) => $ref.split("/problem.").pop()));
}

function errors({ components }) {
  const rows = Object.entries(components.schemas).filter(([name]) => name.startsWith("problem."));
  return html`
      <h2 id="errors">Refusals</h2>
      <p class="about">All are <code>application/problem+json</code>: ${form({ $ref: "#/components/schemas/Problem" })}.</p>
      <div class="schema table" tabindex="0"><table><thead><tr><th>Code</th><th>Status</th><th>When</th></tr></thead><tbody>${rows.map(
        ([name, { properties, description, examples }]) => html`
        <tr id="code-${name.slice("problem.".length)}"><td><code>${name.slice("problem.".length)}</code></td><td>${properties.status.const}</td><td>${words(description)} ${words(examples[0].detail)}</td></tr>`,
      )}</tbody></table></div>`;
}

function schemas({ components }) {
  const rows = Object.entries(components.schemas).filter(([name]) => !name.startsWith("problem."));
  return html`<h2 id="schemas">Schemas</h2>${rows.map(([name, schema]) => html`
      <section class="schema" id="schema-${name}"><h3>${name}</h3>${schema.description ? html`<p>${words(schema.description)}</p>` : ""}${members(schema)}</section>`)}`;
}

function members(schema) {
  if (!schema.properties) return html`<p>${form({ ...schema, description: undefined })}</p>`;
  const required = new Set(schema.required ?? []);
  const row = ([name, one]) => html`
        <tr><td><code>${name}</code></td><td>${form(one)}${required.has(name) ? "" : ", may be absent"}</td><td>${words(one.description ?? "")}</td></tr>`;
  return html`<div class="table" tabindex="0"><table><thead><tr><th>Member</th><th>Form</th><th>Meaning</th></tr></thead><tbody>${Object.entries(schema.properties).map(row)}</tbody></table></div>`;
}

/** A schema in a few words. */
function form(schema) {
  if (schema === true || schema === undefined) return "anything";
  if (schema.$ref) return link(schema.$ref);
  const several = schema.anyOf ?? schema.oneOf;
  if (several?.every((one) => typeof one.const === "string")) return form({ enum: several.map((one) => one.const) });
  if (several) return join(several.map(form), " or ");
  if (schema.enum) return schema.enum.length > 12 ? html`one of ${schema.enum.length} words` : join(schema.enum.map((one) => html`<code>${one}</code>`), " or ");
  if (schema.allOf) return join(schema.allOf.map(form), " and ");
  const types = [schema.type].flat().filter(Boolean);
  if (types[0] === "array") return html`list of ${form(schema.items)}${types[1] ? " or null" : ""}`;
  if (schema.format && schema.format.startsWith("date")) return schema.format;
  if (schema.pattern && types.length === 0) return "text";
  const bounds = types[0] === "integer" && schema.maximum !== undefined && schema.minimum !== undefined ? `, ${schema.minimum} to ${schema.maximum}` : "";
  const preset = schema.default === undefined ? "" : html`, else <code>${schema.default}</code>`;
  if (types[0] === "object" && typeof schema.additionalProperties === "object") return html`object of ${form(schema.additionalProperties)}`;
  return html`${types.join(" or ").replace("string", "text") || "anything"}${bounds}${preset}`;
}

function link(reference) {
  const name = reference.split("/").pop();
  return html`<a href="#schema-${name}">${name}</a>`;
}

function resolve(one, document) {
  return one.$ref ? one.$ref.slice(2).split("/").reduce((value, part) => value[part], document) : one;
}

function join(parts, separator) {
  return html`${parts.map((part, number) => html`${number ? separator : ""}${part}`)}`;
}

const pretty = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));
