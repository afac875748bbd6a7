// Plausible's table events_v2 (JSONEachRow) into lines that Trailmark imports:  node plausible.mjs < events.jsonl > history.ndjson
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";

/** Rows have no id. Equal rows are told apart by their number, so the same file always makes the same ids. */
const seen = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim()) process.stdout.write(`${JSON.stringify(trailmark(JSON.parse(line), line))}\n`);
}

function trailmark(row, line) {
  const again = seen.get(line) ?? 0;
  seen.set(line, again + 1);
  const names = row["meta.key"] ?? [];
  const values = row["meta.value"] ?? [];
  const utm = ["source", "medium", "campaign", "term", "content"].map((name) => [name, row[`utm_${name}`]]).filter(([, value]) => value);
  return {
    id: createHash("sha256").update(`${line} ${again}`).digest("hex").slice(0, 32),
    type: row.name === "pageview" ? "page_view" : row.name.slice(0, 80),
    occurred_at: Date.parse(`${row.timestamp.replace(" ", "T")}Z`),
    visitor_id: `plausible-${row.user_id}`,
    session_id: `plausible-${row.session_id}`,
    page: { path: row.pathname, referrer: row.referrer ? `https://${row.referrer}` : undefined, utm: Object.fromEntries(utm) },
    device: { type: row.screen_size?.toLowerCase() || undefined, os: row.operating_system || undefined, browser: row.browser || undefined },
    country: /^[A-Z]{2}$/.test(row.country_code) ? row.country_code : undefined,
    metadata: names.length ? Object.fromEntries(names.map((name, number) => [name, values[number]])) : undefined,
  };
}
