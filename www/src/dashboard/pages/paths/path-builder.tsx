import type { JSX } from "preact";
import { Card } from "../../parts/card.tsx";
import { Select } from "../../parts/select.tsx";
import { Choice } from "../../steps/choice.tsx";
import { StepField } from "../../steps/step-field.tsx";
import type { View } from "../../view/view.ts";
import { type Anchor, type By, LIMITS, MOST_DEPTH, type Paths } from "./question.ts";

const ANCHORS: { value: Anchor; label: string }[] = [
  { value: "beginning", label: "Session's beginning" },
  { value: "start", label: "Start at" },
  { value: "end", label: "End at" },
];
const BYS: { value: By; label: string }[] = [
  { value: "path", label: "Pages" },
  { value: "type", label: "Event types" },
];
const DEPTHS = Array.from({ length: MOST_DEPTH }, (_, index) => ({ value: `${index + 1}`, label: `${index + 1}` }));

/** Where paths begin or end, what they are of, and how much of them is shown. */
export function PathBuilder({ paths, view, change }: { paths: Paths; view: View; change(changed: Partial<Paths>): void }): JSX.Element {
  const { anchor, step, by, depth, limit } = paths;
  return (
    <Card title="Which paths" class="paths-builder">
      <div class="paths-fields">
        <div class="steps-labelled">
          <span aria-hidden="true">From or to</span>
          <Choice label="Where paths are read from" name="anchor" value={anchor} options={ANCHORS} change={(value) => change({ anchor: value as Anchor })} />
        </div>
        {anchor !== "beginning" && (
          <div class="steps-labelled paths-step">
            <span aria-hidden="true">{anchor === "start" ? "The first event" : "The last event"}</span>
            <StepField label={anchor === "start" ? "the first event" : "the last event"} name="anchor-step" text={step} placeholder={anchor === "start" ? "Any event" : "Choose an event"} view={view} change={(step) => change({ step })} />
          </div>
        )}
        <div class="steps-labelled">
          <span aria-hidden="true">Ways between</span>
          <Choice label="Ways between" name="by" value={by} options={BYS} change={(value) => change({ by: value as By })} />
        </div>
        <Select label="Steps" name="depth" value={`${depth}`} options={DEPTHS} change={(value) => change({ depth: Number(value) })} />
        <Select label="Named in each" name="limit" value={`${limit}`} options={LIMITS.map((value) => ({ value: `${value}`, label: `${value}` }))} change={(value) => change({ limit: Number(value) })} />
      </div>
    </Card>
  );
}
