import type { Event } from "trailmark/query";

/** What an event was about, in a few words. */
export function whatOf({ summary, entity }: Event): string {
  return summary || entity?.title || [entity?.type, entity?.id].filter(Boolean).join(" ");
}

/** Who did it: the actor where a writer named one, else the user, else the last letters of the visitor. */
export function whoOf({ actor, user_id, visitor_id }: Event): string {
  const named = actor?.name || (actor?.type && actor.type !== "user" && actor.type !== "anonymous" ? actor.id || actor.type : null);
  return named || user_id || actor?.id || (visitor_id ? `visitor ${visitor_id.slice(-6)}` : "");
}
