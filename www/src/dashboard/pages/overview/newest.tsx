import type { JSX } from "preact";
import type { Answer, Event } from "trailmark/query";
import type { Answered } from "../../ask/answer.ts";
import { Missing } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { DataTable } from "../../parts/data-table.tsx";
import { eventColumns, USUAL_COLUMNS } from "../../parts/event-columns.tsx";
import { EventDetail } from "../../parts/event-detail.tsx";
import { useOpenedEvent } from "../../parts/opened-event.ts";
import { linkTo } from "../../place.ts";
import type { PageProps } from "../../pages.ts";
import type { View } from "../../view/view.ts";
import { count } from "../../../shared/format.ts";

interface Props {
  view: View;
  go: PageProps["go"];
  of: Answered<Answer<"/api/events">>;
}

/** The newest events, each with everything about it on request. */
export function Newest({ view, go, of }: Props): JSX.Element {
  const answer = of.data;
  const items = answer?.items;
  const { opened, id, open, close } = useOpenedEvent(view, go, items);
  const note = answer && items && (
    <span data-testid="newest-note" data-value={answer.total}>
      {`${count(items.length)} of ${count(answer.total)}`}
    </span>
  );
  return (
    <Card title="Newest events" class="wide" note={note} tools={<a href={linkTo("events", view)}>All events</a>}>
      {items ? (
        <DataTable<Event>
          label="Newest events"
          name="event"
          columns={eventColumns(USUAL_COLUMNS, { view, now: Date.now(), opened: id, open })}
          rows={items}
          keyOf={(event) => event.id}
          rowAttributes={(event) => ({ "data-type": event.type, "data-event-id": event.id })}
          selected={id}
          open={open}
        />
      ) : (
        <Missing of={of} height={300} />
      )}
      {opened && <EventDetail event={opened} view={view} close={close} />}
    </Card>
  );
}
