// What a page does not say of its device comes from the head of its request.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApi } from "./api.mjs";

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

/** Headless Chromium's, with a mark that must not be found again. */
const LINUX = "Mozilla/5.0 (X11; Linux x86_64; marked) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36";
const HINTS = { "sec-ch-ua": '"Brave";v="131", "Chromium";v="131", "marked";v="24"', "sec-ch-ua-mobile": "?1", "sec-ch-ua-platform": '"Android"' };
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";
/** What the tracker says of a desktop or a phone, and of an iPad that calls itself a Mac. */
const PAGE = { screen: "800x600", language: "de-AT", timezone: "Europe/Vienna" };
const IPAD = { type: "tablet", os: "iOS", ...PAGE };
const ALL = { type: "kiosk", os: "Haiku", browser: "WebPositive", ...PAGE };

const cases = [
  ["by its user agent", { device: PAGE, headers: { "user-agent": LINUX } }, { type: "desktop", os: "Linux", browser: "Chrome", ...PAGE }],
  ["by its user agent, a person's", { device: PAGE, headers: { "user-agent": MAC } }, { type: "desktop", os: "macOS", browser: "Safari", ...PAGE }],
  ["by its client hints", { device: PAGE, headers: { "user-agent": LINUX, ...HINTS } }, { type: "mobile", os: "Android", browser: "Brave", ...PAGE }],
  ["what the batch says wins, the rest is filled in", { device: IPAD, headers: { "user-agent": MAC } }, { ...IPAD, browser: "Safari" }],
  ["what the batch says wins, all of it", { device: ALL, headers: { "user-agent": LINUX, ...HINTS } }, ALL],
  ["a header of no browser", { device: PAGE, headers: { "user-agent": "curl/8.5.0 \u0080\u00ff<script>" } }, PAGE],
  ["a server that says nothing of a device", { headers: { "user-agent": LINUX, ...HINTS } }, undefined],
  ["a server that tells its visitor's language", { by: {}, device: { language: "de" }, headers: { "user-agent": LINUX } }, { language: "de" }],
];

for (const [n, [name, { device, headers, by = { instance_id: "i_1" } }, expected]] of cases.entries()) {
  test(name, async () => {
    const id = `device_${n}`;
    const batch = { ...by, context: { device }, events: [{ id, type: "seen", occurred_at: Date.now() }] };
    const answer = await api.request("POST", "/api/events/log/batch", { key: api.keys.write, headers, body: JSON.stringify(batch) });
    assert.equal(answer.body.accepted, 1, answer.text);
    const stored = await api.ask(`/api/events/${id}`);
    assert.deepEqual(stored.device, expected);
    // A program that sends for a page says what it is; a server is not its visitors.
    const isProgram = device?.screen && /Headless|^curl/.test(headers["user-agent"]);
    assert.equal(stored.bot, isProgram ? true : undefined);
    const row = await api.d1.prepare("SELECT * FROM events WHERE event_id = ?1").bind(id).first();
    assert.doesNotMatch(JSON.stringify(row), /marked|Mozilla|curl|127\.0\.0\.1/, "nothing of a header is stored");
  });
}
