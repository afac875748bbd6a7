// Paths: the diagram, its table and the builder. Every number is the API's.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { canBeUsedByAll, DAYS, failsAndRecovers, isTheSameElsewhere, saysThatItIsEmpty, waits } from "./common-states.mjs";
import { settled, startWorld } from "./world.mjs";

const ADDRESS = "/dashboard/paths/";
const PATH = "/api/questions/paths";
const USUAL = { by: "path", depth: 3, limit: 6 };

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const query = (page) => new URL(page.url()).searchParams;
const byText = (a, b) => (a < b ? -1 : 1);
/** The nodes that are shown, without those that stand for sessions' ends: `depth value sessions`. */
const nodes = async (page) => (await page.getByTestId("path-node").evaluateAll((found) => found.map(({ dataset }) => `${dataset.depth} ${dataset.name} ${dataset.value}`))).sort(byText);
const named = (list) => list.filter((node) => !node.includes("(end)"));
const ribbons = async (page) => (await page.getByTestId("path-ribbon").evaluateAll((found) => found.map(({ dataset }) => `${dataset.source} > ${dataset.target} ${dataset.value}`))).sort(byText);
const nodesOf = (answer) => answer.nodes.map(({ depth, value, sessions }) => `${depth} ${value} ${sessions}`).sort(byText);
const linksOf = (answer) => answer.links.map(({ depth, source, target, sessions }) => `${depth} ${source} > ${depth + 1} ${target} ${sessions}`).sort(byText);

describe("the diagram", () => {
  test("has the API's nodes and ways, with others and ends", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    const answer = await world.ask(PATH, { ...DAYS, ...USUAL });
    assert.ok(answer.links.some(({ source }) => source === "(other)") && answer.links.some(({ target }) => target === "(end)"));
    assert.equal(await world.value(page, "path-sessions"), answer.sessions);
    const shown = await nodes(page);
    assert.deepEqual(named(shown), nodesOf(answer));
    assert.deepEqual(await ribbons(page), linksOf(answer));
    const ends = [1, 2, 3].map((depth) => `${depth} (end) ${answer.links.filter((link) => link.target === "(end)" && link.depth === depth - 1).reduce((sum, { sessions }) => sum + sessions, 0)}`);
    assert.deepEqual(shown.filter((node) => node.includes("(end)")), ends);
    await page.getByText("Others", { exact: true }).first().waitFor();
  });

  test("of types goes round in loops, each time in another column", async (t) => {
    const view = { ...DAYS, by: "type", depth: "6" };
    const page = await world.open(t, ADDRESS, { view });
    const answer = await world.ask(PATH, { ...DAYS, by: "type", depth: 6, limit: 6 });
    const columns = new Set(answer.nodes.filter(({ value }) => value === "page_view").map(({ depth }) => depth));
    assert.ok(columns.size > 2, "somebody comes back to where they were");
    assert.deepEqual(named(await nodes(page)), nodesOf(answer));
    assert.deepEqual(await ribbons(page), linksOf(answer));
  });

  test("cuts no label: each is whole, and within the drawing", async (t) => {
    for (const width of [1440, 390]) {
      const page = await world.open(t, ADDRESS, { view: { ...DAYS, limit: "20" }, width });
      const labels = await page.getByTestId("path-node").evaluateAll((found) => {
        const drawing = found[0].ownerSVGElement.getBoundingClientRect();
        return found.map((node) => {
          const { left, right, top, bottom } = node.querySelector("text").getBoundingClientRect();
          const lines = [...node.querySelectorAll("tspan:not(.paths-note)")].map((line) => line.textContent.trim()).join("");
          return { name: node.dataset.name, lines, inside: left >= drawing.left && right <= drawing.right + 1 && top >= drawing.top && bottom <= drawing.bottom, box: [left, top, right, bottom] };
        });
      });
      for (const { name, lines, inside } of labels) {
        assert.ok(inside, `${name} at ${width}`);
        if (!name.startsWith("(")) assert.equal(lines, name);
      }
      const meet = ([left, top, right, bottom], other) => left < other[2] && other[0] < right && top + 1 < other[3] && other[1] + 1 < bottom;
      for (const [index, one] of labels.entries()) for (const other of labels.slice(index + 1)) assert.ok(!meet(one.box, other.box), `${one.name} and ${other.name} at ${width}`);
    }
  });

  test("says what the keyboard and the pointer are at", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    const answer = await world.ask(PATH, { ...DAYS, ...USUAL });
    const largest = answer.nodes.find(({ depth }) => depth === 1);
    const node = page.locator(`[data-testid=path-node][data-depth="1"][data-name="${largest.value}"]`);
    await node.focus();
    const said = await world.text(page, "paths-tip");
    assert.ok(said.includes(`${largest.sessions} sessions`), said);
    const next = answer.links.filter(({ depth, source }) => depth === 1 && source === largest.value).sort((a, b) => b.sessions - a.sessions)[0];
    assert.ok(said.includes(`${next.sessions} ·`), said);
    assert.ok((await node.getAttribute("aria-label")).includes(largest.value));
    await node.blur();
    await eventually(() => page.getByTestId("paths-tip").count(), (count) => count === 0);
    const [first] = answer.links;
    await page.locator(`[data-testid=path-ribbon][data-source="0 ${first.source}"][data-target="1 ${first.target}"]`).dispatchEvent("pointerenter");
    assert.ok((await world.text(page, "paths-tip")).includes(`${first.sessions} sessions`));
  });

  test("is a table too", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    await world.unfold(page, "path-table");
    const { links } = await world.ask(PATH, { ...DAYS, ...USUAL });
    const rows = await page.getByTestId("way-row").evaluateAll((found) => found.map((row) => [...row.children].slice(0, 4).map((cell) => cell.dataset.value)));
    assert.deepEqual(rows, links.map(({ depth, source, target, sessions }) => [`${depth}`, source, target, `${sessions}`]));
  });
});

describe("the builder", () => {
  test("a page that is clicked is where paths begin, and so is one by keyboard", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    await page.locator('[data-testid=path-node][data-depth="1"][data-name="/pricing"]').click();
    await eventually(async () => query(page).get("start"), (start) => start === "path=%2Fpricing");
    await settled(page);
    const answer = await world.ask(PATH, { ...DAYS, ...USUAL, start: "path=/pricing" });
    assert.equal(await world.value(page, "path-sessions"), answer.sessions);
    assert.deepEqual(named(await nodes(page)), nodesOf(answer));
    await isTheSameElsewhere(world, t, page, ["path-sessions", "path-node", "path-ribbon", "anchor-step"]);
    await page.goBack();
    await eventually(async () => query(page).has("start"), (has) => !has);
    await settled(page);
    const node = page.locator('[data-testid=path-node][data-depth="0"]').first();
    const name = await node.getAttribute("data-name");
    await node.focus();
    await page.keyboard.press("Enter");
    await eventually(async () => query(page).get("start"), (start) => start === `path=${encodeURIComponent(name)}`);
  });

  test("paths end where one wants, and are read backwards", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    await page.getByTestId("anchor-end").click();
    await page.getByText("Choose where the paths end").waitFor();
    const field = page.getByTestId("anchor-step").getByTestId("step-type");
    await field.fill("signup_completed");
    await field.press("Enter");
    await page.getByTestId("by-type").click();
    await page.getByTestId("depth").selectOption("4");
    await page.getByTestId("limit").selectOption("8");
    const own = { end: "signup_completed", by: "type", depth: "4", limit: "8" };
    await eventually(async () => Object.fromEntries(query(page)), (now) => Object.entries(own).every(([name, value]) => now[name] === value));
    await settled(page);
    const answer = await world.ask(PATH, { ...DAYS, ...own });
    assert.ok(answer.sessions > 5);
    assert.equal(await world.value(page, "path-sessions"), answer.sessions);
    assert.deepEqual(named(await nodes(page)), nodesOf(answer));
    const left = (depth) => page.locator(`[data-testid=path-node][data-depth="${depth}"] .paths-bar`).first().evaluate((bar) => bar.getBoundingClientRect().left);
    assert.ok((await left(0)) > (await left(1)), "what came before stands before");
  });
});

describe("states", () => {
  test("waits", (t) => waits(world, t, ADDRESS, { path: PATH, view: DAYS, shows: "path-node" }));
  test("fails, and recovers", (t) => failsAndRecovers(world, t, ADDRESS, { path: PATH, view: DAYS, shows: "path-node" }));
  test("says that there is nothing", (t) => saysThatItIsEmpty(world, t, ADDRESS));
  test("can be used by all", (t) =>
    canBeUsedByAll(world, t, ADDRESS, {
      view: { ...DAYS, start: "type=page_view&path=/" },
      prepare: async (page) => {
        await world.unfold(page, "path-table");
        await page.getByTestId("path-node").nth(1).focus();
      },
    }));
});
