import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count, share } from "../../../shared/format.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { readStep, stepName } from "../../steps/step.ts";
import { dimensionName } from "../../view/filters.ts";

type Series = Schemas["FunnelSeries"];

interface Props {
  series: Series[];
  steps: readonly Schemas["FunnelStep"][];
  by: string;
}

/** A row for each value of the dimension, with how many came to each step, and how many of them came through. */
export function SplitTable({ series, steps, by }: Props): JSX.Element {
  const columns: Column<Series>[] = [
    { key: "split-value", title: dimensionName(by), value: ({ value }) => value ?? "(none)", show: ({ value }) => value ?? "(none)" },
    ...steps.map(({ step }, index) => ({
      key: `split-step-${index}`,
      title: `${index + 1}. ${readStep(step).type || stepName(step)}`,
      explained: stepName(step),
      isNumber: true,
      value: (row: Series) => row.steps[index]?.people,
      show: (row: Series) => count(row.steps[index]?.people ?? 0),
    })),
    {
      key: "split-conversion",
      title: "Conversion",
      isNumber: true,
      value: (row) => row.steps.at(-1)?.conversion,
      show: (row) => {
        const conversion = row.steps.at(-1)?.conversion ?? null;
        return (
          <span class="funnels-split" style={{ "--share": `${100 * (conversion ?? 0)}%` }}>
            {conversion === null ? "–" : share(conversion, 1)}
          </span>
        );
      },
    },
  ];
  return <DataTable label={`The funnel by ${dimensionName(by)}`} name="split" columns={columns} rows={series} keyOf={({ value }) => value ?? "\0"} />;
}
