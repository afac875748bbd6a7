import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { linkTo } from "../../place.ts";
import { NONE, withFilter } from "../../view/filters.ts";
import type { View } from "../../view/view.ts";
import { Change } from "./change.tsx";

type Feature = Schemas["Feature"];

interface Props {
  features: Feature[];
  previous?: readonly Feature[];
  view: View;
}

/** How often each part of the product is used, and by how many; a category leads to its events. */
export function Features({ features, previous, view }: Props): JSX.Element {
  const before = new Map(previous?.map((feature) => [feature.category, feature]));
  const columns: Column<Feature>[] = [
    {
      key: "feature-category",
      title: "Category",
      show: ({ category }) => (
        <a class="clipped" title={category ?? undefined} href={linkTo("events", { ...view, filters: withFilter(view.filters, { name: "category", test: "is", values: [category ?? NONE] }) })}>
          {category ?? NONE}
        </a>
      ),
    },
    {
      key: "feature-events",
      title: "Events",
      isNumber: true,
      value: ({ events }) => events,
      show: ({ category, events }) => (
        <>
          {count(events)}
          {previous && <Change now={events} before={before.get(category)?.events} />}
        </>
      ),
    },
    { key: "feature-users", title: "Users", isNumber: true, value: ({ users }) => users, show: ({ users }) => count(users) },
    { key: "feature-visitors", title: "Visitors", isNumber: true, value: ({ visitors }) => visitors, show: ({ visitors }) => count(visitors) },
  ];
  return <DataTable label="Categories of events" name="feature" columns={columns} rows={features} keyOf={({ category }) => category ?? "\0"} rowAttributes={({ category }) => ({ "data-category": category ?? NONE })} />;
}
