import type { JSX } from "preact";
import { useAnswer } from "../../ask/answer.ts";
import { isAdmin, AdminOnly } from "../../parts/admin-only.tsx";
import { Answered } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { momentName } from "../../parts/periods.ts";
import type { PageProps } from "../../pages.ts";
import type { Schemas } from "trailmark/query";
import { actionName, detailsText } from "./audit-words.ts";

type Item = Schemas["AuditItem"];

/** Lines on one page. */
const PAGE = 50;

/** Who did what when. */
export function Audit({ view, go, session }: PageProps): JSX.Element {
  const cursor = view.own.get("cursor");
  const audit = useAnswer(isAdmin(session) ? "/api/audit" : null, { limit: PAGE, ...(cursor && { cursor: Number(cursor) }) });
  const columns: Column<Item>[] = [
    { key: "at", title: `When (${view.tz})`, value: ({ at }) => at, show: ({ at, at_iso }) => <time dateTime={at_iso}>{momentName(at, view.tz)}</time> },
    { key: "action", title: "What", value: ({ action }) => action, show: ({ action }) => actionName(action) },
    {
      key: "key",
      title: "By",
      value: ({ key_id }) => key_id ?? "",
      show: ({ key_id }) => (key_id ? <code>{key_id}</code> : <span title="The clock, or who owns the deployment">the clock, or the owner</span>),
    },
    { key: "details", title: "Details", show: ({ details }) => detailsText(details) || "–" },
  ];
  return (
    <Card title="Audit" note="Keys, plan, config, deletions, erasures, exports, replays, retention and logins; nothing about persons, and nobody can change it">
      <AdminOnly session={session} what="Reading the audit">
        <Answered of={audit} height={300} empty={({ items }) => (items.length === 0 ? <p class="panel-empty">Nothing has been done yet.</p> : null)}>
          {({ items, next_cursor }) => (
            <>
              <DataTable label="Audit" name="audit" columns={columns} rows={items} keyOf={({ seq }) => String(seq)} rowAttributes={({ seq, action }) => ({ "data-seq": seq, "data-action": action })} />
              <div class="settings-buttons">
                {cursor && (
                  <button class="button small" type="button" data-testid="audit-newest" onClick={() => go({ own: { cursor: null } })}>
                    Newest
                  </button>
                )}
                {next_cursor && (
                  <button class="button small" type="button" data-testid="audit-older" onClick={() => go({ own: { cursor: next_cursor } })}>
                    Older
                  </button>
                )}
              </div>
            </>
          )}
        </Answered>
      </AdminOnly>
    </Card>
  );
}
