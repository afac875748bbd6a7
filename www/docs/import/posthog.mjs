// PostHog's events (JSON, one a line) into lines that Trailmark imports:  node posthog.mjs < export.jsonl > history.ndjson
import { createInterface } from "node:readline";

let skipped = 0;
for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const event = trailmark(JSON.parse(line));
  if (event) process.stdout.write(`${JSON.stringify(event)}\n`);
  else skipped += 1;
}
console.error(`${skipped} events of PostHog's own, such as $autocapture, were left out`);

function trailmark({ uuid, event, distinct_id, timestamp, properties = {} }) {
  const of = typeof properties === "string" ? JSON.parse(properties) : properties;
  if (event.startsWith("$") && event !== "$pageview") return null;
  const visitor = of.$device_id ?? distinct_id;
  return {
    id: uuid,
    type: event === "$pageview" ? "page_view" : event.slice(0, 80),
    occurred_at: Date.parse(timestamp),
    visitor_id: visitor,
    user_id: distinct_id === visitor ? undefined : distinct_id,
    session_id: of.$session_id,
    page: of.$pathname && { path: of.$pathname, title: of.title ?? of.$title, referrer: webAddress(of.$referrer), utm: campaign(of) },
    device: { type: of.$device_type?.toLowerCase(), os: of.$os, browser: of.$browser },
    country: of.$geoip_country_code,
    city: of.$geoip_city_name,
    metadata: Object.fromEntries(Object.entries(of).filter(([name]) => !name.startsWith("$") && !name.startsWith("utm_"))),
  };
}

function campaign(of) {
  return Object.fromEntries(["source", "medium", "campaign", "term", "content"].map((name) => [name, of[`utm_${name}`]]).filter(([, value]) => value));
}

/** PostHog says `$direct` where there is none. */
function webAddress(text) {
  return text?.startsWith("http") ? text : undefined;
}
