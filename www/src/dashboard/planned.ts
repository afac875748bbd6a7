import type { Plan } from "./api.ts";

/** What a row of a table says of its name beside the count: a sentence, and a word when something is to be done about it. */
export interface Remark {
  sentence: string;
  word?: string;
}

/** What the tracking plan says of an event type. */
export function planned({ plan }: Plan, type: string): Remark {
  const event = Object.hasOwn(plan.events, type) ? plan.events[type] : undefined;
  if (!event) return { sentence: "The tracking plan does not name this type.", word: "not planned" };
  const { description = "", deprecated } = event;
  if (!deprecated) return { sentence: description };
  return { sentence: [description, deprecated === true ? "" : deprecated].filter(Boolean).join(" "), word: "deprecated" };
}
