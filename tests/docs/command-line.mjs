// Stands for `cargo`, `npx` and `npm` in the documentation's blocks: says whether a command line is one that there is, and does nothing else.
//
//   node command-line.mjs cargo xtask keys create --kind write
//
// ends with 1 and a text when the command or one of its options does not exist.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const xtask = path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, "target"), "debug/xtask");

const [program, ...words] = process.argv.slice(2);
const fault = { cargo, npx, npm }[program](words);
if (fault) {
  console.error(`${[program, ...words].join(" ")}: ${fault}`);
  process.exit(1);
}

function cargo([command, ...rest]) {
  if (command === "test") return undefined;
  if (command !== "xtask") return "only `cargo xtask` and `cargo test` are known here";
  if (!existsSync(xtask)) return "xtask is not built: run `cargo build --package xtask`";
  const known = subcommands([]);
  const path = [];
  let help = known;
  while (rest.length && help.commands.has(rest[0])) {
    path.push(rest.shift());
    help = subcommands(path);
  }
  if (path.length === 0) return `there is no command ${rest[0]}`;
  if (help.commands.size > 1 && !help.takesArguments) return `${path.join(" ")} needs one of ${[...help.commands].join(", ")}`;
  const unknown = rest.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0]).find((word) => !help.options.has(word));
  return unknown && `there is no option ${unknown}`;
}

/** What a command of xtask says that it has. */
function subcommands(path) {
  const text = execFileSync(xtask, [...path, "--help"], { encoding: "utf8" });
  const list = /^Commands:\n((?: {2}.*\n)+)/m.exec(text)?.[1] ?? "";
  return {
    commands: new Set(Array.from(list.matchAll(/^ {2}([a-z0-9-]+)/gm), ([, name]) => name)),
    options: new Set(Array.from(text.matchAll(/(?:^|\s)(--[a-z-]+)/g), ([, name]) => name)),
    takesArguments: !/Usage:.*<COMMAND>/.test(text),
  };
}

function npx([tool]) {
  const { bin = {}, name } = packageOf(tool) ?? {};
  const commands = typeof bin === "string" ? [name] : Object.keys(bin);
  return commands.includes(tool) ? undefined : `no installed package has the command ${tool}`;
}

function npm([command, ...rest]) {
  if (!["install", "ci", "pack", "create", "run"].includes(command)) return `npm ${command} is not used in the documentation`;
  const workspace = rest[rest.indexOf("--workspace") + 1];
  return rest.includes("--workspace") && !existsSync(path.join(root, workspace, "package.json")) ? `there is no workspace ${workspace}` : undefined;
}

function packageOf(name) {
  const file = [path.join(root, "node_modules", name, "package.json")].find(existsSync);
  return file && JSON.parse(readFileSync(file, "utf8"));
}
