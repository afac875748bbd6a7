import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Answer } from "trailmark/query";
import { useDoing } from "../../../ask/doing.ts";
import type { Session } from "../../../ask/session.ts";
import { AdminOnly } from "../../../parts/admin-only.tsx";
import { Confirm } from "../../../parts/confirm.tsx";
import { momentName } from "../../../parts/periods.ts";
import type { View } from "../../../view/view.ts";
import { LastChange } from "./last-change.tsx";
import { putMember } from "./put-member.ts";

interface Props {
  answer: Answer<"/api/config">;
  view: View;
  session: Session;
  changed(version: number): void;
}

/** Whether the project tracks at all, who changed the config last, and the switch. All other members stay as they are. */
export function KillSwitch({ answer, view, session, changed }: Props): JSX.Element {
  const [isAsking, setAsking] = useState(false);
  const isOn = answer.config.enabled !== false;
  const switching = useDoing((client) => putMember(client, ["enabled"], isOn ? false : undefined));
  const flip = async () => {
    const now = await switching.run();
    if (!now) return;
    setAsking(false);
    changed(now.version);
  };
  return (
    <section class={`card panel settings-kill ${isOn ? "" : "off"}`} data-testid="kill-switch" data-value={isOn ? "on" : "off"} aria-labelledby="kill-title">
      <div>
        <h2 id="kill-title">{isOn ? "Tracking is on" : "Tracking is switched off"}</h2>
        <p>
          {isOn
            ? "Pages and writers track, and the server stores."
            : "Trackers track, store and send nothing, and forget what waits. What happened meanwhile does not come when it is on again."}
        </p>
        <p class="faint" data-testid="config-version" data-value={answer.version}>
          {answer.version === 0 || answer.updated_at === null ? "The config was never changed." : `Version ${answer.version}, of ${momentName(answer.updated_at, view.tz)} (${view.tz})`}
          {answer.version > 0 && <LastChange key={answer.version} session={session} at={answer.updated_at} />}
        </p>
      </div>
      <AdminOnly session={session} what="Switching tracking off or on">
        <button class={isOn ? "button danger" : "button primary"} type="button" data-testid="kill" onClick={() => setAsking(true)}>
          {isOn ? "Switch tracking off …" : "Switch tracking on …"}
        </button>
      </AdminOnly>
      {isAsking && (
        <Confirm
          title={isOn ? "Switch tracking off?" : "Switch tracking on?"}
          testId="kill-dialog"
          action={isOn ? "Switch it off" : "Switch it on"}
          {...(isOn && { typed: { label: `Type the project's name, ${session.project.name}, to switch it off`, text: session.project.name } })}
          isBusy={switching.state === "busy"}
          error={switching.error}
          confirm={() => void flip()}
          close={() => setAsking(false)}
        >
          {isOn ? (
            <ul class="settings-list">
              <li>Within a minute no page and no writer of this project tracks, stores or sends anything; what waits in them is forgotten.</li>
              <li>What is sent all the same is turned away with config_off, and is not kept.</li>
              <li>Pages do not notice: nothing throws. Everything that is stored stays, and questions go on being answered.</li>
            </ul>
          ) : (
            <p>Trackers learn it within ten minutes, or when their page is loaded anew, and track again from then on.</p>
          )}
        </Confirm>
      )}
    </section>
  );
}
