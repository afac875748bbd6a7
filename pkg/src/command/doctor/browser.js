// The page as a browser makes it, for scripts that other scripts add: Chromium prints the document when it has settled.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { NotSeen } from "./not-seen.js";

const NAMES = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"];
/** What the page may use of its own clock before it is printed, and the most that may really take. */
const SETTLE_MS = 10_000;
const LIMIT_MS = 60_000;

/** The HTML of an address after its scripts have run. */
export async function dumped(url) {
  const program = [process.env.TRAILMARK_CHROMIUM, ...onPath()].find((file) => file && existsSync(file));
  if (!program) throw new NotSeen("--browser finds no Chrome or Chromium: name it in TRAILMARK_CHROMIUM");
  const profile = await mkdtemp(join(tmpdir(), "trailmark-doctor-"));
  const flags = ["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", `--user-data-dir=${profile}`, `--virtual-time-budget=${SETTLE_MS}`];
  // As root Chromium runs only without its sandbox.
  if (process.getuid?.() === 0) flags.push("--no-sandbox");
  try {
    const { stdout } = await promisify(execFile)(program, [...flags, "--dump-dom", url], { timeout: LIMIT_MS, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    throw new NotSeen(`the browser did not print the page: ${error.message.split("\n")[0]}`);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const onPath = () => (process.env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
