import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count, duration, share } from "../../../shared/format.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { stepName } from "../../steps/step.ts";
import type { StepResult } from "./result.ts";

type Row = StepResult & { index: number; before?: Schemas["FunnelStep"] };

const rate = (value: number | null | undefined) => (value == null ? "–" : share(value, 1));
const time = (value: number | null) => (value === null ? "–" : duration(value));

const COLUMNS: Column<Row>[] = [
  { key: "table-step", title: "Step", show: ({ index, step }) => `${index + 1}. ${stepName(step)}` },
  { key: "table-people", title: "People", isNumber: true, value: ({ people }) => people, show: ({ people }) => count(people) },
  { key: "table-conversion", title: "Of the first", isNumber: true, value: ({ conversion }) => conversion, show: ({ conversion }) => rate(conversion) },
  { key: "table-previous", title: "Of the step before", isNumber: true, value: (row) => row.from_previous, show: (row) => rate(row.from_previous) },
  { key: "table-lost", title: "Went no further", isNumber: true, value: ({ lost }) => lost, show: ({ lost }) => (lost === null ? "–" : count(lost)) },
  { key: "table-median", title: "Median time", explained: "From step 1", isNumber: true, value: (row) => row.median_ms, show: (row) => time(row.median_ms) },
  { key: "table-p90", title: "Nine of ten", explained: "Took no longer from step 1", isNumber: true, value: (row) => row.p90_ms, show: (row) => time(row.p90_ms) },
];

const BEFORE: Column<Row>[] = [
  { key: "table-people-before", title: "People before", explained: "In the period before", isNumber: true, value: ({ before }) => before?.people, show: ({ before }) => (before ? count(before.people) : "–") },
  { key: "table-conversion-before", title: "Of the first before", explained: "In the period before", isNumber: true, value: ({ before }) => before?.conversion, show: ({ before }) => rate(before?.conversion) },
];

/** All figures of the steps, in the period before too where that is known. */
export function StepTable({ results, previous }: { results: readonly StepResult[]; previous?: readonly Schemas["FunnelStep"][] }): JSX.Element {
  const rows = results.map((result, index) => ({ ...result, index, before: previous?.[index] }));
  return (
    <details class="points" data-testid="funnel-table">
      <summary>Show as a table</summary>
      <DataTable label="The steps as a table" name="funnel-rows" columns={previous ? [...COLUMNS, ...BEFORE] : COLUMNS} rows={rows} keyOf={({ index }) => `${index}`} />
    </details>
  );
}
