import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useDoing } from "../../../ask/doing.ts";
import { Failure } from "../../../parts/answered.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { KeyFields, type Typed } from "./fields.tsx";
import { endOf, KINDS, type KeyKind, kinds } from "./kinds.ts";
import type { Made } from "./made.tsx";
import { originsOf } from "./origins.ts";

/** Makes a key. */
export function Create({ done, close }: { done(made: Made): void; close(): void }): JSX.Element {
  const [kind, setKind] = useState<KeyKind>("write");
  const [typed, setTyped] = useState<Typed>({ label: "", origins: "", until: "" });
  const making = useDoing((client) => {
    const expires_at = endOf(typed.until);
    return client.request("POST", "/api/keys", { body: { kind, label: typed.label.trim() || null, origins: originsOf(typed.origins), ...(expires_at !== null && { expires_at }) } });
  });
  const submit = async (event: Event) => {
    event.preventDefault();
    const made = await making.run();
    if (made) done(made);
  };
  return (
    <Dialog title="New key" testId="key-dialog" close={close}>
      <form class="confirm" onSubmit={submit}>
        <fieldset class="settings-kinds">
          <legend>Kind</legend>
          {KINDS.map((one) => (
            <label key={one} class={one === kind ? "chosen" : undefined}>
              <input type="radio" name="kind" value={one} data-testid={`key-kind-${one}`} checked={one === kind} onChange={() => setKind(one)} />
              <span>
                <strong>{one}</strong> {kinds[one].may} <span class="faint">{kinds[one].belongs}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <KeyFields typed={typed} change={setTyped} today={new Date().toISOString().slice(0, 10)} />
        {kind === "write" && originsOf(typed.origins) === null && <p class="settings-fault calm">Without origins, every page on the web may send events with this key.</p>}
        {making.error && <Failure error={making.error} />}
        <div class="confirm-end">
          <button class="button" type="button" onClick={close}>
            Cancel
          </button>
          <button class="button primary" type="submit" data-testid="key-make" disabled={making.state === "busy"}>
            Make the key
          </button>
        </div>
      </form>
    </Dialog>
  );
}
