import type { JSX } from "preact";
import { count } from "../../../shared/format.ts";
import { lanes } from "./lanes.ts";

/** Events by level as one bar in their colours; in words for who hovers, and for who does not see. */
export function LevelMix({ levels, events }: { levels: Record<string, number>; events: number }): JSX.Element {
  const there = lanes.filter((level) => (levels[level] ?? 0) > 0);
  const words = there.map((level) => `${count(levels[level] ?? 0)} ${level}`).join(", ");
  return (
    <span class="streams-mix" title={words}>
      <span class="visually-hidden">{words}</span>
      {there.map((level) => (
        <span
          key={level}
          class={`streams-mix-part ${level}`}
          data-testid={`level-${level}`}
          data-value={levels[level]}
          style={{ width: `${(100 * (levels[level] ?? 0)) / Math.max(1, events)}%` }}
        />
      ))}
    </span>
  );
}
