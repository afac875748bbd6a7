import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useDoing } from "../../../ask/doing.ts";
import { Failure } from "../../../parts/answered.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { type Key, nameOf } from "./kinds.ts";
import type { Made } from "./made.tsx";

/** Makes another key in a key's place; both work until the overlap is over. */
export function Rotate({ subject, done, close }: { subject: Key; done(made: Made): void; close(): void }): JSX.Element {
  const [hours, setHours] = useState(24);
  const rotating = useDoing((client) => client.request("POST", "/api/keys/{id}/rotate", { path: { id: subject.id }, body: { overlap_hours: hours } }));
  const submit = async (event: Event) => {
    event.preventDefault();
    const made = await rotating.run();
    if (made) done(made);
  };
  return (
    <Dialog title={`Rotate ${nameOf(subject)}`} testId="key-dialog" close={close}>
      <form class="confirm" onSubmit={submit}>
        <p>A new key is made, of the same kind, label, origins and end. The old one goes on working for the overlap, in which you put the new one in its place, and then ends.</p>
        <label class="field">
          Overlap in hours, 0 to 720
          <input class="input" type="number" min={0} max={720} step={1} required data-testid="key-overlap" value={hours} onInput={(event) => setHours(event.currentTarget.valueAsNumber)} />
        </label>
        {rotating.error && <Failure error={rotating.error} />}
        <div class="confirm-end">
          <button class="button" type="button" onClick={close}>
            Cancel
          </button>
          <button class="button primary" type="submit" data-testid="key-rotate-do" disabled={rotating.state === "busy"}>
            Make the new key
          </button>
        </div>
      </form>
    </Dialog>
  );
}
