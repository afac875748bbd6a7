// The page Sessions against the API: the list, and one session on its line of time.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { startWorld } from "./world.mjs";

const PAGE = "/dashboard/sessions/";
const PATH = "/api/questions/sessions";
const MINUTE = 60_000;
const START = Date.now() - 20 * 60 * MINUTE;

let world;
before(async () => {
  world = await startWorld();
  await send(long());
  for (const n of [1, 2, 3]) await send(visit(n));
});
after(() => world?.stop());

async function send(events) {
  const answer = await fetch(`${world.url}/api/events/log/batch`, { method: "POST", headers: { authorization: `Bearer ${world.keys.server}` }, body: JSON.stringify({ events }) });
  const { accepted } = await answer.json();
  assert.equal(accepted, events.length);
}

const ours = { session_id: "s_long", visitor_id: "v_long", user_id: "u_long" };
/** A session of 130 events on three pages: two quiet minutes, an hour of nothing, durations, all levels. */
const long = () =>
  Array.from({ length: 130 }, (_, n) => ({
    ...ours,
    id: `long-${String(n).padStart(3, "0")}`,
    type: n % 13 === 0 ? "page_view" : "task_completed",
    level: ["action", "detail", "state", "decision", "milestone"][n % 5],
    occurred_at: START + n * 1000 + (n >= 3 ? 2 * MINUTE : 0) + (n >= 60 ? 60 * MINUTE : 0),
    page: { path: n < 40 ? "/" : n < 100 ? "/board" : "/settings", title: n < 40 ? "Home" : n < 100 ? "Board" : "Settings" },
    ...(n === 2 && { duration_ms: 90_000, summary: "Something <b>slow</b>" }),
    ...(n === 1 && { stream_id: "a stream", entity: { type: "task", id: "t1", title: "Call the printer" } }),
  }));
/** Three short sessions of one visitor, a day apart. */
const visit = (n) => [0, 1].map((event) => ({ id: `visit-${n}-${event}`, type: "page_view", occurred_at: START - (4 - n) * 24 * 60 * MINUTE + event * 5000, session_id: `s_visit_${n}`, visitor_id: "v_returning", page: { path: "/", title: "Home" } }));

const ids = (page) => page.getByTestId("sessions-row").evaluateAll((rows) => rows.map((row) => row.dataset.session));
const cells = (page, key) => page.getByTestId("sessions-row").getByTestId(key).evaluateAll((cells) => cells.map((cell) => cell.dataset.value ?? null));

describe("the list", () => {
  test("every figure is the API's", async (t) => {
    for (const view of [{}, { range: "30d", device: "mobile" }, { range: "30d", tz: "Asia/Tokyo", bots: "include" }]) {
      const page = await world.open(t, PAGE, { view });
      const { total, previous, entry_pages, exit_pages, items } = await world.ask(PATH, { range: "7d", compare: "previous", limit: 25, ...view });
      const { bounces, ...figures } = total;
      for (const [name, value] of Object.entries(figures)) assert.equal(await world.value(page, name), value, name);
      assert.equal(await world.value(page, "bounce_rate"), bounces / total.sessions);
      const compared = ["sessions", "bounce_rate", "mean_duration_ms"].filter((name) => previous.total[name] !== null);
      for (const name of compared) assert.equal(await world.value(page, `${name}-delta`), previous.total[name], `${name} before`);
      for (const [name, pages] of Object.entries({ "entry-pages": entry_pages, "exit-pages": exit_pages })) {
        const rows = page.getByTestId(`${name}-row`);
        const shown = await rows.evaluateAll((rows) => rows.map((row) => [row.dataset.path, Number(row.querySelector("[data-testid=count]").dataset.value)]));
        assert.deepEqual(shown, pages.slice(0, 8).map(({ path, sessions }) => [path ?? "(none)", sessions]), name);
      }
      const { points } = await world.ask("/api/analytics/timeseries", { range: "7d", ...view });
      await world.unfold(page, "points");
      await page.getByTestId("point").first().waitFor();
      const drawn = await page.getByTestId("point").evaluateAll((rows) => rows.map((row) => Number(row.querySelector("[data-testid=count]").dataset.value)));
      assert.deepEqual(drawn, points.map(({ sessions }) => sessions));
      assert.deepEqual(await ids(page), items.map(({ session_id }) => session_id));
      for (const [key, of] of Object.entries({ start: "start", duration: "duration_ms", events: "events", page_views: "page_views", source: "source", device: "device", country: "country" })) {
        assert.deepEqual(await cells(page, key), items.map((item) => (item[of] === null ? null : String(item[of]))), key);
      }
    }
  });

  test("pages go on where the one before ended, and the address keeps which", async (t) => {
    const page = await world.open(t, PAGE, { view: { range: "30d" } });
    const first = await world.ask(PATH, { range: "30d", limit: 25 });
    const second = await world.ask(PATH, { range: "30d", limit: 25, cursor: first.next_cursor });
    await page.getByTestId("pager-next").click();
    const expected = second.items.map(({ session_id }) => session_id);
    await eventually(() => ids(page), (shown) => shown[0] === expected[0]);
    assert.deepEqual(await ids(page), expected);

    const other = await world.open(t, new URL(page.url()).pathname + new URL(page.url()).search);
    assert.deepEqual(await ids(other), expected);
    await page.goBack();
    await eventually(() => ids(page), (shown) => shown[0] === first.items[0].session_id);
    await page.goForward();
    // Another question begins at its first page.
    await eventually(() => ids(page), (shown) => shown[0] === expected[0]);
    await page.getByTestId("range-7d").click();
    await eventually(() => page.url(), (url) => !url.includes("cursor"));
    await world.settled(page);
    const week = await world.ask(PATH, { range: "7d", limit: 25 });
    assert.deepEqual(await ids(page), week.items.map(({ session_id }) => session_id));
  });

  test("an entry page filters, and a session opens, by keyboard", async (t) => {
    const page = await world.open(t, PAGE);
    const link = page.getByTestId("entry-pages-row").first().getByRole("link");
    const path = await link.innerText();
    await link.focus();
    await page.keyboard.press("Enter");
    await eventually(() => new URL(page.url()).searchParams.get("path"), (value) => value === path);
    await world.settled(page);
    assert.equal(await world.value(page, "sessions"), (await world.ask(PATH, { range: "7d", path })).total.sessions);

    const row = page.getByTestId("sessions-row").first();
    const id = await row.getAttribute("data-session");
    await row.getByRole("link").focus();
    await page.keyboard.press("Enter");
    await eventually(() => new URL(page.url()).searchParams.get("id"), (value) => value === id);
  });

  test("nothing is said to be nothing; a failure is told, and tried again", async (t) => {
    const page = await world.open(t, PAGE, { empty: true });
    await page.getByTestId("empty").waitFor();
    await world.axe(page);

    let fails = true;
    const problem = { status: 422, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "Too much", status: 422, code: "question_too_big", detail: "Narrow the range." }) };
    const failing = await world.open(t, PAGE, {
      expected: /422/,
      before: (context) => context.route(`**${PATH}?*`, (route) => (fails ? route.fulfill(problem) : route.continue())),
    });
    assert.equal(await world.text(failing, "error-code"), "question_too_big");
    await world.axe(failing);
    fails = false;
    await failing.getByTestId("error-retry").click();
    await failing.getByTestId("sessions-row").first().waitFor();
  });

  test("its place is held while it loads", async (t) => {
    let answer;
    const page = await world.open(t, PAGE, { settle: false, before: (context) => context.route(`**${PATH}?*`, async (route) => { await new Promise((resolve) => (answer = resolve)); await route.continue(); }) });
    await page.getByTestId("loading").waitFor();
    await eventually(() => answer !== undefined, Boolean);
    answer();
    await page.getByTestId("sessions-row").first().waitFor();
  });
});

describe("one session", () => {
  const moments = (page) => page.getByTestId("moment").evaluateAll((all) => all.map((one) => [one.dataset.eventId, one.dataset.value === "" ? null : Number(one.dataset.value)]));

  test("its figures and its events, with gaps, are the API's, page by page", async (t) => {
    const page = await world.open(t, PAGE, { view: { id: "s_long", tz: "Europe/Berlin" } });
    const first = await world.ask(`${PATH}/s_long`, { range: "all", limit: 100 });
    for (const [name, of] of Object.entries({ start: "start", duration: "duration_ms", events: "events", page_views: "page_views", user: "user_id", visitor: "visitor_id", session_id: "session_id" })) {
      assert.equal(await world.value(page, name), first.session[of], name);
    }
    const expected = first.events.map(({ id, gap_ms }) => [id, gap_ms]);
    assert.deepEqual(await moments(page), expected);
    assert.equal(await page.getByTestId("took").getAttribute("data-value"), "90000");

    await page.getByTestId("more").click();
    const second = await world.ask(`${PATH}/s_long`, { range: "all", limit: 100, cursor: first.next_cursor });
    expected.push(...second.events.map(({ id, gap_ms }) => [id, gap_ms]));
    await eventually(async () => (await moments(page)).length, (length) => length === 130);
    assert.deepEqual(await moments(page), expected);
    assert.deepEqual(await page.getByTestId("silence").allInnerTexts(), ["2 min nothing", "1 h nothing"]);
  });

  test("pages are sections; times are those of the zone; a longer gap has more room", async (t) => {
    const page = await world.open(t, PAGE, { view: { id: "s_long", tz: "Asia/Tokyo" } });
    assert.deepEqual(await page.getByTestId("stretch").evaluateAll((all) => all.map((one) => one.dataset.path)), ["/", "/board"]);
    // From the first event on the page to the first on the next: 40 s, and two quiet minutes.
    assert.deepEqual(await page.getByTestId("stay").evaluateAll((all) => all.map((one) => Number(one.dataset.value))), [160_000]);
    const time = await page.getByTestId("moment").first().locator("time").innerText();
    assert.equal(time, new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Tokyo", timeStyle: "medium" }).format(START));
    const [usual, quiet, hour] = await Promise.all(["long-001", "long-003", "long-060"].map((id) => page.locator(`li:has(> [data-event-id="${id}"])`).evaluate((item) => item.firstElementChild.offsetHeight)));
    assert.ok(usual < quiet && quiet < hour, `${usual} ${quiet} ${hour}`);
  });

  test("levels can be left out, and the address says so", async (t) => {
    const page = await world.open(t, PAGE, { view: { id: "s_long" } });
    await page.getByTestId("least").selectOption("decision");
    await eventually(async () => (await moments(page)).length, (length) => length === 40);
    assert.equal(await world.value(page, "hidden"), 60);
    const other = await world.open(t, new URL(page.url()).pathname + new URL(page.url()).search);
    assert.deepEqual(await moments(other), await moments(page));
  });

  test("an event opens, by keyboard, and leads to its user, stream and causes; texts are texts", async (t) => {
    const page = await world.open(t, PAGE, { view: { id: "s_long" } });
    await page.locator('[data-event-id="long-001"]').getByTestId("moment-toggle").focus();
    await page.keyboard.press("Enter");
    const detail = page.getByTestId("event-detail");
    await detail.waitFor();
    const addresses = await detail.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    for (const part of ["user=u_long", "id=s_long", "id=a+stream", "event=long-001"]) assert.ok(addresses.some((address) => address.includes(part)), `${part} in ${addresses}`);
    await world.axe(page);
    await page.keyboard.press("Escape");
    await detail.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.closest("[data-event-id]")?.dataset.eventId), "long-001");
    assert.match(await page.locator('[data-event-id="long-002"]').innerText(), /<b>slow<\/b>/);
  });

  test("the visitor's sessions before and behind are one step away", async (t) => {
    const page = await world.open(t, PAGE, { view: { session: "s_visit_2" } });
    await page.getByTestId("neighbours").waitFor();
    assert.equal(await world.value(page, "neighbours"), 3);
    assert.match(await world.text(page, "neighbours"), /Session 2 of 3 of this visitor/);
    assert.equal(await world.value(page, "later"), "s_visit_3");
    await page.getByTestId("earlier").click();
    await eventually(() => page.getByTestId("session_id").getAttribute("data-value").catch(() => null), (value) => value === "s_visit_1");
    await eventually(() => page.getByTestId("later").getAttribute("data-value").catch(() => null), (value) => value === "s_visit_2");
    assert.equal(await page.getByTestId("earlier").count(), 0);
    await page.getByTestId("all-sessions").click();
    await page.getByTestId("sessions-row").first().waitFor();
  });

  test("one that is not there is said not to be there", async (t) => {
    const page = await world.open(t, PAGE, { view: { id: "nobody" }, expected: /404/ });
    assert.match(await world.text(page, "empty"), /no such session/i);
    await world.axe(page);
  });
});

describe("for everybody", () => {
  for (const [name, options] of Object.entries({ light: {}, dark: { theme: "dark" }, "a phone": { width: 390 } })) {
    test(`axe finds nothing grave, and nothing sticks out: ${name}`, async (t) => {
      for (const view of [{}, { id: "s_long" }]) {
        const page = await world.open(t, PAGE, { view, ...options });
        await world.axe(page);
        await world.fits(page);
      }
    });
  }
});
