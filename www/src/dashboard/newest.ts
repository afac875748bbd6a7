import { byTestId, h, refill } from "../shared/element.ts";
import { ago, count, duration, localMoment } from "../shared/format.ts";
import type { EventPage, StoredEvent } from "./api.ts";

/** Events whose JSON is shown; they stay open when the list is refreshed. */
const opened = new Set<string>();

/** The newest events, each with its whole JSON on request. */
export function showNewest(page: EventPage, now: number): void {
  const note = byTestId("newest-note");
  note.textContent = `${count(page.items.length)} of ${count(page.total)}`;
  note.dataset.value = String(page.total);
  const rows = page.items.flatMap((event) => eventRows(event, now));
  refill(byTestId("newest-rows"), ...rows);
}

function eventRows(event: StoredEvent, now: number): [HTMLElement, HTMLElement] {
  const detail = h(
    "tr",
    { class: "event-detail", "data-testid": "event-detail", id: `detail-${event.id}`, hidden: !opened.has(event.id) },
    h("td", { colspan: 6 }, h("pre", { tabindex: 0, "aria-label": `JSON of ${event.type}` })),
  );
  if (!detail.hidden) fill(detail, event);

  const button = h(
    "button",
    {
      id: `event-${event.id}`,
      class: "event-name",
      type: "button",
      "data-testid": "event-toggle",
      "aria-expanded": String(opened.has(event.id)),
      "aria-controls": `detail-${event.id}`,
      onclick: toggle,
    },
    h("span", { class: `level ${event.level}`, title: `level: ${event.level}` }),
    h("span", {}, event.type),
  );
  const row = h(
    "tr",
    { "data-testid": "event-row", "data-type": event.type, "data-event-id": event.id },
    h("th", { scope: "row" }, button),
    h("td", { class: "what", title: what(event) }, what(event)),
    h("td", { class: "who", title: who(event) }, who(event)),
    h("td", { class: "where", title: event.page?.path ?? "" }, event.page?.path ?? ""),
    h("td", { class: "number" }, event.duration_ms == null ? "" : duration(event.duration_ms)),
    h("td", { class: "number faint" }, h("time", { datetime: event.occurred_at_iso, title: localMoment(event.occurred_at) }, ago(event.occurred_at, now))),
  );
  return [row, detail];

  function toggle(): void {
    const open = !opened.delete(event.id);
    if (open) opened.add(event.id);
    if (open) fill(detail, event);
    detail.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  }
}

function fill(detail: HTMLElement, event: StoredEvent): void {
  const pre = detail.querySelector("pre");
  if (pre) pre.textContent = JSON.stringify(event, null, 2);
}

function what({ summary, entity }: StoredEvent): string {
  return summary || entity?.title || [entity?.type, entity?.id].filter(Boolean).join(" ");
}

/** The actor where a writer named one, else the user, else the first letters of the visitor. */
function who({ actor, user_id, visitor_id }: StoredEvent): string {
  const named = actor?.name || (actor?.type && actor.type !== "user" ? actor.id || actor.type : null);
  return named || user_id || actor?.id || (visitor_id ? `visitor ${visitor_id.slice(-6)}` : "");
}
