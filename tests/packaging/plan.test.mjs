// `npx trailmark` of the tarball, and what it writes: with a project's types, the compiler knows its events.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../support/database.mjs";
import { fromRepository, makeProject, pack, remove, run, workshop } from "./project.mjs";

const PLAN = {
  mode: "warn",
  events: {
    task_completed: {
      description: "A task was ticked off.",
      properties: {
        priority: { type: "string", required: true, enum: ["low", "high"] },
        minutes: { type: "integer", maximum: 10080 },
        email: { type: "string", pii: true },
        labels: { type: "array" },
      },
    },
    "dice.roll": { properties: { sides: { type: "integer", enum: [6, 20] } } },
    page_view: { properties: { from: { type: "string" } } },
    modal_closed: {},
    task_done: { deprecated: "use task_completed" },
  },
};

const planned = (changes = {}) => JSON.stringify({ ...PLAN, ...changes });

let directory, tarball;

before(async () => {
  directory = await workshop();
  tarball = await pack(directory);
});

after(() => remove(directory));

const project = (name, files, linked) => makeProject(directory, name, tarball.file, files, linked);

/** Runs the packed command; `{code, stdout, stderr}`. */
async function trailmark(site, ...args) {
  const command = path.join(site, "node_modules/trailmark/bin/trailmark.js");
  const { code = 0, stdout, stderr } = await run(process.execPath, [command, ...args], { cwd: site }).catch((error) => error);
  return { code, stdout, stderr };
}

describe("npx trailmark", () => {
  test("is there when the tarball is installed, and is of the package's version", async () => {
    const site = await project("installed", {});
    const env = { ...process.env, npm_config_loglevel: "error", npm_config_update_notifier: "false" };
    const { stdout } = await run("npx", ["--no-install", "trailmark", "--version"], { cwd: site, env });
    assert.equal(stdout.trim(), JSON.parse(await fromRepository("pkg/package.json")).version);
  });

  test("writes the types that the repository has of its own plan", async () => {
    const site = await project("own", { "tracking-plan.json": await fromRepository("tracking-plan.json") });
    assert.deepEqual(await trailmark(site, "types", "--out", "src/types/trailmark.d.ts"), { code: 0, stdout: "src/types/trailmark.d.ts is written\n", stderr: "" });
    assert.equal(await readFile(path.join(site, "src/types/trailmark.d.ts"), "utf8"), await fromRepository("www/src/demo/tracking-plan.d.ts"));
  });

  test("says what changed, and exits with 1 when something breaks", async () => {
    const { task_done, ...others } = PLAN.events;
    const site = await project("changes", { "old.json": planned(), "new.json": planned({ events: { ...others, task_reopened: {} } }), "more.json": planned({ mode: "open" }) });
    const removed = "1 breaking change:\n  events.task_done is gone\n1 other change:\n  events.task_reopened is new\n";
    assert.deepEqual(await trailmark(site, "plan", "check", "old.json", "new.json"), { code: 1, stdout: removed, stderr: "" });
    const opened = "1 other change:\n  mode changed from warn to open\n";
    assert.deepEqual(await trailmark(site, "plan", "check", "old.json", "more.json"), { code: 0, stdout: opened, stderr: "" });
    assert.deepEqual(await trailmark(site, "plan", "check", "old.json", "old.json"), { code: 0, stdout: "no changes\n", stderr: "" });
  });

  test("says what was wrong in one line, and exits with 2", async () => {
    const faulty = planned({ events: { a: { properties: { minutes: { type: "integer", maximum: "10" } } } } });
    const site = await project("mistakes", { "good.json": planned(), "faulty.json": faulty, "text.json": "hello", "taken/x": "" });
    const cases = [
      [["types", "--plan", "faulty.json", "--out", "a.ts"], /^trailmark: faulty\.json is no tracking plan: events\.a\.properties\.minutes\.maximum must be a number\n$/],
      [["plan", "check", "good.json", "text.json"], /^trailmark: text\.json is no tracking plan: the plan is not JSON: .*\n$/],
      [["plan", "check", "missing.json", "good.json"], /^trailmark: missing\.json cannot be read: .*\n$/],
      [["types", "--plan", "good.json", "--out", "taken/x/a.ts"], /^trailmark: taken\/x\/a\.ts cannot be written: .*\n$/],
      [["types", "--plan", "good.json"], /^trailmark: types needs --out, a file that ends in \.ts or \.d\.ts\n$/],
      [["types", "--plan", "good.json", "--out", "a.js"], /^trailmark: types needs --out/],
      [["types", "more", "--out", "a.ts"], /^trailmark: types takes no more\n$/],
      [["plan", "check", "good.json"], /^trailmark: it is: trailmark plan check OLD NEW\n$/],
      [["types", "--flap"], /^trailmark: Unknown option '--flap'/],
      [["fly"], /^trailmark: there is no command fly\n\n.*trailmark types --plan FILE --out FILE/s],
      [[], /^trailmark: which command\?\n\n.*trailmark plan check OLD NEW/s],
    ];
    for (const [args, expected] of cases) {
      const { code, stdout, stderr } = await trailmark(site, ...args);
      assert.deepEqual([code, stdout], [2, ""], args.join(" "));
      assert.match(stderr, expected);
    }
    const help = await trailmark(site, "--help");
    assert.deepEqual([help.code, help.stderr], [0, ""]);
    assert.match(help.stdout, /trailmark types --plan FILE --out FILE/);
  });

  test("carries no directory of the machine that built it in its wasm", async () => {
    const text = await readFile(path.join(await project("wasm", {}), "node_modules/trailmark/bin/trailmark.js"), "utf8");
    const wasm = Buffer.from(/data:application\/wasm;base64,([\w+/=]+)/.exec(text)[1], "base64").toString("latin1");
    for (const part of [root, homedir(), "/rustc/", ".cargo/", "/home/", "/tmp/"]) assert.ok(!wasm.includes(part), part);
  });
});

describe("typed calls", () => {
  const settings = { module: "nodenext", moduleResolution: "nodenext", strict: true, noEmit: true, target: "es2022", lib: ["es2022", "dom"], types: [], skipLibCheck: false, skipDefaultLibCheck: true };
  for (const [name, plan, source] of [
    ["of a plan that warns: what it names is checked, other types are possible", planned(), () => CHECKED + CLOSED + OTHERS],
    ["of a strict plan: other types are errors", planned({ mode: "strict" }), () => CHECKED + CLOSED + STRICT],
    ["of an open plan: other properties are possible", planned({ mode: "open" }), () => CHECKED + OPEN + OTHERS],
  ]) {
    for (const out of ["trailmark.d.ts", "trailmark.ts"]) {
      test(`${name} (${out})`, async () => {
        const values = out === "trailmark.ts" ? CONSTANTS : "";
        const config = JSON.stringify({ compilerOptions: settings, files: [out, "calls.ts"] });
        const site = await project(`typed-${name.split(" ")[2]}-${out.length}`, { "plan.json": plan, "calls.ts": source() + values, "tsconfig.json": config });
        assert.equal((await trailmark(site, "types", "--plan", "plan.json", "--out", out)).code, 0);
        const tsc = path.join(root, "node_modules/typescript/bin/tsc");
        await run(process.execPath, [tsc, "--project", site]).catch((error) => assert.fail(error.stdout));
      });
    }
  }
});

test("hooks and components know the plan too", async () => {
  const settings = { module: "esnext", moduleResolution: "bundler", strict: true, noEmit: true, target: "es2022", lib: ["es2022", "dom"], types: [], skipLibCheck: true };
  const config = JSON.stringify({ compilerOptions: settings, files: ["trailmark.d.ts", "hooks.ts"] });
  const site = await project("typed-hooks", { "plan.json": planned(), "hooks.ts": HOOKS, "tsconfig.json": config }, ["react", "@types/react", "vue"]);
  assert.equal((await trailmark(site, "types", "--plan", "plan.json", "--out", "trailmark.d.ts")).code, 0);
  await run(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "--project", site]).catch((error) => assert.fail(error.stdout));
});

const HOOKS = `
import { useActivityTracker, usePageView } from "trailmark/react";
import { useTrailmark } from "trailmark/vue";

const { track, trackTimed } = useActivityTracker();
track("task_completed", { metadata: { priority: "low" } });
trackTimed("task_completed").complete({ priority: "high" });
// @ts-expect-error no such priority
track("task_completed", { metadata: { priority: "lowest" } });
// @ts-expect-error a priority is required
useTrailmark().track("task_completed");
usePageView("/", { metadata: { from: "mail" } });
// @ts-expect-error the plan knows no such property of a page view
usePageView("/", { metadata: { color: "red" } });
`;

const CHECKED = `
import { track, trackBatch, trackPageView, trackTimed, type TimedAction } from "trailmark";
import { createWriter } from "trailmark/server";

track("task_completed", { metadata: { priority: "low", minutes: 3, email: null, labels: ["a"] }, level: "state" });
track("dice.roll");
track("dice.roll", { metadata: { sides: 20 } });
track("task_done", { summary: "Done" });
track("modal_closed", undefined);
declare const either: "dice.roll" | "page_view";
track(either);
track(either, { summary: "One of two" });
const timed = trackTimed("task_completed", { metadata: { minutes: 3 } });
timed.complete({ priority: "low" });
timed.complete();
export const held: TimedAction = timed;
trackPageView("Start", { from: "mail" });
trackBatch([{ type: "task_completed", options: { metadata: { priority: "low" } } }, { type: "dice.roll" }, { type: "modal_closed", options: { step: 1 } }]);
trackBatch((["dice.roll", "page_view"] as const).map((type) => ({ type })));
trackBatch([]);
const log = createWriter({ endpoint: "https://log.example", writeKey: "tm_server_x" });
log.write("task_completed", { metadata: { priority: "high" }, userId: 7 });
log.write("dice.roll");
log.write(either, { context: { a: 1 } });

// @ts-expect-error none of the planned values
track("task_completed", { metadata: { priority: "lowest" } });
// @ts-expect-error a number is planned
track("task_completed", { metadata: { priority: "low", minutes: "3" } });
// @ts-expect-error a required property is missing
track("task_completed", { metadata: { minutes: 3 } });
// @ts-expect-error so it is here
track("task_completed", {});
// @ts-expect-error and here
track("task_completed");
// @ts-expect-error a required property is not null
track("task_completed", { metadata: { priority: null } });
// @ts-expect-error another number is planned
track("dice.roll", { metadata: { sides: 7 } });
// @ts-expect-error options are checked as ever
track("dice.roll", { entity_type: "die" });
// @ts-expect-error a number is planned
trackTimed("task_completed", { metadata: { minutes: "3" } });
// @ts-expect-error none of the planned values
trackTimed("task_completed").complete({ priority: "lowest" });
// @ts-expect-error a text is planned
trackPageView("Start", { from: 7 });
// @ts-expect-error none of the planned values
trackBatch([{ type: "dice.roll" }, { type: "task_completed", options: { metadata: { priority: "lowest" } } }]);
// @ts-expect-error a required property is missing
trackBatch([{ type: "task_completed" }]);
// @ts-expect-error none of the planned values
log.write("task_completed", { metadata: { priority: "lowest" } });
// @ts-expect-error a required property is missing
log.write("task_completed");
// @ts-expect-error fields are checked as ever
log.write("dice.roll", { user: 7 });
`;

const CLOSED = `
// @ts-expect-error there is no such property
track("task_completed", { metadata: { priority: "low", prio: 1 } });
// @ts-expect-error nor has this type any
track("modal_closed", { metadata: { outcome: "saved" } });
// @ts-expect-error there is no such property
trackTimed("task_completed").complete({ prio: 1 });
`;

const OPEN = `
track("task_completed", { metadata: { priority: "low", prio: 1 } });
track("modal_closed", { metadata: { outcome: "saved" } });
trackTimed("task_completed").complete({ prio: 1 });
`;

const OTHERS = `
declare const some: string;
track("other", { metadata: { anything: 1 } });
track(some, { metadata: { anything: 1 } });
trackTimed(some, { metadata: { a: 1 } }).complete({ b: 2 });
log.write(some, { metadata: { anything: 1 } });
trackBatch([{ type: "other", options: { metadata: { anything: 1 } } }, { type: some }]);
// @ts-expect-error what is known stays known beside it
trackBatch([{ type: "other" }, { type: "task_completed", options: { metadata: { priority: "lowest" } } }]);
`;

const STRICT = `
declare const some: string;
// @ts-expect-error the plan has no such type
track("other");
// @ts-expect-error a text may be any type
track(some);
// @ts-expect-error the plan has no such type
trackTimed("other");
// @ts-expect-error the plan has no such type
log.write("other");
// @ts-expect-error the plan has no such type
trackBatch([{ type: "dice.roll" }, { type: "other" }]);
`;

const CONSTANTS = `
import { EVENT_TYPES } from "./trailmark.js";
const roll: "dice.roll" = EVENT_TYPES.DICE_ROLL;
track(roll, { metadata: { sides: 6 } });
// @ts-expect-error there is no such type
EVENT_TYPES.OTHER;
`;
