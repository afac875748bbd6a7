import type { Drawing } from "./graph.ts";

/**
 * The node that an arrow key leads to: along a line to the nearest cause or effect, or to the next node above or below in the same column.
 * Nothing where there is none.
 */
export function neighbourOf(id: string, direction: "cause" | "effect" | "above" | "below", { nodes, lines }: Pick<Drawing, "nodes" | "lines">): string | null {
  const here = nodes.find(({ node }) => node.id === id);
  if (!here) return null;
  const related = new Set(lines.flatMap(({ from, to }) => (direction === "cause" && to === id ? [from] : direction === "effect" && from === id ? [to] : [])));
  const candidates = nodes.filter(({ node, x, y }) => {
    if (direction === "above") return x === here.x && y < here.y;
    if (direction === "below") return x === here.x && y > here.y;
    return related.has(node.id) && node.id !== id;
  });
  const far = (y: number) => Math.abs(y - here.y);
  return candidates.sort((a, b) => far(a.y) - far(b.y))[0]?.node.id ?? null;
}
