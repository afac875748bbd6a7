import type { JSX } from "preact";
import type { Answer } from "trailmark/query";
import type { Answered } from "../../ask/answer.ts";
import { Missing } from "../../parts/answered.tsx";
import { type BarItem, Bars } from "../../parts/bars.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { addressOf } from "../../place.ts";
import type { PageProps } from "../../pages.ts";
import { dimensionName, NONE, withFilter } from "../../view/filters.ts";
import { changed, type View } from "../../view/view.ts";
import { METRIC_NAMES, type Metric } from "./metrics.ts";
import { type Plan, planned } from "./planned.ts";
import { valueName } from "../../parts/value-name.ts";

/** Values that are asked for of each dimension. */
export const BREAKDOWN_LIMIT = 50;

/** Panels with what can be counted in each; the first unless the address says another, under the panel's name. */
const PANELS: { name: string; title: string; dimensions: Record<string, string> }[] = [
  { name: "pages", title: "Pages", dimensions: { path: "Pages", title: "Titles" } },
  { name: "sources", title: "Sources", dimensions: { channel: "Channels", source: "Sources", referrer: "Referrers", campaign: "Campaigns" } },
  { name: "events-by", title: "Events", dimensions: { type: "Types", category: "Categories", action: "Actions", level: "Levels" } },
  { name: "places", title: "Places", dimensions: { country: "Countries", region: "Regions", city: "Cities", language: "Languages" } },
  { name: "devices", title: "Devices", dimensions: { device: "Devices", browser: "Browsers", os: "Systems", screen: "Screens" } },
];

/** What the panels of an address count: one dimension each. */
export function chosenDimensions(own: URLSearchParams): string[] {
  return PANELS.map((panel) => chosen(panel, own));
}

function chosen({ name, dimensions }: (typeof PANELS)[number], own: URLSearchParams): string {
  const wanted = own.get(name);
  return wanted !== null && Object.hasOwn(dimensions, wanted) ? wanted : (Object.keys(dimensions)[0] ?? "");
}

interface Props {
  view: View;
  go: PageProps["go"];
  of: Answered<Answer<"/api/analytics/breakdown">>;
  plan: Plan | undefined;
  metric: Exclude<Metric, "page_views">;
}

/** Who came from where, to what, on what, and what they did; each row filters the whole dashboard. */
export function Breakdowns({ view, go, of, plan, metric }: Props): JSX.Element {
  const answer = of.data;
  return (
    <>
      {PANELS.map((panel) => {
        const dimension = chosen(panel, view.own);
        const list = answer?.breakdowns.find(({ by }) => by === dimension);
        const first = Object.keys(panel.dimensions)[0];
        return (
          <section key={panel.name} class="card panel" aria-label={panel.title}>
            <Tabs
              label={panel.title}
              name={`tab-${panel.name}`}
              tabs={Object.entries(panel.dimensions).map(([key, title]) => ({ key, title }))}
              selected={dimension}
              select={(key) => go({ own: { [panel.name]: key === first ? null : key } }, "replace")}
            >
              {list && answer ? (
                <Bars
                  key={dimension}
                  name={`by-${dimension}`}
                  dimension={dimension}
                  heading={dimensionName(dimension)}
                  unit={METRIC_NAMES[metric]}
                  total={answer.total[metric]}
                  distinct={list.items.length === BREAKDOWN_LIMIT ? list.distinct : undefined}
                  items={list.items.filter((item) => item[metric] > 0).map((item) => itemOf(dimension, item.value, item[metric], plan))}
                  link={({ value }) => addressOf("", changed(view, { filters: withFilter(view.filters, { name: dimension, test: "is", values: [value ?? NONE] }) }))}
                />
              ) : (
                <Missing of={of} height={240} />
              )}
            </Tabs>
          </section>
        );
      })}
    </>
  );
}

function itemOf(dimension: string, value: string | null, count: number, plan: Plan | undefined): BarItem {
  const known = dimension === "type" && value && plan ? planned(plan, value) : {};
  return { value, count, label: valueName(dimension, value), ...known };
}
