/** What the API takes at most, and at least. */
export const MOST_STEPS = 10;
export const LEAST_STEPS = 2;

export type People = "person" | "user" | "session";
export type Unit = "m" | "h" | "d";

/** The time from the first step to the last. */
export interface Window {
  amount: number;
  unit: Unit;
}

/** What the page asks for beside the view, as it stands in the address. Steps are written as the API takes them; a new one is empty. */
export interface Builder {
  steps: string[];
  window: Window;
  people: People;
  /** The dimension that it is split by; `""` for none. */
  by: string;
}

const WINDOW: Window = { amount: 7, unit: "d" };
const MOST_MINUTES = 90 * 24 * 60;
const MINUTES: Record<Unit, number> = { m: 1, h: 60, d: 24 * 60 };

export function builderOf(own: URLSearchParams): Builder {
  const people = own.get("people");
  return {
    steps: own.getAll("step").slice(0, MOST_STEPS),
    window: windowOf(own.get("window") ?? "") ?? WINDOW,
    people: people === "user" || people === "session" ? people : "person",
    by: own.get("by") ?? "",
  };
}

/** The parameters of the address; what is as it is without them is `null`. */
export function ownOf({ steps, window, people, by }: Builder): Record<string, string | string[] | null> {
  const text = windowText(window);
  return {
    step: steps.length === 0 ? null : steps,
    window: text === windowText(WINDOW) ? null : text,
    people: people === "person" ? null : people,
    by: by || null,
  };
}

/** `7d`; `null` for what is none, or longer than the 90 days that the API takes. */
export function windowOf(text: string): Window | null {
  const [, amount, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  return amount && unit ? checkedWindow({ amount: Number(amount), unit: unit as Unit }) : null;
}

export function checkedWindow(window: Window): Window | null {
  const isWhole = Number.isInteger(window.amount) && window.amount > 0;
  return isWhole && window.amount * MINUTES[window.unit] <= MOST_MINUTES ? window : null;
}

export const windowText = ({ amount, unit }: Window) => `${amount}${unit}`;

/** The steps with one of them at another place. */
export function moved(steps: readonly string[], from: number, to: number): string[] {
  const rest = steps.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...steps.slice(from, from + 1), ...rest.slice(to)];
}

export function replaced(steps: readonly string[], index: number, step: string): string[] {
  return steps.map((old, at) => (at === index ? step : old));
}

export function removed(steps: readonly string[], index: number): string[] {
  return steps.filter((_, at) => at !== index);
}
