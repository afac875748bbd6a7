import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { useAnswer } from "../ask/answer.ts";
import { Icon } from "../parts/icon.tsx";
import { Select } from "../parts/select.tsx";
import { DIMENSION_GROUPS, dimensionName, type Filter, type FilterTest, isPlainId, readFilter, writeFilter } from "../view/filters.ts";
import { asked, type View } from "../view/view.ts";
import { Entry } from "./entry.tsx";

interface Props {
  filter: Filter;
  /** What it is a condition of, for who cannot see it. */
  of: string;
  view: View;
  change(filter: Filter): void;
  remove(): void;
}

const METADATA = "metadata.";
const TESTS: { value: FilterTest; label: string }[] = [
  { value: "is", label: "is" },
  { value: "not", label: "is not" },
  { value: "contains", label: "contains" },
  { value: "not_contains", label: "does not contain" },
];
/** How many values are offered. */
const OFFERED = 50;

/** One condition of a step: a dimension, how it is compared, and with what. */
export function Condition({ filter, of, view, change, remove }: Props): JSX.Element {
  const list = useId();
  const [isAsking, setAsking] = useState(false);
  const { name, test } = filter;
  const isMetadata = name.startsWith(METADATA);
  const values = useValues(isAsking ? name : null, view);
  const [, text] = writeFilter(filter);

  const write = (text: string) => {
    const [parameter] = writeFilter(filter);
    change(readFilter(parameter, text) ?? { ...filter, values: [] });
  };

  return (
    <div class="steps-condition" role="group" aria-label={`Condition of ${of}`} data-testid="condition" data-name={name} data-test={test}>
      <Select label="Dimension" name="condition-name" isLabelHidden value={isMetadata ? METADATA : name} options={dimensionOptions(name)} change={(name) => change({ ...filter, name, values: [] })} />
      {isMetadata && (
        <Entry label="Member of metadata" testId="condition-member" placeholder="plan" value={name.slice(METADATA.length)} enter={(member) => change({ ...filter, name: METADATA + member })} />
      )}
      <Select label="Comparison" name="condition-test" isLabelHidden value={test} options={isPlainId(name) ? TESTS.slice(0, 1) : TESTS} change={(test) => change({ ...filter, test: test as FilterTest })} />
      <Entry
        label={`Value of ${dimensionName(name)}`}
        title="Several values are parted by commas; a comma of a value is written \,"
        testId="condition-value"
        placeholder="Value"
        list={list}
        value={text}
        onFocus={() => setAsking(true)}
        enter={write}
      />
      <datalist id={list}>
        {values.map((value) => (
          <option key={value} value={value.replaceAll(",", "\\,")} />
        ))}
      </datalist>
      <button class="button quiet icon" type="button" data-testid="condition-remove" aria-label={`Remove the condition on ${dimensionName(name)}`} onClick={remove}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** The most frequent values of a dimension; none while there is no name. */
function useValues(name: string | null, view: View): string[] {
  const canBeCounted = name !== null && name !== METADATA && !isPlainId(name);
  const query = { ...asked({ ...view, filters: [] }), compare: undefined, by: [name ?? ""], limit: OFFERED };
  const { data } = useAnswer(canBeCounted ? "/api/analytics/breakdown" : null, query, { every: 0 });
  return (data?.breakdowns[0]?.items ?? []).flatMap(({ value }) => (value === null ? [] : [value]));
}

/** All dimensions in their groups, and the members of metadata as one. */
export function dimensionOptions(name: string): { value: string; label: string; group?: string }[] {
  const options = DIMENSION_GROUPS.flatMap(({ title, dimensions }) => Object.entries(dimensions).map(([value, label]) => ({ value, label, group: title })));
  const known = options.some(({ value }) => value === name) || name.startsWith(METADATA);
  return [...options, { value: METADATA, label: "Member of metadata", group: "Own data" }, ...(known || name === "" ? [] : [{ value: name, label: dimensionName(name) }])];
}
