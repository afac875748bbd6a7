// What the compiler knows of the installed package: calls that must compile, and with `@ts-expect-error` those that must not.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { root } from "../support/database.mjs";
import { fromRepository, makeProject, pack, remove, run, workshop } from "./project.mjs";

const ALONE = ["entry.ts", "entry-wrong.ts", "server.ts"];
const BINDINGS = ["react.tsx", "vue.ts"];
const LINKED = ["react", "@types/react", "vue", "vue-router"];

let directory, tarball, calls;

before(async () => {
  directory = await workshop();
  tarball = await pack(directory);
  calls = Object.fromEntries(await Promise.all([...ALONE, ...BINDINGS].map(async (file) => [file, await fromRepository(`tests/packaging/types/${file}`)])));
});

after(() => remove(directory));

for (const [name, settings] of [
  ["bundler", { module: "esnext", moduleResolution: "bundler" }],
  ["nodenext", { module: "nodenext", moduleResolution: "nodenext" }],
]) {
  const compile = async (site, files, checked) => {
    const compilerOptions = { ...settings, ...checked, strict: true, noEmit: true, target: "es2022", lib: ["es2022", "dom"], types: [], jsx: "react-jsx" };
    const project = await makeProject(directory, `${site}-${name}`, tarball.file, { ...calls, "tsconfig.json": JSON.stringify({ compilerOptions, files }) }, LINKED);
    await run(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "--project", project]).catch((error) => assert.fail(error.stdout));
  };

  test(`${name}: the entries are typed, and wrong calls are errors`, () => compile("entries", ALONE, { skipLibCheck: false, skipDefaultLibCheck: true }));

  // What the frameworks' own types say is not ours to check, and takes long.
  test(`${name}: so are the bindings`, () => compile("bindings", BINDINGS, { skipLibCheck: true }));
}
