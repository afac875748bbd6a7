// What depends on the clock: the last half hour, ranges that end now, and one session told from its beginning.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApi } from "../http/api.mjs";
import { differences } from "./compare.mjs";
import { eventsOf, month } from "./month.mjs";
import { within } from "./oracle/events.mjs";
import { answer } from "./oracle/index.mjs";
import { item } from "./oracle/sessions.mjs";
import { asText, question } from "./questions.mjs";
import { sendAll } from "./sending.mjs";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const BEGUN = Date.now();

const { requests } = month({ seed: 9, visitors: 150, start: BEGUN - 3 * HOUR, days: 1 / 8 });
for (const { batch } of requests) batch.events = batch.events.filter((event) => isClear(event.occurred_at));
const sent = requests.filter(({ batch }) => batch.events.length > 0);
const events = eventsOf(sent);

/** Not yet to come, and not so close to the last five minutes' beginning that it depends on the test's speed. */
function isClear(at) {
  return at < BEGUN - SECOND && (at < BEGUN - 5 * MINUTE - SECOND || at > BEGUN - 4 * MINUTE);
}

let api;
before(async () => {
  api = await startApi();
  await sendAll(api, sent);
});
after(() => api.stop());

for (const query of ["", "limit=3", "country=DE", "bots=include&tz=Asia/Kolkata", "user=(none)&path.contains=/"]) {
  test(`live?${query}`, async () => {
    const one = question("live", query);
    const { range, timezone, meta, ...found } = await api.ask("/api/analytics/live", one.parameters);
    assert.equal(range.from % MINUTE, 0);
    assert.ok(Math.abs(range.from + 30 * MINUTE - Date.now()) <= MINUTE + SECOND, JSON.stringify(range));
    const expected = answer(events, { ...one, parameters: [...one.parameters] }, { ...range, now: Date.now() });
    assert.deepEqual(differences(found, expected), []);
    assert.ok(expected.now.people > 0 || query !== "", "somebody was there");
  });
}

const relative = ["range=1h", "range=2h&interval=minute&tz=Asia/Kolkata", "days=1&by=path", "range=all&by=type", "range=24h&interval=hour&bots=include", ""];
for (const one of relative.map((query) => question("timeseries", query))) {
  test(asText(one), async () => {
    const { range, timezone, meta, ...found } = await api.ask("/api/analytics/timeseries", one.parameters);
    const { range: length } = Object.fromEntries(one.parameters);
    if (length === "all") assert.equal(range.from, events[0].at);
    else assert.ok(Math.abs(Date.now() - range.from - ({ "1h": HOUR, "2h": 2 * HOUR, "24h": 24 * HOUR }[length] ?? (one.parameters.length ? 24 : 720) * HOUR)) < 10 * SECOND);
    assert.ok(Math.abs(Date.now() - range.to) < 10 * SECOND);
    assert.deepEqual(differences(found, answer(events, one, range)), []);
  });
}

test("one session is told event by event", async () => {
  const lengths = new Map();
  for (const { session, bot } of events) if (session !== null && !bot) lengths.set(session, (lengths.get(session) ?? 0) + 1);
  const [longest] = [...lengths].sort((a, b) => b[1] - a[1])[0];
  const own = within(events, 0, Date.now()).filter((event) => event.session === longest);
  const parts = [];
  let session;
  for (let cursor; ; ) {
    const page = await api.ask(`/api/analytics/sessions/${longest}`, { limit: 4, ...(cursor && { cursor }) });
    session ??= page.session;
    parts.push(...page.events);
    if (!page.has_more) break;
    cursor = page.next_cursor;
  }
  assert.deepEqual(differences(session, item(own)), []);
  const told = parts.map((event) => [event.id, event.occurred_at, event.offset_ms, event.gap_ms]);
  assert.deepEqual(told, own.map((event, n) => [event.id, event.at, event.at - own[0].at, n === 0 ? null : event.at - own[n - 1].at]));
});
