import type { JSX } from "preact";
import { Entry } from "../../steps/entry.tsx";
import { checkedWindow, type Unit, type Window } from "./builder.ts";

const UNITS: { value: Unit; label: string }[] = [
  { value: "m", label: "minutes" },
  { value: "h", label: "hours" },
  { value: "d", label: "days" },
];

/** The time that people have from the first step to the last, up to 90 days. */
export function WindowField({ window, change }: { window: Window; change(window: Window): void }): JSX.Element {
  const set = (wanted: Window): boolean => {
    const checked = checkedWindow(wanted);
    if (checked) change(checked);
    return checked !== null;
  };
  return (
    <div class="field" role="group" aria-label="Time from the first step to the last">
      <span aria-hidden="true">Within</span>
      <span class="funnels-window">
        <Entry bounds={{ min: 1 }} label="Amount" title="Up to 90 days" testId="window-amount" value={window.amount} enter={(text) => set({ ...window, amount: Number(text) })} />
        <select
          class="input"
          aria-label="Unit"
          data-testid="window-unit"
          value={window.unit}
          onChange={({ currentTarget }) => {
            if (!set({ ...window, unit: currentTarget.value as Unit })) currentTarget.value = window.unit;
          }}
        >
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
