import { useEffect, useRef } from "preact/hooks";
import type { TrailmarkError } from "trailmark/query";
import { useAnswer } from "../../ask/answer.ts";
import { writeStep } from "../../steps/step.ts";
import { asked, type View } from "../../view/view.ts";
import { suggestedTypes } from "./suggest.ts";

interface Suggestion {
  /** Whether the types are still being counted. */
  isUnderWay: boolean;
  /** Why they could not be counted, and a way to try again. */
  failure: { error: TrailmarkError; again(): void } | null;
  /** Whether steps are those that were suggested, unchanged. */
  isOf(steps: readonly string[]): boolean;
}

/** As many as the API lists. */
const MOST = 100;
/** What people did, rather than what was noted of them. */
const ACTS = ["action", "decision", "milestone"];

/** Suggests the steps of a funnel from what people did most; `isWanted` while there are none. */
export function useSuggestion(view: View, isWanted: boolean, suggest: (steps: string[]) => void): Suggestion {
  const query = { ...asked(view), compare: undefined, limit: MOST };
  const runs = useAnswer(isWanted ? "/api/analytics/patterns" : null, { ...query, level: ACTS });
  const counted = { ...query, by: ["type"], sort: "visitors" as const };
  const path = isWanted ? "/api/analytics/breakdown" : null;
  const acts = useAnswer(path, { ...counted, level: ACTS });
  const milestones = useAnswer(path, { ...counted, level: ["milestone"] });
  const last = useRef("");

  const isFound = isWanted && [runs, acts, milestones].every(({ state }) => state === "shown");
  const itemsOf = ({ data }: typeof acts) => data?.breakdowns[0]?.items ?? [];
  const types = isFound ? suggestedTypes(runs.data?.sequences ?? [], itemsOf(acts), itemsOf(milestones)) : [];
  const steps = types.map((type) => writeStep({ type, filters: [] }));
  const text = JSON.stringify(steps);
  useEffect(() => {
    if (!isWanted || steps.length === 0) return;
    last.current = text;
    suggest(steps);
  }, [isWanted, text]);

  const failed = [runs, acts, milestones].find(({ state }) => state === "failed");
  const failure = failed?.error && isWanted ? { error: failed.error, again: () => [runs, acts, milestones].forEach(({ again }) => again()) } : null;
  const isLoading = [runs, acts, milestones].some(({ state }) => state === "loading");
  return { isUnderWay: isWanted && (isLoading || steps.length > 0), failure, isOf: (steps) => steps.length > 0 && JSON.stringify(steps) === last.current };
}
