// The tables of the documentation, held against the code that they are about: what is missing in either fails.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { root } from "../support/database.mjs";

const read = (file) => readFile(path.join(root, file), "utf8");
const document = JSON.parse(await read("docs/openapi.json"));

/** The tables below a heading of a page, each as rows of cells. */
async function tables(page, heading) {
  const [, after] = (await read(`www/docs/${page}.md`)).split(`\n## ${heading}\n`);
  assert.ok(after !== undefined, `www/docs/${page}.md has no heading ${heading}`);
  const found = [];
  let open = false;
  for (const line of after.split(/\n## /)[0].split("\n")) {
    if (line.startsWith("|")) {
      if (!open) found.push([]);
      found.at(-1).push(line.split("|").slice(1, -1).map((cell) => cell.trim()));
    }
    open = line.startsWith("|");
  }
  return found.map(([, , ...rows]) => rows);
}

/** What stands in code in the first cells of a table. */
const names = (rows) => rows.flatMap(([first]) => Array.from(first.matchAll(/`([^`]+)`/g), ([, name]) => name)).sort();

/** The members of an interface of a declaration file, with their comments. */
async function members(file, name) {
  const source = ts.createSourceFile(file, await read(file), ts.ScriptTarget.Latest, true);
  const found = new Map();
  ts.forEachChild(source, (node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== name) return;
    for (const member of node.members) found.set(member.name.getText(), member.getFullText());
  });
  assert.ok(found.size > 0, `${file} has no interface ${name}`);
  return found;
}

for (const [heading, file, type] of [
  ["`init`", "pkg/src/index.d.ts", "InitOptions"],
  ["`track` and `trackTimed`", "pkg/src/index.d.ts", "TrackOptions"],
  ["`createWriter`", "pkg/src/server.d.ts", "WriterOptions"],
  ["`write`", "pkg/src/server.d.ts", "EventFields"],
]) {
  test(`every option of ${heading} is told, with its default, and no other`, async () => {
    const [rows] = await tables("options", heading);
    const declared = await members(file, type);
    assert.deepEqual(names(rows), [...declared.keys()].sort());
    for (const [name, text] of declared) {
      const [, value] = /Default:? `?([\d,]+|true|false|granted)\b/.exec(text) ?? [];
      const row = rows.find(([first]) => first.includes(`\`${name}\``));
      if (value) assert.ok(row[1].replace(/,/g, "").includes(value.replace(/,/g, "")), `${name}: ${row[1]} is not the default ${value}`);
      if (type.endsWith("Options") && !new RegExp(`\\b${name}\\?`).test(text)) assert.equal(row[1], "required", name);
    }
  });
}

test("every attribute of the script tag is told, and no other", async () => {
  const source = await read("pkg/src/script/options.js");
  const attributes = Array.from(/const READ = \{([^}]*)\}/s.exec(source)[1].matchAll(/^ {2}(\w+):/gm), ([, name]) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  const [rows] = await tables("options", "The script tag");
  assert.deepEqual(names(rows), ["data-key", ...attributes].sort());
});

test("every member of remote config is told, with its default, and no other", async () => {
  const { properties } = await config();
  const [rows] = await tables("options", "Remote config");
  assert.deepEqual(names(rows), Object.keys(properties).sort());
});

/** The schema of what `PUT /api/config` takes. */
async function config() {
  const { requestBody } = document.paths["/api/config"].put;
  const { schema } = Object.values(requestBody.content)[0];
  return schema.$ref ? document.components.schemas[schema.$ref.split("/").pop()] : schema;
}

test("every variable and every rate limit of wrangler.toml is told, and no other", async () => {
  const read_ = Array.from((await read("ingest-worker/src/settings.rs")).matchAll(/word\("(\w+)"\)/g), ([, name]) => name);
  const wrangler = await read("wrangler.toml");
  const limits = Array.from(wrangler.matchAll(/name = "(\w+_OF_\w+)"[\s\S]*?limit = (\d+), period = (\d+)/g), ([, name, limit, period]) => [name, `${limit} in ${period} s`]);
  const [variables, rates] = await tables("options", "`wrangler.toml`");
  assert.deepEqual(names(variables), read_.sort());
  assert.deepEqual(rates.map(([name, value]) => [name.replaceAll("`", ""), value]).sort(), limits.sort());
});

test("every code of a refusal is told, with its status and what to do", async () => {
  const problems = Object.entries(document.components.schemas).filter(([name]) => name.startsWith("problem.") && name !== "problem.event_rejected");
  const [rows] = await tables("troubleshooting", "What a refusal says");
  assert.deepEqual(rows.map(([code, status]) => `${code.replaceAll("`", "")} ${status}`).sort(), problems.map(([name, { properties }]) => `${name.slice("problem.".length)} ${properties.status.const}`).sort());
  assert.deepEqual(rows.filter(([, , todo]) => !todo), []);
  const source = await read("ingest-worker/src/rejection.rs");
  const known = new Set(Array.from(source.matchAll(/\b\d{3},\s*"([a-z_]+)"/g), ([, code]) => code));
  const told = new Set([...names(rows), "wrong_type"]);
  assert.ok(known.size > 20);
  assert.deepEqual([...known].filter((code) => !told.has(code)), []);
});

test("every code of a verdict is told, and every reason for which something is given up", async () => {
  const [{ enum: codes }] = document.components.schemas.VerdictCode.anyOf;
  const putOff = Array.from((await read("ingest-worker/src/ingest/put_off.rs")).matchAll(/\("([a-z_]+)", (?:Some|None)/g), ([, code]) => code);
  const [rows] = await tables("troubleshooting", "What a verdict says");
  assert.deepEqual(names(rows), [...new Set([...codes, ...putOff])].sort());

  const drops = Array.from((await read("tracker/src/engine/drops.rs")).matchAll(/DropReason::\w+ => "(\w+)"/g), ([, reason]) => reason);
  const files = await readdir(path.join(root, "pkg/src/server"));
  const writers = await Promise.all(files.map((file) => read(`pkg/src/server/${file}`)));
  const given = writers.flatMap((source) => Array.from(source.matchAll(/(?:drop|give_?[uU]p)\w*\("([a-z_]+)"/g), ([, reason]) => reason));
  const [reasons] = await tables("troubleshooting", "What a tracker gave up");
  assert.deepEqual(given.filter((reason) => !names(reasons).includes(reason)), []);
  assert.deepEqual(drops.filter((reason) => !names(reasons).includes(reason)), []);
});

test("the privacy sheet has every column of an event, every table and every key in the browser", async () => {
  const files = (await readdir(path.join(root, "migrations"))).sort();
  const sql = (await Promise.all(files.map((file) => read(`migrations/${file}`)))).join("\n");
  const created = /CREATE TABLE events \(([\s\S]*?)\n\)/.exec(sql)[1];
  const columns = Array.from(created.matchAll(/^ {2}([a-z_]+) /gm), ([, name]) => name).filter((name) => name !== "project_id");
  const added = Array.from(sql.matchAll(/ALTER TABLE events ADD COLUMN (\w+)/g), ([, name]) => name);
  const [fields, beside] = await tables("privacy", "What is stored on the server");
  assert.deepEqual(names(fields), [...columns, ...added].sort());
  const made = new Set(Array.from(sql.matchAll(/CREATE TABLE (\w+)/g), ([, name]) => name));
  assert.deepEqual(names(beside), [...made].filter((name) => name !== "events").sort());

  const architecture = (await read("ARCHITECTURE.md")).split("## What is stored in the page")[1].split("\n## ")[0];
  const keys = new Set(Array.from(architecture.matchAll(/`N\.([a-z_]+)(\.[^`]*)?`/g), ([, name, more]) => (more ? `${name}.…` : name)));
  const [records] = await tables("privacy", "What is stored in the browser");
  assert.deepEqual(names(records), [...keys].sort());
});

test("the page of the dashboard has all its pages, in their order", async () => {
  const titles = Array.from((await read("www/src/dashboard/pages.ts")).matchAll(/title: "(\w+)"/g), ([, title]) => title);
  const page = await read("www/docs/dashboard.md");
  const told = Array.from(page.split("\n## ")[0].matchAll(/^\| (\w+) \|/gm), ([, title]) => title).slice(1);
  assert.deepEqual(told, titles);
});

test("every endpoint is told", async () => {
  const built = await read("www/dist/docs/api/index.html");
  const readme = await read("README.md");
  for (const [address, methods] of Object.entries(document.paths)) {
    for (const [method, { operationId }] of Object.entries(methods)) {
      assert.ok(built.includes(`id="${operationId}"`), operationId);
      const last = address.split("/").filter((part) => !part.startsWith("{")).at(-1);
      assert.ok(readme.includes(address) || readme.includes(`\`${address.replace(/^\/api\/analytics\//, "")}\``) || readme.includes(last), `README.md does not tell ${method.toUpperCase()} ${address}`);
    }
  }
});
