import type { JSX } from "preact";
import { count } from "../../shared/format.ts";
import { FilterBuilder } from "../frame/filter-builder.tsx";
import { Filters } from "../frame/filters.tsx";
import { Popover } from "../parts/popover.tsx";
import { type Filter, withFilter } from "../view/filters.ts";
import type { View } from "../view/view.ts";
import { Entry } from "./entry.tsx";
import { readStep, writeStep } from "./step.ts";
import type { TypeChoice } from "./types.ts";

interface Props {
  /** What it is called, such as `step 2`. */
  label: string;
  /** Its test id. */
  name: string;
  /** The step as it stands in the address. */
  text: string;
  /** Shown while no type is chosen. */
  placeholder: string;
  view: View;
  change(text: string): void;
}

/** The list that the fields of a page offer types from. */
const TYPES = "steps-types";

/** The types that every `StepField` of the page offers. */
export function TypeList({ choices }: { choices: readonly TypeChoice[] }): JSX.Element {
  return (
    <datalist id={TYPES}>
      {choices.map(({ type, events }) => (
        <option key={type} value={type} label={events === 0 ? "planned; not seen in this time" : `${count(events)} events`} />
      ))}
    </datalist>
  );
}

/** Chooses events: a type, and conditions on any dimension, which are made as the view's filters are. */
export function StepField({ label, name, text, placeholder, view, change }: Props): JSX.Element {
  const step = readStep(text);
  const write = (filters: Filter[]) => change(writeStep({ ...step, filters }));
  const within = { ...view, filters: step.filters };
  // A new condition is offered the values that the step's events have.
  const ofType: Filter[] = step.type ? [{ name: "type", test: "is", values: [step.type] }] : [];
  return (
    <div class="steps-field" data-testid={name} data-value={text}>
      <Entry label={`Event type of ${label}`} testId="step-type" list={TYPES} placeholder={placeholder} value={step.type} enter={(type) => change(writeStep({ ...step, type }))} />
      <Filters view={within} go={({ filters }) => filters && write(filters)} label={`Conditions of ${label}`} />
      <Popover name="condition-add" icon="filter" label={`Add a condition to ${label}`} text="Condition" buttonClass="button quiet small" align="left">
        {(close) => (
          <FilterBuilder
            view={{ ...view, filters: [...ofType, ...step.filters] }}
            noun="condition"
            apply={(filter) => {
              close();
              write(withFilter(step.filters, filter));
            }}
          />
        )}
      </Popover>
    </div>
  );
}
