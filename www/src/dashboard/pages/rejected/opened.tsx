import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { useAnswer } from "../../ask/answer.ts";
import type { Session } from "../../ask/session.ts";
import { AdminOnly } from "../../parts/admin-only.tsx";
import { Answered } from "../../parts/answered.tsx";
import { Copy } from "../../parts/copy.tsx";
import { momentName } from "../../parts/periods.ts";
import { SidePanel } from "../../parts/side-panel.tsx";
import type { View } from "../../view/view.ts";
import { explanationOf } from "./explained.ts";
import { markedLines } from "./marked.ts";
import { ReplayOne } from "./replay-one.tsx";

interface Props {
  id: string;
  /** The event, if the list has it. */
  known: Schemas["RejectedItem"] | undefined;
  view: View;
  session: Session;
  changed(): void;
  close(): void;
}

/** One rejected event as it came, with the field at fault marked, and what the code means. */
export function Opened({ id, known, view, session, changed, close }: Props): JSX.Element {
  // The list may lose it while it is open, as when it is replayed.
  const [first] = useState(known);
  const asked = useAnswer(first ? null : "/api/rejected", { id, range: "all" });
  const answer = first ? { ...asked, state: "shown" as const, data: { items: [first] } } : asked;
  return (
    <SidePanel title={first?.type ?? "A rejected event"} testId="rejected-detail" close={close}>
      <Answered of={answer} empty={({ items }) => (items.length === 0 ? <p data-testid="rejected-gone">It is not here any more: replayed, forgotten, or older than 30 days.</p> : null)}>
        {({ items: [item] }) => item && <Item item={item} view={view} session={session} changed={changed} />}
      </Answered>
    </SidePanel>
  );
}

function Item({ item, view, session, changed }: { item: Schemas["RejectedItem"]; view: View; session: Session; changed(): void }): JSX.Element {
  const { means, todo } = explanationOf(item.code);
  return (
    <>
      <p class="rejected-reason">
        <code data-testid="detail-code">{item.code}</code>
        {item.field && (
          <>
            {" "}
            at <code data-testid="detail-field">{item.field}</code>
          </>
        )}
        : {item.detail}
      </p>
      <p>{means}</p>
      <p>{todo}</p>
      <dl class="facts">
        <div>
          <dt>Rejected</dt>
          <dd>
            <time dateTime={item.rejected_at_iso}>{momentName(item.rejected_at, view.tz)}</time>
            {item.times > 1 && `, ${count(item.times)} times`}
          </dd>
        </div>
        {item.event_id && (
          <div>
            <dt>Event id</dt>
            <dd>{item.event_id}</dd>
          </div>
        )}
        <div>
          <dt>Judged by plan</dt>
          <dd>{item.plan_version === 0 ? "the built-in one" : `version ${item.plan_version}`}</dd>
        </div>
      </dl>
      <div class="rejected-head">
        <h3>As it came, redacted</h3>
        <Copy name="copy-event" text={JSON.stringify(item.event, null, 2)} />
      </div>
      <pre class="json rejected-json" tabIndex={0} aria-label="The event as JSON" data-testid="event-json">
        {markedLines(item.event, item.field).map(({ text, isAtFault }, index) =>
          isAtFault ? (
            <mark key={index} data-testid="at-fault">{`${text}\n`}</mark>
          ) : (
            `${text}\n`
          ),
        )}
      </pre>
      <details>
        <summary>What its request said</summary>
        <pre class="json" tabIndex={0} aria-label="What its request said, as JSON">
          {JSON.stringify(item.arrival, null, 2)}
        </pre>
      </details>
      <AdminOnly session={session} what="Replaying it">
        <ReplayOne id={item.id} changed={changed} />
      </AdminOnly>
    </>
  );
}
