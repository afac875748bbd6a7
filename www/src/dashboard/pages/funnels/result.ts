import type { Schemas } from "trailmark/query";

type ApiStep = Schemas["FunnelStep"];

/** A step, and what became of those who took it. */
export interface StepResult extends ApiStep {
  /** Who took the step before and not this one; `null` of step 1. */
  lost: number | null;
  /** The part of those who took the step before that it lost; `null` where there is nothing to divide by. */
  lostShare: number | null;
}

export function resultsOf(steps: readonly ApiStep[]): StepResult[] {
  return steps.map((step, index) => {
    const before = steps[index - 1];
    const lostShare = before && step.from_previous !== null ? 1 - step.from_previous : null;
    return { ...step, lost: before ? before.people - step.people : null, lostShare };
  });
}

/** The step that loses the largest part of those who could take it, by index; `null` when no step loses anybody. */
export function worstStep(results: readonly StepResult[]): number | null {
  const worst = Math.max(0, ...results.map(({ lostShare }) => lostShare ?? 0));
  return worst === 0 ? null : results.findIndex(({ lostShare }) => lostShare === worst);
}
