import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Event } from "trailmark/query";
import { isTyping } from "./search-field.tsx";

interface Wanted {
  items: Event[] | undefined;
  /** The opened event's id. */
  opened: string | null;
  open(event: Event): void;
  /** The last row was reached. */
  end(): void;
}

/**
 * J and K, or the arrows, go from row to row; what is opened goes along. Enter opens, being a click on the row's button. The focus is what
 * marks a row.
 */
export function useEventKeys(table: RefObject<HTMLElement | null>, wanted: Wanted): void {
  const latest = useRef(wanted);
  latest.current = wanted;
  useLayoutEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !isAtHome(event.target, table.current)) return;
      const { items = [], opened, open, end } = latest.current;
      const buttons = [...(table.current?.querySelectorAll<HTMLButtonElement>("[data-testid=event-toggle]") ?? [])];
      const focused = buttons.findIndex((button) => button.closest("tr")?.contains(document.activeElement));
      const from = focused >= 0 ? focused : items.findIndex(({ id }) => id === opened);
      const next = from < 0 ? 0 : from + step;
      if (next >= items.length) end();
      const item = items[next];
      if (!item) return;
      event.preventDefault();
      buttons[next]?.focus();
      buttons[next]?.closest("tr")?.scrollIntoView({ block: "nearest" });
      if (opened !== null) open(item);
    };
    document.addEventListener("keydown", keys);
    return () => document.removeEventListener("keydown", keys);
  }, []);
}

/** Keys pressed in the navigation, in a menu or in the opened event mean something else there. */
function isAtHome(target: EventTarget | null, table: HTMLElement | null): boolean {
  return target === document.body || (target instanceof HTMLElement && (target.id === "content" || Boolean(table?.contains(target))));
}
