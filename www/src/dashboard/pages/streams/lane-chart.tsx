import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Event } from "trailmark/query";
import { count, duration } from "../../../shared/format.ts";
import { whatOf } from "../../parts/event-words.ts";
import { clockOf } from "../../view/clock.ts";
import { type Along, drawn, placeIn, ticksOf, type Window } from "./axis.ts";
import type { Lane, Mark } from "./lanes.ts";

interface Props {
  lanes: Lane[];
  along: Along;
  window: Window;
  bounds: Window;
  tz: string;
  look(window: Window): void;
  open(event: Event): void;
}

/** Events in lanes by level. A pointer that is drawn across looks closer; arrow keys go from event to event, Enter opens one. */
export function LaneChart({ lanes, along, window, bounds, tz, look, open }: Props): JSX.Element {
  const track = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const [at, setAt] = useState<Mark | null>(null);
  const marks = lanes.flatMap((lane) => lane.marks).sort((a, b) => a.at - b.at || a.event.occurred_at - b.event.occurred_at);
  // Another window has other marks: one that was read before may be gone.
  const reading = at && (marks.find(({ event }) => event.id === at.event.id) ?? null);

  const place = ({ clientX }: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    return box && box.width > 0 ? (clientX - box.left) / box.width : 0;
  };
  const end = (event: PointerEvent) => {
    if (drag && Math.abs(place(event) - drag.from) > 0.01) look(drawn(drag.from, place(event), window, bounds));
    setDrag(null);
  };
  const step = (event: KeyboardEvent) => {
    if (event.key === "Enter" && reading) return open(reading.event);
    const index = reading ? marks.findIndex((mark) => mark.event.id === reading.event.id) : -1;
    const to = { ArrowRight: index + 1, ArrowLeft: index < 0 ? marks.length - 1 : index - 1, Home: 0, End: marks.length - 1 }[event.key];
    const next = to === undefined ? undefined : marks[Math.min(Math.max(to, 0), marks.length - 1)];
    if (!next) return;
    event.preventDefault();
    setAt(next);
  };

  return (
    <div class="streams-lanes">
      <div
        class="streams-chart"
        data-testid="lanes"
        role="group"
        aria-roledescription="timeline"
        aria-label="Events by level. Arrow keys go from event to event, Enter opens one; the list below has the same."
        tabIndex={0}
        onKeyDown={step}
        onBlur={() => setAt(null)}
      >
        {lanes.map((lane) => (
          <div key={lane.level} class={`streams-lane ${lane.level}`} data-testid={`lane-${lane.level}`} data-value={lane.count} data-drawn={lane.marks.length}>
            <div class="streams-lane-name">
              {lane.level}
              <span class="faint"> {count(lane.count)}</span>
            </div>
            <div class="streams-track">
              {lane.undrawn > 0 && <Undrawn lane={lane} along={along} />}
              {lane.marks.map((mark) => (
                <MarkBox key={mark.event.id} mark={mark} isRead={reading?.event.id === mark.event.id} open={open} />
              ))}
            </div>
          </div>
        ))}
        <div
          class="streams-drag"
          ref={track}
          data-testid="drag"
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            setDrag({ from: place(event), to: place(event) });
          }}
          onPointerMove={(event) => drag && setDrag({ ...drag, to: place(event) })}
          onPointerUp={end}
          onPointerCancel={() => setDrag(null)}
        >
          {drag && <Selection {...drag} />}
        </div>
      </div>
      <Axis along={along} window={window} tz={tz} />
      <p class="streams-reading" aria-live="polite" data-testid="lanes-reading">
        {reading ? told(reading.event, along, tz) : "Draw across the lanes to look closer. Arrow keys go from event to event."}
      </p>
    </div>
  );
}

function MarkBox({ mark: { event, at, width }, isRead, open }: { mark: Mark; isRead: boolean; open(event: Event): void }): JSX.Element {
  return (
    <span
      class={isRead ? "streams-mark read" : "streams-mark"}
      data-testid="mark"
      data-event-id={event.id}
      title={[event.type, whatOf(event)].filter(Boolean).join(": ")}
      style={{ left: `${(at - width) * 100}%`, width: `${width * 100}%` }}
      onClick={() => open(event)}
    />
  );
}

/** In the place of events that are not drawn: how many, and why. */
function Undrawn({ lane: { undrawn, marks }, along }: { lane: Lane; along: Along }): JSX.Element {
  const why = marks.length === 0 && along === "time" ? "too many to draw: look closer" : along === "step" ? "not drawn: too many, or without a step" : "more: look closer";
  return (
    <span class="streams-undrawn">
      <span>
        {count(undrawn)} {why}
      </span>
    </span>
  );
}

function Selection({ from, to }: { from: number; to: number }): JSX.Element {
  const [left, right] = [Math.max(0, Math.min(from, to)), Math.min(1, Math.max(from, to))];
  return <span class="streams-selection" style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }} />;
}

function Axis({ along, window, tz }: { along: Along; window: Window; tz: string }): JSX.Element {
  return (
    <div class="streams-axis" aria-hidden="true">
      {ticksOf(window, along).map((tick) => (
        <span key={tick} style={{ left: `${placeIn(tick, window) * 100}%` }}>
          {along === "step" ? count(tick) : tickName(tick, window, tz)}
        </span>
      ))}
    </div>
  );
}

const DAY = 86_400_000;

function tickName(tick: number, { from, to }: Window, tz: string): string {
  const clock = clockOf(tz);
  if (to - from > 4 * DAY) return clock.day(tick);
  if (to - from > DAY) return clock.short(tick);
  if (to - from > DAY / 4) return clock.minute(tick);
  return to - from > 5000 ? clock.time(tick) : clock.exact(tick);
}

function told(event: Event, along: Along, tz: string): string {
  const when = along === "step" ? `step ${event.step}` : clockOf(tz).moment(event.occurred_at);
  const took = event.duration_ms === undefined ? "" : `, took ${duration(event.duration_ms)}`;
  const what = whatOf(event);
  return `${event.type}, ${event.level}, ${when}${what && `: ${what}`}${took}`;
}
