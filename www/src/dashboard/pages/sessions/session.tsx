import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { useAnswer } from "../../ask/answer.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { EventDetail } from "../../parts/event-detail.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useOpenedEvent } from "../../parts/opened-event.ts";
import { Select } from "../../parts/select.tsx";
import type { PageProps } from "../../pages.ts";
import { addressOf } from "../../place.ts";
import { withoutSubject } from "../../view/subject.ts";
import { changed, type View } from "../../view/view.ts";
import { SessionFacts } from "./facts.tsx";
import { Stretch } from "./stretch.tsx";
import { atLeast, levels, sectionsOf } from "./timeline.ts";
import { VisitorSessions } from "./visitor.tsx";

type TimedEvent = Schemas["TimedEvent"];
type Level = Schemas["Level"];

const PATH = "/api/analytics/sessions/{id}";
const PART = 100;

/** One session, whole whatever the range of the view: who it was, and its events on a line of time. */
export function OneSession({ id, view, go }: { id: string } & Pick<PageProps, "view" | "go">): JSX.Element {
  const answer = useAnswer(PATH, { range: "all", tz: view.tz, limit: PART }, { names: { id } });
  const { opened, id: openedId, open, close } = useOpenedEvent(view, go, answer.data?.events);
  const least = levelOf(view.own.get("least"));
  const back = addressOf("sessions", changed(view, withoutSubject(view, "session", ["least", "event"])));
  if (answer.error?.status === 404) {
    return (
      <Empty title="There is no such session">
        No event is stored of the session {id}. It may have been erased, or the link is not whole. <a href={back}>All sessions</a>
      </Empty>
    );
  }
  return (
    <div class="page">
      <nav class="sessions-ways" aria-label="Other sessions">
        <a class="button small" href={back} data-testid="all-sessions">
          <Icon name="previous" />
          All sessions
        </a>
        {answer.data && <VisitorSessions session={answer.data.session} view={view} />}
      </nav>
      <Answered of={answer} height={600}>
        {({ session, events, next_cursor }) => (
          <div class="page">
            <SessionFacts session={session} view={view} />
            <Card
              title="What happened"
              note="All of it, whatever the time chosen above"
              testId="timeline"
              tools={
                <Select
                  label="Least level"
                  name="least"
                  isLabelHidden
                  value={least}
                  options={levels.map((level) => ({ value: level, label: level === "detail" ? "All levels" : level === "milestone" ? "milestone only" : `${level} and above` }))}
                  change={(level) => go({ own: { least: level === "detail" ? null : level } }, "replace")}
                />
              }
            >
              <Part id={id} view={view} least={least} events={events} next={next_cursor} opened={openedId} open={open} />
            </Card>
          </div>
        )}
      </Answered>
      {opened && <EventDetail event={opened} view={view} close={close} />}
    </div>
  );
}

interface PartProps {
  id: string;
  view: View;
  least: Level;
  events: TimedEvent[];
  /** The last event before these that is shown. */
  before?: TimedEvent;
  next: string | null;
  opened: string | null;
  open(event: TimedEvent): void;
}

/** A page of the session's events, and on request the one behind it. */
function Part({ events, before, next, ...shown }: PartProps): JSX.Element {
  const [goesOn, setGoesOn] = useState(false);
  const { view, least, opened, open } = shown;
  const told = atLeast(events, least);
  const hidden = events.length - told.length;
  return (
    <>
      {sectionsOf(told, before).map((section) => (
        <Stretch key={section.moments[0]?.event.id} section={section} view={view} goesOn={section.path === before?.page?.path} isWhole={least === "detail"} opened={opened} open={open} />
      ))}
      {hidden > 0 && (
        <p class="panel-note" data-testid="hidden" data-value={hidden}>
          {count(hidden)} of these {count(events.length)} events {hidden === 1 ? "is" : "are"} below {least}.
        </p>
      )}
      {next !== null && !goesOn && (
        <button class="button small" type="button" data-testid="more" onClick={() => setGoesOn(true)}>
          Go on
        </button>
      )}
      {next !== null && goesOn && <Further {...shown} cursor={next} before={told.at(-1) ?? before} />}
    </>
  );
}

function Further({ cursor, ...part }: { cursor: string } & Omit<PartProps, "events" | "next">): JSX.Element {
  const answer = useAnswer(PATH, { range: "all", tz: part.view.tz, limit: PART, cursor }, { names: { id: part.id } });
  return <Answered of={answer}>{({ events, next_cursor }) => <Part {...part} events={events} next={next_cursor} />}</Answered>;
}

function levelOf(text: string | null): Level {
  return levels.find((level) => level === text) ?? "detail";
}
