import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Event } from "trailmark/query";
import { count, duration } from "../../../shared/format.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { whatOf, whoOf } from "../../parts/event-words.ts";
import { Level } from "../../parts/level.tsx";
import { linkTo } from "../../place.ts";
import { clockOf } from "../../view/clock.ts";
import type { View } from "../../view/view.ts";

const FIRST = 50;

/** The events that are drawn, as a list. */
export function EventRows({ events, view, open }: { events: Event[]; view: View; open(event: Event): void }): JSX.Element {
  const [shown, setShown] = useState(FIRST);
  const hasSteps = events.some(({ step }) => step !== undefined);
  const { day } = clockOf(view.tz);
  const isOneDay = new Set([events[0], events.at(-1)].flatMap((event) => (event ? [day(event.occurred_at)] : []))).size < 2;
  return (
    <>
      <DataTable
        label="Events of the stream"
        name="stream-rows"
        columns={columnsOf(view, { hasSteps, isOneDay }, open)}
        rows={events.slice(0, shown)}
        keyOf={({ id }) => id}
        rowAttributes={({ id, type }) => ({ "data-event-id": id, "data-type": type })}
        open={open}
      />
      {events.length > shown && (
        <button class="button quiet small" type="button" data-testid="rows-more" onClick={() => setShown(shown + 2 * FIRST)}>
          Show more of {count(events.length)}
        </button>
      )}
    </>
  );
}

function columnsOf(view: View, { hasSteps, isOneDay }: { hasSteps: boolean; isOneDay: boolean }, open: (event: Event) => void): Column<Event>[] {
  const clock = clockOf(view.tz);
  const step: Column<Event> = { key: "step", title: "Step", isNumber: true, value: ({ step }) => step, show: ({ step }) => step ?? "" };
  return [
    {
      key: "type",
      title: "Event",
      show: (event) => (
        <button type="button" class="event-name" aria-haspopup="dialog" onClick={() => open(event)}>
          <span class="clipped" title={event.type}>
            {event.type}
          </span>
        </button>
      ),
    },
    ...(hasSteps ? [step] : []),
    {
      key: "when",
      title: "When",
      value: ({ occurred_at }) => occurred_at,
      show: ({ occurred_at, occurred_at_iso }) => (
        <time dateTime={occurred_at_iso} title={clock.moment(occurred_at)}>
          {isOneDay ? clock.exact(occurred_at) : clock.stamp(occurred_at)}
        </time>
      ),
    },
    { key: "level", title: "Level", isMinor: true, show: ({ level }) => <Level level={level} /> },
    { key: "who", title: "Who", isMinor: true, show: (event) => <span class="clipped">{whoOf(event)}</span> },
    { key: "what", title: "What", isMinor: true, show: (event) => <span class="clipped" title={whatOf(event)}>{whatOf(event)}</span> },
    { key: "took", title: "Took", isNumber: true, isMinor: true, value: ({ duration_ms }) => duration_ms, show: ({ duration_ms }) => (duration_ms === undefined ? "" : duration(duration_ms)) },
    { key: "causes", title: "Causes", show: ({ id }) => <a href={linkTo("streams", view, { event: id })}>Why?</a> },
  ];
}
