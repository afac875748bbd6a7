// Where everything of the diagram stands: d3-sankey places nodes and ribbons, and the labels decide how far apart they are.
import { sankey, type SankeyNode } from "d3-sankey";
import { count, share } from "../../../shared/format.ts";
import { type Flow, type FlowLink, type FlowNode, labelOf } from "./flow.ts";

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
/** Of a label of more lines the middle is left out: addresses may have two thousand characters. The words beside a node have it whole. */
const MOST_LINES = 6;
/** The height that all sessions together take in a column. */
const FLOW_HEIGHT = 320;
/** Between one label and the next. */
const LABEL_MARGIN = 8;
/** Between nodes, for a label of one line and its count. */
const PADDING = 2 * LINE_HEIGHT + LABEL_MARGIN;
/** Above the nodes, for what the columns are called. */
const HEADER = 28;

/** Places a flow by d3-sankey. No label is cut at the side: long ones take several lines, and columns are as far apart as their labels need. */
export function draw(flow: Flow, { width, textWidth, isBackwards }: Measures): Drawing {
  // d3-sankey cannot do with nothing.
  if (flow.links.length === 0) return { width, height: 0, columns: [], nodes: [], links: [] };
  const labels = new Map(flow.nodes.map((node) => [node.id, shortened(linesOf(labelOf(node.name, isBackwards), LABEL_WIDTH, textWidth))]));
  const notes = new Map(flow.nodes.map(({ id, sessions }) => [id, `${count(sessions)} · ${share(sessions, flow.sessions)}`]));
  // Lines end with a blank, so that the label is the text that it was when it is read out.
  const need = (id: string) => Math.max(...[...(labels.get(id) ?? []), notes.get(id) ?? ""].map((line) => textWidth(`${line} `)));

  const crowd = Math.max(...flow.nodes.map(({ column }) => flow.nodes.filter((node) => node.column === column).length));
  const order = new Map(flow.nodes.map(({ id }, index) => [id, index]));
  const layout = sankey<FlowNode, { sessions: number }>()
    .nodeId(({ id }) => id)
    .nodeAlign(({ column }) => column)
    .nodeSort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
    .nodeWidth(NODE_WIDTH)
    .nodePadding(PADDING)
    .extent([
      [0, HEADER],
      [(flow.columns - 1) * 100 + NODE_WIDTH, HEADER + FLOW_HEIGHT + crowd * PADDING],
    ]);
  // Copies, since it writes into what it is given.
  const placed = layout({ nodes: flow.nodes.map((node) => ({ ...node })), links: flow.links.map((link) => ({ ...link, value: link.sessions })) });

  const columns = columnStarts(flow, need, width, isBackwards);
  const x = (column: number) => columns.at[column] ?? 0;
  const nodes = placed.nodes.map(({ id, column, name, sessions, y0 = 0, y1 = 0 }) => {
    const label = { lines: labels.get(id) ?? [], note: notes.get(id) ?? "", labelWidth: need(id) };
    return { id, column, name, sessions, x: x(column), y: y0, height: Math.max(2, y1 - y0), ...label };
  });
  const moved = apart(nodes);
  const down = (id: string) => moved.get(id) ?? 0;
  return {
    width: columns.width,
    height: Math.ceil(Math.max(...nodes.map((node) => below(node) + down(node.id)))) + LABEL_MARGIN,
    columns: columns.at,
    nodes: nodes.map((node) => ({ ...node, y: node.y + down(node.id) })),
    links: placed.links.map((link) => {
      const [from, to] = [link.source as SankeyNode<FlowNode, object>, link.target as SankeyNode<FlowNode, object>];
      const [near, far] = isBackwards ? [x(from.column), x(to.column) + NODE_WIDTH] : [x(from.column) + NODE_WIDTH, x(to.column)];
      const { y0 = 0, y1 = 0, width = 0, sessions } = link;
      return { source: from.id, target: to.id, sessions, fromX: near, toX: far, fromY: y0 + down(from.id), toY: y1 + down(to.id), thickness: Math.max(1, width) };
    }),
  };
}

/** The first lines and, behind an ellipsis, the last. */
const shortened = (lines: string[]) => (lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 2), "…", ...lines.slice(-1)]);

/** How far down nodes must move so that neither they nor their labels meet in a column: a label may be higher than its node and the gap. */
function apart(nodes: readonly PlacedNode[]): Map<string, number> {
  const moves = new Map<string, number>();
  const ends = new Map<number, number>();
  for (const node of [...nodes].sort((a, b) => a.y - b.y)) {
    const free = ends.get(node.column) ?? HEADER - LABEL_MARGIN;
    const move = Math.max(0, free - above(node));
    moves.set(node.id, move);
    ends.set(node.column, below(node) + move + LABEL_MARGIN);
  }
  return moves;
}

/** The first line of a label stands here: it is in the middle of its node's height, with the count as its last line. */
export const labelTop = ({ y, height, lines }: PlacedNode) => y + height / 2 - ((lines.length + 1) * LINE_HEIGHT) / 2;
const above = (node: PlacedNode) => Math.min(node.y, labelTop(node));
const below = (node: PlacedNode) => Math.max(node.y + node.height, labelTop(node) + (node.lines.length + 1) * LINE_HEIGHT);

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
