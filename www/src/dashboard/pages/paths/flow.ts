import { sankey, type SankeyLink, type SankeyNode } from "d3-sankey";
import type { Schemas } from "trailmark/query";
import { count, share } from "../../../shared/format.ts";

type Answer = Pick<Schemas["PathsAnswer"], "sessions" | "links" | "nodes">;

/** What stands for the nodes that are too small to be named, and for a session's end, in the API's answers. */
export const OTHERS = "(other)";
export const END = "(end)";

/** A page or type in a column. The same one in two columns is two nodes, so that a way back is no loop. */
export interface FlowNode {
  id: string;
  column: number;
  name: string;
  sessions: number;
}

/** How many sessions go from a node to one of the next column. */
export interface FlowLink {
  source: string;
  target: string;
  sessions: number;
}

export interface Flow {
  sessions: number;
  columns: number;
  nodes: FlowNode[];
  links: FlowLink[];
}

/** The answer as a graph without loops: every column has nodes of its own, and one for the sessions that end before it. */
export function flowOf({ sessions, links, nodes }: Answer): Flow {
  const ends = new Map<number, number>();
  for (const link of links) {
    if (link.target === END) ends.set(link.depth + 1, (ends.get(link.depth + 1) ?? 0) + link.sessions);
  }
  const all = [
    ...nodes.map(({ depth, value, sessions }) => ({ id: idOf(depth, value), column: depth, name: value, sessions })),
    ...[...ends].map(([column, sessions]) => ({ id: idOf(column, END), column, name: END, sessions })),
  ];
  return {
    sessions,
    columns: 1 + Math.max(-1, ...all.map(({ column }) => column)),
    nodes: all.sort((a, b) => a.column - b.column || standing(a) - standing(b) || b.sessions - a.sessions || (a.name < b.name ? -1 : 1)),
    links: links.map(({ depth, source, target, sessions }) => ({ source: idOf(depth, source), target: idOf(depth + 1, target), sessions })),
  };
}

const idOf = (column: number, value: string) => `${column} ${value}`;

/** Named nodes stand above the others, and ends below all. */
const standing = ({ name }: FlowNode) => (name === END ? 2 : name === OTHERS ? 1 : 0);

/** Where a node stands, in pixels, with its label's lines beside it and its count below these. */
export interface PlacedNode extends FlowNode {
  x: number;
  y: number;
  height: number;
  lines: string[];
  note: string;
  /** How wide the label is. */
  labelWidth: number;
}

/** A ribbon: its middle line's ends, and how thick it is. */
export interface PlacedLink extends FlowLink {
  fromX: number;
  fromY: number;
  toX: number;
  toY: number;
  thickness: number;
}

export interface Drawing {
  width: number;
  height: number;
  /** Where each column's nodes begin. */
  columns: number[];
  nodes: PlacedNode[];
  links: PlacedLink[];
}

/** What the drawing is made to. All in pixels. */
export interface Measures {
  /** What there is; the drawing is wider when its labels need that. */
  width: number;
  /** How wide a text is. */
  textWidth(text: string): number;
  /** Whether column 0 stands at the right: ways that are read backwards end there. */
  isBackwards: boolean;
}

export const NODE_WIDTH = 10;
export const LINE_HEIGHT = 15;
const LABEL_GAP = 7;
/** Between a label's end and the next column. */
const ROOM = 28;
/** Labels longer than this stand in several lines. */
const LABEL_WIDTH = 190;
/** The height that all sessions together take in a column. */
const FLOW_HEIGHT = 320;
/** Below a label. */
const LABEL_MARGIN = 8;
/** Above the nodes, for what the columns are called. */
const HEADER = 28;

/** Places a flow by d3-sankey. No label is cut: long ones take several lines, and columns are as far apart as their labels need. */
export function draw(flow: Flow, { width, textWidth, isBackwards }: Measures): Drawing {
  // d3-sankey cannot do with nothing.
  if (flow.links.length === 0) return { width, height: 0, columns: [], nodes: [], links: [] };
  const labels = new Map(flow.nodes.map((node) => [node.id, linesOf(labelOf(node.name, isBackwards), LABEL_WIDTH, textWidth)]));
  const notes = new Map(flow.nodes.map(({ id, sessions }) => [id, `${count(sessions)} · ${share(sessions, flow.sessions)}`]));
  // Lines end with a blank, so that the label is the text that it was when it is read out.
  const need = (id: string) => Math.max(...[...(labels.get(id) ?? []), notes.get(id) ?? ""].map((line) => textWidth(`${line} `)));

  const tallest = 1 + Math.max(1, ...[...labels.values()].map((lines) => lines.length));
  const padding = tallest * LINE_HEIGHT + LABEL_MARGIN;
  const crowd = Math.max(...flow.nodes.map(({ column }) => flow.nodes.filter((node) => node.column === column).length));
  const height = HEADER + FLOW_HEIGHT + crowd * padding;
  const order = new Map(flow.nodes.map(({ id }, index) => [id, index]));
  const layout = sankey<FlowNode, { sessions: number }>()
    .nodeId(({ id }) => id)
    .nodeAlign(({ column }) => column)
    .nodeSort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
    .nodeWidth(NODE_WIDTH)
    .nodePadding(padding)
    .extent([
      [0, HEADER],
      [(flow.columns - 1) * 100 + NODE_WIDTH, height - padding / 2],
    ]);
  // Copies, since it writes into what it is given.
  const placed = layout({ nodes: flow.nodes.map((node) => ({ ...node })), links: flow.links.map((link) => ({ ...link, value: link.sessions })) });

  const columns = columnStarts(flow, need, width, isBackwards);
  const x = (column: number) => columns.at[column] ?? 0;
  return {
    width: columns.width,
    height,
    columns: columns.at,
    nodes: placed.nodes.map(({ id, column, name, sessions, y0 = 0, y1 = 0 }) => {
      const label = { lines: labels.get(id) ?? [], note: notes.get(id) ?? "" };
      return { id, column, name, sessions, x: x(column), y: y0, height: Math.max(2, y1 - y0), ...label, labelWidth: need(id) };
    }),
    links: placed.links.map((link) => {
      const [from, to] = [link.source as SankeyNode<FlowNode, object>, link.target as SankeyNode<FlowNode, object>];
      const [near, far] = isBackwards ? [x(from.column), x(to.column) + NODE_WIDTH] : [x(from.column) + NODE_WIDTH, x(to.column)];
      return placedLink(link, from.id, to.id, near, far);
    }),
  };
}

function placedLink(link: SankeyLink<FlowNode, { sessions: number }>, source: string, target: string, fromX: number, toX: number): PlacedLink {
  return { source, target, sessions: link.sessions, fromX, toX, fromY: link.y0 ?? 0, toY: link.y1 ?? 0, thickness: Math.max(1, link.width ?? 0) };
}

/** Where columns begin, from the labels that stand at the right of each, and how wide that is together. Wider where there is room. */
function columnStarts(flow: Flow, need: (id: string) => number, width: number, isBackwards: boolean): { at: number[]; width: number } {
  const order = Array.from({ length: flow.columns }, (_, column) => (isBackwards ? flow.columns - 1 - column : column));
  const needs = order.map((column) => NODE_WIDTH + LABEL_GAP + Math.max(...flow.nodes.filter((node) => node.column === column).map(({ id }) => need(id))));
  const least = Math.ceil(needs.reduce((sum, need) => sum + need, 0) + (order.length - 1) * ROOM);
  const spare = Math.max(0, width - least) / (order.length - 1);
  const at: number[] = [];
  let next = 0;
  order.forEach((column, index) => {
    at[column] = next;
    next += (needs[index] ?? 0) + ROOM + spare;
  });
  return { at, width: Math.max(width, least) };
}

/** What stands beside a node. */
export function labelOf(name: string, isBackwards: boolean): string {
  if (name === OTHERS) return "Others";
  if (name === END) return isBackwards ? "Session begins" : "Session ends";
  return name;
}

/** Where a label's text begins, right of its node. */
export const labelStart = (node: PlacedNode) => node.x + NODE_WIDTH + LABEL_GAP;

/** A text in lines no wider than `most`, parted behind `/`, `_`, `-`, `.` or space where there are any. */
export function linesOf(text: string, most: number, textWidth: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  const pieces = text.match(/[^/_\-. ]*[/_\-. ]?/g)?.filter((piece) => piece !== "") ?? [];
  for (const piece of pieces.flatMap((piece) => (textWidth(piece) <= most ? [piece] : [...piece]))) {
    if (line !== "" && textWidth(line + piece) > most) {
      lines.push(line);
      line = "";
    }
    line += piece;
  }
  return line === "" ? lines : [...lines, line];
}
