// Scenario 4, a media library with an audit log: README.md of this directory says which clause is shown where.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createWriter } from "../../pkg/dist/server.js";
import { assertProblem, startApi } from "../http/api.mjs";
import { library, PEOPLE, RULE, SCHEDULER } from "./media-library/library.mjs";
import { PATIENT } from "./seeded.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.now();
const DAYS = 60;
const SINCE = { "24h": NOW - DAY, "7d": NOW - 7 * DAY, "30d": NOW - 30 * DAY, all: 0 };

let api;
before(async () => (api = await startApi()));
after(() => api?.stop());

test("a media library keeps an audit log, in which everybody finds what was done by whom", async (t) => {
  const told = await logged(t);
  await audited(told);
  await found(told);
  await paged(told);
  await tile(told);
  await unforgeable(told);
});

/** Sixty days of the library, by a server key. */
async function logged(t) {
  const log = createWriter({ endpoint: api.url, writeKey: api.keys.server });
  const { told } = library({ log, now: NOW, days: DAYS, seed: 4 });
  assert.equal(await log.close(PATIENT), true);
  const types = new Set(told.map(({ type }) => type));
  assert.deepEqual(types, new Set(["scan_started", "scan_completed", "scan_failed", "film_added", "film_deleted"]));
  assert.deepEqual(new Set(told.map(({ actor }) => actor.type)), new Set(["scheduler", "user", "rule"]));
  assert.ok(told.length > 200, "more than two pages");
  t.diagnostic(`${told.length} events of ${DAYS} days, ${told.filter(({ type }) => type === "film_deleted").length} of them deletions`);
  return told;
}

const newestFirst = (told) => [...told].sort((one, other) => other.at - one.at || (one.id < other.id ? 1 : -1));
const ids = (items) => items.map(({ id }) => id);
const ask = (parameters) => api.ask("/api/events", { range: "all", limit: 100, ...parameters });

/** A scan has an end that names its beginning; a deletion says who, why and how much. */
async function audited(told) {
  const scans = (await ask({ type: "scan_completed,scan_failed" })).items;
  const outcomes = told.filter(({ type }) => /^scan_(completed|failed)$/.test(type));
  assert.deepEqual(ids(scans), ids(newestFirst(outcomes)));
  for (const scan of scans) {
    const begun = told.find(({ id }) => id === scan.caused_by[0]);
    assert.deepEqual([begun.type, scan.occurred_at - begun.at, scan.actor], ["scan_started", scan.duration_ms, SCHEDULER]);
    if (scan.type === "scan_failed") assert.equal(scan.metadata.error, "the disk does not answer");
  }
  const deletions = (await ask({ type: "film_deleted" })).items;
  const gone = newestFirst(told.filter(({ type }) => type === "film_deleted"));
  assert.deepEqual(
    deletions.map(({ id, actor, entity, metadata }) => [id, actor, entity.title, metadata.file_size, metadata.reason]),
    gone.map(({ id, actor, title, bytes }) => [id, actor, title, bytes, actor.type === "rule" ? "watched" : "not wanted"]),
  );
}

/** Ranges, titles, types and actors, several at once and all together: what a plain list kept beside has of them. */
async function found(told) {
  const title = told.find(({ type }) => type === "film_deleted").title;
  const word = title.split(" ")[1];
  const has = (text) => (event) => event.title?.toLowerCase().includes(text.toLowerCase());
  const cases = [
    [{}, () => true],
    [{ search: title }, has(title)],
    [{ search: word.toUpperCase() }, has(word)],
    [{ search: word.slice(1, 4) }, has(word.slice(1, 4))],
    [{ search: "100%" }, () => false],
    [{ type: "film_deleted,scan_failed" }, ({ type }) => ["film_deleted", "scan_failed"].includes(type)],
    [{ actor_type: "rule" }, ({ actor }) => actor.type === "rule"],
    [{ actor_type: "user,rule" }, ({ actor }) => actor.type !== "scheduler"],
    [{ actor_id: "anna" }, ({ actor }) => actor.id === "anna"],
    [{ actor_id: `ben,${RULE.id}` }, ({ actor }) => actor.id === "ben" || actor.id === RULE.id],
    [{ type: "film_added,film_deleted", actor_type: "user,rule", actor_id: `ben,${RULE.id}`, search: word }, (event) => /^film_/.test(event.type) && ["ben", RULE.id].includes(event.actor.id) && has(word)(event)],
    [{ entity_type: "folder", level: "decision" }, ({ type }) => type === "scan_failed"],
  ];
  for (const [range, since] of Object.entries(SINCE)) {
    for (const [parameters, matches] of cases) {
      const expected = newestFirst(told.filter((event) => event.at >= since && matches(event)));
      const { items, total, has_more } = await ask({ range, ...parameters });
      const asked = JSON.stringify({ range, ...parameters });
      assert.deepEqual(ids(items), ids(expected.slice(0, 100)), asked);
      assert.deepEqual([total, has_more], [expected.length, expected.length > 100], asked);
      if (range === "all" && !("search" in parameters && parameters.search === "100%")) assert.ok(total > 0, asked);
    }
  }
  const sizes = Object.keys(SINCE).map(async (range) => (await ask({ range })).total);
  const [day, week, month, all] = await Promise.all(sizes);
  assert.ok(0 < day && day < week && week < month && month < all);
}

/** By page and limit, newest first, at most a hundred. */
async function paged(told) {
  for (const [limit, more, matches] of [[100, {}, () => true], [7, { range: "7d" }, ({ at }) => at >= SINCE["7d"]], [10, { type: "film_deleted" }, ({ type }) => type === "film_deleted"]]) {
    const expected = newestFirst(told.filter(matches));
    const pages = Math.ceil(expected.length / limit);
    const gathered = [];
    for (let page = 1; page <= pages; page++) {
      const { items, total, has_more } = await ask({ ...more, limit, page });
      assert.deepEqual([items.length, total, has_more], [Math.min(limit, expected.length - gathered.length), expected.length, page < pages]);
      gathered.push(...items);
    }
    assert.deepEqual(ids(gathered), ids(expected));
    assert.deepEqual((await ask({ ...more, limit, page: pages + 1 })).items, []);
  }
  for (const [field, value] of [["limit", 101], ["limit", 0], ["page", 0]]) {
    assertProblem(await api.request("GET", `/api/events?${field}=${value}`, { key: api.keys.read }), { status: 400, code: "invalid_parameter", field });
  }
}

/** What a tile of the library's start page shows: lately, by whomever; or by one person. */
async function tile(told) {
  const week = newestFirst(told.filter(({ at }) => at >= SINCE["7d"]));
  const recent = async (parameters) => (await api.ask("/api/events/recent", parameters)).items;
  assert.deepEqual(ids(await recent({ everyone: 1 })), ids(week.slice(0, 10)));
  const deletions = await recent({ everyone: 1, type: "film_deleted", actor_type: "rule,user", range: "30d", limit: 5 });
  assert.deepEqual(ids(deletions), ids(newestFirst(told.filter(({ type, at }) => type === "film_deleted" && at >= SINCE["30d"])).slice(0, 5)));
  assert.deepEqual(ids(await recent({ user_id: "anna" })), ids(week.filter(({ actor }) => actor.id === "anna").slice(0, 10)));
  // Whose is always said: nobody sees all by a forgotten parameter.
  assertProblem(await api.request("GET", "/api/events/recent", { key: api.keys.read }), { status: 400, code: "invalid_parameter", field: "user_id" });
}

/** The key that is in the library's pages cannot say that the scheduler or a rule did it. */
async function unforgeable(told) {
  const page = (events) => api.request("POST", "/api/events/log/batch", { key: api.keys.write, headers: { origin: "https://library.example" }, body: JSON.stringify({ events }) });
  const deletion = (n, actor) => ({ id: `forged-${n}`, occurred_at: NOW - HOUR, type: "film_deleted", entity: { type: "film", title: "Forged" }, actor });
  const actors = [SCHEDULER, RULE, { type: "system" }, { type: "Scheduler" }, { type: "scheduler ", id: "x" }, { type: "user", id: "anna" }, { type: "anonymous" }, undefined];
  const { body } = await page(actors.map((actor, n) => deletion(n, actor)));
  assert.deepEqual([body.accepted, body.rejected], [3, 5]);
  for (const { index, code, field } of body.verdicts.filter(({ index }) => index !== 4)) assert.deepEqual([code, field], ["actor_not_allowed", "actor.type"], `${index}`);
  const names = (await ask({ search: "Forged" })).items.map(({ id }) => id).sort();
  assert.deepEqual(names, ["forged-5", "forged-6", "forged-7"]);
  // Mended plans do not let it in by the back door, and no option of the batch does.
  const replayed = await api.request("POST", "/api/rejected/replay?range=all", { key: api.keys.admin });
  assert.equal(replayed.body.accepted, 0);
  const context = { instance_id: "i", context: { user_id: "anna", device: { screen: "1x1" } }, events: [deletion(9, RULE)] };
  const again = await api.request("POST", "/api/events/log/batch", { key: api.keys.write, body: JSON.stringify(context) });
  assert.deepEqual(again.body.verdicts.map(({ code }) => code), ["actor_not_allowed"]);
  // Who did what is as it was: every event of scheduler and rule is one that the library told.
  const others = newestFirst(told.filter(({ actor }) => actor.type !== "user"));
  const { items, total } = await ask({ actor_type: "scheduler,rule,system" });
  assert.deepEqual([ids(items), total], [ids(others.slice(0, 100)), others.length]);
  assert.ok(PEOPLE.every(({ id }) => told.some(({ actor }) => actor.id === id)));
}
