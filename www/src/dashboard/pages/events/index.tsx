import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Event } from "trailmark/query";
import { Empty, Failure, Loading } from "../../parts/answered.tsx";
import { DataTable } from "../../parts/data-table.tsx";
import { eventColumns } from "../../parts/event-columns.tsx";
import { EventDetail } from "../../parts/event-detail.tsx";
import { useOpenedEvent } from "../../parts/opened-event.ts";
import type { PageProps } from "../../pages.ts";
import { askedOfLists } from "../../view/lists.ts";
import { count } from "../../../shared/format.ts";
import { chosenColumns } from "./columns.ts";
import { ColumnChoice } from "./column-choice.tsx";
import { ExportLinks } from "./export-links.tsx";
import { keyOf } from "./known.ts";
import { useEventKeys } from "./keys.ts";
import { OlderEvents } from "./older.tsx";
import { SearchField } from "./search-field.tsx";
import { TailControl } from "./tail-control.tsx";
import { useEvents } from "./use-events.ts";

/** Every event that matches, newest first: searched, paged, followed as they come in, looked at one by one, and taken along. */
export default function Events({ view, go }: PageProps): JSX.Element {
    const search = view.own.get("q")?.trim();
  const asked = { ...askedOfLists(view), ...(search ? { search } : {}) };
  const isPaused = view.own.get("tail") === "paused";
  const { items, total, fresh, answer, older } = useEvents(asked, view.live && !isPaused);
  const { opened, id, open, close } = useOpenedEvent(view, go, items);
  const table = useRef<HTMLDivElement>(null);
  useEventKeys(table, { items, opened: id, open, end: older.more });
  const columns = eventColumns(chosenColumns(view.own), { view, now: Date.now(), opened: id, open });

  return (
    <div class="page events" data-testid="panels" aria-busy={answer.state === "loading"}>
      <div class="events-tools">
        <SearchField text={search ?? ""} change={(text) => go({ own: { q: text || null } }, "replace")} />
        {view.live && <TailControl isPaused={isPaused} toggle={() => go({ own: { tail: isPaused ? null : "paused" } }, "replace")} />}
        <p class="panel-note" data-testid="events-note" data-value={total ?? ""} role="status">
          {items && total !== undefined && `${count(items.length)} of ${count(total)} events`}
        </p>
        <ColumnChoice own={view.own} change={(columns) => go({ own: { columns } }, "replace")} />
        <ExportLinks query={asked} />
      </div>
      {answer.error && <Failure error={answer.error} again={answer.again} />}
      {!items && !answer.error && <Loading height={480} />}
      {items && items.length === 0 && (
        <Empty title="No events match">
          {search || view.filters.length > 0 ? "Take a filter away, search for less, or look at a longer time." : "Look at a longer time, or see under Install how events come in."}
        </Empty>
      )}
      {items && items.length > 0 && (
        <div class="card events-card" ref={table}>
          <DataTable<Event>
            label="Events; J and K go down and up, Enter opens, Escape closes"
            name="event"
            columns={columns}
            rows={items}
            keyOf={keyOf}
            rowAttributes={(event) => ({ "data-type": event.type, "data-event-id": event.id, "data-fresh": fresh.has(keyOf(event)) ? "1" : undefined })}
            selected={opened ? keyOf(opened) : null}
            open={open}
          />
        </div>
      )}
      {items && items.length > 0 && <OlderEvents {...older} />}
      {opened && <EventDetail key={opened.id} event={opened} view={view} close={close} />}
    </div>
  );
}
