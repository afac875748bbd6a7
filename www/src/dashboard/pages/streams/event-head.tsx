import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useAnswer } from "../../ask/answer.ts";
import { Answered } from "../../parts/answered.tsx";
import { Id } from "../../parts/id.tsx";
import { EventDetail } from "../../parts/event-detail.tsx";
import { whatOf, whoOf } from "../../parts/event-words.ts";
import { Level } from "../../parts/level.tsx";
import { linkTo } from "../../place.ts";
import { clockOf } from "../../view/clock.ts";
import type { View } from "../../view/view.ts";

/** The event whose causes are looked at, in a few lines. */
export function EventHead({ id, view }: { id: string; view: View }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const answer = useAnswer("/api/events/{id}", {}, { names: { id }, every: 0 });
  return (
    <section class="card streams-event" aria-label="The event asked for">
      <Answered of={answer} height={70}>
        {(event) => (
          <>
            <h2>
              {event.type} <Level level={event.level} />
            </h2>
            <p>{whatOf(event)}</p>
            <p class="streams-event-facts">
              <time dateTime={event.occurred_at_iso}>{clockOf(view.tz).moment(event.occurred_at)}</time>
              <span>{whoOf(event)}</span>
              {event.stream_id && <a href={linkTo("streams", view, { id: event.stream_id })}>{event.stream_id}</a>}
              {event.session_id && <a href={linkTo("sessions", view, { id: event.session_id })}>Its session</a>}
              <Id text={id} what="the event's id" />
              <button class="button small" type="button" aria-haspopup="dialog" onClick={() => setOpen(true)} data-testid="event-open">
                Everything about it
              </button>
            </p>
            {isOpen && <EventDetail event={event} view={view} close={() => setOpen(false)} />}
          </>
        )}
      </Answered>
    </section>
  );
}
