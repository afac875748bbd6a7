import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Client, Schemas } from "trailmark/query";
import { count } from "../../../../shared/format.ts";
import { useDoing } from "../../../ask/doing.ts";
import { Failure } from "../../../parts/answered.tsx";
import { Confirm } from "../../../parts/confirm.tsx";
import { Done } from "../../../parts/done.tsx";

type Put = Schemas["PlanPut"];
type PlanBody = Schemas["TrackingPlan"];

/** Edits the plan as JSON, or takes a file: first what would change, then the change. */
export function PlanEditor({ present, changed }: { present: unknown; changed(): void }): JSX.Element {
  const [text, setText] = useState("");
  const [isAsking, setAsking] = useState(false);
  // As it was written, byte for byte: the server keeps it so.
  const put = (client: Client, dry_run: boolean) => client.request("PUT", "/api/plan", { query: { dry_run }, body: text as unknown as PlanBody });
  const looking = useDoing((client) => put(client, true));
  const putting = useDoing((client) => put(client, false));
  const write = (text: string) => {
    setText(text);
    looking.reset();
    putting.reset();
  };
  const open = async (files: FileList | null) => {
    const file = files?.[0];
    if (file) write(await file.text());
  };
  const replace = async () => {
    if (!(await putting.run())) return;
    setAsking(false);
    looking.reset();
    changed();
  };
  const fault = syntaxFault(text);
  const found = looking.result;
  const breaking = found?.changes.filter(({ breaking }) => breaking).length ?? 0;
  return (
    <div class="settings-plan">
      <div class="settings-buttons">
        <button class="button small" type="button" data-testid="plan-edit" onClick={() => write(JSON.stringify(present, null, 2))}>
          Edit the one above
        </button>
        <label class="button small settings-file">
          Open a file …
          <input class="visually-hidden" type="file" accept=".json,application/json" data-testid="plan-file" onChange={(event) => void open(event.currentTarget.files)} />
        </label>
      </div>
      <label class="field">
        Plan as JSON
        <textarea class="input settings-text mono" rows={text ? 18 : 5} spellcheck={false} data-testid="plan-text" placeholder='{"mode": "warn", "events": {"task_completed": {"description": "A task was ticked off."}}}' value={text} onInput={(event) => write(event.currentTarget.value)} />
      </label>
      {fault && (
        <p class="settings-fault" data-testid="plan-fault" role="alert">
          {fault}
        </p>
      )}
      {looking.error && (
        <div data-testid="plan-refused">
          <Failure error={looking.error} />
        </div>
      )}
      <div class="settings-buttons">
        <button class="button" type="button" data-testid="plan-look" disabled={text.trim() === "" || fault !== null || looking.state === "busy"} onClick={() => void looking.run()}>
          Look what would change
        </button>
        <button class="button primary" type="button" data-testid="plan-put" disabled={!found || found.changes.length === 0} onClick={() => setAsking(true)}>
          Put it …
        </button>
      </div>
      {found && <Changes put={found} />}
      {putting.result && (
        <Done title={`Version ${putting.result.version} holds`} testId="plan-done">
          <p>{count(putting.result.changes.length)} changes. Rejected events that are right by it now can be replayed, on the page Rejected.</p>
        </Done>
      )}
      {isAsking && found && (
        <Confirm title="Put this plan?" testId="plan-dialog" action={`Put version ${found.version + 1}`} isBusy={putting.state === "busy"} error={putting.error} confirm={() => void replace()} close={() => setAsking(false)}>
          <p>
            {count(found.changes.length)} changes,{" "}
            <strong data-testid="plan-breaking" data-value={breaking}>
              {breaking === 0 ? "none of them breaking" : `${count(breaking)} of them breaking`}
            </strong>
            . Events are judged by it from now on; those that are stored keep the mark that they have.
          </p>
          {breaking > 0 && <p>Breaking means that a writer that was right may be wrong now, or that a reader may not find what it found.</p>}
        </Confirm>
      )}
    </div>
  );
}

/** What would change, the breaking first. */
function Changes({ put: { changes } }: { put: Put }): JSX.Element {
  const sorted = [...changes].sort((one, other) => Number(other.breaking) - Number(one.breaking));
  return (
    <div role="status" data-testid="plan-changes" data-value={changes.length}>
      {changes.length === 0 ? (
        <p>It says the same as the present one: nothing would change, and there would be no new version.</p>
      ) : (
        <ul class="settings-changes">
          {sorted.map(({ code, place, detail, breaking }) => (
            <li key={`${code} ${place}`} data-testid="plan-change" data-code={code} data-breaking={String(breaking)}>
              <span class={breaking ? "tag bad" : "tag good"}>{breaking ? "breaking" : "fine"}</span> <code>{place}</code> {detail}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function syntaxFault(text: string): string | null {
  if (text.trim() === "") return null;
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
