// Segment's messages (JSON, one a line) into lines that Trailmark imports:  node segment.mjs < messages.jsonl > history.ndjson
import { createInterface } from "node:readline";

let skipped = 0;
for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const event = trailmark(JSON.parse(line));
  if (event) process.stdout.write(`${JSON.stringify(event)}\n`);
  else skipped += 1;
}
console.error(`${skipped} messages that are no event, such as identify, were left out`);

function trailmark({ messageId, type, event, name, anonymousId, userId, timestamp, originalTimestamp, properties = {}, context = {} }) {
  if (!["track", "page", "screen"].includes(type)) return null;
  const { page = {}, campaign = {} } = context;
  const { path = page.path, title = page.title, referrer = page.referrer, url, search, ...metadata } = properties;
  const { name: campaignName, ...utm } = campaign;
  return {
    id: messageId.replace(/[^\w-]/g, "-").slice(0, 64),
    type: type === "track" ? event.slice(0, 80) : "page_view",
    occurred_at: Date.parse(timestamp ?? originalTimestamp),
    visitor_id: anonymousId ?? undefined,
    user_id: userId ?? undefined,
    page: path && { path, title: type === "track" ? title : (name ?? title), referrer: referrer || undefined, utm: campaignName ? { ...utm, campaign: campaignName } : utm },
    device: { language: context.locale, timezone: context.timezone },
    metadata,
  };
}
