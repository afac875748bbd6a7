// Chromium without Playwright, which forbids its pages to load others ahead: spoken to over pipes, in the DevTools protocol.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ARGUMENTS, executable } from "../support/browser.mjs";

/**
 * Starts one with a tab. `page` asks the page that the tab shows, `said` are the events that it has told.
 * @returns {Promise<{page: (method: string, params?: object) => Promise<any>, said: {method: string, params: any}[]}>}
 */
export async function plainBrowser(t) {
  const profile = await mkdtemp(path.join(tmpdir(), "trailmark-browser-"));
  const flags = [...ARGUMENTS, "--headless", "--remote-debugging-pipe", "--no-startup-window", `--user-data-dir=${profile}`];
  const child = spawn(executable(), flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  t.after(async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await gone;
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  });
  const [, , , to, from] = child.stdio;
  const asked = new Map();
  const said = [];
  let rest = "";
  from.setEncoding("utf8").on("data", (chunk) => {
    const messages = (rest + chunk).split("\0");
    rest = messages.pop();
    for (const { id, result, error, ...event } of messages.map((text) => JSON.parse(text))) {
      if (!id) said.push(event);
      else if (error) asked.get(id).reject(new Error(error.message));
      else asked.get(id).resolve(result);
    }
  });
  let last = 0;
  const ask = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      asked.set(++last, { resolve, reject });
      to.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });
  // Of the tab, which outlives its pages: a browser in which somebody looks at a page alone loads none ahead for it.
  const { targetId } = await ask("Target.createTarget", { url: "about:blank", forTab: true });
  const tab = await ask("Target.attachToTarget", { targetId, flatten: true });
  await ask("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: true }, tab.sessionId);
  const page = async (method, params) => {
    const { targetInfos } = await ask("Target.getTargets");
    const seen = targetInfos.find(({ type, subtype }) => type === "page" && subtype !== "prerender");
    const of = (name) => said.filter((event) => event.method === name).map((event) => event.params);
    const gone = of("Target.detachedFromTarget").map(({ sessionId }) => sessionId);
    const attached = of("Target.attachedToTarget").filter(({ sessionId, targetInfo }) => targetInfo.targetId === seen?.targetId && !gone.includes(sessionId));
    if (!attached[0]) throw new Error("the tab shows no page");
    return ask(method, params, attached.at(-1).sessionId);
  };
  return { page, said };
}
