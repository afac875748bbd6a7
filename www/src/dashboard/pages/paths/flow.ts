import type { Schemas } from "trailmark/query";

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

/** What stands beside a node. */
export function labelOf(name: string, isBackwards: boolean): string {
  if (name === OTHERS) return "Others";
  if (name === END) return isBackwards ? "Session begins" : "Session ends";
  return name;
}
