#!/usr/bin/env node
// `npx trailmark`: reads arguments and files, and asks the crate of tracking plans, compiled to wasm, for everything else.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { load } from "../../../tracker/src/browser/load.js";
import { version } from "../../package.json";
import wasm from "../../../target/wasm/plan/plan.wasm";

const HELP = `trailmark: what is made of a tracking plan

  trailmark types --plan FILE --out FILE   write TypeScript that makes track() know your events
  trailmark plan check OLD NEW             say what changed from one plan to another

  --plan FILE   the plan; default tracking-plan.json
  --out FILE    a .d.ts, or a .ts that has the constant EVENT_TYPES too
  --help, --version

Exits with 0; with 1 when a change breaks a writer or a reader; with 2 when a file is no plan or the command is none.
`;

/** Something that whoever called can mend; said without a stack trace. */
class Mistake extends Error {}

const COMMANDS = {
  async types({ plan = "tracking-plan.json", out }, rest) {
    if (rest.length) throw new Mistake(`types takes no ${rest[0]}`);
    if (!/\.[cm]?ts$/.test(out ?? "")) throw new Mistake("types needs --out, a file that ends in .ts or .d.ts");
    const values = !/\.d\.[cm]?ts$/.test(out);
    const { types } = await ask({ command: "types", plan: await read(plan), values }, { plan });
    await mkdir(dirname(out), { recursive: true }).then(() => writeFile(out, types)).catch(mistake(`${out} cannot be written`));
    return `${out} is written\n`;
  },

  async plan(_, [verb, old, anew, ...rest]) {
    if (verb !== "check" || !anew || rest.length) throw new Mistake("it is: trailmark plan check OLD NEW");
    const { changes } = await ask({ command: "check", old: await read(old), new: await read(anew) }, { old, new: anew });
    if (changes.breaking) process.exitCode = 1;
    return changes.report;
  },
};

async function main() {
  const { values, positionals } = given();
  if (values.version) return `${version}\n`;
  if (values.help) return HELP;
  const [name, ...rest] = positionals;
  if (!name) throw new Mistake(`which command?\n\n${HELP}`);
  if (!Object.hasOwn(COMMANDS, name)) throw new Mistake(`there is no command ${name}\n\n${HELP}`);
  return COMMANDS[name](values, rest);
}

function given() {
  const text = { type: "string" };
  const options = { plan: text, out: text, help: { type: "boolean", short: "h" }, version: { type: "boolean" } };
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Mistake(error.message);
  }
}

const read = (file) => readFile(file, "utf8").catch(mistake(`${file} cannot be read`));

const mistake = (what) => (error) => {
  throw new Mistake(`${what}: ${error.message}`);
};

/** Asks the crate. `files` says which file stands behind which text of the question. */
async function ask(question, files) {
  const answer = JSON.parse((await load(wasm))(JSON.stringify(question)));
  if (answer.no_plan) throw new Mistake(`${files[answer.no_plan.which]} is no tracking plan: ${answer.no_plan.fault}`);
  return answer;
}

try {
  process.stdout.write(await main());
} catch (error) {
  process.stderr.write(error instanceof Mistake ? `trailmark: ${error.message}\n` : `${error.stack}\n`);
  process.exitCode = 2;
}
