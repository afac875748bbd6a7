import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { ago, duration } from "../../../shared/format.ts";
import { useAnswer } from "../../ask/answer.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import { Id } from "../../parts/id.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Stat } from "../../parts/stat.tsx";
import { addressOf } from "../../place.ts";
import type { PageProps } from "../../pages.ts";
import { clockOf } from "../../view/clock.ts";
import { withoutSubject } from "../../view/subject.ts";
import { changed, type View } from "../../view/view.ts";
import { stepsOf } from "./list.tsx";
import { Timeline } from "./timeline.tsx";

type Stream = Schemas["StreamItem"];

/** One stream, whole whatever the range of the view: its figures, its events in lanes by level, and beneath as a list. */
export function OneStream({ id, view, go }: { id: string } & Pick<PageProps, "view" | "go">): JSX.Element {
  // Events by programs too: a stream's writer is one more often than not.
  const answer = useAnswer("/api/streams", { stream_id: id, range: "all", bots: "include", limit: 1 });
  const back = addressOf("streams", changed(view, withoutSubject(view, "stream", ["along", "window"])));
  return (
    <div class="page">
      <nav aria-label="Other streams">
        <a class="button small" href={back} data-testid="all-streams">
          <Icon name="previous" />
          All streams
        </a>
      </nav>
      <Answered of={answer} height={600} empty={({ items }) => (items.length === 0 ? <NoSuchStream id={id} /> : null)}>
        {({ items: [stream] }) =>
          stream && (
            <>
              <Head stream={stream} view={view} />
              <Timeline stream={stream} view={view} go={go} />
            </>
          )
        }
      </Answered>
    </div>
  );
}

function Head({ stream, view }: { stream: Stream; view: View }): JSX.Element {
  const clock = clockOf(view.tz);
  return (
    <section class="card" aria-label="The stream">
      <header class="streams-head">
        <h2>
          <Id text={stream.stream_id} what="the stream's id" />
        </h2>
        <p class="faint">
          <time dateTime={stream.first_at_iso} title={ago(stream.first_at, Date.now())} data-testid="stream-first" data-value={stream.first_at}>
            {clock.moment(stream.first_at)}
          </time>
          {" – "}
          <time dateTime={stream.last_at_iso} title={ago(stream.last_at, Date.now())} data-testid="stream-last" data-value={stream.last_at}>
            {clock.moment(stream.last_at)}
          </time>
        </p>
      </header>
      <dl class="totals long">
        <Stat label="Events" name="stream-events" value={stream.events} />
        <Stat label="Lasted" name="stream-duration" value={stream.duration_ms} format={duration} />
        <Stat label="Steps" name="stream-steps" value={stream.last_step} text={stepsOf(stream)} />
        <Stat label="Users" name="stream-users" value={stream.users} />
        <Stat label="Actors" name="stream-actors" value={stream.actors} explained="Distinct pairs of type and id" />
      </dl>
    </section>
  );
}

function NoSuchStream({ id }: { id: string }): JSX.Element {
  return (
    <Empty title="There is no such stream">
      No event is stored of the stream {id}. It may have been erased, or the link is not whole.
    </Empty>
  );
}
