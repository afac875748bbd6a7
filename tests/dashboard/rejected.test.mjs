// The page Rejected: why, which, and what is done with them, as it stands in D1 afterwards.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { source } from "./source.mjs";
import { startWorld } from "./world.mjs";

const { explanationOf, explainedCodes } = await source("pages/rejected/explained.ts");
const { markedLines } = await source("pages/rejected/marked.ts");
const { byCode, typesOf } = await source("pages/rejected/question.ts");
const { withReplayed, nothing } = await source("pages/rejected/replay.ts");

describe("without a browser", () => {
  const marked = (value, field) => markedLines(value, field).flatMap(({ text, isAtFault }) => (isAtFault ? text.trim() : []));

  test("the lines are the JSON, whatever is marked", () => {
    const value = { a: [1, { b: "x" }, []], "c.d": null, e: {}, f: { g: true } };
    for (const field of [null, "", "a", "a[1].b", "c.d", "f.g", "f.nothing", "zzz"]) {
      assert.equal(markedLines(value, field).map(({ text }) => text).join("\n"), JSON.stringify(value, null, 2), String(field));
    }
    for (const simple of [7, "seven", null, [], {}]) assert.deepEqual(markedLines(simple, "").map(({ text }) => text), [JSON.stringify(simple)]);
  });

  test("the field at fault is marked, wherever it stands", () => {
    const event = { type: "x", step: "four", actor: { type: "scheduler", id: "n" }, metadata: { "plan.tier": "pro", deep: { a: 1 } }, caused_by: ["a", 7] };
    assert.deepEqual(marked(event, "step"), ['"step": "four",']);
    assert.deepEqual(marked(event, "actor.type"), ['"type": "scheduler",']);
    assert.deepEqual(marked(event, "actor"), ['"actor": {', '"type": "scheduler",', '"id": "n"', "},"]);
    assert.deepEqual(marked(event, "metadata.plan.tier"), ['"plan.tier": "pro",']);
    assert.deepEqual(marked(event, "metadata.deep.a"), ['"a": 1']);
    assert.deepEqual(marked(event, "caused_by[1]"), ["7"]);
    assert.deepEqual(marked(event, null), []);
  });

  test("what is missing has the line of the object that lacks it", () => {
    const event = { step: 1, actor: { id: "n" } };
    assert.deepEqual(marked(event, "type"), ["{"]);
    assert.deepEqual(marked(event, "actor.type"), ['"actor": {']);
    assert.deepEqual(marked(7, ""), ["7"]);
  });

  test("every code that the Worker may answer is explained", async () => {
    const document = JSON.parse(await readFile(path.join(root, "docs/openapi.json"), "utf8"));
    const codes = JSON.stringify(document.components.schemas.VerdictCode).match(/"[a-z]+_[a-z_]+"/g).map((code) => JSON.parse(code));
    assert.ok(codes.length > 20);
    const unknown = explanationOf("no_such_code").means;
    // `quota_near` and `rate_limited` only put off.
    for (const code of codes.filter((code) => !["quota_near", "rate_limited", "clock_off"].includes(code))) assert.notEqual(explanationOf(code).means, unknown, code);
    for (const code of explainedCodes) assert.ok(explanationOf(code).todo.length > 10, code);
    assert.equal(explanationOf("constructor").means, unknown);
  });

  test("counts by code, most first", () => {
    const counts = [{ code: "a", type: "x", count: 1 }, { code: "b", type: null, count: 2 }, { code: "a", type: "y", count: 3 }];
    assert.deepEqual(byCode(counts), [{ code: "a", count: 4, types: [{ type: "y", count: 3 }, { type: "x", count: 1 }] }, { code: "b", count: 2, types: [{ type: null, count: 2 }] }]);
    assert.deepEqual(typesOf(counts), ["x", "y"]);
  });

  test("what several requests replayed adds up", () => {
    const answer = { replayed: 3, accepted: 1, duplicate: 1, rejected: 1, limited: 0, verdicts: [{ verdict: "duplicate" }, { verdict: "rejected", code: "wrong_type" }] };
    const twice = withReplayed(withReplayed(nothing, answer), answer);
    assert.deepEqual(twice, { replayed: 6, accepted: 2, duplicate: 2, rejected: 2, limited: 0, stays: { wrong_type: 2 } });
  });
});

describe("the seeded month", () => {
  let world;
  before(async () => (world = await startWorld()));
  after(() => world?.stop());
  const open = (t, view, options) => world.open(t, "/dashboard/rejected/", { view: { range: "30d", ...view }, ...options });
  const ids = (page) => page.getByTestId("rejected-row").evaluateAll((rows) => rows.map(({ dataset }) => dataset.id));

  test("codes, types and the list are the API's", async (t) => {
    const page = await open(t, {}, { as: "read" });
    const { items, total, counts } = await world.ask("/api/rejected", { range: "30d", limit: 50 });
    assert.ok(total > 10);
    assert.equal(await world.value(page, "total"), total);
    const shown = await page.getByTestId("code-row").evaluateAll((rows) =>
      rows.flatMap((row) => [...row.querySelectorAll("[data-testid=type]")].map(({ dataset }) => ({ code: row.dataset.code, type: dataset.type ?? null, count: Number(dataset.value) }))),
    );
    const sorted = (list) => list.map(({ code, type, count }) => [code, type, count].join(" ")).sort();
    assert.deepEqual(sorted(shown), sorted(counts));
    const rows = await page.getByTestId("rejected-row").evaluateAll((rows) => rows.map((row) => [row.dataset.id, ...["when", "code", "type", "field", "times", "plan"].map((name) => row.querySelector(`[data-testid=${name}]`).dataset.value)]));
    assert.deepEqual(rows, items.map(({ id, rejected_at, code, type, field, times, plan_version }) => [id, rejected_at, code, type ?? "", field ?? "", times, plan_version].map(String)));
    for (const { code } of counts) assert.ok((await page.locator(`[data-testid=code-row][data-code=${code}]`).innerText()).includes(explanationOf(code).todo), code);
  });

  test("a code and a type filter, stand in the address, and a link shows the same", async (t) => {
    const page = await open(t);
    await page.locator("[data-testid=code-row][data-code=wrong_type] a").first().click();
    await page.waitForURL(/code=wrong_type/);
    await world.settled(page);
    const { items } = await world.ask("/api/rejected", { range: "30d", code: "wrong_type", limit: 50 });
    await eventually(() => ids(page), (shown) => shown.join() === items.map(({ id }) => id).join());
    assert.equal(await page.getByTestId("code-row").count(), new Set((await world.ask("/api/rejected", { range: "30d" })).counts.map(({ code }) => code)).size, "the other codes can still be chosen");
    await page.getByTestId("filter-code").selectOption("");
    await page.getByTestId("filter-type").selectOption(items[0].type);
    await page.waitForURL((url) => !url.searchParams.has("code") && url.searchParams.get("event_type") === items[0].type);
    await world.settled(page);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await world.settled(other);
    assert.deepEqual(await ids(other), await ids(page));
    assert.equal(await other.getByTestId("filter-type").inputValue(), items[0].type);
  });

  test("one event as it came, with the field at fault marked; it has an address", async (t) => {
    const { items } = await world.ask("/api/rejected", { range: "30d", code: "wrong_type" });
    const [item] = items;
    const page = await open(t);
    await page.locator(`[data-testid=rejected-row][data-id="${item.id}"]`).getByTestId("open").focus();
    await page.keyboard.press("Enter");
    const detail = page.getByTestId("rejected-detail");
    await detail.waitFor();
    assert.deepEqual([await world.text(page, "detail-code"), await world.text(page, "detail-field")], [item.code, item.field]);
    assert.deepEqual(JSON.parse(await page.getByTestId("event-json").innerText()), item.event);
    assert.match(await page.getByTestId("at-fault").innerText(), new RegExp(`"${item.field}": `));
    await world.axe(page, "[data-testid=rejected-detail]");
    const other = await page.context().newPage();
    // The list of this range does not have it: it is asked for by its id.
    await other.goto(`${world.url}/dashboard/rejected/?range=24h&code=empty_field&open=${item.id}`);
    await other.getByTestId("detail-code").filter({ hasText: item.code }).waitFor();
    await page.keyboard.press("Escape");
    await detail.waitFor({ state: "detached" });
    assert.equal(new URL(page.url()).searchParams.has("open"), false);
  });

  test("one that is not there any more says so", async (t) => {
    const page = await open(t, { open: "0".repeat(32) });
    await page.getByTestId("rejected-gone").waitFor();
  });

  test("a read key sees all of it and can change nothing; an admin key can be entered", async (t) => {
    const page = await open(t, {}, { as: "read" });
    assert.match(await world.text(page, "needs-admin"), /needs an admin key/);
    assert.equal(await page.getByTestId("replay").count() + (await page.getByTestId("forget").count()), 0);
    await page.getByTestId("admin-login").click();
    await world.axe(page);
    await page.getByTestId("admin-key").fill(world.keys.admin);
    await page.getByTestId("admin-submit").click();
    await page.getByTestId("replay").waitFor();
    assert.equal(new URL(page.url()).search, "?range=30d");
  });

  test("a key that is none is refused, and one stays who one was", async (t) => {
    const page = await open(t, {}, { as: "read", expected: /Failed to load resource/ });
    await page.getByTestId("admin-login").click();
    await page.getByTestId("admin-key").fill("tm_admin_" + "x".repeat(32));
    await page.getByTestId("admin-submit").click();
    await page.getByTestId("error-code").filter({ hasText: /unknown_key|malformed_key|invalid_key/ }).waitFor();
    assert.equal(await page.getByTestId("replay").count(), 0);
  });

  test("nothing was rejected: it says so", async (t) => {
    const page = await open(t, {}, { empty: true });
    assert.match(await world.text(page, "empty"), /Nothing was rejected in this range/);
  });

  for (const [how, options] of [["dark", { theme: "dark" }], ["on a phone", { width: 390 }]]) {
    test(`dialogs have no fault that axe knows and fit, ${how}`, async (t) => {
      const page = await open(t, {}, options);
      await page.getByTestId("replay").click();
      await page.getByTestId("replay-look").waitFor();
      await world.axe(page);
      await world.fits(page);
      await page.keyboard.press("Escape");
      await page.getByTestId("forget").click();
      await page.getByTestId("forget-matched").waitFor();
      await world.axe(page);
    });
  }
});

describe("what is done", () => {
  let world;
  before(async () => (world = await startWorld({ seeded: false })));
  after(() => world?.stop());
  const now = Date.now();
  const PLAN = { mode: "strict", events: { known: {} } };
  const admin = async (method, address, body) => {
    const answer = await fetch(world.url + address, { method, headers: { authorization: `Bearer ${world.keys.admin}` }, body: body && JSON.stringify(body) });
    assert.ok(answer.ok, await answer.clone().text());
    return answer.json();
  };
  const send = async (events) => {
    const answer = await fetch(`${world.url}/api/events/log/batch`, { method: "POST", headers: { authorization: `Bearer ${world.keys.write}` }, body: JSON.stringify({ context: { visitor_id: "v" }, events }) });
    return answer.json();
  };
  const stored = async () => (await world.d1.prepare("SELECT event_id FROM events WHERE type = 'late' ORDER BY event_id").all()).results.map(({ event_id: id }) => id);
  const kept = async () => (await world.d1.prepare("SELECT code, count(*) AS n FROM rejected GROUP BY code ORDER BY code").all()).results.map(({ code, n }) => `${code} ${n}`);

  /** Five events of a type that the plan does not name, and three with a fault of their own. */
  beforeEach(async () => {
    for (const table of ["events", "rejected"]) await world.d1.prepare(`DELETE FROM ${table}`).run();
    await admin("PUT", "/api/plan", PLAN);
    const late = Array.from({ length: 5 }, (_, n) => ({ id: `late-${n}`, type: "late", occurred_at: now - n }));
    const bad = Array.from({ length: 3 }, (_, n) => ({ id: `bad-${n}`, type: "known", step: "four", occurred_at: now - n }));
    await send([...late, ...bad]);
    assert.deepEqual(await kept(), ["unknown_event_type 5", "wrong_type 3"]);
  });
  const open = (t, view = {}) => world.open(t, "/dashboard/rejected/", { view });
  const figure = (page, name) => world.value(page, `replay-${name}`);

  test("a replay is looked at first: nothing changes before it is confirmed", async (t) => {
    const page = await open(t);
    await page.getByTestId("replay").click();
    await page.getByTestId("replay-look").waitFor();
    assert.deepEqual([await figure(page, "accepted"), await figure(page, "rejected")], [0, 8]);
    assert.ok(await page.getByTestId("replay-do").isDisabled(), "there is nothing to replay");
    await page.getByTestId("replay-close").click();
    assert.deepEqual([await stored(), await kept()], [[], ["unknown_event_type 5", "wrong_type 3"]]);
  });

  test("when the plan is mended, a replay stores what is right now, and the rest stays", async (t) => {
    await admin("PUT", "/api/plan", { ...PLAN, events: { ...PLAN.events, late: {} } });
    const page = await open(t);
    await page.getByTestId("replay").click();
    await page.getByTestId("replay-look").waitFor();
    assert.deepEqual([await figure(page, "accepted"), await figure(page, "duplicate"), await figure(page, "rejected"), await figure(page, "limited")], [5, 0, 3, 0]);
    assert.equal(await page.getByTestId("replay-stays").getAttribute("data-code"), "wrong_type");
    assert.deepEqual(await stored(), [], "only looked at");
    await page.getByTestId("replay-do").click();
    await page.getByTestId("replay-done").waitFor();
    assert.deepEqual([await figure(page, "accepted"), await figure(page, "rejected")], [5, 3]);
    assert.deepEqual([await stored(), await kept()], [["late-0", "late-1", "late-2", "late-3", "late-4"], ["wrong_type 3"]]);
    await page.getByTestId("replay-close").click();
    await eventually(() => world.value(page, "total"), (total) => total === 3);
    assert.equal((await admin("GET", "/api/audit")).items[0].action, "rejected_replayed");
  });

  test("one event is judged anew by itself, and replayed", async (t) => {
    await admin("PUT", "/api/plan", { ...PLAN, events: { ...PLAN.events, late: {} } });
    const { items } = await world.ask("/api/rejected", { code: "unknown_event_type" });
    const [item] = items;
    const page = await open(t, { open: item.id });
    await page.getByTestId("replay-one-check").click();
    await page.getByTestId("replay-one-look").filter({ hasText: "It would be stored." }).waitFor();
    assert.deepEqual(await stored(), []);
    await page.getByTestId("replay-one-do").click();
    await page.getByTestId("replay-one-done").filter({ hasText: "It is stored." }).waitFor();
    assert.deepEqual(await stored(), [item.event_id]);
  });

  test("one that is still wrong stays, and says why", async (t) => {
    const [item] = (await world.ask("/api/rejected", { code: "wrong_type" })).items;
    const page = await open(t, { open: item.id });
    await page.getByTestId("replay-one-check").click();
    await page.getByTestId("replay-one-look").filter({ hasText: "It would stay rejected: wrong_type." }).waitFor();
    assert.equal(await page.getByTestId("replay-one-do").count(), 0);
  });

  test("forgetting takes what the filter names, after a look and a word", async (t) => {
    const page = await open(t, { code: "wrong_type" });
    await page.getByTestId("forget").click();
    await page.getByTestId("forget-matched").waitFor();
    assert.equal(await world.value(page, "forget-matched"), 3);
    assert.deepEqual(await kept(), ["unknown_event_type 5", "wrong_type 3"]);
    await page.getByTestId("confirm-cancel").click();
    await page.getByTestId("forget").click();
    await page.getByTestId("forget-matched").waitFor();
    await page.getByTestId("confirm").click();
    await page.getByTestId("forget-done").waitFor();
    assert.equal(await world.value(page, "forget-deleted"), 3);
    assert.deepEqual(await kept(), ["unknown_event_type 5"]);
  });

  test("a list that is longer than a page goes on behind its cursor, in the address", async (t) => {
    for (let at = 0; at < 60; at += 20) await send(Array.from({ length: 20 }, (_, n) => ({ id: `more-${at + n}`, type: "late", occurred_at: now - at - n })));
    const { items, total } = await world.ask("/api/rejected", { range: "7d", limit: 100 });
    assert.equal(total, 68);
    const ids = (page) => page.getByTestId("rejected-row").evaluateAll((rows) => rows.map(({ dataset }) => dataset.id));
    const page = await open(t);
    assert.deepEqual(await ids(page), items.slice(0, 50).map(({ id }) => id));
    await page.getByTestId("older").click();
    await page.waitForURL(/cursor=/);
    await eventually(() => ids(page), (shown) => shown.join() === items.slice(50).map(({ id }) => id).join());
    assert.equal(await page.getByTestId("older").count(), 0);
    await page.reload();
    await world.settled(page);
    assert.deepEqual(await ids(page), items.slice(50).map(({ id }) => id));
    await page.getByTestId("newest").click();
    await eventually(() => ids(page), (shown) => shown.length === 50);
  });

  test("more than one request replays is replayed to the end", async (t) => {
    for (let at = 0; at < 1200; at += 400) await send(Array.from({ length: 400 }, (_, n) => ({ id: `many-${at + n}`, type: "late", occurred_at: now - at - n })));
    await admin("PUT", "/api/plan", { ...PLAN, events: { ...PLAN.events, late: {} } });
    const page = await open(t, { code: "unknown_event_type" });
    await page.getByTestId("replay").click();
    await page.getByTestId("replay-look").waitFor();
    assert.equal(await figure(page, "accepted"), 1205);
    await page.getByTestId("replay-do").click();
    await page.getByTestId("replay-done").waitFor();
    assert.equal((await stored()).length, 1205);
    assert.deepEqual(await kept(), ["wrong_type 3"]);
  });

  test("what fails is told by its code, and nothing is said to be done", async (t) => {
    const fault = { status: 503, contentType: "application/problem+json", body: JSON.stringify({ status: 503, code: "storage_failed", title: "The database failed", detail: "Try again." }) };
    const before = (context) => context.route("**/api/rejected?**", (route) => (route.request().method() === "DELETE" ? route.fulfill(fault) : route.continue()));
    const page = await world.open(t, "/dashboard/rejected/", { before, expected: /Failed to load resource/ });
    await page.getByTestId("forget").click();
    await page.getByTestId("error-code").filter({ hasText: "storage_failed" }).waitFor();
    assert.ok(await page.getByTestId("confirm").isDisabled(), "nobody deletes what could not be counted");
    assert.equal(await page.getByTestId("forget-done").count(), 0);
  });
});
