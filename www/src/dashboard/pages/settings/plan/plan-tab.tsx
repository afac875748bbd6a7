import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count } from "../../../../shared/format.ts";
import { useAnswer } from "../../../ask/answer.ts";
import { AdminOnly } from "../../../parts/admin-only.tsx";
import { Answered } from "../../../parts/answered.tsx";
import { Card } from "../../../parts/card.tsx";
import { type Column, DataTable } from "../../../parts/data-table.tsx";
import { momentName } from "../../../parts/periods.ts";
import type { PageProps } from "../../../pages.ts";
import { PlanEditor } from "./editor.tsx";
import { Events } from "./events.tsx";
import type { Plan } from "./planned.ts";
import { modes } from "./planned.ts";

type Version = Schemas["PlanVersion"];

/** The tracking plan: its events, its versions, and putting another. */
export function PlanTab({ view, go, session }: PageProps): JSX.Element {
  const asked = view.own.get("version");
  const version = asked !== null && /^\d+$/.test(asked) ? Number(asked) : null;
  const plan = useAnswer("/api/plan", version === null ? {} : { version }, { every: 0 });
  const versions = useAnswer("/api/plan/versions", {}, { every: 0 });
  const present = versions.data?.items[0]?.version;
  const made = ({ created_at }: { created_at: number | null }) => (created_at === null ? "built in" : momentName(created_at, view.tz));
  const columns: Column<Version>[] = [
    {
      key: "version",
      title: "Version",
      value: ({ version }) => version,
      show: ({ version }) => (
        <button class="link" type="button" data-testid="version-show" onClick={() => go({ own: { version: version === present ? null : String(version) } })}>
          {version}
        </button>
      ),
    },
    { key: "made", title: `Put (${view.tz})`, value: ({ created_at }) => created_at ?? "", show: made },
    { key: "mode", title: "Mode", value: ({ mode }) => mode, show: ({ mode }) => mode },
    { key: "events", title: "Events", isNumber: true, value: ({ events }) => events, show: ({ events }) => count(events) },
  ];
  const changed = () => {
    go({ own: { version: null } }, "replace");
    plan.again();
    versions.again();
  };
  return (
    <div class="page">
      <Answered of={plan} height={420}>
        {(answer) => {
          const read = answer.plan as Plan;
          const isPresent = version === null || version === present;
          return (
            <div class="page">
              <Card
                title="Tracking plan"
                testId="plan"
                note={
                  <span data-testid="plan-version" data-value={answer.version}>
                    {answer.version === 0 ? "The built-in one: the project has none of its own" : `Version ${answer.version}, put ${made(answer)} (${view.tz})`}
                    {!isPresent && ", not the present one"}
                  </span>
                }
              >
                <p class="settings-state">
                  <span class="tag calm" data-testid="plan-mode" data-value={read.mode ?? "open"}>
                    {read.mode ?? "open"}
                  </span>{" "}
                  {modes[read.mode ?? "open"]}
                </p>
                <Events plan={read} search={view.own.get("find") ?? ""} find={(find) => go({ own: { find: find || null } }, "replace")} />
              </Card>
              <Card title="Replace it" note="It holds at once, and everywhere within a minute; every version is kept">
                <AdminOnly session={session} what="Replacing the plan">
                  <PlanEditor key={answer.version} present={answer.plan} changed={changed} />
                </AdminOnly>
              </Card>
            </div>
          );
        }}
      </Answered>
      <Card title="Versions">
        <Answered of={versions} height={120}>
          {({ items }) => <DataTable label="Versions of the plan" name="versions" columns={columns} rows={items} keyOf={({ version }) => String(version)} rowAttributes={({ version }) => ({ "data-version": version })} selected={plan.data ? String(plan.data.version) : null} />}
        </Answered>
      </Card>
    </div>
  );
}
