// Runs the shell blocks of a page, one after the other in one shell, against a real Worker.
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../support/database.mjs";
import { placeOf } from "./blocks.mjs";

/**
 * `curl` is the real one, and fails with any refusal that the block's note does not announce, and with an event that is rejected; `cargo`,
 * `npx` and `npm` are looked up and not run. Rejects with the block at fault and what was printed.
 */
export async function runShell(blocks, { url, keys }) {
  const directory = await mkdtemp(path.join(tmpdir(), "trailmark-docs-"));
  await cp(path.join(root, "tracking-plan.json"), path.join(directory, "tracking-plan.json"));
  for (const name of ["old.json", "new.json"]) await cp(path.join(root, "tracking-plan.json"), path.join(directory, name));
  await mkdir(path.join(directory, "src"));
  const script = [PRELUDE, ...blocks.map((block) => step(block, { url, keys }))].join("\n");
  try {
    await run(script, directory, { URL: url, KEY: keys.read, TOOLS: path.join(root, "tests/docs"), TRAILMARK_KEY: keys.server });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A text of the documentation with this server's address and keys in it. */
export function withServer(text, { url, keys }) {
  return text.replace(/tm_(write|server|read|admin)_YOUR_KEY/g, (_, kind) => keys[kind]).replace(/https:\/\/(events|log)\.example(\.com)?(?![\w.])|http:\/\/127\.0\.0\.1:8787/g, url);
}

const PRELUDE = `
set -eEuo pipefail
cargo() { node "$TOOLS/command-line.mjs" cargo "$@"; }
npx() { node "$TOOLS/command-line.mjs" npx "$@"; }
npm() { node "$TOOLS/command-line.mjs" npm "$@"; }
curl() {
  local answer
  answer=$(command curl -sS --max-time 30 --fail-with-body "$@" | tr -d '\\0') || { printf '%s\\n' "$answer" >&2; return 22; }
  printf '%s\\n' "$answer"
  case "$*" in *DELETE*) ;; *) if [[ "$answer" =~ \\"rejected\\":[1-9] ]]; then printf 'an event was rejected: %s\\n' "$answer" >&2; return 23; fi ;; esac
}
trap 'printf "failed: %s\\n" "$PLACE" >&2' ERR
`;

function step(block, server) {
  const text = withServer(block.text, server);
  const refused = block.note === "refused" ? `if ( ${text}\n ) 2>/dev/null; then echo "this is not refused" >&2; false; fi` : text;
  return `PLACE='${placeOf(block)}'\n${refused}`;
}

function run(script, cwd, env) {
  const child = spawn("bash", ["-s"], { cwd, env: { ...process.env, ...env }, timeout: 120_000 });
  child.stdin.end(script);
  let printed = "";
  child.stdout.on("data", (text) => (printed += text));
  child.stderr.on("data", (text) => (printed += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(printed) : reject(new Error(`ended with ${code}\n${printed.slice(-2_000)}`))));
  });
}
