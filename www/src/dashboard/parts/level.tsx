import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";

/** An event's level: its name on its colour. */
export function Level({ level }: { level: Schemas["Level"] }): JSX.Element {
  return (
    <span class={`level-tag ${level}`} data-testid="level">
      {level}
    </span>
  );
}
