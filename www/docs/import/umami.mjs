// Umami's events with their sessions (JSON, one a line) into lines that Trailmark imports:  node umami.mjs < events.jsonl > history.ndjson
import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim()) process.stdout.write(`${JSON.stringify(trailmark(JSON.parse(line)))}\n`);
}

function trailmark(row) {
  const utm = ["source", "medium", "campaign", "term", "content"].map((name) => [name, row[`utm_${name}`]]).filter(([, value]) => value);
  return {
    id: row.event_id,
    type: row.event_name ? row.event_name.slice(0, 80) : "page_view",
    occurred_at: Date.parse(row.created_at),
    // What Umami calls a session is a visitor of a month, and a visit is a session.
    visitor_id: row.session_id,
    session_id: row.visit_id,
    user_id: row.distinct_id ?? undefined,
    page: { path: row.url_path, title: row.page_title ?? undefined, referrer: row.referrer_domain ? `https://${row.referrer_domain}${row.referrer_path ?? "/"}` : undefined, utm: Object.fromEntries(utm) },
    device: { type: row.device ?? undefined, os: row.os ?? undefined, browser: row.browser ?? undefined, screen: row.screen ?? undefined, language: row.language ?? undefined },
    country: row.country ?? undefined,
    region: row.region ?? undefined,
    city: row.city ?? undefined,
    metadata: row.data ?? undefined,
  };
}
