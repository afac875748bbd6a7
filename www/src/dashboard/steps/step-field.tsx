import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { count } from "../../shared/format.ts";
import { Icon } from "../parts/icon.tsx";
import type { Filter } from "../view/filters.ts";
import type { View } from "../view/view.ts";
import { Condition } from "./condition.tsx";
import { Entry } from "./entry.tsx";
import { readStep, writeStep } from "./step.ts";
import type { TypeChoice } from "./types.ts";

interface Props {
  /** What it is called, such as `Step 2`. */
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

/** Chooses events: a type, and conditions on any dimension. It changes when a field is left or Enter is pressed, not with every letter. */
export function StepField({ label, name, text, placeholder, view, change }: Props): JSX.Element {
  const step = readStep(text);
  // A condition that has no value yet says nothing: the address does not know it.
  const [draft, setDraft] = useState<Filter | null>(null);
  const write = (filters: Filter[]) => change(writeStep({ ...step, filters }));

  const changeDraft = (filter: Filter) => {
    const isWhole = filter.values.length > 0 && filter.name !== "metadata.";
    setDraft(isWhole ? null : filter);
    if (isWhole) write([...step.filters, filter]);
  };

  return (
    <div class="steps-field" data-testid={name} data-value={text}>
      <Entry
        label={`Event type of ${label}`}
        testId="step-type"
        list={TYPES}
        placeholder={placeholder}
        value={step.type}
        enter={(type) => change(writeStep({ ...step, type }))}
      />
      {step.filters.map((filter, index) => (
        <Condition
          key={`${filter.name} ${filter.test}`}
          filter={filter}
          of={label}
          view={view}
          change={(changed) => write(step.filters.map((old, at) => (at === index ? changed : old)).filter(({ values }) => values.length > 0))}
          remove={() => write(step.filters.filter((_, at) => at !== index))}
        />
      ))}
      {draft && <Condition filter={draft} of={label} view={view} change={changeDraft} remove={() => setDraft(null)} />}
      {!draft && (
        <button class="button quiet small" type="button" data-testid="condition-add" aria-label={`Add a condition to ${label}`} onClick={() => setDraft({ name: "path", test: "is", values: [] })}>
          <Icon name="filter" />
          Condition
        </button>
      )}
    </div>
  );
}
