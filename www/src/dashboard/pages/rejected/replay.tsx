import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { count } from "../../../shared/format.ts";
import { useDoing } from "../../ask/doing.ts";
import { Failure } from "../../parts/answered.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Done } from "../../parts/done.tsx";
import { explanationOf } from "./explained.ts";
import { type Filter, nothing, type Outcome, replayAll } from "./replay.ts";

/** Judges what the filter names anew: first only looked at, then done if it is wished. */
export function Replay({ filter, changed, close }: { filter: Filter; changed(): void; close(): void }): JSX.Element {
  const [progress, setProgress] = useState<Outcome>(nothing);
  const looking = useDoing((client) => replayAll(client, filter, true, setProgress));
  const replaying = useDoing((client) => replayAll(client, filter, false, setProgress));
  useEffect(() => void looking.run(), []);
  const replay = async () => {
    setProgress(nothing);
    await replaying.run();
    changed();
  };
  const look = looking.result;
  const done = replaying.result;
  return (
    <Dialog title="Replay rejected events" testId="replay-dialog" close={close}>
      <div class="confirm">
        <p>Each is judged anew by the present tracking plan. What is right now is stored with its own id and time, once, and leaves this list.</p>
        {looking.state === "busy" && <Busy progress={progress} />}
        {looking.error && <Failure error={looking.error} again={() => void looking.run()} />}
        {look && !done && (
          <div data-testid="replay-look">
            <Figures outcome={look} words={["would be stored", "are stored already, and would leave", "would stay rejected", "would have to wait"]} />
          </div>
        )}
        {replaying.state === "busy" && <Busy progress={progress} />}
        {replaying.error && <Failure error={replaying.error} />}
        {done && (
          <Done title={`${count(done.accepted)} stored`} testId="replay-done">
            <Figures outcome={done} words={["were stored", "were stored already, and left", "stay rejected", "have to wait"]} />
          </Done>
        )}
        <div class="confirm-end">
          <button class="button" type="button" data-testid="replay-close" onClick={close}>
            {done ? "Close" : "Cancel"}
          </button>
          {!done && (
            <button class="button primary" type="button" data-testid="replay-do" disabled={!look || look.replayed === look.rejected + look.limited || replaying.state === "busy"} onClick={() => void replay()}>
              {look ? `Replay ${count(look.replayed)}` : "Replay"}
            </button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Busy({ progress }: { progress: Outcome }): JSX.Element {
  return (
    <p role="status" aria-busy="true">
      {progress.replayed === 0 ? "Judging …" : `${count(progress.replayed)} judged …`}
    </p>
  );
}

function Figures({ outcome, words }: { outcome: Outcome; words: [string, string, string, string] }): JSX.Element {
  const names = ["accepted", "duplicate", "rejected", "limited"] as const;
  const stays = Object.entries(outcome.stays).sort(([, one], [, other]) => other - one);
  return (
    <>
      <ul class="rejected-figures">
        {names.map((name, index) => (
          <li key={name}>
            <strong data-testid={`replay-${name}`} data-value={outcome[name]}>
              {count(outcome[name])}
            </strong>{" "}
            {words[index]}
          </li>
        ))}
      </ul>
      {stays.length > 0 && (
        <ul class="rejected-stays">
          {stays.map(([code, number]) => (
            <li key={code} data-testid="replay-stays" data-code={code} data-value={number}>
              <code>{code}</code> {count(number)}: {explanationOf(code).todo}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
