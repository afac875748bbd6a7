import { useMemo } from "preact/hooks";
import { useAnswer } from "../ask/answer.ts";
import { asked, type View } from "../view/view.ts";

/** An event type to choose from. */
export interface TypeChoice {
  type: string;
  /** How often it happened in the time that is looked at; 0 for one that is only planned. */
  events: number;
}

/** As many as the API lists. */
const MOST = 100;

/** The types that happened in the time that is looked at, the most frequent first, and behind them those of the tracking plan that did not. */
export function useTypeChoices(view: View): TypeChoice[] {
  const { data: counted } = useAnswer("/api/analytics/breakdown", { ...asked({ ...view, filters: [] }), compare: undefined, by: ["type"], limit: MOST }, { every: 0 });
  const { data: planned } = useAnswer("/api/plan", {}, { every: 0 });
  return useMemo(() => choicesOf(counted?.breakdowns[0]?.items ?? [], typesOf(planned?.plan)), [counted, planned]);
}

/** What was counted, and behind it what is planned and was not counted. */
export function choicesOf(counted: readonly { value: string | null; events: number }[], planned: readonly string[]): TypeChoice[] {
  const happened = counted.flatMap(({ value, events }) => (value ? [{ type: value, events }] : []));
  const known = new Set(happened.map(({ type }) => type));
  return [...happened, ...planned.filter((type) => !known.has(type)).map((type) => ({ type, events: 0 }))];
}

/** The types that a tracking plan names. */
function typesOf(plan: unknown): string[] {
  const { events } = (plan ?? {}) as { events?: object };
  return Object.keys(events ?? {});
}
