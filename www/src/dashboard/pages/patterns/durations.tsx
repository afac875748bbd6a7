import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count, duration } from "../../../shared/format.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { linkTo } from "../../place.ts";
import { NONE, withFilter } from "../../view/filters.ts";
import type { View } from "../../view/view.ts";
import { Change } from "./change.tsx";

type Mean = Schemas["TypeMean"];

interface Props {
  means: Mean[];
  previous?: readonly Mean[];
  view: View;
}

/** The mean duration of each type that has durations; a type leads to its percentiles. */
export function Durations({ means, previous, view }: Props): JSX.Element {
  if (means.length === 0) {
    return <p class="panel-empty">No event of this time has a duration. `trackTimed` measures one.</p>;
  }
  const before = new Map(previous?.map((mean) => [mean.type, mean]));
  const columns: Column<Mean>[] = [
    {
      key: "mean-type",
      title: "Type",
      show: ({ type }) => (
        <a class="clipped" title={type ?? undefined} href={linkTo("timings", { ...view, filters: withFilter(view.filters, { name: "type", test: "is", values: [type ?? NONE] }) })}>
          {type ?? NONE}
        </a>
      ),
    },
    {
      key: "mean-duration",
      title: "Mean",
      isNumber: true,
      value: ({ mean_ms }) => mean_ms,
      show: ({ type, mean_ms }) => (
        <>
          {mean_ms === null ? "–" : duration(mean_ms)}
          {previous && <Change now={mean_ms} before={before.get(type)?.mean_ms} format={duration} isLessBetter />}
        </>
      ),
    },
    { key: "mean-count", title: "Events", isNumber: true, value: (mean) => mean.count, show: (mean) => count(mean.count) },
  ];
  return <DataTable label="Mean duration by type" name="duration" columns={columns} rows={means} keyOf={({ type }) => type ?? "\0"} rowAttributes={({ type }) => ({ "data-type": type ?? NONE })} />;
}
