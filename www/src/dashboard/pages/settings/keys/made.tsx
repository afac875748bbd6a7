import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { Copy } from "../../../parts/copy.tsx";

export type Made = Schemas["Made"];

/** A new key's text, shown this once. It is in the page's memory alone, and gone when the page is. */
export function MadeKey({ made, close }: { made: Made; close(): void }): JSX.Element {
  return (
    <section class="settings-made" data-testid="made" data-id={made.id} role="status" aria-label="The new key">
      <p>
        <strong>Copy the {made.kind} key now.</strong> It is shown this once, and kept nowhere.
      </p>
      <div class="settings-made-key">
        <code data-testid="made-key">{made.key}</code>
        <Copy name="made-copy" text={made.key} label="Copy key" />
        <button class="button small" type="button" data-testid="made-close" onClick={close}>
          I have it
        </button>
      </div>
    </section>
  );
}
