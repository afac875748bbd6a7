// The tarball itself: what is in it, what it asks for, and what the field's two linters say of it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { before, after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { publint } from "publint";
import { root } from "../support/database.mjs";
import { fromRepository, makeProject, pack, remove, run, workshop } from "./project.mjs";

const ENTRIES = ["index", "query", "react", "server", "vue"];
const AUTOCAPTURE = "checks clicks dead-clicks debug downloads engagement errors forms index outbound-links page-views rage-clicks scroll-depth views vitals".split(" ");
const EXPECTED = [
  "LICENSE", "README.md", "bin/trailmark.js", ...AUTOCAPTURE.map((name) => `dist/auto/${name}.js`), "dist/auto/vitals.LICENSE.txt", "dist/event-types.d.ts", "dist/index.d.ts", "dist/index.js", "dist/query-api.d.ts", "dist/query.d.ts", "dist/query.js",
  "dist/react.d.ts", "dist/react.js", "dist/server.d.ts", "dist/server.js", "dist/vue.d.ts", "dist/vue.js", "dist/wasm.d.ts", "dist/wasm/trailmark.js",
  "dist/wasm/trailmark_bg.wasm", "package.json",
];

let directory, tarball, manifest;

before(async () => {
  directory = await workshop();
  tarball = await pack(directory);
  manifest = JSON.parse(await fromRepository("pkg/package.json"));
});

after(() => remove(directory));

const installed = async (name, linked) => path.join(await makeProject(directory, name, tarball.file, {}, linked), "node_modules/trailmark");
/** What the manifest exports, as `[name, conditions]`. */
const exported = () => Object.entries(manifest.exports).map(([name, target]) => [name, typeof target === "string" ? { default: target } : target]);

test("holds what is meant and nothing else", () => {
  assert.deepEqual([...tarball.names].sort(), [...EXPECTED].sort());
});

test("names no directory of the machine that built it, no registry, no source map", async () => {
  const home = await installed("inspected");
  const unwanted = [root, homedir(), "/rustc/", "rustlib", ".cargo/", "/Users/", "/home/", "/tmp/", "sourceMappingURL", "_authToken", "registry."];
  for (const name of EXPECTED) {
    const text = await readFile(path.join(home, name), "latin1");
    for (const part of unwanted) {
      const at = text.indexOf(part);
      if (at >= 0) assert.fail(`${name} holds ${text.slice(Math.max(0, at - 60), at + part.length)}…`);
    }
  }
  assert.equal(await readFile(path.join(home, "LICENSE"), "utf8"), await fromRepository("LICENSE"));
});

test("needs nothing else and runs nothing when it is installed", () => {
  assert.deepEqual([manifest.dependencies, manifest.peerDependencies], [undefined, { react: ">=18", vue: ">=3.3" }]);
  assert.ok(Object.keys(manifest.peerDependencies).every((name) => manifest.peerDependenciesMeta[name].optional));
  for (const program of Object.values(manifest.bin)) assert.ok(EXPECTED.includes(program), `${program} is a command and not packed`);
  assert.deepEqual(Object.keys(manifest.scripts).filter((name) => /install|prepare|publish/.test(name)), []);
});

test("exports what is packed, types first, and packs no entry that is not exported", () => {
  for (const [name, conditions] of exported()) {
    for (const target of Object.values(conditions)) assert.ok(EXPECTED.includes(target.replace("./", "")), `${name}: ${target} is exported and not packed`);
    if (name !== "./package.json") assert.equal(Object.keys(conditions)[0], "types", `${name} has no types, or not in the first place`);
  }
  const entries = exported().map(([, { default: file }]) => /^\.\/dist\/(\w+)\.js$/.exec(file)?.[1]);
  assert.deepEqual(entries.filter(Boolean).sort(), ENTRIES);
});

test("can be published with provenance, by who may, for everybody", () => {
  assert.deepEqual(manifest.publishConfig, { access: "public", provenance: true });
  assert.equal(manifest.private, undefined);
});

test("publint has nothing to say", async () => {
  const { messages } = await publint({ pkgDir: await installed("linted"), strict: true, pack: false });
  assert.deepEqual(messages, []);
});

test("attw finds all types right, for whoever imports modules", async () => {
  // There is nothing to `require`: the package is of modules alone, and what only knows CommonJS gets what Node gives it since version 20.19.
  const attw = path.join(root, "node_modules/.bin/attw");
  const { stdout } = await run(attw, [tarball.file, "--profile", "esm-only", "--format", "json"]).catch((error) => error);
  const { analysis } = JSON.parse(stdout);
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), exported().map(([name]) => name).sort());
  const kinds = ["node16", "node16-esm", "bundler"];
  const ours = analysis.problems.filter(({ resolutionKind, resolutionOption }) => !resolutionKind || kinds.includes(resolutionKind) || kinds.includes(resolutionOption));
  assert.deepEqual(ours, []);
});

describe("each entry", () => {
  for (const entry of ENTRIES) {
    test(`${entry}.js exports what its types declare, and nothing else`, async () => {
      const home = path.join(await installed(`exports-${entry}`, ["react", "vue"]), "dist");
      const types = await readFile(path.join(home, `${entry}.d.ts`), "utf8");
      const declared = [...types.matchAll(/^export (?:declare )?(?:function|const|class|\{) ?(\w+)/gm)].map(([, name]) => name).sort();
      assert.deepEqual(Object.keys(await import(pathToFileURL(path.join(home, `${entry}.js`)))).sort(), declared);
    });
  }

  test("react.js says first that it is for clients", async () => {
    assert.match(await readFile(path.join(await installed("directive"), "dist/react.js"), "utf8"), /^"use client";/);
  });
});
