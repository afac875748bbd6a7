import type { JSX } from "preact";
import { Icon } from "../../parts/icon.tsx";

/** Holds the live list still, and lets it go on. */
export function TailControl({ isPaused, toggle }: { isPaused: boolean; toggle(): void }): JSX.Element {
  return (
    <button class="button tool" type="button" data-testid="tail" aria-pressed={isPaused} onClick={toggle}>
      <Icon name={isPaused ? "play" : "pause"} />
      {isPaused ? "Go on" : "Pause"}
    </button>
  );
}
