// Lists by the filters of questions, beside the oracle: page by page, by number, within a session, exported, counted, and what would be deleted.
import assert from "node:assert/strict";
import { all, kept, within } from "./oracle/events.mjs";
import { FILTERS } from "./questions.mjs";
import { chance } from "./random.mjs";

/** Where sessions came from: nothing is deleted by that. */
const ORIGINS = /^(referrer|channel|source|medium|campaign|term|content|click_id)\b/;
const KNOWN = FILTERS.filter((one) => !one.startsWith("level="));
const OF_ORIGIN = KNOWN.filter((one) => ORIGINS.test(one));
const DAY = 86_400_000;
const MOST_PAGES = 5;
const MOST_EXPORTED = 3000;

/** Asks for so many lists by chance, of a month of events that begins then. */
export async function checkLists(api, events, { start, count, seed }) {
  const dice = chance(seed);
  for (let n = 0; n < count; n++) {
    const from = start + dice.below(30 * DAY);
    const until = from + [3_600_000, DAY, 7 * DAY, 40 * DAY][dice.below(4)] + dice.below(1000);
    // A list's level is the least one, and a name that stands twice is one list.
    const some = [...dice.some(KNOWN, 1 + dice.below(2)), ...(dice.often(0.5) ? [dice.pick(OF_ORIGIN)] : [])];
    const filters = [...new Map(some.flatMap((one) => [...new URLSearchParams(one)]))];
    await check(api, events, { filters, from, until, dice });
  }
}

async function check(api, events, { filters, from, until, dice }) {
  const conditions = filters.filter(([name]) => name !== "bots");
  const keeps = kept(Object.fromEntries(filters).bots ?? "include");
  const holds = all(conditions);
  const expected = within(events, from, until).filter((event) => keeps(event) && holds(event));
  const query = [...filters, ["from", from], ["to", until]];
  const text = `${new URLSearchParams(query)}`;
  const ids = (list) => list.map(({ id }) => id);
  const newest = ids(expected).reverse();

  const limit = 1 + dice.below(100);
  const walked = [];
  for (let pages = 0, cursor; pages < MOST_PAGES; pages++) {
    const page = await api.ask("/api/events", [...query, ["limit", limit], ...(cursor ? [["cursor", cursor]] : [])]);
    assert.equal(page.total, expected.length, text);
    walked.push(...ids(page.items));
    cursor = page.next_cursor;
    assert.equal(page.has_more, walked.length < expected.length, text);
    if (!page.has_more) break;
  }
  assert.deepEqual(walked, newest.slice(0, walked.length), text);
  assert.ok(walked.length === Math.min(expected.length, MOST_PAGES * limit), text);

  const number = 1 + dice.below(Math.ceil(expected.length / limit) + 1);
  const numbered = await api.ask("/api/events", [...query, ["limit", limit], ["page", number]]);
  assert.deepEqual(ids(numbered.items), newest.slice((number - 1) * limit, number * limit), `${text}&limit=${limit}&page=${number}`);

  const session = expected[dice.below(expected.length)]?.session;
  if (session) {
    const own = expected.filter((event) => event.session === session);
    const told = await api.ask(`/api/events/session/${encodeURIComponent(session)}`, query);
    assert.deepEqual([ids(told.items), told.total], [ids(own).slice(0, 100), own.length], `${session} ${text}`);
  }

  const counted = await api.ask("/api/events/analytics", query);
  assert.equal(counted.total_events, expected.length, text);

  if (expected.length <= MOST_EXPORTED) {
    await checkExport(api, query, ids(expected));
    const middle = expected[dice.below(expected.length)];
    if (middle) await checkExport(api, [...query, ["after", `${middle.at}.${middle.id}`]], ids(expected).slice(ids(expected).indexOf(middle.id) + 1));
  }

  const gone = await api.request("DELETE", `/api/events?${text}&dry_run=1`, { key: api.keys.admin });
  if (filters.some(([name]) => ORIGINS.test(name))) assert.deepEqual([gone.status, gone.body.code], [400, "invalid_parameter"], text);
  else assert.deepEqual([gone.status, gone.body.matched], [200, expected.length], text);
}

async function checkExport(api, query, expected) {
  const text = `${new URLSearchParams(query)}`;
  const answered = await api.request("GET", `/api/events/export?${text}`, { key: api.keys.read });
  assert.equal(answered.status, 200, `${text} ${answered.text}`);
  const lines = answered.text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ id }) => id), expected, text);
  assert.equal(Number(answered.headers.get("x-trailmark-events")), expected.length, text);
}
