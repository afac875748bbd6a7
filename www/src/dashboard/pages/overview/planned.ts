/** The answer of `GET /api/plan`, as far as the page shows it. */
export interface Plan {
  plan: { events: Record<string, { description?: string; deprecated?: boolean | string }> };
}

/** What the tracking plan says of an event type: a sentence, and a word when something is to be done about it. */
export function planned({ plan }: Plan, type: string): { sentence: string; word?: string } {
  const event = Object.hasOwn(plan.events, type) ? plan.events[type] : undefined;
  if (!event) return { sentence: "The tracking plan does not name this type.", word: "not planned" };
  const { description = "", deprecated } = event;
  if (!deprecated) return { sentence: description };
  return { sentence: [description, deprecated === true ? "" : deprecated].filter(Boolean).join(" "), word: "deprecated" };
}
