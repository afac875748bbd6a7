import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Schemas } from "trailmark/query";
import { clockOf } from "../../view/clock.ts";
import type { View } from "../../view/view.ts";
import type { Drawing, Placed } from "./graph.ts";
import { neighbourOf } from "./walk.ts";

interface Props {
  graph: Schemas["Causality"];
  view: View;
  /** Where a node leads: the graph around it. */
  hrefOf(id: string): string;
}

type Drawn = Drawing & { lineOf(points: { x: number; y: number }[]): string; size: { width: number; height: number } };

/** The graph from causes at the left to effects at the right. Arrow keys go along its lines, Enter looks at an event's own graph. */
export function CauseGraph({ graph, view, hrefOf }: Props): JSX.Element {
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [at, setAt] = useState(graph.root);
  const host = useRef<HTMLDivElement>(null);

  // The layout is a chunk of its own, which lists and timelines do without.
  const shape = JSON.stringify([graph.nodes.map(({ id }) => id), graph.edges]);
  useEffect(() => {
    let isOver = false;
    void import("./graph.ts").then(({ drawingOf, pathOf, NODE }) => {
      if (!isOver) setDrawn({ ...drawingOf(graph), lineOf: pathOf, size: NODE });
    });
    setAt(graph.root);
    return () => void (isOver = true);
  }, [shape]);

  // The event asked for is in view first, wherever in the graph it lies.
  useEffect(() => {
    const box = host.current;
    const root = drawn?.nodes.find(({ node }) => node.id === graph.root);
    if (!box || !root || !drawn) return;
    box.scrollLeft = root.x - (box.clientWidth - drawn.size.width) / 2;
    box.scrollTop = root.y - (box.clientHeight - drawn.size.height) / 2;
  }, [drawn]);

  const step = (event: KeyboardEvent) => {
    const direction = ({ ArrowLeft: "cause", ArrowRight: "effect", ArrowUp: "above", ArrowDown: "below" } as const)[event.key];
    const next = direction && drawn && neighbourOf(at, direction, drawn);
    if (!direction) return;
    event.preventDefault();
    if (!next) return;
    setAt(next);
    host.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
  };

  if (!drawn) return <div class="loading streams-graph" aria-busy="true" />;
  const { width, height, nodes, lines, lineOf, size } = drawn;
  return (
    <div class="streams-graph" ref={host} onKeyDown={step}>
      <div
        class="streams-canvas"
        style={{ width: `${width}px`, height: `${height}px` }}
        role="group"
        aria-label="Graph of causes and effects. Arrow keys go along its lines, Enter looks at an event's own graph; the list below has the same."
        data-testid="graph"
      >
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            <marker id="streams-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">
              <path d="M0 0 8 4 0 8z" />
            </marker>
          </defs>
          {lines.map(({ from, to, points }) => (
            <path key={`${from} ${to}`} class={from === at || to === at ? "streams-line near" : "streams-line"} d={lineOf(points)} marker-end="url(#streams-arrow)" data-testid="edge" />
          ))}
        </svg>
        {nodes.map((placed) => (
          <NodeLink
            key={placed.node.id}
            placed={placed}
            size={size}
            view={view}
            href={hrefOf(placed.node.id)}
            isRoot={placed.node.id === graph.root}
            isHere={placed.node.id === at}
            reached={() => setAt(placed.node.id)}
          />
        ))}
      </div>
    </div>
  );
}

interface NodeProps {
  placed: Placed;
  size: { width: number; height: number };
  view: View;
  href: string;
  isRoot: boolean;
  /** Whether the tab key comes here: one node of the graph at a time. */
  isHere: boolean;
  reached(): void;
}

function NodeLink({ placed: { node, x, y }, size, view, href, isRoot, isHere, reached }: NodeProps): JSX.Element {
  const { type, level, occurred_at, summary, actor } = node;
  const who = actor.name ?? actor.id ?? actor.type;
  const more = [level, clockOf(view.tz).moment(occurred_at), summary && who].filter(Boolean).join(", ");
  return (
    <a
      href={href}
      class={`streams-node ${level} ${isRoot ? "root" : ""}`}
      data-testid="node"
      data-node={node.id}
      data-depth={node.depth}
      tabIndex={isHere ? 0 : -1}
      aria-current={isRoot ? "true" : undefined}
      title={[type, summary, more].filter(Boolean).join("\n")}
      style={{ left: `${x}px`, top: `${y}px`, width: `${size.width}px`, height: `${size.height}px` }}
      onFocus={reached}
    >
      <span class="streams-node-type">{type}</span>
      <span class="streams-node-more">{summary ?? who}</span>
      <span class="visually-hidden">{more}</span>
    </a>
  );
}
