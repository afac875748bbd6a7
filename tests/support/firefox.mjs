// A real Firefox, where there is one, by Marionette: lines of JSON over TCP, each with its length in front.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { eventually } from "./browser.mjs";

const NAMES = ["firefox", "firefox-esr"];
/** Any free port, and nothing asked of its maker. */
const PREFERENCES = { "marionette.port": 0, "app.normandy.enabled": false, "app.update.enabled": false, "datareporting.policy.dataSubmissionEnabled": false, "browser.shell.checkDefaultBrowser": false };

/** The browser's program, `$TRAILMARK_FIREFOX` or one on PATH; `undefined` where there is none. */
export function firefox() {
  const onPath = NAMES.flatMap((name) => process.env.PATH.split(path.delimiter).map((folder) => path.join(folder, name)));
  return [process.env.TRAILMARK_FIREFOX, ...onPath].find((file) => file && existsSync(file));
}

/**
 * Starts it with a profile of its own.
 *
 * @returns {Promise<{version: string, goto: (url: string) => Promise<void>, evaluate: (script: string) => Promise<unknown>, close: () => Promise<void>}>}
 *   `script` is a function's body that returns something
 */
export async function launchFirefox(program = firefox()) {
  const profile = await mkdtemp(path.join(tmpdir(), "trailmark-firefox-"));
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  await writeFile(path.join(profile, "user.js"), lines.join("\n"));
  const child = spawn(program, ["--headless", "--no-remote", "--marionette", "--profile", profile, "about:blank"], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const close = async () => {
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true });
  };
  try {
    const port = await eventually(() => readFile(path.join(profile, "MarionetteActivePort"), "utf8").catch(() => ""), Boolean, { within: 60_000 });
    const command = await connect(Number(port));
    const { capabilities } = await command("WebDriver:NewSession", { pageLoadStrategy: "normal" });
    return {
      version: capabilities.browserVersion,
      goto: (url) => command("WebDriver:Navigate", { url }),
      // In the page's own world, where its variables are.
      evaluate: async (script) => (await command("WebDriver:ExecuteScript", { script, args: [], sandbox: null })).value,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A connection, as a function that sends a command and waits for its answer. */
async function connect(port) {
  const waiting = new Map();
  let [id, rest, isGreeted] = [0, Buffer.alloc(0), false];
  const socket = net.connect(port, "127.0.0.1");
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.on("error", (error) => waiting.forEach(({ reject }) => reject(error)));
  socket.on("data", (part) => {
    rest = Buffer.concat([rest, part]);
    for (;;) {
      const colon = rest.indexOf(":");
      const length = Number(rest.subarray(0, colon));
      if (colon < 0 || rest.length < colon + 1 + length) return;
      const message = JSON.parse(rest.subarray(colon + 1, colon + 1 + length));
      rest = rest.subarray(colon + 1 + length);
      if (isGreeted) take(message);
      isGreeted = true;
    }
  });
  function take([, answered, error, result]) {
    const { resolve, reject } = waiting.get(answered);
    waiting.delete(answered);
    if (error) reject(new Error(`${error.error}: ${error.message}`));
    else resolve(result);
  }
  return (name, parameters) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject });
      const text = JSON.stringify([0, id, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}
