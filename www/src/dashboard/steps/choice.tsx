import type { JSX } from "preact";

interface Props {
  label: string;
  /** The test id of the group; the buttons' are `<name>-<value>`. */
  name: string;
  value: string;
  options: { value: string; label: string }[];
  change(value: string): void;
}

/** One of a few, all of them seen. */
export function Choice({ label, name, value, options, change }: Props): JSX.Element {
  return (
    <div class="steps-choice" role="group" aria-label={label} data-testid={name} data-value={value}>
      {options.map((option) => (
        <button key={option.value} type="button" data-testid={`${name}-${option.value}`} aria-pressed={option.value === value} onClick={() => change(option.value)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}
