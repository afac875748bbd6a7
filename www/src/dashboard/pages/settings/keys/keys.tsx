import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useAnswer } from "../../../ask/answer.ts";
import { AdminOnly, isAdmin } from "../../../parts/admin-only.tsx";
import { Answered } from "../../../parts/answered.tsx";
import { Card } from "../../../parts/card.tsx";
import type { PageProps } from "../../../pages.ts";
import { Change } from "./change.tsx";
import { Create } from "./create.tsx";
import { type Key, works } from "./kinds.ts";
import { type Made, MadeKey } from "./made.tsx";
import { Revoke } from "./revoke.tsx";
import { Rotate } from "./rotate.tsx";
import { KeyTable } from "./table.tsx";

/** What is being done: making a key, or something with one. */
export type Task = { what: "create" } | { what: "change" | "rotate" | "revoke"; key: Key };

/** The project's keys: which there are, and making, replacing, changing and ending them. */
export function Keys({ view, session }: PageProps): JSX.Element {
  const keys = useAnswer(isAdmin(session) ? "/api/keys" : null, {});
  const [task, setTask] = useState<Task | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const [isWhole, setWhole] = useState(false);
  const done = (key?: Made) => {
    if (key) setMade(key);
    setTask(null);
    keys.again();
  };
  const close = () => setTask(null);
  return (
    <Card
      title="Keys"
      note="The database holds only a hash of each: a lost key cannot be read back"
      tools={
        isAdmin(session) && (
          <button class="button small primary" type="button" data-testid="key-new" onClick={() => setTask({ what: "create" })}>
            New key …
          </button>
        )
      }
    >
      <AdminOnly session={session} what="Seeing and making keys">
        {made && <MadeKey made={made} close={() => setMade(null)} />}
        <Answered of={keys} height={260}>
          {({ items }) => {
            const over = items.filter((key) => !works(key));
            return (
              <>
                <KeyTable keys={isWhole ? items : items.filter(works)} view={view} own={session.key.id} begin={setTask} />
                {over.length > 0 && (
                  <button class="button quiet small" type="button" data-testid="keys-over" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
                    {isWhole ? "Hide those that are over" : `Show ${over.length} that ${over.length === 1 ? "is" : "are"} over`}
                  </button>
                )}
              </>
            );
          }}
        </Answered>
        <p class="settings-hint">A change holds everywhere within a minute: so long a revoked key works at most. When a key was used is told by the hour.</p>
        {task?.what === "create" && <Create done={done} close={close} />}
        {task?.what === "change" && <Change subject={task.key} done={() => done()} close={close} />}
        {task?.what === "rotate" && <Rotate subject={task.key} done={done} close={close} />}
        {task?.what === "revoke" && <Revoke subject={task.key} isOwn={task.key.id === session.key.id} view={view} done={() => done()} close={close} />}
      </AdminOnly>
    </Card>
  );
}
