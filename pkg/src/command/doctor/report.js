// What the doctor found, for people and for programs. Pure.
import { kindOf, masked } from "../../checks/index.js";

/** 0: nothing is wrong. 1: something is. 2: what matters could not be looked at. */
export function exitCode(findings) {
  if (findings.some(({ severity }) => severity !== "note")) return 1;
  return findings.some(({ code }) => code === "key_unseen") ? 2 : 0;
}

/** What was looked at, without secrets. */
export function seen({ page, trackers = [], keys = [], endpoint, policies = [] }) {
  return {
    page,
    trackers: trackers.map(({ where }) => where),
    keys: keys.map(({ key, where }) => ({ key: masked(key), kind: kindOf(key) ?? null, where })),
    endpoint: endpoint?.url ?? null,
    policies: policies.length,
  };
}

export const asJson = (facts, findings) => `${JSON.stringify({ ...seen(facts), findings, exit_code: exitCode(findings) }, null, 2)}\n`;

export function asText(facts, findings) {
  const { page, trackers, keys, endpoint } = seen(facts);
  const lines = [page, `  tracker   ${trackers.join(", ") || "none seen"}`];
  lines.push(`  key       ${keys.map(({ key, where }) => `${key} (${where})`).join(", ") || "none seen"}`, `  endpoint  ${endpoint ?? "none seen"}`, "");
  for (const { severity, code, title, detail, means, todo } of findings) {
    lines.push(`${severity}: ${title} (${code})`, ...[detail, means, `To do: ${todo}`].map((text) => wrapped(text, "  ")), "");
  }
  return `${lines.join("\n")}${summary(findings)}\n`;
}

function summary(findings) {
  if (findings.length === 0) return "Nothing is wrong: page, policy, key, origin, endpoint, addresses and clock were looked at.";
  const count = (severity) => findings.filter((one) => one.severity === severity).length;
  const parts = ["error", "warning", "note"].map((severity) => [count(severity), severity]).filter(([number]) => number > 0);
  return parts.map(([number, name]) => `${number} ${name}${number === 1 ? "" : "s"}`).join(", ");
}

function wrapped(text, indent, width = 100) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1) && lines.at(-1).length + word.length + 1 > width) lines.push("");
    lines[lines.length - 1] += (lines.at(-1) ? " " : "") + word;
  }
  return lines.map((line) => indent + line).join("\n");
}
