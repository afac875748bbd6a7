import type { JSX } from "preact";

/** What the colours of a chart stand for. */
export function Legend({ items }: { items: { name: string; colour?: string; isDashed?: boolean }[] }): JSX.Element {
  return (
    <ul class="legend" aria-label="Legend">
      {items.map(({ name, colour = "--accent", isDashed }) => (
        <li key={name}>
          <i class={isDashed ? "dashed" : undefined} style={{ borderColor: `var(${colour})` }} aria-hidden="true" />
          {name}
        </li>
      ))}
    </ul>
  );
}
