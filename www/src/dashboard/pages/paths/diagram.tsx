import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { count, share } from "../../../shared/format.ts";
import { coloursOf } from "./colours.ts";
import { draw, labelStart, labelTop, LINE_HEIGHT, NODE_WIDTH, type PlacedLink, type PlacedNode } from "./drawing.ts";
import { END, type Flow, labelOf, OTHERS } from "./flow.ts";

interface Props {
  flow: Flow;
  isBackwards: boolean;
  /** What the nodes are: pages, or event types. */
  noun: string;
  /** The address of the paths that begin with a page or type. */
  linkTo(value: string): string;
  go(value: string): void;
}

/** What the pointer or the keyboard is at. */
type Lit = { node: PlacedNode } | { link: PlacedLink } | null;

/** The ways as ribbons between columns. Each node is a link to the paths that begin there; what it is at is said in words beside it. */
export function Diagram({ flow, isBackwards, noun, linkTo, go }: Props): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const { width, textWidth } = useMeasures(host);
  const [lit, setLit] = useState<Lit>(null);
  const drawing = useMemo(() => draw(flow, { width, textWidth, isBackwards }), [flow, width, textWidth, isBackwards]);
  const colours = useMemo(() => coloursOf(flow), [flow]);
  const byId = useMemo(() => new Map(drawing.nodes.map((node) => [node.id, node])), [drawing]);
  const isLit = (link: PlacedLink) => lit !== null && ("link" in lit ? lit.link === link : link.source === lit.node.id || link.target === lit.node.id);
  const colourOf = (id: string) => colours.get(byId.get(id)?.name ?? "") ?? "none";

  return (
    <div class={isBackwards ? "paths-diagram backwards" : "paths-diagram"} ref={host} role="region" aria-label="Diagram of paths" tabIndex={drawing.width > width ? 0 : undefined}>
      <svg width={drawing.width} height={drawing.height} viewBox={`0 0 ${drawing.width} ${drawing.height}`} role="group" aria-label={`Paths of ${count(flow.sessions)} sessions`}>
        {drawing.columns.map((x, column) => (
          <text key={column} class="paths-column" x={x} y={12}>
            {columnName(column, isBackwards)}
          </text>
        ))}
        <g class={lit ? "paths-links some-lit" : "paths-links"}>
          {drawing.links.map((link) => (
            <path
              key={`${link.source} ${link.target}`}
              class={isLit(link) ? "paths-link lit" : "paths-link"}
              data-colour={colourOf(link.source)}
              d={ribbon(link)}
              stroke-width={link.thickness}
              data-testid="path-ribbon"
              data-source={link.source}
              data-target={link.target}
              data-value={link.sessions}
              onPointerEnter={() => setLit({ link })}
              onPointerLeave={() => setLit(null)}
            />
          ))}
        </g>
        {drawing.nodes.map((node) => (
          <Node key={node.id} node={node} colour={colourOf(node.id)} isBackwards={isBackwards} noun={noun} linkTo={linkTo} go={go} light={setLit} />
        ))}
      </svg>
      {lit && <Tip lit={lit} flow={flow} byId={byId} isBackwards={isBackwards} drawingWidth={drawing.width} />}
    </div>
  );
}

interface NodeProps extends Omit<Props, "flow"> {
  node: PlacedNode;
  colour: string;
  light(lit: Lit): void;
}

function Node({ node, colour, isBackwards, noun, linkTo, go, light }: NodeProps): JSX.Element {
  const top = labelTop(node);
  // Lines are placed by their middles.
  const middle = top + LINE_HEIGHT / 2;
  const shown = (
    <>
      {/* A node may be two pixels high: the pointer finds its label too. */}
      <rect class="paths-reach" x={node.x} y={Math.min(node.y, top)} width={NODE_WIDTH + 8} height={Math.max(node.height, (node.lines.length + 1) * LINE_HEIGHT)} />
      <rect class="paths-bar" x={node.x} y={node.y} width={NODE_WIDTH} height={node.height} rx={2} />
      <rect class="paths-plate" x={labelStart(node) - 3} y={top} width={node.labelWidth + 2} height={(node.lines.length + 1) * LINE_HEIGHT} rx={3} />
      <text x={labelStart(node)} y={middle}>
        {node.lines.map((line, index) => (
          <tspan key={index} x={labelStart(node)} y={middle + index * LINE_HEIGHT}>
            {`${line} `}
          </tspan>
        ))}
        <tspan class="paths-note" x={labelStart(node)} y={middle + node.lines.length * LINE_HEIGHT}>
          {node.note}
        </tspan>
      </text>
    </>
  );
  // What can be read there comes first: who speaks to the page says what they see.
  const said = `${[...node.lines, node.note].join(" ")} of all sessions, ${columnName(node.column, isBackwards).toLowerCase()}`;
  const common = {
    "data-testid": "path-node",
    "data-depth": node.column,
    "data-name": node.name,
    "data-value": node.sessions,
    "data-colour": colour,
    onPointerEnter: () => light({ node }),
    onPointerLeave: () => light(null),
    onFocus: () => light({ node }),
    onBlur: () => light(null),
  };
  if (node.name === OTHERS || node.name === END) {
    return (
      <g class="paths-node" role="img" aria-label={said} tabIndex={0} {...common}>
        {shown}
      </g>
    );
  }
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(node.name);
  };
  return (
    <a class="paths-node" href={linkTo(node.name)} aria-label={`${said}. Paths that ${isBackwards ? "end" : "begin"} with this ${noun}`} onClick={follow} {...common}>
      {shown}
    </a>
  );
}

interface TipProps {
  lit: NonNullable<Lit>;
  flow: Flow;
  byId: Map<string, PlacedNode>;
  isBackwards: boolean;
  drawingWidth: number;
}

/** How many ways are named in the words beside a node. */
const NAMED = 5;

function Tip({ lit, flow, byId, isBackwards, drawingWidth }: TipProps): JSX.Element {
  const name = (id: string) => {
    const node = byId.get(id);
    return node ? labelOf(node.name, isBackwards) : "";
  };
  const at = "node" in lit ? { x: lit.node.x, y: lit.node.y } : { x: (lit.link.fromX + lit.link.toX) / 2, y: (lit.link.fromY + lit.link.toY) / 2 };
  // Beside what it is of, on the side where there is more room.
  const style = at.x > drawingWidth / 2 ? { right: `${drawingWidth - at.x + 14}px`, top: `${at.y}px` } : { left: `${at.x + 150}px`, top: `${at.y}px` };
  if ("link" in lit) {
    const { source, target, sessions } = lit.link;
    const of = byId.get(source)?.sessions ?? 0;
    return (
      <div class="paths-tip" style={style} data-testid="paths-tip" aria-hidden="true">
        <strong>{isBackwards ? `${name(target)} → ${name(source)}` : `${name(source)} → ${name(target)}`}</strong>
        <span>
          {count(sessions)} sessions, {share(sessions, of)} of {name(source)}
        </span>
      </div>
    );
  }
  const { node } = lit;
  const ways = flow.links.filter(({ source }) => source === node.id).sort((a, b) => b.sessions - a.sessions);
  return (
    <div class="paths-tip" style={style} data-testid="paths-tip" aria-hidden="true">
      <strong>{labelOf(node.name, isBackwards)}</strong>
      <span>
        {count(node.sessions)} sessions, {share(node.sessions, flow.sessions)} of all
      </span>
      {ways.length > 0 && (
        <ul>
          {ways.slice(0, NAMED).map(({ target, sessions }) => (
            <li key={target}>
              <span>{isBackwards ? `← ${name(target)}` : `→ ${name(target)}`}</span>
              <span>
                {count(sessions)} · {share(sessions, node.sessions)}
              </span>
            </li>
          ))}
          {ways.length > NAMED && <li>and {ways.length - NAMED} more</li>}
        </ul>
      )}
    </div>
  );
}

/** What a column is called: how far from where the paths begin, or end. */
export function columnName(column: number, isBackwards: boolean): string {
  if (column === 0) return isBackwards ? "End" : "Start";
  return isBackwards ? `${column} before` : `Step ${column}`;
}

function ribbon({ fromX, fromY, toX, toY }: PlacedLink): string {
  const middle = (fromX + toX) / 2;
  return `M${fromX},${fromY}C${middle},${fromY} ${middle},${toY} ${toX},${toY}`;
}

/** The host's width as it is now, and how wide texts are in its font. */
function useMeasures(host: { readonly current: HTMLElement | null }): { width: number; textWidth(text: string): number } {
  const [width, setWidth] = useState(0);
  const [textWidth, setTextWidth] = useState(() => (text: string) => text.length * 8);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const pen = document.createElement("canvas").getContext("2d");
    if (pen) {
      pen.font = `550 13px ${getComputedStyle(element).fontFamily}`;
      // A little more: at some scales letters are laid out wider than they are measured.
      setTextWidth(() => (text: string) => pen.measureText(text).width * 1.02 + 1);
    }
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { width, textWidth };
}
