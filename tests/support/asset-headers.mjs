// Cloudflare applies the file `_headers` of the assets; Miniflare wants its rules as an option.
import { readFile } from "node:fs/promises";
import path from "node:path";

/** The rules of `_headers` in the form that the asset server reads: `{version, rules: {pattern: {set, unset}}}`. */
export async function assetHeaders(directory) {
  const text = await readFile(path.join(directory, "_headers"), "utf8").catch(() => "");
  const rules = {};
  let rule = null;
  for (const line of text.split("\n").filter((line) => line.trim() && !line.trimStart().startsWith("#"))) {
    if (!/^\s/.test(line)) {
      rule = rules[line.trim()] ??= { set: {}, unset: [] };
    } else if (line.trim().startsWith("!")) {
      rule?.unset.push(line.trim().slice(1).trim().toLowerCase());
    } else if (rule) {
      const colon = line.indexOf(":");
      rule.set[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
    }
  }
  return { version: 2, rules };
}
