// The drawing of paths: what is a node, where things stand, and that no label is cut.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { source } from "./source.mjs";

const { flowOf } = await source("pages/paths/flow.ts");
const { draw, linesOf, labelTop, LINE_HEIGHT, NODE_WIDTH } = await source("pages/paths/drawing.ts");
const { coloursOf } = await source("pages/paths/colours.ts");
const { pathsOf, ownOf, pathsAt } = await source("pages/paths/question.ts");

const textWidth = (text) => text.length * 7;
// Ten sessions: six come back to where they began, one leaves at once, three go elsewhere and end there.
const WITH_LOOP = {
  sessions: 10,
  nodes: [
    { depth: 0, value: "/", sessions: 10 },
    { depth: 1, value: "/pricing", sessions: 6 },
    { depth: 1, value: "(other)", sessions: 3 },
    { depth: 2, value: "/", sessions: 6 },
  ],
  links: [
    { depth: 0, source: "/", target: "/pricing", sessions: 6 },
    { depth: 0, source: "/", target: "(other)", sessions: 3 },
    { depth: 0, source: "/", target: "(end)", sessions: 1 },
    { depth: 1, source: "/pricing", target: "/", sessions: 6 },
    { depth: 1, source: "(other)", target: "(end)", sessions: 3 },
  ],
};

describe("the flow", () => {
  test("has a node for a page in each column where it is, so that a way back is no loop", () => {
    const { nodes, links, columns } = flowOf(WITH_LOOP);
    assert.equal(columns, 3);
    assert.deepEqual(nodes.filter(({ name }) => name === "/").map(({ id }) => id), ["0 /", "2 /"]);
    assert.deepEqual(links.find(({ target }) => target === "2 /"), { source: "1 /pricing", target: "2 /", sessions: 6 });
  });

  test("has a node for the sessions that end before a column, below the others, which stand below what has a name", () => {
    const { nodes } = flowOf(WITH_LOOP);
    const values = (column) => nodes.filter((node) => node.column === column).map(({ name, sessions }) => [name, sessions]);
    assert.deepEqual(values(1), [["/pricing", 6], ["(other)", 3], ["(end)", 1]]);
    assert.deepEqual(values(2), [["/", 6], ["(end)", 3]]);
  });

  test("of nobody is empty, and can be drawn", () => {
    const flow = flowOf({ sessions: 0, nodes: [], links: [] });
    assert.deepEqual(flow, { sessions: 0, columns: 0, nodes: [], links: [] });
    assert.deepEqual(draw(flow, { width: 600, textWidth, isBackwards: false }).nodes, []);
  });
});

describe("the drawing", () => {
  const drawn = (options = {}) => draw(flowOf(WITH_LOOP), { width: 600, textWidth, isBackwards: false, ...options });
  const node = (drawing, id) => drawing.nodes.find((node) => node.id === id);

  test("is as wide as it is asked to be, when the labels leave room", () => {
    const { width, nodes } = drawn();
    assert.equal(width, 600);
    for (const { x, lines } of nodes) assert.ok(x + NODE_WIDTH + Math.max(...lines.map(textWidth)) <= 600, `${lines} at ${x}`);
  });

  test("becomes wider when its labels need that", () => {
    const { width, nodes } = drawn({ width: 120 });
    assert.ok(width > 120);
    for (const { x, lines } of nodes) assert.ok(x + NODE_WIDTH + Math.max(...lines.map(textWidth)) <= width);
  });

  test("has heights and ribbons that are as the sessions", () => {
    const drawing = drawn();
    const of = (id) => node(drawing, id).height / node(drawing, id).sessions;
    for (const { id } of drawing.nodes) assert.ok(Math.abs(of(id) - of("0 /")) < 1e-6, id);
    for (const link of drawing.links) assert.ok(Math.abs(link.thickness / link.sessions - of("0 /")) < 1e-6);
  });

  test("leads ribbons from edge to edge, and no two nodes overlap", () => {
    const drawing = drawn();
    for (const link of drawing.links) {
      assert.equal(link.fromX, node(drawing, link.source).x + NODE_WIDTH);
      assert.equal(link.toX, node(drawing, link.target).x);
    }
    for (const a of drawing.nodes) {
      for (const b of drawing.nodes) {
        if (a !== b && a.column === b.column) assert.ok(a.y + a.height <= b.y || b.y + b.height <= a.y, `${a.id} and ${b.id}`);
      }
    }
  });

  test("keeps long labels apart, without making room for them everywhere", () => {
    const long = `/${"very-long-".repeat(12)}`;
    const named = (name) => (name === "/pricing" ? long : name);
    const nodes = WITH_LOOP.nodes.map((node) => ({ ...node, value: named(node.value) }));
    const links = WITH_LOOP.links.map((link) => ({ ...link, source: named(link.source), target: named(link.target) }));
    const drawing = draw(flowOf({ sessions: 10, nodes, links }), { width: 600, textWidth, isBackwards: false });
    const label = (node) => [labelTop(node), labelTop(node) + (node.lines.length + 1) * LINE_HEIGHT];
    assert.ok(drawing.nodes.find(({ name }) => name === long).lines.length >= 4);
    for (const a of drawing.nodes) {
      const [top, bottom] = label(a);
      assert.ok(top >= 0 && bottom <= drawing.height, a.id);
      for (const b of drawing.nodes) {
        if (a === b || a.column !== b.column) continue;
        assert.ok(bottom <= label(b)[0] || label(b)[1] <= top, `${a.id} and ${b.id}`);
        assert.ok(a.y + a.height <= b.y || b.y + b.height <= a.y, `${a.id} and ${b.id}`);
      }
    }
    for (const link of drawing.links) {
      const [from, to] = [link.source, link.target].map((id) => node(drawing, id));
      const within = (y, { y: top, height }) => y - link.thickness / 2 >= top - 0.01 && y + link.thickness / 2 <= top + height + 0.01;
      assert.ok(within(link.fromY, from) && within(link.toY, to), "ribbons stay at their nodes");
    }
    assert.ok(drawing.height < drawn().height + 60);
  });

  test("leaves the middle out of a label of many lines", () => {
    const long = `/${"segment-".repeat(100)}end`;
    const nodes = WITH_LOOP.nodes.map((node) => (node.value === "/pricing" ? { ...node, value: long } : node));
    const links = WITH_LOOP.links.map((link) => ({ ...link, source: link.source === "/pricing" ? long : link.source, target: link.target === "/pricing" ? long : link.target }));
    const drawing = draw(flowOf({ sessions: 10, nodes, links }), { width: 600, textWidth, isBackwards: false });
    const { lines } = drawing.nodes.find(({ name }) => name === long);
    assert.equal(lines.length, 6);
    assert.deepEqual([lines[0].startsWith("/segment-"), lines[4], lines[5].endsWith("end")], [true, "…", true]);
    assert.ok(drawing.height < drawn().height + 80, `${drawing.height}`);
  });

  test("stands the other way round when it is read backwards", () => {
    const drawing = drawn({ isBackwards: true });
    assert.ok(node(drawing, "0 /").x > node(drawing, "1 /pricing").x);
    const link = drawing.links.find(({ target }) => target === "1 /pricing");
    assert.equal(link.fromX, node(drawing, "0 /").x);
    assert.equal(link.toX, node(drawing, "1 /pricing").x + NODE_WIDTH);
  });
});

describe("labels", () => {
  test("are parted behind what parts words, and nothing of them is lost", () => {
    assert.deepEqual(linesOf("/products/chairs/oak", 70, textWidth), ["/products/", "chairs/oak"]);
    for (const text of ["/a", "/products/chairs/oak/very-long-name_of.something", "x".repeat(90), "", "日本語".repeat(20)]) {
      const lines = linesOf(text, 70, textWidth);
      assert.equal(lines.join(""), text);
      for (const line of lines) assert.ok(textWidth(line) <= 70, line);
    }
  });
});

test("colours are by name, the same in each column; the seventh and those without a name have none", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  const answer = {
    sessions: 28,
    nodes: [...names.map((value, index) => ({ depth: 0, value, sessions: index + 1 })), { depth: 1, value: "a", sessions: 20 }, { depth: 1, value: "(other)", sessions: 8 }],
    links: [],
  };
  const colours = coloursOf(flowOf(answer));
  assert.equal(colours.get("a"), "1", "the most sessions in any column");
  assert.equal(colours.get("g"), "2");
  assert.deepEqual([colours.get("b"), colours.get("(other)"), colours.get("(end)")], [undefined, undefined, "end"]);
});

describe("what is asked", () => {
  const read = (text) => pathsOf(new URLSearchParams(text));
  const written = (paths) => `${new URLSearchParams(Object.entries(ownOf(paths)).filter(([, value]) => value !== null))}`;

  test("comes back from the address as it went in, a step that is still to be chosen too", () => {
    for (const text of ["", "start=page_view&by=type", "end=", "end=type%3Da%26path%3D%252F&depth=5&limit=12"]) assert.equal(written(read(text)), text);
    assert.equal(written(read("depth=11&limit=7&by=country")), "");
  });

  test("of what was clicked begins there, or ends there when it is read backwards", () => {
    assert.equal(written(pathsAt(read(""), "/a,b&c")), "start=path%3D%252Fa%255C%252Cb%2526c");
    assert.equal(written(pathsAt(read("by=type&depth=5"), "signup")), "start=signup&by=type&depth=5");
    assert.equal(written(pathsAt(read("end=signup"), "/pricing")), "end=path%3D%252Fpricing");
  });
});
