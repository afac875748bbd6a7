import type { JSX } from "preact";

export interface Option {
  value: string;
  label: string;
  /** The heading that it stands under. */
  group?: string;
}

interface Props {
  label: string;
  /** The field's test id. */
  name: string;
  value: string;
  options: Option[];
  change(value: string): void;
  /** Whether the label is only told to screen readers. */
  isLabelHidden?: boolean;
}

/** One of several, by the browser's own list. */
export function Select({ label, name, value, options, change, isLabelHidden }: Props): JSX.Element {
  const groups = [...new Set(options.map(({ group }) => group))];
  const items = (group: string | undefined) =>
    options
      .filter((option) => option.group === group)
      .map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ));
  return (
    <label class="field">
      <span class={isLabelHidden ? "visually-hidden" : undefined}>{label}</span>
      <select class="input" name={name} data-testid={name} value={value} onChange={(event) => change(event.currentTarget.value)}>
        {groups.map((group) => (group === undefined ? items(group) : <optgroup label={group}>{items(group)}</optgroup>))}
      </select>
    </label>
  );
}
