import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useAnswer } from "../../../ask/answer.ts";
import { AdminOnly } from "../../../parts/admin-only.tsx";
import { Answered } from "../../../parts/answered.tsx";
import { Card } from "../../../parts/card.tsx";
import { Done } from "../../../parts/done.tsx";
import type { PageProps } from "../../../pages.ts";
import { Editor } from "./editor.tsx";
import { KillSwitch } from "./kill-switch.tsx";
import { toldOf } from "./members.ts";

/** Remote config: whether anything is tracked, and what trackers and the server do. */
export function ConfigTab({ view, go, session }: PageProps): JSX.Element {
  const config = useAnswer("/api/config", {}, { every: 0 });
  const [savedVersion, setSavedVersion] = useState<number | null>(null);
  const saved = (version: number) => {
    setSavedVersion(version);
    config.again();
  };
  return (
    <div class="page">
      <Answered of={config} height={420}>
        {(answer) => (
          <div class="page">
            <KillSwitch answer={answer} view={view} session={session} changed={saved} />
            <Card title="Remote config" note="Known everywhere within a minute; every answer to a batch carries it" testId="config">
              {savedVersion !== null && (
                <Done title={`Saved as version ${savedVersion}`} testId="config-saved">
                  <p>Open pages know with their next batch.</p>
                </Done>
              )}
              <AdminOnly session={session} what="Changing it">
                <Editor key={answer.version} answer={answer} isText={view.own.get("as") === "json"} show={(isText) => go({ own: { as: isText ? "json" : null } }, "replace")} saved={saved} />
              </AdminOnly>
              {session.key.kind !== "admin" && (
                <>
                  <h3 class="settings-sub">Trackers are told</h3>
                  <pre class="json" tabIndex={0} aria-label="What trackers are told, as JSON" data-testid="config-told">
                    {JSON.stringify(toldOf(answer.config), null, 2)}
                  </pre>
                  <p class="settings-hint">
                    Retention: {answer.config.retention_days === undefined ? "none" : `${answer.config.retention_days} days`}. Cookieless visitors counted: {answer.config.cookieless ? "yes" : "no"}.
                  </p>
                </>
              )}
            </Card>
          </div>
        )}
      </Answered>
    </div>
  );
}
