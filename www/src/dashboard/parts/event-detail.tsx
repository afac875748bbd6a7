import type { JSX } from "preact";
import type { Event } from "trailmark/query";
import { linkTo } from "../place.ts";
import type { View } from "../view/view.ts";
import { duration } from "../../shared/format.ts";
import { Dialog } from "./dialog.tsx";
import { whatOf } from "./event-words.ts";
import { momentName } from "./periods.ts";

/** Everything about one event, with ways to what belongs to it: user, session, stream, causes, and others of its kind. */
export function EventDetail({ event, view, close }: { event: Event; view: View; close(): void }): JSX.Element {
  return (
    <Dialog title={event.type} testId="event-detail" isPanel close={close}>
      <p class="event-what">{whatOf(event)}</p>
      <dl class="facts">
        <Fact name="When">
          <time dateTime={event.occurred_at_iso}>{momentName(event.occurred_at, view.tz)}</time>
        </Fact>
        <Fact name="Level">{event.level}</Fact>
        {event.user_id && (
          <Fact name="User">
            <a href={linkTo("events", onlyWith(view, "user", event.user_id))}>{event.user_id}</a>
          </Fact>
        )}
        {event.visitor_id && (
          <Fact name="Visitor">
            <a href={linkTo("events", onlyWith(view, "visitor", event.visitor_id))}>{event.visitor_id}</a>
          </Fact>
        )}
        {event.session_id && (
          <Fact name="Session">
            <a href={linkTo("sessions", view, { id: event.session_id })}>{event.session_id}</a>
          </Fact>
        )}
        {event.stream_id && (
          <Fact name="Stream">
            <a href={linkTo("streams", view, { id: event.stream_id })}>{event.stream_id}</a>
          </Fact>
        )}
        {event.correlation_id && (
          <Fact name="Correlation">
            <a href={linkTo("events", onlyWith(view, "correlation_id", event.correlation_id))}>{event.correlation_id}</a>
          </Fact>
        )}
        <Fact name="Causes and effects">
          <a href={linkTo("streams", view, { event: event.id })}>Show as a graph</a>
        </Fact>
        {event.page?.path && <Fact name="Page">{event.page.path}</Fact>}
        {event.duration_ms != null && <Fact name="Took">{duration(event.duration_ms)}</Fact>}
      </dl>
      <pre class="json" tabIndex={0} aria-label={`JSON of ${event.type}`} data-testid="event-json">
        {JSON.stringify(event, null, 2)}
      </pre>
    </Dialog>
  );
}

function Fact({ name, children }: { name: string; children: JSX.Element | string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The view with this filter alone: other filters might hide what belongs together. */
function onlyWith(view: View, name: string, value: string): View {
  return { ...view, filters: [{ name, test: "is", values: [value] }] };
}
