import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Answer } from "trailmark/query";
import { useDoing } from "../../../ask/doing.ts";
import { Failure } from "../../../parts/answered.tsx";
import { Confirm } from "../../../parts/confirm.tsx";
import { ConfigForm } from "./form.tsx";
import { type Config, differences, putOf, readConfig, toldOf } from "./members.ts";

/** Milliseconds after the last change before the server is asked what it thinks of it. */
const PAUSE = 350;

interface Props {
  answer: Answer<"/api/config">;
  /** Whether it is edited as JSON. */
  isText: boolean;
  show(isText: boolean): void;
  saved(version: number): void;
}

/** The config as a form or as JSON, what trackers would be told of it, and saving. The server checks each change as a dry run. */
export function Editor({ answer, isText, show, saved }: Props): JSX.Element {
  const present = putOf(answer.config);
  const [config, setConfig] = useState<Config>(present);
  const [text, setText] = useState(() => JSON.stringify(present, null, 2));
  const [isAsking, setAsking] = useState(false);
  const read = isText ? readConfig(text) : config;
  const wanted = typeof read === "string" ? null : read;
  const looking = useDoing((client, body: Config) => client.request("PUT", "/api/config", { query: { dry_run: true }, body }));
  const saving = useDoing(async (client, body: Config) => {
    // It replaces the whole: what others have put meanwhile must not go unseen.
    const { version } = await client.get("/api/config");
    return version === answer.version ? client.request("PUT", "/api/config", { body }) : { overtakenBy: version };
  });

  const changes = wanted ? differences(present, wanted) : [];
  const question = JSON.stringify(wanted);
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => void looking.run(wanted), PAUSE);
    return () => clearTimeout(timer);
  }, [question]);

  const switchTo = (toText: boolean) => {
    if (toText) setText(JSON.stringify(config, null, 2));
    else if (wanted) setConfig(wanted);
    else return;
    show(toText);
  };
  const save = async () => {
    if (!wanted) return;
    const now = await saving.run(wanted);
    if (now && "version" in now) saved(now.version);
  };

  return (
    <div class="settings-editor">
      <div>
        <div class="segments settings-modes" role="group" aria-label="Edit as">
          <button type="button" data-testid="config-as-form" aria-pressed={!isText} onClick={() => switchTo(false)}>
            Form
          </button>
          <button type="button" data-testid="config-as-json" aria-pressed={isText} onClick={() => switchTo(true)}>
            JSON
          </button>
        </div>
        {isText ? (
          <label class="field">
            Config as JSON
            <textarea class="input settings-text mono" rows={18} spellcheck={false} data-testid="config-text" value={text} onInput={(event) => setText(event.currentTarget.value)} />
          </label>
        ) : (
          <ConfigForm config={config} change={setConfig} />
        )}
      </div>
      <div class="settings-preview">
        <h3>What would be told</h3>
        {typeof read === "string" && (
          <p class="settings-fault" data-testid="config-fault" role="alert">
            {read}
          </p>
        )}
        {looking.error && wanted && (
          <div data-testid="config-refused" data-field={looking.error.field ?? ""}>
            <Failure error={looking.error} />
          </div>
        )}
        {wanted && !looking.error && (
          <div aria-busy={looking.state === "busy" || looking.state === "idle"}>
            <pre class="json" tabIndex={0} aria-label="What trackers would be told, as JSON" data-testid="config-told">
              {looking.result ? JSON.stringify(toldOf(looking.result.config), null, 2) : "…"}
            </pre>
            <p class="settings-hint">
              Members at their default are not told, nor are retention_days and cookieless. <code>redact</code> comes from the tracking plan.
            </p>
          </div>
        )}
        <h3>What changes</h3>
        {changes.length === 0 ? (
          <p class="panel-empty">Nothing yet.</p>
        ) : (
          <ul class="settings-changes" data-testid="config-changes">
            {changes.map((line) => (
              <li key={line}>
                <code>{line}</code>
              </li>
            ))}
          </ul>
        )}
        <div class="settings-buttons">
          <button class="button primary" type="button" data-testid="config-save" disabled={!wanted || changes.length === 0 || looking.state !== "done"} onClick={() => setAsking(true)}>
            Save …
          </button>
          <button
            class="button"
            type="button"
            data-testid="config-reset"
            disabled={changes.length === 0 && wanted !== null}
            onClick={() => {
              setConfig(present);
              setText(JSON.stringify(present, null, 2));
            }}
          >
            Undo
          </button>
        </div>
      </div>
      {isAsking && (
        <Confirm title="Save the config?" testId="config-dialog" action={`Save as version ${answer.version + 1}`} isBusy={saving.state === "busy"} error={saving.error} confirm={() => void save()} close={() => setAsking(false)}>
          <p>It replaces the present one whole, and holds for all pages and writers of the project within a minute.</p>
          {saving.result && "overtakenBy" in saving.result && (
            <p class="settings-fault" role="alert" data-testid="config-overtaken" data-value={saving.result.overtakenBy}>
              Nothing was saved: somebody put version {saving.result.overtakenBy} meanwhile. Copy what you have as JSON, reload the page, and change that one.
            </p>
          )}
          <ul class="settings-changes">
            {changes.map((line) => (
              <li key={line}>
                <code>{line}</code>
              </li>
            ))}
          </ul>
        </Confirm>
      )}
    </div>
  );
}
