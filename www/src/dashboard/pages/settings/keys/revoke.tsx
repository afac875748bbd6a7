import type { JSX } from "preact";
import { useDoing } from "../../../ask/doing.ts";
import { Confirm } from "../../../parts/confirm.tsx";
import { momentName } from "../../../parts/periods.ts";
import type { View } from "../../../view/view.ts";
import { type Key, nameOf } from "./kinds.ts";

interface Props {
  subject: Key;
  /** Whether it is the key that one is logged in by. */
  isOwn: boolean;
  view: View;
  done(): void;
  close(): void;
}

/** Takes a key back, for good. */
export function Revoke({ subject, isOwn, view, done, close }: Props): JSX.Element {
  const revoking = useDoing((client) => client.request("DELETE", "/api/keys/{id}", { path: { id: subject.id } }));
  const revoke = async () => {
    if (await revoking.run()) done();
  };
  const { kind, last_used_at: used } = subject;
  return (
    <Confirm title={`Revoke ${nameOf(subject)}`} testId="key-dialog" action="Revoke it" isBusy={revoking.state === "busy"} error={revoking.error} confirm={() => void revoke()} close={close}>
      <p>
        Whoever uses this {kind} key is refused within a minute, for good.{" "}
        {used === null ? "It was never used." : `It was used last in the hour of ${momentName(used, view.tz)}.`}
      </p>
      {(kind === "write" || kind === "server") && (
        <p>
          What trackers and writers still hold is refused then, and given up. To replace it without a loss, <strong>rotate</strong> it.
        </p>
      )}
      {isOwn && <p>It is the key that you are logged in by: your login ends with it.</p>}
    </Confirm>
  );
}
