// Every answer of the analytics endpoints beside the oracle's, over the same month of events: nothing folded, everything folded, and after
// what came late and what was deleted; and that copies add nothing, whenever they come.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startApi } from "../http/api.mjs";
import { differences } from "./compare.mjs";
import { checkLists } from "./lists.mjs";
import { eventsOf, month, START } from "./month.mjs";
import { answer, rangeOf } from "./oracle/index.mjs";
import { asText, BY_HAND, byChance, question } from "./questions.mjs";
import { send, sendAll } from "./sending.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AT_ONCE = 4;
const MOST_STEPS = 200;

const { requests, events } = month();
let api;
before(async () => {
  api = await startApi();
  await sendAll(api, requests);
});
after(() => api.stop());

describe("nothing folded", () => {
  before(forget);
  asked(BY_HAND);
  asked(byChance(80, 11), "by chance");
  test("lists", () => checkLists(api, events, { start: START, count: 30, seed: 12 }));

  test("answers come from the events", async () => {
    const { meta } = await api.ask("/api/analytics/breakdown", { by: "path", from: "2025-03-05", to: "2025-03-25" });
    assert.deepEqual([meta.rollups, meta.folded_hours], ["none", 0]);
  });
});

describe("everything folded", () => {
  before(async () => {
    await release();
    await fold();
  });
  asked(BY_HAND);
  asked(byChance(80, 22), "by chance");
  test("lists", () => checkLists(api, events, { start: START, count: 40, seed: 23 }));

  test("answers come from the roll-ups", async () => {
    const { meta } = await api.ask("/api/analytics/breakdown", { by: "path", from: "2025-03-05", to: "2025-03-25" });
    assert.deepEqual([meta.rollups, meta.live_hours, meta.live_events], ["all", 0, 0]);
  });

  test("what an earlier question read is not read again", async () => {
    const time = { from: "2025-03-05", to: "2025-03-25" };
    await api.ask("/api/analytics/breakdown", { by: "path", ...time });
    const { meta } = await api.ask("/api/analytics/timeseries", { interval: "day", ...time });
    // One row for each hour says that it is still as it was.
    assert.deepEqual([meta.kept_hours, meta.rows_read < meta.folded_hours + 10], [meta.folded_hours, true], JSON.stringify(meta));
  });

  test("what is in the middle of an hour is read from its events", async () => {
    const [from, last] = ["2025-03-05", "2025-03-25"].map((day) => events.find(({ at }) => at >= Date.parse(day) && at % HOUR > 0 && at % HOUR < HOUR - 1).at);
    const { meta } = await api.ask("/api/analytics/breakdown", { by: "path", from, to: last + 1 });
    assert.deepEqual([meta.rollups, meta.live_hours], ["part", 2]);
  });
});

describe("copies", () => {
  test("of all requests add nothing, and change no answer", async () => {
    const stored = await rows();
    const tally = await sendAll(api, requests.filter((_, n) => n % 3 === 0));
    assert.deepEqual([tally.accepted, tally.rejected, tally.limited], [0, 0, 0]);
    assert.equal(await rows(), stored);
    await check(question("breakdown", "from=2025-03-04&to=2025-04-08&by=type,path&limit=100"));
  });

  test("of a year-old batch add nothing", async () => {
    const old = month({ seed: 5, visitors: 3, start: Date.now() - 366 * DAY, days: 1 }).requests;
    const first = await sendAll(api, old);
    const again = await sendAll(api, old);
    assert.ok(first.accepted > 0);
    assert.deepEqual([again.accepted, again.duplicate], [0, first.accepted + first.duplicate]);
    await deleteFrom(Date.now() - 367 * DAY);
  });

  test("of one batch by ten writers at once are stored once", async () => {
    const [batch] = month({ seed: 6, visitors: 40, start: START - 40 * DAY, days: 3 }).requests.filter((request) => request.batch.events.length > 10);
    const tallies = await Promise.all(Array.from({ length: 10 }, () => send(api, batch)));
    const accepted = tallies.reduce((sum, tally) => sum + tally.accepted, 0);
    assert.equal(accepted, batch.batch.events.length);
    const found = await api.ask("/api/analytics/timeseries", { from: "2025-01-20", to: "2025-02-01", bots: "include" });
    assert.equal(found.total.events, batch.batch.events.length);
    await deleteFrom(START - 41 * DAY, START - 30 * DAY);
  });
});

describe("after late events, deletion and folding again", () => {
  const late = month({ seed: 7, visitors: 60 }).requests;
  before(async () => {
    await sendAll(api, late);
    events.push(...eventsOf(late));
    events.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  });

  test("what came late counts at once, before it is folded", async () => {
    for (const one of [...BY_HAND.filter((_, n) => n % 5 === 0), ...byChance(20, 33)]) await check(one);
  });

  describe("folded in part", () => {
    before(async () => {
      await foldOnce();
      // So that the number of days names a moment within the month, and within an hour.
      const days = Math.floor((Date.now() - (START + 9 * DAY)) / DAY);
      const answer = await api.request("DELETE", `/api/events/cleanup?days=${days}`, { key: api.keys.admin });
      assert.equal(answer.status, 200, answer.text);
      const left = events.filter((event) => event.at >= answer.body.older_than);
      assert.equal(answer.body.deleted, events.length - left.length);
      events.splice(0, events.length, ...left);
    });
    asked(BY_HAND.filter((_, n) => n % 2 === 0));
    asked(byChance(80, 44), "by chance");
    test("lists", () => checkLists(api, events, { start: START, count: 30, seed: 45 }));
  });

  describe("folded whole", () => {
    before(fold);
    asked(BY_HAND.filter((_, n) => n % 4 === 1));
  });
});

/** Tests that ask; one for all questions of an endpoint, since a test each would be a screen each. */
function asked(questions, name = "by hand") {
  for (const endpoint of new Set(questions.map((one) => one.endpoint))) {
    const own = questions.filter((one) => one.endpoint === endpoint);
    test(`${endpoint}, ${own.length} questions ${name}`, async () => {
      const left = [...own];
      const wrong = [];
      const ask = async () => {
        for (let next = left.shift(); next; next = left.shift()) await check(next).catch((error) => wrong.push(`${error.message} ${error.cause ?? ""}`));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, ask));
      assert.ok(wrong.length === 0, `${wrong.length} of ${own.length} answers are wrong\n${wrong.slice(0, 8).join("\n")}`);
    });
  }
}

async function check(one) {
  const path = one.endpoint.startsWith("/") ? one.endpoint : `/api/analytics/${one.endpoint}`;
  const answered = await api.request("GET", `${path}?${new URLSearchParams(one.parameters)}`, { key: api.keys.read });
  assert.equal(answered.status, 200, `${asText(one)}\n    ${answered.text}`);
  const { range, timezone, meta, ...found } = answered.body;
  const expected = answer(events, one, range);
  const list = expected.items && "next_cursor" in found ? await listed(path, one, found, expected) : [];
  const parameters = Object.fromEntries(one.parameters);
  const [from, to] = rangeOf(parameters, parameters.tz ?? "UTC", range);
  const wrong = [...list, ...differences(found, expected)];
  if (range.from !== from || range.to !== to) wrong.push(`range: ${range.from} to ${range.to}, expected ${from} to ${to}`);
  if (timezone !== (one.endpoint === "/api/events/analytics" ? undefined : (parameters.tz ?? "UTC"))) wrong.push(`timezone: ${timezone}`);
  if (meta !== undefined && !["all", "part", "none"].includes(meta.rollups)) wrong.push(`meta: ${JSON.stringify(meta)}`);
  assert.ok(wrong.length === 0, `${asText(one)}\n    ${wrong.join("\n    ")}`);
}

/** Puts the pages of a list together, as far as they are few, and cuts the expected one where it was not read. */
async function listed(path, { parameters }, found, expected) {
  let { next_cursor: cursor, has_more: more } = found;
  for (let pages = 1; more && pages < 4; pages++) {
    const page = await api.ask(path, [...parameters, ["cursor", cursor]]);
    found.items.push(...page.items);
    ({ next_cursor: cursor, has_more: more } = page);
  }
  const read = found.items.length;
  const wrong = more === expected.items.length > read && more === (cursor !== null) ? [] : [`has_more: ${more} after ${read} of ${expected.items.length}`];
  if (more) expected.items.length = Math.min(expected.items.length, read);
  delete found.has_more;
  delete found.next_cursor;
  return wrong;
}

async function rows() {
  return (await api.d1.prepare("SELECT count(*) AS count FROM events").first()).count;
}

async function deleteFrom(from, until = from + 2 * DAY) {
  await api.d1.prepare("DELETE FROM events WHERE occurred_at >= ?1 AND occurred_at < ?2").bind(from, until).run();
}

/** Without roll-ups: all hours seem to be folded by somebody else for years to come. */
async function forget() {
  await foldOnce();
  await api.d1.batch([
    api.d1.prepare("DELETE FROM hour_columns"),
    api.d1.prepare("UPDATE hours SET folded = -1, claimed_at = ?1").bind(Date.now() * 2),
  ]);
}

/** Sets all hours free to be folded. */
async function release() {
  const answered = await api.request("POST", "/api/rollups/rebuild", { key: api.keys.admin });
  assert.equal(answered.status, 200, answered.text);
}

async function foldOnce() {
  const answered = await api.request("POST", "/api/rollups/fold", { key: api.keys.admin });
  assert.equal(answered.status, 200, answered.text);
  return answered.body;
}

async function fold() {
  for (let step = 0; step < MOST_STEPS; step++) {
    if ((await foldOnce()).remaining === 0) return;
  }
  assert.fail("folding does not come to an end");
}
