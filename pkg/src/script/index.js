// The script tag: the entry for pages without modules and without a bundler, as `window.trailmark`.
import * as trailmark from "../index.js";
import { complain } from "../early.js";
import { optionsOf } from "./options.js";
import { origin, script, wasm } from "./place.js";
import { replay } from "./waiting.js";

/** What the page has under our name: nothing, the stub with its calls, or a tracker. */
const before = window.trailmark;

if ("init" in Object(before)) complain(`the page has a tracker already, so ${script?.src || "this script"} does nothing. Remove one of the two.`);
else start();

function start() {
  const functions = { ...trailmark, init: (options) => trailmark.init({ endpoint: origin, wasmUrl: wasm, ...options }) };
  const waiting = Array.isArray(before) ? before : [];
  window.trailmark = functions;
  const { dataset = {} } = script ?? {};
  if (dataset.key) functions.init(optionsOf(dataset));
  else if (!waiting.some(([name]) => name === "init")) complain("the script has no data-key: nothing is tracked until trailmark.init() is called.");
  replay(waiting, functions);
}
