import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useDoing } from "../../../ask/doing.ts";
import { Failure } from "../../../parts/answered.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { KeyFields, type Typed } from "./fields.tsx";
import { dateOf, endOf, type Key, nameOf } from "./kinds.ts";
import { originsOf } from "./origins.ts";

/** Changes a key's label, origins or end. Only what is changed is sent: an end that has come nearer meanwhile stays. */
export function Change({ subject, done, close }: { subject: Key; done(): void; close(): void }): JSX.Element {
  const before: Typed = { label: subject.label ?? "", origins: subject.origins?.join("\n") ?? "", until: dateOf(subject.expires_at) };
  const [typed, setTyped] = useState(before);
  const changing = useDoing((client) =>
    client.request("PATCH", "/api/keys/{id}", {
      path: { id: subject.id },
      body: {
        ...(typed.label !== before.label && { label: typed.label.trim() || null }),
        ...(typed.origins !== before.origins && { origins: originsOf(typed.origins) }),
        ...(typed.until !== before.until && { expires_at: endOf(typed.until) }),
      },
    }),
  );
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await changing.run()) done();
  };
  return (
    <Dialog title={`Change ${nameOf(subject)}`} testId="key-dialog" close={close}>
      <form class="confirm" onSubmit={submit}>
        <KeyFields typed={typed} change={setTyped} today={new Date().toISOString().slice(0, 10)} />
        {changing.error && <Failure error={changing.error} />}
        <div class="confirm-end">
          <button class="button" type="button" onClick={close}>
            Cancel
          </button>
          <button class="button primary" type="submit" data-testid="key-save" disabled={changing.state === "busy"}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
