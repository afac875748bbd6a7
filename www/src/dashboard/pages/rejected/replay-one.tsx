import type { JSX } from "preact";
import { useDoing } from "../../ask/doing.ts";
import { Failure } from "../../parts/answered.tsx";
import { Done } from "../../parts/done.tsx";
import { type Outcome, replayAll } from "./replay.ts";

/** Judges one event anew: what would become of it, and, if it would be stored, the button that stores it. */
export function ReplayOne({ id, changed }: { id: string; changed(): void }): JSX.Element {
  const only = { id, range: "all" };
  const looking = useDoing((client) => replayAll(client, only, true, () => {}));
  const replaying = useDoing((client) => replayAll(client, only, false, () => {}));
  const look = looking.result;
  const done = replaying.result;
  const leaves = look !== undefined && look.accepted + look.duplicate > 0;
  const replay = async () => {
    if (await replaying.run()) changed();
  };
  return (
    <div class="confirm">
      {looking.error && <Failure error={looking.error} />}
      {replaying.error && <Failure error={replaying.error} />}
      {done ? (
        <Done title={said(done, ["It is stored.", "It was stored already, and has left the list.", "It stays rejected.", "It has to wait: the day's quota is near."])} testId="replay-one-done" />
      ) : (
        look && (
          <p data-testid="replay-one-look" role="status">
            {said(look, ["It would be stored.", "It is stored already, and would leave the list.", `It would stay rejected: ${Object.keys(look.stays).join(", ")}.`, "It would have to wait: the day's quota is near."])}
          </p>
        )
      )}
      {!done && (
        <div class="confirm-end">
          <button class="button small" type="button" data-testid="replay-one-check" disabled={looking.state === "busy"} onClick={() => void looking.run()}>
            Judge it anew
          </button>
          {leaves && (
            <button class="button small primary" type="button" data-testid="replay-one-do" disabled={replaying.state === "busy"} onClick={() => void replay()}>
              Replay it
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** One of four sentences, by what became of the one event. */
function said({ accepted, duplicate, rejected, limited }: Outcome, [stored, there, stays, waits]: [string, string, string, string]): string {
  if (accepted > 0) return stored;
  if (duplicate > 0) return there;
  if (rejected > 0) return stays;
  return limited > 0 ? waits : "It is not here any more.";
}
