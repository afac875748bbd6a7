import type { JSX } from "preact";
import { Tabs } from "../../parts/tabs.tsx";
import type { PageProps } from "../../pages.ts";
import { Audit } from "./audit.tsx";
import { ConfigTab } from "./config/config-tab.tsx";
import { Data } from "./data.tsx";
import { Erase } from "./erase.tsx";
import { Keys } from "./keys/keys.tsx";
import { PlanTab } from "./plan/plan-tab.tsx";
import { Project } from "./project.tsx";
import { Retention } from "./retention.tsx";

const tabs = [
  { key: "project", title: "Project", Shown: Project },
  { key: "keys", title: "Keys", Shown: Keys },
  { key: "plan", title: "Plan", Shown: PlanTab },
  { key: "config", title: "Config and kill switch", Shown: ConfigTab },
  { key: "retention", title: "Retention", Shown: Retention },
  { key: "erase", title: "Erase", Shown: Erase },
  { key: "data", title: "Data", Shown: Data },
  { key: "audit", title: "Audit", Shown: Audit },
];

/** Whatever of a project can be set, each under a tab of its own that stands in the address. */
export default function Settings(props: PageProps): JSX.Element {
  const { view, go } = props;
  const selected = tabs.find(({ key }) => key === view.own.get("tab")) ?? tabs[0];
  const key = selected?.key ?? "";
  const Shown = selected?.Shown ?? Project;
  // What one tab has in the address says nothing to another.
  const select = (to: string) => go({ own: { ...Object.fromEntries([...view.own.keys()].map((name) => [name, null])), tab: to === tabs[0]?.key ? null : to } });
  return (
    <div class="page settings" data-testid="settings">
      <Tabs label="Settings" name="tab" tabs={tabs} selected={key} select={select}>
        <Shown key={key} {...props} />
      </Tabs>
    </div>
  );
}
