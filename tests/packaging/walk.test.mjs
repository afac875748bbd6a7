// The way of a new user, by the watch: from an empty Vite and React app to the first event on the dashboard, as `www/docs/start.md` says it,
// command by command and line by line. Only the addresses, the keys and where the tarball lies are put in.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { fromRepository, link, makeProject, run } from "./project.mjs";
import { open, world } from "./world.mjs";

const HEADING = "From an empty Vite and React app";
const MOST_COMMANDS = 5;
const MOST_LINES = 10;
const SERVER = "http://127.0.0.1:8787";
/** What npm says where no registry can be reached. */
const NO_NETWORK = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/;
/** A registry that does not answer is none; and yes is what a person says to npm's question whether it may fetch the command. */
const NPM = { npm_config_yes: "true", npm_config_fetch_retries: "0", npm_config_fetch_timeout: "30000", npm_config_loglevel: "error", npm_config_update_notifier: "false" };

/** The commands and the code of the page, with the file that the code is for. */
async function walk() {
  const text = await fromRepository("www/docs/start.md");
  const section = text.split(`## ${HEADING}\n`)[1]?.split(/^## /m)[0];
  assert.ok(section, `www/docs/start.md has no "${HEADING}"`);
  const blocks = (language) => Array.from(section.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs")), ([, block]) => block);
  const commands = blocks("sh").join("").trim().split("\n");
  const [code, ...others] = blocks("jsx");
  assert.deepEqual(others, []);
  return { commands, code, file: /`(\S+)` becomes:/.exec(section)[1] };
}

/** A page's own words stand for this server's. */
const wired = (text) => text.replaceAll(SERVER, world.server.url).replaceAll("tm_write_YOUR_KEY", world.server.keys.write);

/** Does what a shell does with these commands; the last one goes on until the test ends. Returns where it serves. */
async function follow(t, commands, { code, file }) {
  let directory = path.join(world.directory, "walk");
  await mkdir(directory);
  await copyFile(world.tarball.file, path.join(directory, path.basename(world.tarball.file)));
  for (const command of commands.slice(0, -1)) {
    if (command.startsWith("cd ")) directory = path.join(directory, command.slice(3));
    else await online(t, directory, command);
  }
  await writeFile(path.join(directory, file), wired(code));
  const [program, ...given] = commands.at(-1).split(" ");
  // A port that others have is passed over by Vite itself.
  const server = spawn(program, given, { cwd: directory, env: { ...process.env, ...NPM, NO_COLOR: "1" }, detached: true });
  t.after(() => process.kill(-server.pid));
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding("utf8").on("data", (part) => (said += part));
  const [address] = await eventually(() => /http:\/\/localhost:\d+\//.exec(said) ?? said, Array.isArray, { within: 60_000 });
  return address;
}

/** Runs a command; without a network it does the same with what the lock file has brought, and says so. */
async function online(t, directory, command) {
  const [program, ...given] = command.split(" ");
  try {
    if (process.env.TRAILMARK_OFFLINE) throw { stderr: "ENOTCACHED: TRAILMARK_OFFLINE is set" };
    await run(program, given, { cwd: directory, env: { ...process.env, ...NPM }, timeout: 240_000 });
  } catch (error) {
    const reason = NO_NETWORK.exec(`${error.stderr}${error.stdout}`)?.[1] ?? (error.killed ? "no answer" : undefined);
    if (!reason) assert.fail(`${command}: ${error.stderr || error.stdout || error.message}`);
    t.diagnostic(`offline (${reason}): "${command}" was done with the packages of this repository's lock file`);
    await offline(directory, command);
  }
}

async function offline(directory, command) {
  if (command.startsWith("npm create vite@latest ")) {
    // The same program that npm would have fetched.
    const given = command.split(" ").slice(3).filter((word) => word !== "--");
    return run(process.execPath, [path.join(root, "node_modules/create-vite/index.js"), ...given], { cwd: directory, env: { ...process.env, ...NPM } });
  }
  const [, tarball] = /^npm install (\S+\.tgz)$/.exec(command) ?? assert.fail(`${command} cannot be done without a network`);
  const installed = await makeProject(path.join(directory, ".."), "walk-installed", path.resolve(directory, tarball), {});
  await mkdir(path.join(directory, "node_modules/.bin"), { recursive: true });
  await link(directory, ["react", "react-dom", "vite", "@vitejs/plugin-react", ".bin/vite"]);
  await run("cp", ["-r", path.join(installed, "node_modules/trailmark"), path.join(directory, "node_modules/")]);
}

test("from an empty Vite and React app to the first event on the dashboard", async (t) => {
  const { commands, ...app } = await walk();
  const lines = app.code.split("\n").filter((line) => line.trim());
  assert.ok(commands.length <= MOST_COMMANDS && lines.length <= MOST_LINES, `${commands.length} commands and ${lines.length} lines`);

  const started = performance.now();
  const address = await follow(t, commands, app);
  const served = performance.now();
  const page = await open(t, address);
  await page.getByRole("heading").first().waitFor();
  // The address of the page and the read key are all that is given to the dashboard, as to one of a deploy.
  const context = await world.browser.newContext({ viewport: { width: 1280, height: 800 } });
  t.after(() => context.close());
  await context.route("**/local.json", (route) => route.fulfill({ status: 404 }));
  const dashboard = await context.newPage();
  await dashboard.goto(`${world.server.url}/dashboard/events/`);
  await dashboard.getByTestId("key-input").fill(world.server.keys.read);
  await dashboard.getByTestId("key-submit").click();
  const first = dashboard.getByTestId("event-row").first();
  await eventually(
    async () => {
      if ((await first.count()) > 0) return first.innerText();
      await dashboard.reload();
      await dashboard.locator("[data-testid=panels][aria-busy=false]").waitFor();
    },
    (text) => text?.includes("page_view"),
    { within: 60_000 },
  );
  const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
  const ended = performance.now();
  t.diagnostic(`${commands.length} commands, ${lines.length} lines, ${seconds(started, ended)} s: ${seconds(started, served)} s until the app was served, ${seconds(served, ended)} s until its event was on the dashboard`);
  assert.equal(await dashboard.getByTestId("event-row").count(), 1);
  assert.deepEqual(page.said, []);
});
