import type { JSX } from "preact";
import { DIMENSION_GROUPS, dimensionName } from "../view/filters.ts";
import { type Option, Select } from "./select.tsx";

const OPTIONS: Option[] = DIMENSION_GROUPS.flatMap(({ title, dimensions }) => Object.entries(dimensions).map(([value, label]) => ({ value, label, group: title })));

interface Props {
  value: string;
  change(dimension: string): void;
  name?: string;
}

/** What to count by: any dimension; a member of `metadata` where the address names one. */
export function DimensionSelect({ value, change, name = "by" }: Props): JSX.Element {
  const isKnown = OPTIONS.some((option) => option.value === value);
  const options = isKnown ? OPTIONS : [...OPTIONS, { value, label: dimensionName(value), group: "Metadata" }];
  return <Select label="By" name={name} isLabelHidden value={value} options={options} change={change} />;
}
