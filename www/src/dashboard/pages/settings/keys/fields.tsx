import type { JSX } from "preact";
import { originFault, originsOf } from "./origins.ts";

/** What of a key can be changed, as it is typed. */
export interface Typed {
  label: string;
  origins: string;
  /** The last day on which it works; empty where it has no end. */
  until: string;
}

interface Props {
  typed: Typed;
  change(typed: Typed): void;
  /** The first day that may be chosen. */
  today: string;
}

/** The fields of a key: label, origins, end. */
export function KeyFields({ typed, change, today }: Props): JSX.Element {
  return (
    <>
      <label class="field">
        Label
        <input class="input" data-testid="key-label" maxLength={80} placeholder="shop, pages" value={typed.label} autocomplete="off" onInput={(event) => change({ ...typed, label: event.currentTarget.value })} />
      </label>
      <div class="settings-origins">
        <label class="field">
          Origins, one a line; none is any
          <textarea class="input settings-text" data-testid="key-origins" rows={3} placeholder="https://shop.example" value={typed.origins} spellcheck={false} onInput={(event) => change({ ...typed, origins: event.currentTarget.value })} />
        </label>
        <OriginHints text={typed.origins} use={(origins) => change({ ...typed, origins })} />
      </div>
      <label class="field">
        Works until the end of (UTC; none is for ever)
        <input class="input" type="date" data-testid="key-until" min={today} value={typed.until} onInput={(event) => change({ ...typed, until: event.currentTarget.value })} />
      </label>
    </>
  );
}

/** What is wrong with origins as they are typed. The server has the last word. */
function OriginHints({ text, use }: { text: string; use(text: string): void }): JSX.Element {
  const faults = (originsOf(text) ?? []).map((origin) => ({ origin, ...originFault(origin) })).filter(({ fault }) => fault);
  return (
    <div aria-live="polite">
      {faults.map(({ origin, fault, meant }) => (
        <p key={origin} class="settings-fault" data-testid="origin-fault">
          <code>{origin}</code>: {fault}.{" "}
          {meant && (
            <button class="link" type="button" onClick={() => use(text.replace(origin, meant))}>
              Use {meant}
            </button>
          )}
        </p>
      ))}
    </div>
  );
}
