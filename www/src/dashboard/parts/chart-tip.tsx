import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  name: string;
  title: string;
  /** Where the point is, and how wide the plot, in pixels. */
  left: number;
  width: number;
  figures: { name: string; text: string; colour?: string; isDashed?: boolean }[];
}

/** What stands under the pointer, or under the point that the arrow keys chose. */
export function ChartTip({ name, title, left, width, figures }: Props): JSX.Element {
  const tip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = tip.current;
    if (!element) return;
    const x = Math.min(Math.max(0, left - element.offsetWidth / 2), Math.max(0, width - element.offsetWidth));
    element.style.transform = `translate(${x}px, 0)`;
  });
  return (
    <div class="chart-tip" data-testid={name} aria-hidden="true" ref={tip}>
      <span>{title}</span>
      {figures.map(({ name, text, colour = "--accent", isDashed }) => (
        <div key={name}>
          <i class={isDashed ? "dashed" : undefined} style={{ borderColor: `var(${colour})` }} />
          <strong>{text}</strong> {name}
        </div>
      ))}
    </div>
  );
}
