// The page Streams against the API: the list, one stream in lanes, and the graph of causes and effects.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { startWorld } from "./world.mjs";

const PAGE = "/dashboard/streams/";
const LEVELS = ["milestone", "decision", "action", "state", "detail"];
const START = Date.now() - 40 * 3_600_000;

let world;
before(async () => {
  world = await startWorld();
  await send(simulation());
  await send(small());
  await send(rumour());
});
after(() => world?.stop());

async function send(events) {
  for (let from = 0; from < events.length; from += 500) {
    const body = JSON.stringify({ events: events.slice(from, from + 500) });
    const answer = await fetch(`${world.url}/api/events/log/batch`, { method: "POST", headers: { authorization: `Bearer ${world.keys.server}` }, body });
    assert.equal((await answer.json()).accepted, Math.min(500, events.length - from));
  }
}

/** A run of 1,600 events in 800 steps: few that matter, many details. */
const simulation = () =>
  Array.from({ length: 1600 }, (_, n) => ({
    id: `sim-${n}`,
    type: "agent_moved",
    level: n % 400 === 0 ? "milestone" : n % 100 === 0 ? "decision" : n % 8 === 0 ? "action" : n % 2 === 0 ? "state" : "detail",
    occurred_at: START + n * 500,
    stream_id: "simulation",
    step: Math.floor(n / 2),
    actor: { type: "npc", id: `n${n % 12}`, name: `Agent ${n % 12}` },
  }));
/** Ten events without steps, with a name that is markup. */
const small = () =>
  Array.from({ length: 10 }, (_, n) => ({ id: `small-${n}`, type: n === 3 ? "dice.roll" : "move_made", level: n === 9 ? "milestone" : "action", occurred_at: START + n * 60_000, stream_id: "<b>game</b>, 1", ...(n === 5 && { duration_ms: 120_000 }), summary: `Move ${n}` }));
/** A chain of 150, each caused by the one before; the first names a cause that is not stored. */
const rumour = () =>
  Array.from({ length: 150 }, (_, n) => ({ id: `rumour-${n}`, type: "rumour_heard", level: "decision", occurred_at: START + n * 1000, caused_by: [n === 0 ? "never-stored" : `rumour-${n - 1}`], summary: `Told ${n} times` }));

const settledText = async (page, testid) => (await world.settled(page), world.text(page, testid));
const again = async (t, page) => world.open(t, new URL(page.url()).pathname + new URL(page.url()).search);

describe("the list", () => {
  test("every figure is the API's, page by page", async (t) => {
    const page = await world.open(t, PAGE, { view: { range: "30d" } });
    const keys = { first_at: "first_at", duration: "duration_ms", events: "events", users: "users", actors: "actors" };
    const shown = () =>
      page.getByTestId("streams-row").evaluateAll(
        (rows, [keys, levels]) =>
          rows.map((row) => {
            const value = (testid) => Number(row.querySelector(`[data-testid=${testid}]`)?.dataset.value ?? 0);
            return [row.dataset.stream, ...keys.map(value), ...levels.map((level) => value(`level-${level}`))];
          }),
        [Object.keys(keys), LEVELS],
      );
    const told = ({ items }) => items.map((item) => [item.stream_id, ...Object.values(keys).map((of) => item[of]), ...LEVELS.map((level) => item.levels[level])]);
    const first = await world.ask("/api/streams", { range: "30d", limit: 25 });
    assert.equal(await world.value(page, "streams-total"), first.total);
    assert.deepEqual(await shown(), told(first));
    await page.getByTestId("pager-next").click();
    const second = await world.ask("/api/streams", { range: "30d", limit: 25, cursor: first.next_cursor });
    await eventually(async () => (await shown())[0][0], (id) => id === second.items[0].stream_id);
    assert.deepEqual(await shown(), told(second));
    assert.deepEqual(await (await again(t, page)).getByTestId("streams-row").count(), second.items.length);
  });

  test("filters of the view hold; nothing is said to be nothing", async (t) => {
    const page = await world.open(t, PAGE, { view: { range: "30d", type: "mail_failed" } });
    assert.equal(await world.value(page, "streams-total"), (await world.ask("/api/streams", { range: "30d", type: "mail_failed" })).total);
    const empty = await world.open(t, PAGE, { empty: true });
    await empty.getByTestId("empty").waitFor();
    await world.axe(empty);
  });

  test("a failure is told, and tried again", async (t) => {
    let fails = true;
    const problem = { status: 503, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "Not now", status: 503, code: "unavailable", detail: "Try later." }) };
    const page = await world.open(t, PAGE, { expected: /503/, before: (context) => context.route("**/api/streams?*", (route) => (fails ? route.fulfill(problem) : route.continue())) });
    assert.equal(await world.text(page, "error-code"), "unavailable");
    fails = false;
    await page.getByTestId("error-retry").click();
    await page.getByTestId("streams-row").first().waitFor();
  });
});

describe("one stream", () => {
  const lanes = async (page) => Object.fromEntries(await Promise.all(LEVELS.map(async (level) => [level, await world.value(page, `lane-${level}`)])));
  const drawn = (page, level) => page.getByTestId(`lane-${level}`).getByTestId("mark").count();
  const open = async (t, id, view = {}, options = {}) => world.open(t, PAGE, { view: { id, ...view }, ...options });

  test("its figures are the API's, and every event is drawn and listed", async (t) => {
    const page = await open(t, "<b>game</b>, 1");
    const { items: [stream] } = await world.ask("/api/streams", { stream_id: "<b>game</b>, 1", range: "all" });
    for (const [name, of] of Object.entries({ events: "events", duration: "duration_ms", users: "users", actors: "actors", first: "first_at", last: "last_at" })) {
      assert.equal(await world.value(page, `stream-${name}`), stream[of], name);
    }
    assert.deepEqual(await lanes(page), Object.fromEntries(LEVELS.map((level) => [level, stream.levels[level]])));
    assert.equal(await page.getByTestId("mark").count(), 10);
    assert.equal(await page.getByTestId("along-step").count(), 0);
    const { items } = await world.ask("/api/events", { stream_id: "<b>game</b>, 1", range: "all" });
    const rows = await page.getByTestId("stream-rows-row").evaluateAll((rows) => rows.map((row) => row.dataset.eventId));
    assert.deepEqual(rows, items.map(({ id }) => id).reverse());
    assert.match(await page.locator("main").innerText(), /<b>game<\/b>, 1/);
  });

  test("of many events those that matter are drawn, and the others counted; looking closer draws them", async (t) => {
    const page = await open(t, "simulation");
    const { items: [stream] } = await world.ask("/api/streams", { stream_id: "simulation", range: "all" });
    assert.deepEqual(await lanes(page), Object.fromEntries(LEVELS.map((level) => [level, stream.levels[level]])));
    assert.deepEqual(await Promise.all(LEVELS.map((level) => drawn(page, level))), [stream.levels.milestone, stream.levels.decision, stream.levels.action, 0, 0]);
    assert.match(await world.text(page, "lane-detail"), /800 too many to draw/);

    for (let n = 0; n < 2; n++) {
      await page.getByTestId("look-closer").click();
      await world.settled(page);
    }
    const [from, to] = (await world.value(page, "window")).split("-").map(Number);
    assert.ok(to - from < 200_100 && from > START);
    const { items: [part] } = await world.ask("/api/streams", { stream_id: "simulation", from, to: to + 1 });
    await eventually(() => lanes(page), (shown) => JSON.stringify(shown) === JSON.stringify(Object.fromEntries(LEVELS.map((level) => [level, part.levels[level]]))));
    assert.deepEqual(await Promise.all(LEVELS.map((level) => drawn(page, level))), LEVELS.map((level) => part.levels[level]));
    const other = await again(t, page);
    assert.deepEqual(await lanes(other), await lanes(page));
    await page.getByTestId("look-whole").click();
    await eventually(() => world.value(page, "lane-detail"), (count) => count === 800);
  });

  test("along its steps it is asked by step", async (t) => {
    const page = await open(t, "simulation");
    await page.getByTestId("along-step").click();
    await eventually(() => world.value(page, "window"), (window) => window === "0-799");
    await page.getByTestId("look-closer").click();
    await eventually(() => world.value(page, "window"), (window) => window === "200-599");
    await page.getByTestId("look-later").click();
    await eventually(() => world.value(page, "window"), (window) => window === "400-799");
    await world.settled(page);
    const { total } = await world.ask("/api/events", { stream_id: "simulation", step_from: 400, step_to: 799, range: "all" });
    await eventually(async () => Object.values(await lanes(page)).reduce((sum, count) => sum + count, 0), (sum) => sum === total);
    assert.equal(new URL(page.url()).searchParams.get("along"), "step");
  });

  test("a pointer drawn across looks closer", async (t) => {
    const page = await open(t, "<b>game</b>, 1");
    const box = await page.getByTestId("drag").boundingBox();
    // Between the lanes' marks, which would open.
    const y = box.y + box.height - 3;
    await page.mouse.move(box.x + box.width * 0.3, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.mouse.move(box.x + box.width * 0.75, y);
    await page.mouse.up();
    await eventually(() => new URL(page.url()).searchParams.has("window"), Boolean);
    await world.settled(page);
    const [from, to] = (await world.value(page, "window")).split("-").map(Number);
    assert.ok(Math.abs(from - (START + 0.3 * 540_000)) < 5_000 && Math.abs(to - (START + 0.75 * 540_000)) < 5_000, `${from - START} ${to - START}`);
    await eventually(() => page.getByTestId("mark").count(), (count) => count === 4);
  });

  test("arrow keys read one event after the other, and Enter opens it", async (t) => {
    const page = await open(t, "<b>game</b>, 1");
    await page.getByTestId("lanes").focus();
    await page.keyboard.press("ArrowRight");
    assert.match(await settledText(page, "lanes-reading"), /^move_made, action, .*Move 0/);
    for (let n = 0; n < 3; n++) await page.keyboard.press("ArrowRight");
    assert.match(await settledText(page, "lanes-reading"), /^dice\.roll/);
    await page.keyboard.press("End");
    assert.match(await settledText(page, "lanes-reading"), /milestone.*Move 9/);
    await page.keyboard.press("Enter");
    await page.getByTestId("event-detail").waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("event-detail").waitFor({ state: "detached" });
  });

  test("a part that cannot be read is told, and nothing of another part stands in its place", async (t) => {
    let fails = false;
    const problem = { status: 503, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "Not now", status: 503, code: "unavailable", detail: "Try later." }) };
    const page = await open(t, "simulation", {}, { expected: /503/, before: (context) => context.route("**/api/events?*", (route) => (fails ? route.fulfill(problem) : route.continue())) });
    fails = true;
    await page.getByTestId("look-closer").click();
    await page.getByTestId("error-code").waitFor();
    assert.equal(await page.getByTestId("mark").count(), 0);
    fails = false;
    await page.getByTestId("error-retry").click();
    await page.getByTestId("mark").first().waitFor();
  });

  test("one that is not there is said not to be there", async (t) => {
    const page = await open(t, "nothing");
    assert.match(await world.text(page, "empty"), /no such stream/i);
  });
});

describe("causes and effects", () => {
  const nodes = (page) => page.getByTestId("node").evaluateAll((all) => all.map((node) => [node.dataset.node, Number(node.dataset.depth)]).sort());
  const open = async (t, event, view = {}, options = {}) => {
    const page = await world.open(t, PAGE, { view: { event, ...view }, ...options });
    await page.getByTestId("graph").waitFor();
    return page;
  };
  const ask = (id, query) => world.ask(`/api/events/${id}/causality`, { depth: 100, limit: 100, ...query });
  const sorted = (graph) => graph.nodes.map(({ id, depth }) => [id, depth]).sort();

  test("nodes and relations are the API's, drawn and listed", async (t) => {
    const { items: [sent] } = await world.ask("/api/events", { range: "30d", type: "mail_sent", limit: 1 });
    const page = await open(t, sent.id);
    const graph = await ask(sent.id);
    assert.ok(graph.nodes.length > 4);
    assert.deepEqual(await nodes(page), sorted(graph));
    assert.equal(await page.getByTestId("edge").count(), graph.edges.length);
    assert.equal(await world.value(page, "causality-count"), graph.nodes.length);
    const rows = await page.getByTestId("causality-rows-row").evaluateAll((rows) => rows.map((row) => row.dataset.eventId));
    assert.deepEqual([...rows].sort(), graph.nodes.map(({ id }) => id).sort());
    assert.equal(await page.getByTestId("truncated").count(), 0);
  });

  test("causes lie left of their effects", async (t) => {
    const page = await open(t, "rumour-3", { direction: "up" });
    const left = async (id) => (await page.locator(`[data-node="${id}"]`).evaluate((node) => node.offsetLeft));
    assert.ok((await left("rumour-0")) < (await left("rumour-1")) && (await left("rumour-2")) < (await left("rumour-3")));
    assert.equal(await page.getByTestId("missing").getByText("never-stored").count(), 1);
  });

  test("what is too much is cut, and said so; more can be asked for", async (t) => {
    const page = await open(t, "rumour-75");
    const graph = await ask("rumour-75");
    assert.equal(graph.truncated, true);
    assert.deepEqual(await nodes(page), sorted(graph));
    await page.getByTestId("truncated").waitFor();
    await page.getByTestId("limit").selectOption("500");
    const whole = await ask("rumour-75", { limit: 500 });
    assert.equal(whole.nodes.length, 150);
    await eventually(async () => JSON.stringify(await nodes(page)), (shown) => shown === JSON.stringify(sorted(whole)));
    assert.deepEqual(await nodes(await again(t, page)), sorted(whole));
  });

  test("the direction is chosen", async (t) => {
    const page = await open(t, "rumour-140");
    for (const direction of ["up", "down"]) {
      await page.getByTestId("direction").selectOption(direction);
      const graph = await ask("rumour-140", { direction });
      await eventually(async () => JSON.stringify(await nodes(page)), (shown) => shown === JSON.stringify(sorted(graph)));
      assert.equal(new URL(page.url()).searchParams.get("direction"), direction);
    }
  });

  test("arrow keys walk along the lines, and Enter asks for another event", async (t) => {
    const page = await open(t, "rumour-75");
    const focused = () => page.evaluate(() => document.activeElement.dataset.node);
    await page.locator('[data-node="rumour-75"]').focus();
    assert.equal(await page.getByTestId("node").evaluateAll((all) => all.filter((node) => node.tabIndex === 0).length), 1);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(), "rumour-77");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await focused(), "rumour-76");
    await page.keyboard.press("Enter");
    await eventually(() => new URL(page.url()).searchParams.get("event"), (id) => id === "rumour-76");
    const graph = await ask("rumour-76");
    await eventually(async () => JSON.stringify(await nodes(page)), (shown) => shown === JSON.stringify(sorted(graph)));
    await page.goBack();
    await eventually(() => page.locator("[data-node][aria-current]").getAttribute("data-node"), (id) => id === "rumour-75");
  });

  test("the event asked for is in sight", async (t) => {
    const page = await open(t, "rumour-75");
    const [box, node] = await Promise.all([page.locator(".streams-graph").boundingBox(), page.locator('[data-node="rumour-75"]').boundingBox()]);
    assert.ok(node.x >= box.x && node.x + node.width <= box.x + box.width && node.y >= box.y && node.y + node.height <= box.y + box.height);
  });

  test("one that is not there is said not to be there; one alone is told to be alone", async (t) => {
    const page = await world.open(t, PAGE, { view: { event: "nobody" }, expected: /404/ });
    assert.match(await world.text(page, "empty"), /no such event/i);
    const alone = await open(t, "small-1");
    assert.match(await world.text(alone, "causality-count"), /no cause/);
  });
});

describe("for everybody", () => {
  for (const [name, options] of Object.entries({ light: {}, dark: { theme: "dark" }, "a phone": { width: 390 } })) {
    test(`axe finds nothing grave, and nothing sticks out: ${name}`, async (t) => {
      for (const view of [{}, { id: "simulation" }, { event: "rumour-20" }]) {
        const page = await world.open(t, PAGE, { view, ...options });
        await world.axe(page);
        await world.fits(page);
      }
    });
  }
});
