import { END, type Flow, OTHERS } from "./flow.ts";

/** How many colours the theme has for things that are told apart. */
const COLOURS = 6;

/** A colour by name, the same in each column: numbers for those with most sessions, `end`, and `none` for all others. */
export function coloursOf({ nodes }: Flow): Map<string, string> {
  const sessions = new Map<string, number>();
  for (const node of nodes) {
    if (node.name !== OTHERS && node.name !== END) sessions.set(node.name, Math.max(node.sessions, sessions.get(node.name) ?? 0));
  }
  const largest = [...sessions].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, COLOURS);
  return new Map([...largest.map(([name], index) => [name, `${index + 1}`] as const), [END, "end"]]);
}
