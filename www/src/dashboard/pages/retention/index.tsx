import type { JSX } from "preact";
import type { PageProps } from "../../pages.ts";
import { Tabs } from "../../parts/tabs.tsx";
import { ActiveUsers } from "./active-users.tsx";
import { CohortsTab } from "./cohorts-tab.tsx";

const TABS = [
  { key: "cohorts", title: "Retention" },
  { key: "active", title: "Active people" },
];

/** Who comes back: cohorts by when they first came, and how many are active each day. */
export default function Retention({ view, go }: PageProps): JSX.Element {
  const tab = view.own.get("tab") === "active" ? "active" : "cohorts";
  return (
    <Tabs label="What is shown" name="retention-tab" tabs={TABS} selected={tab} select={(key) => go({ own: { tab: key === "cohorts" ? null : key } })}>
      {tab === "active" ? <ActiveUsers view={view} go={go} /> : <CohortsTab view={view} go={go} />}
    </Tabs>
  );
}
