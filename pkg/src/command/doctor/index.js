// `trailmark doctor URL`: what is wrong with the installation on a page.
import { judge } from "../../checks/index.js";
import { look } from "./look.js";
import { asJson, asText, exitCode } from "./report.js";

export { NotSeen } from "./not-seen.js";

/** @returns {Promise<{text: string, code: number}>} what to print, and what to exit with */
export async function examine({ json, ...asked }) {
  const facts = await look(asked);
  const findings = judge(facts);
  return { text: (json ? asJson : asText)(facts, findings), code: exitCode(findings) };
}
