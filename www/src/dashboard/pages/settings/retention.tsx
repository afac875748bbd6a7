import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { count } from "../../../shared/format.ts";
import { useAnswer } from "../../ask/answer.ts";
import { useDoing } from "../../ask/doing.ts";
import { AdminOnly } from "../../parts/admin-only.tsx";
import { Answered, Failure } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { Done } from "../../parts/done.tsx";
import type { PageProps } from "../../pages.ts";
import { Cleanup } from "./cleanup.tsx";
import { putMember } from "./config/put-member.ts";

/** How long events are kept, and deleting older ones by hand. */
export function Retention({ session, view }: PageProps): JSX.Element {
  const config = useAnswer("/api/config", {}, { every: 0 });
  return (
    <div class="page">
      <Card title="Retention" note="Events older than this are deleted by the clock, whole days (UTC) at a time">
        <Answered of={config} height={180}>
          {(answer) => (
            <>
              <p class="settings-state" data-testid="retention" data-value={answer.config.retention_days ?? ""}>
                {answer.config.retention_days === undefined ? "Events are kept until somebody deletes them." : `Events are kept for ${count(answer.config.retention_days)} days.`}
              </p>
              <AdminOnly session={session} what="Changing it">
                <RetentionForm key={answer.version} days={answer.config.retention_days ?? null} changed={config.again} />
              </AdminOnly>
            </>
          )}
        </Answered>
      </Card>
      <Card title="Clean up by hand" note="Deletes what is older once, now">
        <AdminOnly session={session} what="Deleting events">
          <Cleanup view={view} />
        </AdminOnly>
      </Card>
    </div>
  );
}

interface Props {
  /** How many days are kept at present; null is all. */
  days: number | null;
  changed(): void;
}

/** Sets how many days are kept: what would go by that today is counted first. */
function RetentionForm({ days, changed }: Props): JSX.Element {
  const [typed, setTyped] = useState(days === null ? "" : String(days));
  const [isAsking, setAsking] = useState(false);
  const wanted = typed === "" ? null : Number(typed);
  const looking = useDoing((client, days: number) => client.request("DELETE", "/api/events/cleanup", { query: { days, dry_run: true } }));
  const saving = useDoing((client) => putMember(client, ["retention_days"], wanted ?? undefined));
  const look = async (event: Event) => {
    event.preventDefault();
    if (wanted === null || (await looking.run(wanted))) setAsking(true);
  };
  const save = async () => {
    if (!(await saving.run())) return;
    setAsking(false);
    changed();
  };
  return (
    <>
      <form class="settings-line" onSubmit={look}>
        <label class="field">
          Days to keep; empty is for ever
          <input class="input" type="number" min={1} max={3650} step={1} data-testid="retention-days" placeholder="for ever" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
        </label>
        <button class="button" type="submit" data-testid="retention-look" disabled={wanted === days || looking.state === "busy"}>
          Look what it would delete …
        </button>
      </form>
      {looking.error && <Failure error={looking.error} />}
      {saving.state === "done" && <Done title="Saved" testId="retention-saved" />}
      {isAsking && (
        <Confirm title={wanted === null ? "Keep events for ever?" : `Keep events for ${count(wanted)} days?`} testId="retention-dialog" action="Save" isBusy={saving.state === "busy"} error={saving.error} confirm={() => void save()} close={() => setAsking(false)}>
          {wanted === null || !looking.result ? (
            <p>From now on nothing is deleted by itself. What is gone already does not come back.</p>
          ) : (
            <p>
              By that{" "}
              <strong data-testid="retention-matched" data-value={looking.result.matched}>
                {count(looking.result.matched)} {looking.result.matched === 1 ? "event" : "events"}
              </strong>{" "}
              from before {looking.result.older_than_iso.slice(0, 10)} (UTC) and {count(looking.result.rejected)} rejected ones would go, 5,000 every five minutes, and each day what becomes too old. They
              cannot be brought back, but by an export that you have.
            </p>
          )}
        </Confirm>
      )}
    </>
  );
}
