import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Event } from "trailmark/query";
import { linkTo } from "../place.ts";
import type { View } from "../view/view.ts";
import { duration } from "../../shared/format.ts";
import { Icon } from "./icon.tsx";
import { whatOf } from "./event-words.ts";
import { momentName } from "./periods.ts";
import { SidePanel } from "./side-panel.tsx";
import { valueName } from "./value-name.ts";

interface Props {
  event: Event;
  view: View;
  close(): void;
}

/** Everything about one event, with ways to what belongs to it: user, session, stream, causes, and others of its kind. */
export function EventDetail({ event, view, close }: Props): JSX.Element {
  const { page, actor, entity, device } = event;
  const events = (name: string, value: string) => linkTo("events", onlyWith(view, name, value));
  const place = [event.city, valueName("country", event.country ?? null)].filter(Boolean).join(", ");
  return (
    <SidePanel title={event.type} testId="event-detail" close={close}>
      {whatOf(event) && <p class="event-what">{whatOf(event)}</p>}
      <dl class="facts">
        <Fact name="When">
          <time dateTime={event.occurred_at_iso}>{momentName(event.occurred_at, view.tz)}</time>
        </Fact>
        <Fact name="Level">
          <span class={`level ${event.level}`} /> {event.level}
        </Fact>
        <Fact name="Took">{event.duration_ms == null ? null : duration(event.duration_ms)}</Fact>
        <Fact name="User" href={event.user_id && events("user", event.user_id)}>
          {event.user_id}
        </Fact>
        <Fact name="Visitor" href={event.visitor_id && events("visitor", event.visitor_id)}>
          {event.visitor_id}
        </Fact>
        <Fact name="Session" href={event.session_id && linkTo("sessions", view, { id: event.session_id })}>
          {event.session_id}
        </Fact>
        <Fact name="Actor">{actor.type === "user" || actor.type === "anonymous" ? null : [actor.type, actor.name ?? actor.id].filter(Boolean).join(" ")}</Fact>
        <Fact name="Entity" href={entity?.id && events("entity_id", entity.id)}>
          {entity && [entity.type, entity.id].filter(Boolean).join(" ")}
        </Fact>
        <Fact name="Page">{page?.path}</Fact>
        <Fact name="Stream" href={event.stream_id && linkTo("streams", view, { id: event.stream_id })}>
          {event.stream_id && (event.step === undefined ? event.stream_id : `${event.stream_id}, step ${event.step}`)}
        </Fact>
        <Fact name="Causes and effects" href={linkTo("streams", view, { event: event.id })}>
          Show as a graph
        </Fact>
        <Fact name="Correlation" href={event.correlation_id && events("correlation_id", event.correlation_id)}>
          {event.correlation_id}
        </Fact>
        <Fact name="Place">{place}</Fact>
        <Fact name="Device">{[device?.type, device?.os, device?.browser].filter(Boolean).join(", ")}</Fact>
        <Fact name="Not as planned">{event.plan_fault && `${event.plan_fault.code} (${event.plan_fault.field})`}</Fact>
      </dl>
      <Json event={event} />
    </SidePanel>
  );
}

function Json({ event }: { event: Event }): JSX.Element {
  const text = JSON.stringify(event, null, 2);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // The browser does not allow it: the text can be selected.
    }
  };
  return (
    <div class="json-box">
      <button class="button small" type="button" data-testid="event-copy" onClick={copy}>
        <Icon name="copy" />
        {isCopied ? "Copied" : "Copy JSON"}
      </button>
      <pre class="json" tabIndex={0} role="region" aria-label={`JSON of ${event.type}`} data-testid="event-json">
        {text}
      </pre>
    </div>
  );
}

/** A line of what is known; none where there is nothing. */
function Fact({ name, href, children }: { name: string; href?: string | null | undefined; children?: unknown }): JSX.Element | null {
  if (children == null || children === "") return null;
  const shown = children as JSX.Element;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{href ? <a href={href}>{shown}</a> : shown}</dd>
    </div>
  );
}

/** The view with this filter alone, and of all time where other ranges might hide what belongs together. */
function onlyWith(view: View, name: string, value: string): View {
  return { ...view, filters: [{ name, test: "is", values: [value] }] };
}
