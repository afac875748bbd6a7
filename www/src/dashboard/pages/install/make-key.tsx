import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { useDoing } from "../../ask/doing.ts";
import { Failure } from "../../parts/answered.tsx";

/** Keys that were made here, by kind. They are in the page's memory alone, and gone when the page is. */
export type MadeKeys = Partial<Record<"write" | "server", Schemas["Made"]>>;

interface Props {
  kind: "write" | "server";
  /** The site that a write key is for; without one it is for every site. */
  site: URL | null;
  made: Schemas["Made"] | undefined;
  done(made: Schemas["Made"]): void;
}

/** Makes a key for the snippet, which then holds it, this once. */
export function MakeKey({ kind, site, made, done }: Props): JSX.Element {
  const origin = kind === "write" ? (site?.origin ?? null) : null;
  const making = useDoing((client) =>
    client.request("POST", "/api/keys", { body: { kind, label: kind === "server" ? "server" : site ? `${site.host}, pages` : "pages", ...(origin && { origins: [origin] }) } }),
  );
  const make = async () => {
    const key = await making.run();
    if (key) done(key);
  };
  return (
    <div class="install-key">
      {made && (
        <p role="status" data-testid="install-made" data-value={made.id}>
          <strong>The snippet holds a new {kind} key.</strong> Copy it now: it is shown this once, and kept nowhere.{" "}
          {kind === "server" ? "It belongs on your servers and nowhere else." : made.origins ? `It works on ${made.origins.join(", ")}.` : "It works on every site."}
        </p>
      )}
      {making.error && <Failure error={making.error} />}
      <div class="install-line">
        <button class={made ? "button" : "button primary"} type="button" data-testid="install-make" disabled={making.state === "busy"} onClick={() => void make()}>
          {made ? `Make another ${kind} key` : `Make a ${kind} key`}
          {origin && ` for ${origin}`}
        </button>
        {kind === "write" && !origin && <p class="install-hint">Name your site first, and the key works there and nowhere else.</p>}
      </div>
    </div>
  );
}
