#!/usr/bin/env node
// `npx trailmark`: reads arguments and files. Of tracking plans it asks their crate, compiled to wasm; `doctor/` looks at pages.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { load } from "../../../tracker/src/browser/load.js";
import { version } from "../../package.json";
import wasm from "../../../target/wasm/plan/plan.wasm";
import { examine, NotSeen } from "./doctor/index.js";

const HELP = `trailmark: looks at an installation, and makes things of a tracking plan

  trailmark doctor URL                     say what is wrong with the tracker on a page
  trailmark types --plan FILE --out FILE   write TypeScript that makes track() know your events
  trailmark plan check OLD NEW             say what changed from one plan to another

  --key KEY        the write key, where the page's scripts do not show it
  --endpoint URL   the Worker, where they do not show it
  --browser        load the page in Chrome or Chromium first, for scripts that other scripts add
  --json           one JSON document
  --plan FILE      the plan; default tracking-plan.json
  --out FILE       a .d.ts, or a .ts that has the constant EVENT_TYPES too
  --help, --version

Exits with 0; with 1 when something is wrong with an installation, or a change breaks a writer or a reader; with 2 when a page could not be
looked at, a file is no plan or the command is none.
`;

/** Something that whoever called can mend; said without a stack trace. */
class Mistake extends Error {}

const COMMANDS = {
  async doctor({ key, endpoint, browser, json }, [page, ...rest]) {
    if (!page || rest.length) throw new Mistake("it is: trailmark doctor URL");
    const { text, code } = await examine({ url: address(page), key, endpoint: endpoint && address(endpoint), browser, json });
    process.exitCode = code;
    return text;
  },

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
  const flag = { type: "boolean" };
  const options = { plan: text, out: text, key: text, endpoint: text, browser: flag, json: flag, help: { type: "boolean", short: "h" }, version: { type: "boolean" } };
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Mistake(error.message);
  }
}

/** An address as people type it: the scheme may be missing. */
function address(text) {
  const url = /^https?:\/\//i.test(text) ? text : `${/^(localhost|127\.|\[)/.test(text) ? "http" : "https"}://${text}`;
  if (!URL.canParse(url)) throw new Mistake(`${text} is no address`);
  return new URL(url).href;
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
  process.stderr.write(error instanceof Mistake || error instanceof NotSeen ? `trailmark: ${error.message}\n` : `${error.stack}\n`);
  process.exitCode = 2;
}
