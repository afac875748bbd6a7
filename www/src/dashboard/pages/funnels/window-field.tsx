import type { JSX } from "preact";
import { checkedWindow, type Unit, type Window } from "./builder.ts";

const UNITS: { value: Unit; label: string }[] = [
  { value: "m", label: "minutes" },
  { value: "h", label: "hours" },
  { value: "d", label: "days" },
];

/** The time that people have from the first step to the last, up to 90 days. */
export function WindowField({ window, change }: { window: Window; change(window: Window): void }): JSX.Element {
  const set = (wanted: Window, field: HTMLInputElement | HTMLSelectElement) => {
    const checked = checkedWindow(wanted);
    if (checked) change(checked);
    else field.value = field instanceof HTMLSelectElement ? window.unit : `${window.amount}`;
  };
  return (
    <div class="field" role="group" aria-label="Time from the first step to the last">
      <span aria-hidden="true">Within</span>
      <span class="funnels-window">
        <input
          class="input"
          type="number"
          min={1}
          aria-label="Amount"
          title="Up to 90 days"
          data-testid="window-amount"
          value={window.amount}
          onChange={({ currentTarget }) => set({ ...window, amount: currentTarget.valueAsNumber }, currentTarget)}
        />
        <select class="input" aria-label="Unit" data-testid="window-unit" value={window.unit} onChange={({ currentTarget }) => set({ ...window, unit: currentTarget.value as Unit }, currentTarget)}>
          {UNITS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </span>
    </div>
  );
}
