import type { JSX } from "preact";
import { type Column, DataTable } from "../../../parts/data-table.tsx";
import { type Interval, momentName, periodName } from "../../../parts/periods.ts";
import type { View } from "../../../view/view.ts";
import { type Key, nameOf, states, works } from "./kinds.ts";
import type { Task } from "./keys.tsx";

interface Props {
  keys: Key[];
  view: View;
  /** The key that one is logged in by. */
  own: string;
  begin(task: Task): void;
}

/** Keys, those that work first, with what can be done with each. */
export function KeyTable({ keys, view, own, begin }: Props): JSX.Element {
  const moment = (at: number | null, interval: Interval) =>
    at === null ? (
      <span class="faint">never</span>
    ) : (
      <time dateTime={new Date(at).toISOString()} title={`${momentName(at, view.tz)} (${view.tz})`}>
        {periodName(at, interval, view.tz)}
      </time>
    );
  const columns: Column<Key>[] = [
    {
      key: "label",
      title: "Key",
      value: ({ label }) => label ?? "",
      show: (key) => (
        <>
          <strong>{key.label ?? <span class="faint">no label</span>}</strong> {key.id === own && <span class="tag calm">you</span>}
          <br />
          <code class="faint">{key.id}</code>
        </>
      ),
    },
    { key: "kind", title: "Kind", value: ({ kind }) => kind, show: ({ kind }) => kind },
    {
      key: "state",
      title: "State",
      value: ({ state }) => state,
      show: ({ state }) => (
        <span class={`tag ${states[state].tag}`} title={states[state].means}>
          {state}
        </span>
      ),
    },
    { key: "origins", title: "Origins", value: ({ origins }) => origins?.join(" ") ?? "", show: ({ origins }) => (origins ? origins.map((origin) => <div key={origin}>{origin}</div>) : <span class="faint">any</span>) },
    { key: "used", title: "Last used", value: ({ last_used_at }) => last_used_at ?? "", show: ({ last_used_at }) => moment(last_used_at, "hour") },
    { key: "created", title: "Made", value: ({ created_at }) => created_at, show: ({ created_at }) => moment(created_at, "day") },
    {
      key: "ends",
      title: "Ends",
      value: ({ revoked_at, expires_at }) => revoked_at ?? expires_at ?? "",
      show: ({ revoked_at, expires_at, replaced_by }) => (
        <>
          {moment(revoked_at ?? expires_at, "day")}
          {replaced_by && (
            <div class="faint">
              replaced by <code>{replaced_by}</code>
            </div>
          )}
        </>
      ),
    },
    {
      key: "do",
      title: "",
      show: (key) =>
        works(key) && (
          <div class="settings-row-tools">
            <button class="button small" type="button" data-testid="key-change" aria-label={`Change ${nameOf(key)}`} onClick={() => begin({ what: "change", key })}>
              Change
            </button>
            <button class="button small" type="button" data-testid="key-rotate" aria-label={`Rotate ${nameOf(key)}`} disabled={key.replaced_by !== null} onClick={() => begin({ what: "rotate", key })}>
              Rotate
            </button>
            <button class="button small danger" type="button" data-testid="key-revoke" aria-label={`Revoke ${nameOf(key)}`} onClick={() => begin({ what: "revoke", key })}>
              Revoke
            </button>
          </div>
        ),
    },
  ];
  return <DataTable label="Keys" name="keys" columns={columns} rows={keys} keyOf={({ id }) => id} rowAttributes={({ id, kind, state }) => ({ "data-id": id, "data-kind": kind, "data-state": state })} />;
}
