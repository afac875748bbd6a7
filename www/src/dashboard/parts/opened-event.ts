import type { Event } from "trailmark/query";
import { useAnswer } from "../ask/answer.ts";
import type { PageProps } from "../pages.ts";
import type { View } from "../view/view.ts";

/** The event that the address opens (`event=<id>`), from a list where it is in it, else asked for; and ways to open another. */
export function useOpenedEvent(view: View, go: PageProps["go"], items: Event[] | undefined): { opened: Event | undefined; id: string | null; open(event: Event): void; close(): void } {
  const id = view.own.get("event");
  const listed = items?.find((event) => event.id === id);
  const isAsked = id !== null && items !== undefined && !listed;
  const { data } = useAnswer(isAsked ? "/api/events/{id}" : null, {}, { every: 0, names: { id: id ?? "" } });
  return {
    opened: id === null ? undefined : (listed ?? (isAsked ? data : undefined)),
    id,
    // Going back closes what was opened; going from one to the next is one step of it.
    open: (event) => go({ own: { event: event.id } }, id === null ? "push" : "replace"),
    close: () => go({ own: { event: null } }, "replace"),
  };
}
