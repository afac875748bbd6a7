import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { Card } from "../../parts/card.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Select } from "../../parts/select.tsx";
import { ByField } from "../../steps/by-field.tsx";
import { PEOPLE } from "../../steps/people.ts";
import { StepField } from "../../steps/step-field.tsx";
import { stepName } from "../../steps/step.ts";
import type { View } from "../../view/view.ts";
import { type Builder, LEAST_STEPS, MOST_STEPS, moved, removed, replaced } from "./builder.ts";
import { WindowField } from "./window-field.tsx";

interface Props {
  builder: Builder;
  view: View;
  /** Whether the steps are those that were suggested. */
  isSuggested: boolean;
  change(changed: Partial<Builder>): void;
}

/** What the funnel is of: its steps in order, and how they are counted. */
export function FunnelBuilder({ builder, view, isSuggested, change }: Props): JSX.Element {
  const { steps, window, people, by } = builder;
  // At least as many rows as a funnel must have, empty ones too.
  const rows = [...steps, ...Array<string>(Math.max(0, LEAST_STEPS - steps.length)).fill("")];
  const list = useRef<HTMLOListElement>(null);
  const said = useRef<HTMLParagraphElement>(null);

  /** Moves a step, and the focus with it. */
  const move = (from: number, to: number, button: "up" | "down") => {
    if (to < 0 || to >= rows.length) return;
    change({ steps: moved(rows, from, to) });
    if (said.current) said.current.textContent = `${stepName(rows[from] ?? "", "Step")} is step ${to + 1} now`;
    focusSoon(() => {
      const row = list.current?.children[to];
      const wanted = row?.querySelector<HTMLButtonElement>(`[data-testid=step-${button}]`);
      return wanted?.disabled ? row?.querySelector<HTMLButtonElement>(`[data-testid=step-${button === "up" ? "down" : "up"}]`) : wanted;
    });
  };
  const remove = (index: number) => {
    change({ steps: removed(rows, index) });
    if (said.current) said.current.textContent = `Step ${index + 1} is removed`;
    focusSoon(() => list.current?.children[Math.min(index, rows.length - 2)]?.querySelector<HTMLElement>("[data-testid=step-type]"));
  };
  const add = () => {
    change({ steps: [...rows, ""] });
    focusSoon(() => list.current?.lastElementChild?.querySelector<HTMLElement>("[data-testid=step-type]"));
  };

  return (
    <Card title="Steps" class="funnels-builder" tools={<button class="button quiet small" type="button" data-testid="start-over" onClick={() => change({ steps: [] })}>Start over</button>}>
      {isSuggested && (
        <p class="funnels-suggested" data-testid="suggested">
          Suggested from what people did most in this time. Change the steps to ask what you want to know.
        </p>
      )}
      <ol class="funnels-steps" ref={list} data-testid="steps">
        {rows.map((text, index) => (
          <li
            key={index}
            class="funnels-step"
            data-testid="step"
            aria-label={`Step ${index + 1}`}
            onKeyDown={(event) => {
              if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
              event.preventDefault();
              move(index, event.key === "ArrowUp" ? index - 1 : index + 1, event.key === "ArrowUp" ? "up" : "down");
            }}
          >
            <span class="funnels-number" aria-hidden="true">
              {index + 1}
            </span>
            <StepField label={`step ${index + 1}`} name="step-field" text={text} placeholder="Choose an event" view={view} change={(step) => change({ steps: replaced(rows, index, step) })} />
            <div class="funnels-order">
              <button class="button quiet icon" type="button" data-testid="step-up" aria-label={`Move step ${index + 1} up`} title="Up (Alt + ↑)" disabled={index === 0} onClick={() => move(index, index - 1, "up")}>
                <Icon name="up" />
              </button>
              <button class="button quiet icon" type="button" data-testid="step-down" aria-label={`Move step ${index + 1} down`} title="Down (Alt + ↓)" disabled={index === rows.length - 1} onClick={() => move(index, index + 1, "down")}>
                <Icon name="down" />
              </button>
              <button class="button quiet icon" type="button" data-testid="step-remove" aria-label={`Remove step ${index + 1}`} title="Remove" disabled={rows.length <= LEAST_STEPS} onClick={() => remove(index)}>
                <Icon name="close" />
              </button>
            </div>
          </li>
        ))}
      </ol>
      <p class="visually-hidden" aria-live="polite" ref={said} />
      <button class="button small" type="button" data-testid="step-add" disabled={rows.length >= MOST_STEPS} onClick={add}>
        <Icon name="plus" />
        Add a step
      </button>
      <div class="funnels-how">
        <WindowField window={window} change={(window) => change({ window })} />
        <Select label="Who takes the steps" name="people" value={people} options={PEOPLE} change={(value) => change({ people: value as Builder["people"] })} />
        <ByField label="Split by" value={by} change={(by) => change({ by })} />
      </div>
    </Card>
  );
}

/** Focuses what is there after the next drawing. */
function focusSoon(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()));
}
