import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { count } from "../../../shared/format.ts";
import { useDoing } from "../../ask/doing.ts";
import { Failure } from "../../parts/answered.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { Done } from "../../parts/done.tsx";
import { momentName } from "../../parts/periods.ts";
import type { View } from "../../view/view.ts";

/** Deletes events older than some days, once: counted first, then done if it is confirmed. */
export function Cleanup({ view }: { view: View }): JSX.Element {
  const [days, setDays] = useState("365");
  const [isAsking, setAsking] = useState(false);
  const query = { days: Number(days) };
  const looking = useDoing((client) => client.request("DELETE", "/api/events/cleanup", { query: { ...query, dry_run: true } }));
  const cleaning = useDoing((client) => client.request("DELETE", "/api/events/cleanup", { query }));
  const look = async (event: Event) => {
    event.preventDefault();
    cleaning.reset();
    await looking.run();
  };
  const clean = async () => {
    if (!(await cleaning.run())) return;
    looking.reset();
    setAsking(false);
  };
  const found = looking.result;
  const done = cleaning.result;
  return (
    <>
      <form class="settings-line" onSubmit={look}>
        <label class="field">
          Events older than days
          <input
            class="input"
            type="number"
            min={1}
            max={36_500}
            step={1}
            required
            data-testid="cleanup-days"
            value={days}
            onInput={(event) => {
              setDays(event.currentTarget.value);
              looking.reset();
            }}
          />
        </label>
        <button class="button" type="submit" data-testid="cleanup-look" disabled={looking.state === "busy"}>
          Look what would go
        </button>
      </form>
      {looking.error && <Failure error={looking.error} />}
      {found && (
        <div class="settings-found" role="status">
          <p>
            <strong data-testid="cleanup-matched" data-value={found.matched}>
              {count(found.matched)}
            </strong>{" "}
            events from before {momentName(found.older_than, view.tz)} ({view.tz}),{" "}
            <span data-testid="cleanup-rejected" data-value={found.rejected}>
              {count(found.rejected)}
            </span>{" "}
            rejected ones, and the accounts of delivery of that time.
          </p>
          <button class="button danger" type="button" data-testid="cleanup-ask" disabled={found.matched + found.rejected === 0} onClick={() => setAsking(true)}>
            Delete them …
          </button>
        </div>
      )}
      {done && (
        <Done title={`${count(done.deleted)} events deleted`} testId="cleanup-done">
          <p data-testid="cleanup-deleted" data-value={done.deleted}>
            Of {count(done.matched)} that matched, and {count(done.rejected)} rejected ones.
          </p>
        </Done>
      )}
      {isAsking && found && (
        <Confirm
          title="Delete old events?"
          testId="cleanup-dialog"
          action={`Delete ${count(found.matched)} events`}
          typed={{ label: `Type ${found.matched} to delete them`, text: String(found.matched) }}
          isBusy={cleaning.state === "busy"}
          error={cleaning.error}
          confirm={() => void clean()}
          close={() => setAsking(false)}
        >
          <p>
            {count(found.matched)} events from before {momentName(found.older_than, view.tz)} go at once, with what roll-ups said of them. They cannot be brought back, but by an export that you have.
          </p>
        </Confirm>
      )}
    </>
  );
}
