// The explorer of events: what it lists is what the API lists, whatever is searched, chosen, paged, followed or taken along.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { startWorld } from "./world.mjs";

let world, from, to;

before(async () => {
  world = await startWorld();
  // A range that is over, so that nothing new comes into it.
  [from, to] = [daysAgo(20), daysAgo(2)];
});
after(() => world?.stop());

const queryOf = (page) => Object.fromEntries(new URL(page.url()).searchParams);
const ids = (page) => page.getByTestId("event-row").evaluateAll((rows) => rows.map((row) => row.dataset.eventId));
const focused = (page) => page.evaluate(() => document.activeElement.closest("tr")?.dataset.eventId);

test("it lists what the API lists, page after page", async (t) => {
  const page = await world.open(t, "/dashboard/events/", { view: { from, to } });
  const first = await world.ask("/api/events", { from, to, bots: "exclude", limit: 50 });
  assert.equal(await world.value(page, "events-note"), first.total);
  assert.deepEqual(await ids(page), first.items.map(({ id }) => id));
  await page.getByTestId("events-older").scrollIntoViewIfNeeded();
  await eventually(() => page.getByTestId("event-row").count(), (count) => count === 100);
  const both = await world.ask("/api/events", { from, to, bots: "exclude", limit: 100 });
  assert.deepEqual(await ids(page), both.items.map(({ id }) => id));
});

test("filters that lists know are asked for", async (t) => {
  const view = { from, to, type: "task_created,task_completed", level: "milestone,decision,action" };
  const page = await world.open(t, "/dashboard/events/", { view });
  const { items, total } = await world.ask("/api/events", { from, to, type: view.type, level: "action", bots: "exclude", limit: 50 });
  assert.equal(await world.value(page, "events-note"), total);
  assert.deepEqual(await ids(page), items.map(({ id }) => id));
});

test("by any filter of questions it lists, counts and exports what they count", async (t) => {
  const all = await every({ from, to });
  const others = {
    "country=DE,(none)&type.not=page_view": ({ country, type }) => ["DE", undefined].includes(country) && type !== "page_view",
    "path.contains=/PROJECTS&os.not=Windows": ({ page, device }) => page?.path?.includes("/projects") && device?.os !== "Windows",
    "level=decision&title=(none)": ({ level, page }) => level === "decision" && page?.title === undefined,
    "metadata.priority.not=(none)&level=state,action": ({ level, metadata }) => ["state", "action"].includes(level) && metadata?.priority !== undefined,
  };
  for (const [query, matches] of Object.entries(others)) {
    const expected = all.filter(matches);
    assert.ok(expected.length > 0, query);
    const { total } = await world.ask(`/api/analytics/timeseries?${query}`, { from, to, bots: "include" });
    assert.equal(total.events, expected.length, query);
    const page = await world.open(t, `/dashboard/events/?${query}`, { view: { from, to, bots: "include" } });
    assert.equal(await world.value(page, "events-note"), expected.length, query);
    const shown = expected.slice(0, 50).map(({ id }) => id);
    await eventually(() => ids(page), (listed) => JSON.stringify(listed.slice(0, 50)) === JSON.stringify(shown));
    await page.getByTestId("export").click();
    const [, lines] = await taken(page, "export-ndjson");
    assert.deepEqual(lines.trim().split("\n").map((line) => JSON.parse(line).id).reverse(), expected.map(({ id }) => id), query);
  }
});

test("programs' events are listed when the view has them", async (t) => {
  const { total } = await world.ask("/api/events", { from, to, bots: "only" });
  const page = await world.open(t, "/dashboard/events/", { view: { from, to, bots: "only" } });
  assert.equal(await world.value(page, "events-note"), total);
});

/** Name and text of a file that a link gives. */
async function taken(page, testid) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId(testid).click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return [download.suggestedFilename(), Buffer.concat(chunks).toString()];
}

/** All events that a list is asked for. */
async function every(query) {
  const items = [];
  let cursor;
  do {
    const page = await world.ask("/api/events", { ...query, limit: 100, ...(cursor ? { cursor } : {}) });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}

test("where sessions came from can be asked for, together with a search too", async (t) => {
  const query = { channel: "direct", "source.not": "google" };
  const { total } = await world.ask("/api/analytics/timeseries", { from, to, ...query });
  const page = await world.open(t, "/dashboard/events/", { view: { from, to, ...query } });
  assert.ok(total.events > 0);
  assert.equal(await world.value(page, "events-note"), total.events);
  await page.getByTestId("export").click();
  const [, lines] = await taken(page, "export-ndjson");
  const exported = lines.trim().split("\n").map((line) => JSON.parse(line)).reverse();
  assert.equal(exported.length, total.events);
  assert.deepEqual(await ids(page), exported.slice(0, (await ids(page)).length).map(({ id }) => id));
  const searched = await world.open(t, "/dashboard/events/", { view: { from, to, ...query, q: "announcement" } });
  const found = exported.filter(({ summary = "", entity }) => `${summary}\n${entity?.title ?? ""}`.toLowerCase().includes("announcement"));
  assert.equal(await world.value(searched, "events-note"), found.length);
  assert.deepEqual(await ids(searched), found.slice(0, 50).map(({ id }) => id));
});

test("a search is asked as one types, and stands in the address", async (t) => {
  const page = await world.open(t, "/dashboard/events/", { view: { from, to } });
  await page.keyboard.press("/");
  await page.keyboard.type("announcement");
  await eventually(() => queryOf(page).q, (q) => q === "announcement");
  await world.settled(page);
  const found = await world.ask("/api/events", { from, to, search: "announcement", bots: "exclude", limit: 50 });
  assert.ok(found.total > 0);
  await eventually(() => world.value(page, "events-note"), (total) => total === found.total);
  const other = await world.open(t, new URL(page.url()).pathname + new URL(page.url()).search);
  assert.deepEqual(await ids(other), found.items.map(({ id }) => id));
  await page.getByTestId("search").fill("nothing is called like this");
  await page.getByTestId("empty").waitFor();
  await page.getByTestId("search").fill("");
  await eventually(() => "q" in queryOf(page), (isThere) => !isThere);
});

test("columns are chosen, members of metadata too, and stand in the address", async (t) => {
  const page = await world.open(t, "/dashboard/events/", { view: { from, to, type: "task_created" } });
  await page.getByTestId("columns").click();
  for (const name of ["what", "page", "took"]) await page.locator(`[data-testid=column][data-value="${name}"]`).uncheck();
  await page.locator('[data-testid=column][data-value="session"]').check();
  await page.getByTestId("column-member").fill("priority");
  await page.getByTestId("column-add").click();
  await eventually(() => queryOf(page).columns, (columns) => columns === "who,when,session,metadata.priority");
  const { items } = await world.ask("/api/events", { from, to, type: "task_created", bots: "exclude", limit: 50 });
  const other = await world.open(t, new URL(page.url()).pathname + new URL(page.url()).search);
  for (const one of [page, other]) {
    assert.deepEqual(await one.locator("thead th").allInnerTexts(), ["Event", "Who", "When", "Session", "priority"]);
    assert.deepEqual(await one.locator("td[data-testid=session]").allInnerTexts(), items.map(({ session_id }) => session_id ?? ""));
    const priorities = items.map(({ metadata }) => (metadata?.priority === undefined ? "" : String(metadata.priority)));
    assert.deepEqual(await one.locator('td[data-testid="metadata.priority"]').allInnerTexts(), priorities);
  }
  assert.equal(await page.locator('[data-testid=column][data-value="metadata.priority"]').isChecked(), true);
});

test("an event is opened with all that belongs to it; a link opens it for others", async (t) => {
  const { items } = await world.ask("/api/events", { from, to, bots: "exclude", limit: 50 });
  const at = items.findIndex(({ session_id, user_id, correlation_id }) => session_id && user_id && correlation_id);
  const event = items[at];
  const page = await world.open(t, "/dashboard/events/", { view: { from, to } });
  await page.getByTestId("event-toggle").nth(at).click();
  assert.deepEqual(JSON.parse(await page.getByTestId("event-json").innerText()), event);
  const links = await page.getByTestId("event-detail").locator("dl a").evaluateAll((all) => Object.fromEntries(all.map((link) => [link.closest("div").querySelector("dt").innerText, link.getAttribute("href")])));
  assert.equal(links.Session, `/dashboard/sessions/?from=${from}&to=${to}&id=${event.session_id}`);
  assert.equal(links.User, `/dashboard/events/?from=${from}&to=${to}&user=${event.user_id}`);
  assert.equal(links.Correlation, `/dashboard/events/?from=${from}&to=${to}&correlation_id=${event.correlation_id}`);
  assert.equal(links["Causes and effects"], `/dashboard/streams/?from=${from}&to=${to}&event=${event.id}`);
  await world.axe(page);

  // Also where it is not in the list that is shown.
  const other = await world.open(t, `/dashboard/events/?range=24h&type=nothing_like_it&event=${event.id}`);
  assert.deepEqual(JSON.parse(await other.getByTestId("event-json").innerText()), event);

  await page.getByTestId("event-detail").getByRole("link", { name: event.user_id, exact: true }).click();
  const his = await world.ask("/api/events", { from, to, user_id: event.user_id, bots: "exclude", limit: 50 });
  await eventually(() => world.value(page, "events-note"), (total) => total === his.total);
});

test("all of it can be done by keyboard", async (t) => {
  const page = await world.open(t, "/dashboard/events/", { view: { from, to } });
  const listed = await ids(page);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), listed[2]);
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await eventually(() => queryOf(page).event, (id) => id === listed[1]);
  assert.equal(JSON.parse(await page.getByTestId("event-json").innerText()).id, listed[1]);
  await page.keyboard.press("j");
  await eventually(() => queryOf(page).event, (id) => id === listed[2]);
  assert.equal(JSON.parse(await page.getByTestId("event-json").innerText()).id, listed[2], "what is opened goes along");
  await page.keyboard.press("Escape");
  await eventually(() => page.getByTestId("event-detail").count(), (count) => count === 0);
  assert.equal(await focused(page), listed[2]);
  // Letters typed into the search are letters.
  await page.keyboard.press("/");
  await page.keyboard.type("jk");
  assert.equal(await page.getByTestId("search").inputValue(), "jk");
});

test("what comes in appears at the top, and can be held back", async (t) => {
  const page = await world.open(t, "/dashboard/events/", { view: { range: "24h", type: "tail_test", live: "1" } });
  await page.getByTestId("empty").waitFor();
  await write("one");
  await eventually(() => ids(page), (listed) => listed.join() === "one");
  await write("two");
  await eventually(() => ids(page), (listed) => listed.join() === "two,one");
  assert.equal(await page.locator('[data-event-id="two"]').getAttribute("data-fresh"), "1");
  await page.getByTestId("tail").click();
  await eventually(() => queryOf(page).tail, (tail) => tail === "paused");
  const asked = [];
  page.on("request", (request) => request.url().includes("/api/events?") && asked.push(request.url()));
  await write("three");
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 4000)));
  assert.deepEqual([asked, await ids(page)], [[], ["two", "one"]]);
  await page.getByTestId("tail").click();
  await eventually(() => ids(page), (listed) => listed.join() === "three,two,one");
  assert.equal(await world.value(page, "events-note"), 3);
});

/** Stores an event now. */
async function write(id) {
  const body = JSON.stringify({ batch_id: `tail-${id}`, write_key: world.keys.write, events: [{ id, type: "tail_test", occurred_at: Date.now(), visitor_id: "v" }] });
  const answer = await fetch(`${world.url}/api/events/log/batch`, { method: "POST", body });
  assert.deepEqual((await answer.json()).accepted, 1);
}

test("what is shown is what is exported", async (t) => {
  const page = await world.open(t, "/dashboard/events/", { view: { from, to, tz: "Asia/Tokyo", type: "task_created,task_completed", q: "announcement" } });
  const list = await world.ask("/api/events", { from: `${from}T00:00:00+09:00`, to: `${daysAgo(1)}T00:00:00+09:00`, type: "task_created,task_completed", search: "announcement", bots: "exclude", limit: 100 });
  assert.ok(list.total > 0 && list.total <= 100);
  assert.equal(await world.value(page, "events-note"), list.total);
  await page.getByTestId("export").click();
  const [name, lines] = await taken(page, "export-ndjson");
  assert.match(name, /ndjson$/);
  assert.deepEqual(lines.trim().split("\n").map((line) => JSON.parse(line).id).reverse(), list.items.map(({ id }) => id));
  await page.getByTestId("export").click();
  const [, table] = await taken(page, "export-csv");
  assert.equal(table.trim().split("\n").length >= list.total + 1, true);
});

test("nothing and trouble are told", async (t) => {
  const empty = await world.open(t, "/dashboard/events/", { empty: true });
  assert.match(await empty.getByTestId("empty").innerText(), /No events match/);
  const refuse = (route) => route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify({ code: "question_too_big", title: "Too big", detail: "Narrow it." }) });
  const page = await world.open(t, "/dashboard/events/", { expected: /422/, before: (context) => context.route("**/api/events?*", refuse) });
  assert.deepEqual([await world.text(page, "error-code"), await world.text(page, "error-detail")], ["question_too_big", "Narrow it."]);
});

test("everybody can use it: light, dark, and on a phone", async (t) => {
  for (const options of [{}, { theme: "dark" }, { width: 390 }, { width: 390, theme: "dark" }]) {
    const page = await world.open(t, "/dashboard/events/", { view: { from, to, country: "DE", channel: "direct" }, ...options });
    await world.axe(page);
    await world.fits(page);
    await page.getByTestId("event-toggle").first().click();
    await page.getByTestId("event-detail").waitFor();
    await world.axe(page);
    await world.fits(page);
  }
});

/** A date so many days ago, in UTC. */
function daysAgo(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
