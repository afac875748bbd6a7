import type { JSX } from "preact";
import { Card } from "../../parts/card.tsx";
import { Select } from "../../parts/select.tsx";
import { Choice } from "../../steps/choice.tsx";
import { Entry } from "../../steps/entry.tsx";
import { PEOPLE } from "../../steps/people.ts";
import { StepField } from "../../steps/step-field.tsx";
import type { View } from "../../view/view.ts";
import type { Interval } from "./cohorts.ts";
import { type Cohorts, MOST_PERIODS } from "./question.ts";

interface Props {
  cohorts: Cohorts;
  /** The interval that is asked for. */
  interval: Interval;
  view: View;
  change(changed: Partial<Cohorts>): void;
}

const INTERVALS: { value: Interval; label: string }[] = [
  { value: "day", label: "Day" },
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
];

/** Who is in a cohort, what counts as coming back, and how long is looked. */
export function CohortBuilder({ cohorts, interval, view, change }: Props): JSX.Element {
  const { periods, first, again, people } = cohorts;
  return (
    <Card title="Who and what" class="retention-builder">
      <div class="retention-fields">
        <div class="steps-labelled">
          <span aria-hidden="true">They begin with</span>
          <StepField label="the first event" name="first" text={first} placeholder="Any event" view={view} change={(first) => change({ first })} />
        </div>
        <div class="steps-labelled">
          <span aria-hidden="true">and come back with</span>
          <StepField label="the returning event" name="again" text={again} placeholder="Any event" view={view} change={(again) => change({ again })} />
        </div>
        <div class="steps-labelled">
          <span aria-hidden="true">A cohort is a</span>
          <Choice label="Length of a period" name="interval" value={interval} options={INTERVALS} change={(value) => change({ interval: value as Interval })} />
        </div>
        <Select label="Who is counted" name="people" value={people} options={PEOPLE} change={(value) => change({ people: value as Cohorts["people"] })} />
        <label class="field">
          Periods shown
          <Entry
            label={null}
            testId="periods"
            bounds={{ min: 1, max: MOST_PERIODS }}
            value={periods}
            enter={(text) => {
              const asked = Math.round(Number(text));
              if (asked >= 1 && asked <= MOST_PERIODS) change({ periods: asked });
            }}
          />
        </label>
      </div>
    </Card>
  );
}
