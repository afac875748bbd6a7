// The scripts that bring history from other tools: each is run on that tool's own form of events, and what it makes is imported.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { after, before, test } from "node:test";
import { root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";

const AT = new Date(Date.now() - 3_600_000);
const ISO = AT.toISOString();
let server;

before(async () => {
  server = await serve({ onLog: () => {}, rateLimits: false });
});

after(() => server?.stop());

/** Runs a script with these lines; gives what it printed. */
function run(name, lines) {
  const child = spawn(process.execPath, [path.join(root, `www/docs/import/${name}.mjs`)], { timeout: 20_000 });
  let [printed, told] = ["", ""];
  child.stdout.on("data", (text) => (printed += text));
  child.stderr.on("data", (text) => (told += text));
  child.stdin.end(lines.map((line) => JSON.stringify(line)).join("\n"));
  return new Promise((resolve, reject) => child.on("close", (code) => (code === 0 ? resolve({ printed, told }) : reject(new Error(told)))));
}

async function imported(lines) {
  const answer = await fetch(`${server.url}/api/events/import`, { method: "POST", headers: { authorization: `Bearer ${server.keys.admin}` }, body: lines });
  assert.equal(answer.status, 200);
  return answer.json();
}

/** The event with this id, as the API says it. */
async function event(id) {
  const answer = await fetch(`${server.url}/api/events/${id}`, { headers: { authorization: `Bearer ${server.keys.read}` } });
  assert.equal(answer.status, 200, id);
  return answer.json();
}

/** Imports what a script makes, twice: the second time nothing is new. */
async function brings(name, lines, expected) {
  const { printed, told } = await run(name, lines);
  const { bad_lines, ...counts } = await imported(printed);
  assert.deepEqual([counts, bad_lines], [{ lines: expected, accepted: expected, duplicate: 0, rejected: 0 }, []]);
  const again = await run(name, lines);
  assert.equal(again.printed, printed);
  assert.equal((await imported(again.printed)).duplicate, expected);
  return { events: printed.trim().split("\n").map((line) => JSON.parse(line)), told };
}

test("PostHog", async () => {
  const properties = { $device_id: "0191-device", $session_id: "0191-session", $pathname: "/pricing", title: "Pricing", $referrer: "https://www.google.com/", $os: "Mac OS X", $browser: "Chrome", $device_type: "Desktop", $geoip_country_code: "AT", utm_source: "news", plan: "pro", token: "phc_secret" };
  const lines = [
    { uuid: "0191a5f0-0000-7000-8000-000000000001", event: "$pageview", distinct_id: "0191-device", timestamp: ISO, properties },
    { uuid: "0191a5f0-0000-7000-8000-000000000002", event: "task done", distinct_id: "u_7", timestamp: ISO, properties: JSON.stringify({ ...properties, $referrer: "$direct" }) },
    { uuid: "0191a5f0-0000-7000-8000-000000000003", event: "$autocapture", distinct_id: "u_7", timestamp: ISO, properties },
  ];
  const { told } = await brings("posthog", lines, 2);
  assert.match(told, /^1 events/);
  const view = await event(lines[0].uuid);
  assert.deepEqual([view.type, view.visitor_id, view.user_id, view.session_id, view.occurred_at], ["page_view", "0191-device", undefined, "0191-session", AT.getTime()]);
  assert.deepEqual(view.page, { path: "/pricing", title: "Pricing", referrer: "https://www.google.com/", utm: { source: "news" } });
  assert.deepEqual([view.device.type, view.device.browser, view.country], ["desktop", "Chrome", "AT"]);
  const done = await event(lines[1].uuid);
  assert.deepEqual([done.type, done.user_id, done.visitor_id, done.page.referrer], ["task done", "u_7", "0191-device", undefined]);
  assert.deepEqual(done.metadata, { title: "Pricing", plan: "pro", token: "[redacted]" });
});

test("Segment", async () => {
  const context = { page: { path: "/checkout", title: "Checkout", referrer: "", url: "https://shop.example/checkout" }, campaign: { name: "spring", source: "news", medium: "email" }, locale: "de-AT", timezone: "Europe/Vienna" };
  const lines = [
    { messageId: "ajs-next-1780000000-abc", type: "track", event: "Order Completed", anonymousId: "a-1", userId: "u_7", timestamp: ISO, properties: { total: 30 }, context },
    { messageId: "ajs-next-1780000001-abc", type: "page", name: "Cart", anonymousId: "a-1", userId: null, timestamp: ISO, properties: { path: "/cart", title: "Your cart", url: "https://shop.example/cart", search: "" }, context },
    { messageId: "ajs-next-1780000002-abc", type: "identify", anonymousId: "a-1", userId: "u_7", timestamp: ISO, traits: {} },
  ];
  const { told } = await brings("segment", lines, 2);
  assert.match(told, /^1 messages/);
  const order = await event(lines[0].messageId);
  assert.deepEqual([order.type, order.user_id, order.visitor_id, order.metadata], ["Order Completed", "u_7", "a-1", { total: 30 }]);
  assert.deepEqual(order.page, { path: "/checkout", title: "Checkout", utm: { source: "news", medium: "email", campaign: "spring" } });
  const view = await event(lines[1].messageId);
  assert.deepEqual([view.type, view.page.path, view.page.title, view.device.language], ["page_view", "/cart", "Cart", "de-AT"]);
});

test("Plausible", async () => {
  const row = { timestamp: ISO.slice(0, 19).replace("T", " "), name: "pageview", site_id: "1", user_id: "1234567890123456789", session_id: "9876543210987654321", hostname: "example.org", pathname: "/docs", referrer: "news.example/a", utm_source: "news", utm_medium: "", country_code: "DE", screen_size: "Desktop", operating_system: "Mac", browser: "Safari", "meta.key": [], "meta.value": [] };
  const goal = { ...row, name: "Signup", referrer: "", country_code: "\0\0", "meta.key": ["plan"], "meta.value": ["pro"] };
  const { events } = await brings("plausible", [row, row, goal], 3);
  assert.equal(new Set(events.map(({ id }) => id)).size, 3);
  const view = await event(events[0].id);
  assert.deepEqual([view.type, view.visitor_id, view.session_id, view.country], ["page_view", "plausible-1234567890123456789", "plausible-9876543210987654321", "DE"]);
  assert.deepEqual([view.occurred_at, view.page], [Math.floor(AT.getTime() / 1000) * 1000, { path: "/docs", referrer: "https://news.example/a", utm: { source: "news" } }]);
  const signup = await event(events[2].id);
  assert.deepEqual([signup.type, signup.metadata, signup.country], ["Signup", { plan: "pro" }, undefined]);
});

test("Umami", async () => {
  const row = { event_id: "4b2a0c1e-8f1d-4c51-9f0e-000000000001", website_id: "w", session_id: "4b2a0c1e-8f1d-4c51-9f0e-00000000000a", visit_id: "4b2a0c1e-8f1d-4c51-9f0e-00000000000b", created_at: ISO, url_path: "/pricing", url_query: "", referrer_path: "/list", referrer_domain: "news.example", page_title: "Pricing", event_type: 1, event_name: null, utm_source: "news", browser: "firefox", os: "Linux", device: "desktop", screen: "1920x1080", language: "en-GB", country: "GB", region: "GB-ENG", city: "London" };
  const signup = { ...row, event_id: "4b2a0c1e-8f1d-4c51-9f0e-000000000002", event_type: 2, event_name: "signup", distinct_id: "u_7" };
  await brings("umami", [row, signup], 2);
  const view = await event(row.event_id);
  assert.deepEqual([view.type, view.visitor_id, view.session_id, view.city], ["page_view", row.session_id, row.visit_id, "London"]);
  assert.deepEqual(view.page, { path: "/pricing", title: "Pricing", referrer: "https://news.example/list", utm: { source: "news" } });
  assert.deepEqual([view.device.screen, view.country], ["1920x1080", "GB"]);
  const done = await event(signup.event_id);
  assert.deepEqual([done.type, done.user_id], ["signup", "u_7"]);
});
