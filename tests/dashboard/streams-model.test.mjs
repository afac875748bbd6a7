// What the page Streams computes before it draws: windows, lanes, and the graph of causes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { source } from "./source.mjs";

const event = (id, occurred_at, more = {}) => ({ id, occurred_at, level: "action", ...more });

describe("a stream's windows", async () => {
  const { placeIn, zoomed, moved, drawn, within, ticksOf } = await source("pages/streams/axis.ts");
  const bounds = { from: 0, to: 1000 };

  test("looking closer and farther stays within bounds", () => {
    assert.deepEqual(zoomed(bounds, 0.5, bounds), { from: 250, to: 750 });
    assert.deepEqual(zoomed({ from: 250, to: 750 }, 2, bounds), bounds);
    assert.deepEqual(zoomed({ from: 0, to: 100 }, 2, bounds), { from: 0, to: 150 });
    const closest = zoomed({ from: 10, to: 11 }, 0.5, bounds);
    assert.ok(closest.to >= closest.from && closest.to - closest.from <= 1);
  });

  test("moving keeps the width", () => {
    assert.deepEqual(moved({ from: 400, to: 600 }, 1, bounds), { from: 500, to: 700 });
    assert.deepEqual(moved({ from: 400, to: 600 }, -1, bounds), { from: 300, to: 500 });
    assert.deepEqual(moved({ from: 50, to: 250 }, -1, bounds), { from: 0, to: 200 });
    assert.deepEqual(moved({ from: 900, to: 1000 }, 1, bounds), { from: 900, to: 1000 });
  });

  test("a drawn window may be drawn from either side, and beyond the edges", () => {
    assert.deepEqual(drawn(0.75, 0.25, bounds, bounds), { from: 250, to: 750 });
    assert.deepEqual(drawn(-1, 0.1, { from: 200, to: 400 }, bounds), { from: 200, to: 220 });
    assert.deepEqual(within({ from: 2000, to: 3000 }, bounds), bounds);
    assert.deepEqual([placeIn(250, bounds), placeIn(5, { from: 5, to: 5 })], [0.25, 0.5]);
  });

  test("ticks are round, few, and within the window", () => {
    for (const along of ["time", "step"]) {
      for (const window of [bounds, { from: 3, to: 17 }, { from: 1_700_000_000_000, to: 1_700_086_400_000 }, { from: 7, to: 7 }]) {
        const ticks = ticksOf(window, along);
        assert.ok(ticks.length >= 1 && ticks.length <= 7, `${along} ${JSON.stringify(window)}: ${ticks}`);
        assert.ok(ticks.every((tick) => tick >= window.from && tick <= window.to && Number.isInteger(tick)), `${ticks}`);
      }
    }
    assert.deepEqual(ticksOf({ from: 0, to: 60_000 }, "time"), [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
    assert.deepEqual(ticksOf({ from: 1, to: 50 }, "step"), [10, 20, 30, 40, 50]);
  });
});

describe("a stream's lanes", async () => {
  const { lanesOf } = await source("pages/streams/lanes.ts");
  const { readWindow } = await source("pages/streams/reading.ts");
  const levels = ["detail", "state", "action", "decision", "milestone"];
  const count = (lanes) => Object.fromEntries(lanes.map(({ level, count }) => [level, count]));

  /** A server with so many events of each level, one a second. */
  const server = (numbers) => {
    const all = Object.entries(numbers).flatMap(([level, number]) => Array.from({ length: number }, (_, n) => event(`${level}-${n}`, n * 1000, { level, step: n })));
    all.sort((a, b) => b.occurred_at - a.occurred_at || (a.id < b.id ? 1 : -1));
    const asked = [];
    const ask = async ({ level, limit, cursor = "0" }) => {
      asked.push(level);
      const matching = all.filter((each) => levels.indexOf(each.level) >= levels.indexOf(level));
      const end = Number(cursor) + limit;
      return { items: matching.slice(Number(cursor), end), total: matching.length, has_more: end < matching.length, next_cursor: end < matching.length ? String(end) : null };
    };
    return { ask, asked };
  };

  test("few events are all drawn", async () => {
    const { ask } = server({ milestone: 2, action: 120, detail: 30 });
    const read = await readWindow(ask);
    assert.deepEqual([read.least, read.events.length, read.events[0].occurred_at], ["detail", 152, 0]);
    const lanes = lanesOf(read.events, read.counts, "time", { from: 0, to: 119_000 });
    assert.deepEqual(count(lanes), { milestone: 2, decision: 0, action: 120, state: 0, detail: 30 });
    assert.ok(lanes.every(({ count, marks, undrawn }) => marks.length === count && undrawn === 0));
  });

  test("of many, those that matter less are only counted", async () => {
    const { ask, asked } = server({ milestone: 3, decision: 40, action: 200, state: 900, detail: 5000 });
    const read = await readWindow(ask);
    assert.deepEqual([read.least, read.events.length], ["action", 243]);
    assert.deepEqual(asked, ["detail", "state", "action", "action", "action"]);
    const lanes = lanesOf(read.events, read.counts, "step", { from: 0, to: 4999 });
    assert.deepEqual(count(lanes), { milestone: 3, decision: 40, action: 200, state: 900, detail: 5000 });
    assert.deepEqual(lanes.map(({ undrawn }) => undrawn), [0, 0, 0, 900, 5000]);
  });

  test("too many of the highest level are cut, and counted", async () => {
    const { ask } = server({ milestone: 900 });
    const read = await readWindow(ask);
    const [milestones] = lanesOf(read.events, read.counts, "time", { from: 0, to: 899_000 });
    assert.deepEqual([milestones.count, milestones.marks.length, milestones.undrawn], [900, 500, 400]);
  });

  test("durations end where the event lies, and events without a step have no place among steps", () => {
    const events = [event("a", 500, { duration_ms: 250 }), event("b", 100, { duration_ms: 900 }), event("c", 1000, { step: 4 })];
    const of = (along, window) => lanesOf(events, {}, along, window).find(({ level }) => level === "action");
    assert.deepEqual(of("time", { from: 0, to: 1000 }).marks.map(({ event: { id }, at, width }) => [id, at, width]), [["b", 0.1, 0.1], ["a", 0.5, 0.25], ["c", 1, 0]]);
    const steps = of("step", { from: 0, to: 8 });
    assert.deepEqual([steps.marks.map(({ at }) => at), steps.count, steps.undrawn], [[0.5], 3, 2]);
  });
});

describe("the graph of causes", async () => {
  const { drawingOf, pathOf, NODE } = await source("pages/streams/graph.ts");
  const graph = (ids, edges) => ({ nodes: ids.map((id, n) => ({ id, occurred_at: n, depth: 0 })), edges: edges.map(([from, to]) => ({ from, to })) });
  const overlap = (a, b) => Math.abs(a.x - b.x) < NODE.width && Math.abs(a.y - b.y) < NODE.height;

  test("causes lie left of their effects, and no two nodes overlap", () => {
    const edges = [["a", "b"], ["a", "c"], ["b", "d"], ["c", "d"], ["d", "e"]];
    const { nodes, lines, width, height } = drawingOf(graph(["a", "b", "c", "d", "e"], edges));
    const at = Object.fromEntries(nodes.map((placed) => [placed.node.id, placed]));
    for (const [from, to] of edges) assert.ok(at[from].x + NODE.width < at[to].x, `${from} lies left of ${to}`);
    for (const one of nodes) for (const other of nodes) assert.ok(one === other || !overlap(one, other));
    assert.ok(nodes.every(({ x, y }) => x >= 0 && y >= 0 && x + NODE.width <= width && y + NODE.height <= height));
    assert.equal(lines.length, edges.length);
    for (const { from, to, points } of lines) {
      assert.deepEqual([points[0], points.at(-1)], [{ x: at[from].x + NODE.width, y: at[from].y + NODE.height / 2 }, { x: at[to].x, y: at[to].y + NODE.height / 2 }]);
    }
    assert.equal(pathOf([{ x: 0, y: 5 }, { x: 10, y: 25 }]), "M0,5 C5,5 5,25 10,25");
    assert.equal(pathOf([]), "");
  });

  test("arrow keys lead along lines, and up and down a column", async () => {
    const { neighbourOf } = await source("pages/streams/walk.ts");
    const drawing = drawingOf(graph(["a", "b", "c", "d"], [["a", "b"], ["a", "c"], ["b", "d"], ["c", "d"]]));
    const [upper, lower] = drawing.nodes.filter(({ node }) => "bc".includes(node.id)).map(({ node }) => node.id);
    const from = (id, direction) => neighbourOf(id, direction, drawing);
    assert.deepEqual([from("a", "cause"), from("d", "effect"), from("a", "above"), from("nobody", "cause")], [null, null, null, null]);
    assert.deepEqual([from(upper, "effect"), from(lower, "cause"), from(upper, "below"), from(lower, "above")], ["d", "a", lower, upper]);
    assert.ok([upper, lower].includes(from("a", "effect")));
  });

  test("circles and events without any relation are drawn too", () => {
    assert.equal(drawingOf(graph(["a", "b"], [["a", "b"], ["b", "a"]])).lines.length, 2);
    const alone = drawingOf(graph(["a"], []));
    assert.deepEqual([alone.nodes.length, alone.lines.length], [1, 0]);
    assert.ok(alone.width >= NODE.width);
  });

  test("the same graph is drawn the same way", () => {
    const one = graph(["a", "b", "c"], [["a", "b"], ["a", "c"]]);
    const mixed = { nodes: [...one.nodes].reverse(), edges: [...one.edges].reverse() };
    assert.deepEqual(drawingOf(mixed).nodes.map(({ node, x, y }) => [node.id, x, y]), drawingOf(one).nodes.map(({ node, x, y }) => [node.id, x, y]));
  });

  test("200 effects of one event are laid out in less than a second", () => {
    const ids = Array.from({ length: 200 }, (_, n) => `e${n}`);
    const started = performance.now();
    const { nodes } = drawingOf(graph(["root", ...ids], ids.map((id) => ["root", id])));
    assert.equal(nodes.length, 201);
    assert.ok(performance.now() - started < 1000, `${Math.round(performance.now() - started)} ms`);
  });
});
