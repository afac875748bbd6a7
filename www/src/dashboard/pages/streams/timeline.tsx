import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Event, Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { Answered } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { EventDetail } from "../../parts/event-detail.tsx";
import type { PageProps } from "../../pages.ts";
import { clockOf } from "../../view/clock.ts";
import { type Along, moved, type Window, within, zoomed } from "./axis.ts";
import { LaneChart } from "./lane-chart.tsx";
import { lanesOf } from "./lanes.ts";
import { EventRows } from "./rows.tsx";
import { useWindow } from "./use-window.ts";

/** The stream in lanes by level, along the clock or its steps, with ways to look closer; and what is drawn as a list. */
export function Timeline({ stream, view, go }: { stream: Schemas["StreamItem"] } & Pick<PageProps, "view" | "go">): JSX.Element {
  const [opened, setOpened] = useState<Event | null>(null);
  const hasSteps = stream.first_step !== null && stream.last_step !== null;
  const along: Along = hasSteps && view.own.get("along") === "step" ? "step" : "time";
  const bounds = boundsOf(stream, along);
  const window = windowOf(view.own.get("window"), bounds);
  const answer = useWindow(stream, along, window);
  const isWhole = window.from === bounds.from && window.to === bounds.to;
  const look = (next: Window) => go({ own: { window: next.from === bounds.from && next.to === bounds.to ? null : `${next.from}-${next.to}` } });
  const name = along === "step" ? (at: number) => `step ${at}` : (at: number) => clockOf(view.tz).moment(at);

  return (
    <>
      <Card
        title="Timeline"
        testId="stream-timeline"
        note={
          <span data-testid="window" data-value={`${window.from}-${window.to}`}>
            {isWhole ? "The whole stream" : `${name(window.from)} – ${name(window.to)}`}
          </span>
        }
        tools={
          <div class="streams-tools">
            {hasSteps && (
              <div class="segments" role="group" aria-label="Along">
                <Choice name="time" isChosen={along === "time"} choose={() => go({ own: { along: null, window: null } })} />
                <Choice name="step" isChosen={along === "step"} choose={() => go({ own: { along: "step", window: null } })} />
              </div>
            )}
            <Tool name="earlier" text="Earlier" isOff={window.from === bounds.from} act={() => look(moved(window, -1, bounds))} />
            <Tool name="later" text="Later" isOff={window.to === bounds.to} act={() => look(moved(window, 1, bounds))} />
            <Tool name="closer" text="Closer" isOff={window.to - window.from < 2} act={() => look(zoomed(window, 0.5, bounds))} />
            <Tool name="farther" text="Farther" isOff={isWhole} act={() => look(zoomed(window, 2, bounds))} />
            <Tool name="whole" text="Whole" isOff={isWhole} act={() => look(bounds)} />
          </div>
        }
      >
        <Answered of={answer} height={280}>
          {({ events, counts }) => <LaneChart lanes={lanesOf(events, counts, along, window)} {...{ along, window, bounds, look }} tz={view.tz} open={setOpened} />}
        </Answered>
      </Card>
      {answer.data && (
        <Card
          title="Events"
          class="streams-rows"
          testId="stream-events-card"
          note={answer.data.least === "detail" ? `${count(answer.data.events.length)}, oldest first` : `${count(answer.data.events.length)} of ${answer.data.least} and above, oldest first`}
        >
          <EventRows events={answer.data.events} view={view} open={setOpened} />
        </Card>
      )}
      {opened && <EventDetail event={opened} view={view} close={() => setOpened(null)} />}
    </>
  );
}

/** All of a stream along an axis. */
function boundsOf({ first_at, last_at, first_step, last_step }: Schemas["StreamItem"], along: Along): Window {
  return along === "time" ? { from: first_at, to: last_at } : { from: first_step ?? 0, to: last_step ?? 0 };
}

/** The window that an address names: `FROM-TO`. */
function windowOf(text: string | null, bounds: Window): Window {
  const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? "") ?? [];
  return from === undefined || to === undefined ? bounds : within({ from: Number(from), to: Number(to) }, bounds);
}

function Choice({ name, isChosen, choose }: { name: Along; isChosen: boolean; choose(): void }): JSX.Element {
  return (
    <button type="button" data-testid={`along-${name}`} aria-pressed={isChosen} onClick={choose}>
      {name === "time" ? "Time" : "Steps"}
    </button>
  );
}

function Tool({ name, text, isOff, act }: { name: string; text: string; isOff: boolean; act(): void }): JSX.Element {
  return (
    <button class="button small" type="button" data-testid={`look-${name}`} disabled={isOff} onClick={act}>
      {text}
    </button>
  );
}
