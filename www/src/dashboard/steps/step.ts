// A step of a funnel, and whatever else stands for some events: what retention begins with, where paths begin or end. In addresses and
// questions it is one text, an event type or filters as a query string; the builder has it in parts.
import { type Filter, filterText, NONE, readFilter, withFilter, writeFilter } from "../view/filters.ts";

/** Which events: those of a type, of any type when that is empty, for which all filters hold. */
export interface Step {
  type: string;
  filters: Filter[];
}

/** Reads a step as the API does. What is no filter is left out. */
export function readStep(text: string): Step {
  if (!text.includes("=")) return { type: text, filters: [] };
  let type = "";
  let filters: Filter[] = [];
  for (const [name, value] of new URLSearchParams(text)) {
    const filter = readFilter(name, value);
    if (filter && type === "" && isOneType(filter)) type = filter.values[0] ?? "";
    else if (filter) filters = withFilter(filters, filter);
  }
  return { type, filters };
}

/** The step as the API takes it; empty when it says nothing, which stands for a step that is still to be chosen, or for any event. */
export function writeStep({ type, filters }: Step): string {
  const whole = filters.filter(isWhole);
  if (whole.length === 0 && !type.includes("=")) return type;
  const ofType: Filter[] = type === "" ? [] : [{ name: "type", test: "is", values: [type] }];
  return new URLSearchParams([...ofType, ...whole].map(writeFilter)).toString();
}

/** The step in words: `page_view where Page is /pricing`. */
export function stepName(text: string, ofNothing = "Any event"): string {
  const { type, filters } = readStep(text);
  const conditions = filters.map(filterText).join(" and ");
  if (type === "") return conditions === "" ? ofNothing : conditions;
  return conditions === "" ? type : `${type} where ${conditions}`;
}

function isOneType({ name, test, values }: Filter): boolean {
  return name === "type" && test === "is" && values.length === 1 && values[0] !== NONE;
}

const isWhole = ({ values }: Filter) => values.some((value) => value !== "");
