import { askedTime, type View } from "../../view/view.ts";

/** Which rejected events are looked at: of the view's time, and perhaps of one code or type. */
export interface Chosen {
  code: string | null;
  type: string | null;
  /** The page of the list begins behind this. */
  cursor: string | null;
  /** The one that is opened. */
  open: string | null;
}

/** What the address says. `event_type` has a name of its own: `type` would filter events. */
export function chosenOf(own: URLSearchParams): Chosen {
  return { code: own.get("code"), type: own.get("event_type"), cursor: own.get("cursor"), open: own.get("open") };
}

/** The filter as the API takes it, for lists and for what is done with them. */
export function filterOf(view: View, { code, type }: Pick<Chosen, "code" | "type">): { range: string; code?: string[]; type?: string[] } | { from: string; to: string; code?: string[]; type?: string[] } {
  return { ...askedTime(view), ...(code !== null && { code: [code] }), ...(type !== null && { type: [type] }) };
}

/** Counts of one code: of all types together, and of each, most first. */
export interface OfCode {
  code: string;
  count: number;
  types: { type: string | null; count: number }[];
}

/** The counts by code, most first. */
export function byCode(counts: { code: string; type: string | null; count: number }[]): OfCode[] {
  const codes = new Map<string, OfCode>();
  for (const { code, type, count } of counts) {
    const of = codes.get(code) ?? { code, count: 0, types: [] };
    codes.set(code, { code, count: of.count + count, types: [...of.types, { type, count }] });
  }
  const most = (one: { count: number }, other: { count: number }) => other.count - one.count;
  return [...codes.values()].map((of) => ({ ...of, types: of.types.sort(most) })).sort(most);
}

/** The types that there are, by name. */
export function typesOf(counts: { type: string | null }[]): string[] {
  return [...new Set(counts.flatMap(({ type }) => type ?? []))].sort();
}
