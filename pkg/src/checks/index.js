// The checks of an installation, for whoever looks at one: `npx trailmark doctor`, the debug overlay and the dashboard.
export { CATALOGUE, finding } from "./catalogue.js";
export { BATCH_PATH, judge, kindOf, masked } from "./judge.js";
export { blockingRule, LIST } from "./blocklists.js";
export { lookAround } from "./in-page.js";
