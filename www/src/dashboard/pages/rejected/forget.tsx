import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { count } from "../../../shared/format.ts";
import { useDoing } from "../../ask/doing.ts";
import { Failure } from "../../parts/answered.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Done } from "../../parts/done.tsx";
import type { Filter } from "./replay.ts";

/** Deletes what the filter names from the rejected events: first counted, then done if it is confirmed. */
export function Forget({ filter, changed, close }: { filter: Filter; changed(): void; close(): void }): JSX.Element {
  const looking = useDoing((client) => client.request("DELETE", "/api/rejected", { query: { ...filter, dry_run: true } }));
  const forgetting = useDoing((client) => client.request("DELETE", "/api/rejected", { query: filter }));
  useEffect(() => void looking.run(), []);
  const forget = async () => {
    await forgetting.run();
    changed();
  };
  const done = forgetting.result;
  if (done)
    return (
      <Dialog title="Forget rejected events" testId="forget-dialog" close={close}>
        <Done title={`${count(done.deleted)} forgotten`} testId="forget-done">
          <p>
            Of {count(done.matched)} that matched,{" "}
            <span data-testid="forget-deleted" data-value={done.deleted}>
              {count(done.deleted)}
            </span>{" "}
            are gone. The counters of delivery keep that they were rejected.
          </p>
        </Done>
      </Dialog>
    );
  return (
    <Confirm title="Forget rejected events" testId="forget-dialog" action={looking.result ? `Forget ${count(looking.result.matched)}` : "Forget"} isBusy={forgetting.state === "busy"} isReady={looking.result !== undefined} error={forgetting.error} confirm={() => void forget()} close={close}>
      {looking.error ? (
        <Failure error={looking.error} again={() => void looking.run()} />
      ) : (
        <p aria-busy={looking.state === "busy"}>
          {looking.result ? (
            <>
              <strong data-testid="forget-matched" data-value={looking.result.matched}>
                {count(looking.result.matched)}
              </strong>{" "}
              rejected events of this filter would go. They cannot be replayed afterwards, and nobody can bring them back.
            </>
          ) : (
            "Counting …"
          )}
        </p>
      )}
    </Confirm>
  );
}
