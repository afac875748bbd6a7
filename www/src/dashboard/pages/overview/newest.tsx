import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Answer, Event } from "trailmark/query";
import { Loading } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { EventDetail } from "../../parts/event-detail.tsx";
import { whatOf, whoOf } from "../../parts/event-words.ts";
import { momentName } from "../../parts/periods.ts";
import { linkTo } from "../../place.ts";
import type { View } from "../../view/view.ts";
import { ago, count, duration } from "../../../shared/format.ts";

/** The newest events, each with everything about it on request. */
export function Newest({ view, answer }: { view: View; answer: Answer<"/api/events"> | undefined }): JSX.Element {
  const [opened, setOpened] = useState<Event | null>(null);
  const now = Date.now();
  const columns: Column<Event>[] = [
    {
      key: "type",
      title: "Event",
      show: (event) => (
        <button class="event-name" type="button" data-testid="event-toggle" aria-haspopup="dialog" onClick={() => setOpened(event)}>
          <span class={`level ${event.level}`} title={`level: ${event.level}`} />
          <span>{event.type}</span>
        </button>
      ),
    },
    { key: "what", title: "What", show: (event) => <span class="clipped">{whatOf(event)}</span> },
    { key: "who", title: "Who", show: (event) => <span class="clipped">{whoOf(event)}</span> },
    { key: "where", title: "Page", show: (event) => <span class="clipped">{event.page?.path ?? ""}</span> },
    { key: "took", title: "Took", isNumber: true, value: ({ duration_ms }) => duration_ms, show: ({ duration_ms }) => (duration_ms == null ? "" : duration(duration_ms)) },
    {
      key: "when",
      title: "When",
      isNumber: true,
      show: (event) => (
        <time dateTime={event.occurred_at_iso} title={momentName(event.occurred_at, view.tz)}>
          {ago(event.occurred_at, now)}
        </time>
      ),
    },
  ];
  return (
    <Card
      title="Newest events"
      class="wide"
      note={
        answer && (
          <span data-testid="newest-note" data-value={answer.total}>
            {`${count(answer.items.length)} of ${count(answer.total)}`}
          </span>
        )
      }
      tools={<a href={linkTo("events", view)}>All events</a>}
    >
      {answer ? (
        <DataTable<Event>
          label="Newest events"
          name="event"
          columns={columns}
          rows={answer.items}
          keyOf={({ id, occurred_at }) => `${occurred_at} ${id}`}
          rowAttributes={({ id, type }) => ({ "data-type": type, "data-event-id": id })}
          open={(event) => setOpened(event)}
        />
      ) : (
        <Loading height={300} />
      )}
      {opened && <EventDetail event={opened} view={view} close={() => setOpened(null)} />}
    </Card>
  );
}
