/** Types that follow each other in so many sessions. */
export interface Run {
  types: (string | null)[];
  sessions: number;
}

/** How often a type happened, and to how many. */
export interface Counted {
  value: string | null;
  events: number;
  users: number;
  visitors: number;
}

/**
 * The types of a funnel that says something: the most frequent three in a row that end with a milestone; else the most frequent three in a
 * row that are three different things; else what most people did, in that order. Empty when there are no two types.
 *
 * @param runs what sessions did one after the other
 * @param acts types of what people did
 * @param milestones those among them that are milestones
 */
export function suggestedTypes(runs: readonly Run[], acts: readonly Counted[], milestones: readonly Counted[]): string[] {
  const goals = new Set(milestones.map(({ value }) => value));
  const different = [...runs].sort((a, b) => b.sessions - a.sessions).flatMap(({ types }) => (isDifferent(types) ? [types] : []));
  const run = different.find((types) => goals.has(types.at(-1) ?? null)) ?? different[0];
  if (run) return run;
  const types = byPeople(acts).slice(0, 3);
  return types.length < 2 ? [] : types.flatMap(({ value }) => (value === null ? [] : [value]));
}

function isDifferent(types: (string | null)[]): types is string[] {
  return types.every(Boolean) && new Set(types).size === types.length;
}

const people = ({ users, visitors }: Counted) => Math.max(users, visitors);

function byPeople(types: readonly Counted[]): Counted[] {
  return types.filter(({ value }) => value !== null && value !== "").sort((a, b) => people(b) - people(a) || b.events - a.events);
}
