import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Answer, Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import type { Answered as Asked } from "../../ask/answer.ts";
import type { Session } from "../../ask/session.ts";
import { AdminOnly } from "../../parts/admin-only.tsx";
import { Answered } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { momentName } from "../../parts/periods.ts";
import { Select } from "../../parts/select.tsx";
import type { PageProps } from "../../pages.ts";
import type { View } from "../../view/view.ts";
import { Forget } from "./forget.tsx";
import { byCode, type Chosen, typesOf } from "./question.ts";
import type { Filter } from "./replay.ts";
import { Replay } from "./replay.tsx";

type Item = Schemas["RejectedItem"];

interface Props {
  answer: Asked<Answer<"/api/rejected">>;
  filter: Filter;
  chosen: Chosen;
  /** The counts of the whole time. */
  counts: Schemas["RejectedCount"][];
  choose(change: { code?: string | null; type?: string | null }): void;
  go: PageProps["go"];
  view: View;
  session: Session;
  changed(): void;
}

/** Rejected events, newest first, by code and type, with what can be done with all that the filter names. */
export function List({ answer, filter, chosen, counts, choose, go, view, session, changed }: Props): JSX.Element {
  const [doing, setDoing] = useState<"replay" | "forget" | null>(null);
  const total = answer.data?.total;
  const columns: Column<Item>[] = [
    {
      key: "when",
      title: `Rejected (${view.tz})`,
      value: ({ rejected_at }) => rejected_at,
      show: ({ id, rejected_at, rejected_at_iso }) => (
        <button class="link" type="button" data-testid="open" onClick={() => go({ own: { open: id } })}>
          <time dateTime={rejected_at_iso}>{momentName(rejected_at, view.tz)}</time>
        </button>
      ),
    },
    { key: "code", title: "Code", value: ({ code }) => code, show: ({ code }) => <code>{code}</code> },
    { key: "type", title: "Type", value: ({ type }) => type ?? "", show: ({ type }) => <span class="clipped">{type ?? "–"}</span> },
    { key: "field", title: "Field", value: ({ field }) => field ?? "", show: ({ field }) => (field ? <code>{field}</code> : "–") },
    { key: "detail", title: "What was expected", show: ({ detail }) => <span class="clipped rejected-detail" title={detail}>{detail}</span> },
    { key: "times", title: "Times", explained: "How often the same event came and was rejected", isNumber: true, value: ({ times }) => times, show: ({ times }) => count(times) },
    { key: "plan", title: "Plan", explained: "The version of the tracking plan that it was judged by; 0 is the built-in one", isNumber: true, value: ({ plan_version }) => plan_version, show: ({ plan_version }) => plan_version },
  ];
  return (
    <Card
      title="Rejected events"
      testId="list"
      note={
        total !== undefined && (
          <span data-testid="total" data-value={total}>
            {count(total)} {total === 1 ? "event" : "events"}
          </span>
        )
      }
    >
      <div class="rejected-filters">
        <Select label="Code" name="filter-code" value={chosen.code ?? ""} change={(code) => choose({ code: code || null })} options={options("Every code", byCode(counts).map(({ code }) => code), chosen.code)} />
        <Select label="Type" name="filter-type" value={chosen.type ?? ""} change={(type) => choose({ type: type || null })} options={options("Every type", typesOf(counts), chosen.type)} />
      </div>
      <AdminOnly session={session} what="Replaying or forgetting rejected events">
        <div class="rejected-tools">
          <button class="button small" type="button" data-testid="replay" disabled={!total} onClick={() => setDoing("replay")}>
            Replay {total ? count(total) : ""} …
          </button>
          <button class="button small danger" type="button" data-testid="forget" disabled={!total} onClick={() => setDoing("forget")}>
            Forget {total ? count(total) : ""} …
          </button>
          <span class="faint">A look first; nothing is changed before you confirm.</span>
        </div>
      </AdminOnly>
      <Answered of={answer} height={300} empty={({ items }) => (items.length === 0 ? <p class="panel-empty">Nothing here: choose another code, type or time.</p> : null)}>
        {({ items, next_cursor }) => (
          <>
            <DataTable label="Rejected events" name="rejected" columns={columns} rows={items} keyOf={({ id }) => id} rowAttributes={({ id, code }) => ({ "data-id": id, "data-code": code })} selected={chosen.open} open={({ id }) => go({ own: { open: id } })} />
            <div class="rejected-pages">
              {chosen.cursor && (
                <button class="button small" type="button" data-testid="newest" onClick={() => go({ own: { cursor: null } })}>
                  Newest
                </button>
              )}
              {next_cursor && (
                <button class="button small" type="button" data-testid="older" onClick={() => go({ own: { cursor: next_cursor } })}>
                  Older
                </button>
              )}
            </div>
          </>
        )}
      </Answered>
      {doing === "replay" && <Replay filter={filter} changed={changed} close={() => setDoing(null)} />}
      {doing === "forget" && <Forget filter={filter} changed={changed} close={() => setDoing(null)} />}
    </Card>
  );
}

/** What can be chosen: what there is, and what is chosen though there is none of it in this time. */
function options(any: string, values: string[], chosen: string | null): { value: string; label: string }[] {
  const all = chosen === null || values.includes(chosen) ? values : [...values, chosen];
  return [{ value: "", label: any }, ...all.map((value) => ({ value, label: value }))];
}
