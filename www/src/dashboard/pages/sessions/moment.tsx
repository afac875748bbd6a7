import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { duration } from "../../../shared/format.ts";
import { whatOf } from "../../parts/event-words.ts";
import { Level } from "../../parts/level.tsx";
import { clockOf } from "../../view/clock.ts";
import type { View } from "../../view/view.ts";
import { barOf, type Moment } from "./timeline.ts";

type TimedEvent = Schemas["TimedEvent"];

interface Props {
  moment: Moment<TimedEvent>;
  view: View;
  /** Whether the heading above has the title of its page. */
  isTold: boolean;
  /** The event whose details are shown beside the page. */
  opened: string | null;
  open(event: TimedEvent): void;
}

/** One event of the timeline; its details open on request. */
export function MomentItem({ moment, view, isTold, opened, open }: Props): JSX.Element {
  const { event, gap } = moment;
  const clock = clockOf(view.tz);
  return (
    <div class={`sessions-moment ${event.level}`} data-testid="moment" data-event-id={event.id} data-type={event.type} data-value={gap ?? ""}>
      <time class="sessions-time" dateTime={event.occurred_at_iso} title={`${clock.moment(event.occurred_at)}, ${duration(event.offset_ms)} after the beginning`}>
        {clock.time(event.occurred_at)}
      </time>
      <span class="sessions-dot" aria-hidden="true" />
      <div class="sessions-body">
        <div class="sessions-what">
          <button type="button" class="event-name" aria-expanded={event.id === opened} onClick={() => open(event)} data-testid="moment-toggle">
            <span>{event.type}</span>
          </button>
          <Level level={event.level} />
          <span class="sessions-summary">{about(event, isTold)}</span>
        </div>
        {event.duration_ms !== undefined && (
          <div class="sessions-took">
            <span class="sessions-took-bar" style={{ width: `${barOf(event.duration_ms) * 60}%` }} aria-hidden="true" />
            <span data-testid="took" data-value={event.duration_ms}>
              {duration(event.duration_ms)}
            </span>
          </div>
        )}
      </div>
    </div>
  );
}

/** What it was about, in few words. */
function about(event: TimedEvent, isTold: boolean): string {
  const title = event.type === "page_view" && !isTold ? event.page?.title : undefined;
  return whatOf(event) || title || "";
}
