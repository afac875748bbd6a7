import { Graph, layout } from "@dagrejs/dagre";
import type { Schemas } from "trailmark/query";

type Causality = Schemas["Causality"];
type CausalityNode = Schemas["CausalityNode"];

/** Size of a node, in pixels. */
export const NODE = { width: 190, height: 58 };

/** A node in its place: its upper left corner. */
export interface Placed {
  node: CausalityNode;
  x: number;
  y: number;
}

interface Point {
  x: number;
  y: number;
}

/** A line from a cause to its effect. */
export interface Line {
  from: string;
  to: string;
  points: Point[];
}

export interface Drawing {
  width: number;
  height: number;
  /** In the order in which they are read: by column, then from the top. */
  nodes: Placed[];
  lines: Line[];
}

/** Lays a graph out from causes at the left to effects at the right. */
export function drawingOf({ nodes, edges }: Pick<Causality, "nodes" | "edges">): Drawing {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: "LR", nodesep: 16, ranksep: 56, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  // In the order of time, so that of two ways to draw it the same one is taken each time.
  const inTime = [...nodes].sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));
  for (const node of inTime) graph.setNode(node.id, { ...NODE });
  const rank = new Map(inTime.map((node, index) => [node.id, index]));
  const known = edges.filter(({ from, to }) => rank.has(from) && rank.has(to));
  known.sort((a, b) => at(a.from) - at(b.from) || at(a.to) - at(b.to));
  for (const { from, to } of known) graph.setEdge(from, to);
  layout(graph);

  const placed = inTime.map((node) => {
    const { x = 0, y = 0 } = graph.node(node.id);
    return { node, x: Math.round(x - NODE.width / 2), y: Math.round(y - NODE.height / 2) };
  });
  placed.sort((a, b) => a.x - b.x || a.y - b.y);
  const boxes = new Map(placed.map((box) => [box.node.id, box]));
  const lines = graph.edges().map(({ v, w }) => ({ from: v, to: w, points: ended(graph.edge(v, w).points ?? [], boxes.get(v), boxes.get(w)) }));
  const { width = 0, height = 0 } = graph.graph();
  return { width: Math.ceil(width), height: Math.ceil(height), nodes: placed, lines };

  function at(id: string): number {
    return rank.get(id) ?? 0;
  }
}

/** Lines leave a cause at its right and reach an effect at its left; those of a circle that lead back stay as they are. */
function ended(points: Point[], from: Placed | undefined, to: Placed | undefined): Point[] {
  if (!from || !to || from.x + NODE.width > to.x) return points;
  const middle = points.length > 3 ? points.slice(1, -1) : [];
  return [{ x: from.x + NODE.width, y: from.y + NODE.height / 2 }, ...middle, { x: to.x, y: to.y + NODE.height / 2 }];
}

/** A smooth line through points, as the `d` of an SVG path: level at each of them. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let [path, last] = [`M${first.x},${first.y}`, first];
  for (const next of rest) {
    const middle = (last.x + next.x) / 2;
    path += ` C${middle},${last.y} ${middle},${next.y} ${next.x},${next.y}`;
    last = next;
  }
  return path;
}
