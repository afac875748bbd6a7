import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { ago, count, duration } from "../../../shared/format.ts";
import { useAnswer } from "../../ask/answer.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Pager } from "../../parts/pager.tsx";
import { linkTo } from "../../place.ts";
import type { PageProps } from "../../pages.ts";
import { clockOf } from "../../view/clock.ts";
import { asked, type View } from "../../view/view.ts";
import { LevelMix } from "./level-mix.tsx";

type Item = Schemas["StreamItem"];

const PAGE = 25;

/** Runs, campaigns and conversations, newest first. */
export function StreamList({ view, go }: Pick<PageProps, "view" | "go">): JSX.Element {
  const cursor = view.own.get("cursor") ?? undefined;
  const { compare: _, ...question } = asked(view);
  const answer = useAnswer("/api/streams", { ...question, limit: PAGE, cursor });
  return (
    <div class="page">
      <Answered of={answer} height={500} empty={({ total }) => (total === 0 ? <NoStreams /> : null)}>
        {({ items, total, next_cursor }) => (
          <Card
            title="Streams"
            class="streams-rows"
            testId="streams-card"
            note={
              <span data-testid="streams-total" data-value={total}>
                {count(items.length)} of {count(total)}, newest first
              </span>
            }
            tools={<Pager view={view} go={go} of="streams" next={next_cursor} />}
          >
            <DataTable
              label="Streams"
              name="streams"
              columns={columnsOf(view)}
              rows={items}
              keyOf={({ stream_id }) => stream_id}
              rowAttributes={({ stream_id }) => ({ "data-stream": stream_id })}
            />
          </Card>
        )}
      </Answered>
    </div>
  );
}

function columnsOf(view: View): Column<Item>[] {
  const clock = clockOf(view.tz);
  return [
    {
      key: "stream",
      title: "Stream",
      show: ({ stream_id }) => (
        <a class="clipped" href={linkTo("streams", view, { id: stream_id })} title={stream_id}>
          {stream_id}
        </a>
      ),
    },
    {
      key: "first_at",
      title: "Began",
      isMinor: true,
      value: ({ first_at }) => first_at,
      show: ({ first_at, first_at_iso }) => (
        <time dateTime={first_at_iso} title={`${clock.moment(first_at)}, ${ago(first_at, Date.now())}`}>
          {clock.short(first_at)}
        </time>
      ),
    },
    { key: "duration", title: "Lasted", isNumber: true, value: ({ duration_ms }) => duration_ms, show: ({ duration_ms }) => duration(duration_ms) },
    { key: "events", title: "Events", isNumber: true, value: ({ events }) => events, show: ({ events }) => count(events) },
    { key: "levels", title: "By level", show: ({ levels, events }) => <LevelMix levels={levels} events={events} /> },
    { key: "steps", title: "Steps", isNumber: true, isMinor: true, value: stepsOf, show: stepsOf },
    { key: "users", title: "Users", isNumber: true, isMinor: true, value: ({ users }) => users, show: ({ users }) => count(users) },
    { key: "actors", title: "Actors", isNumber: true, isMinor: true, value: ({ actors }) => actors, show: ({ actors }) => count(actors) },
  ];
}

/** First and last step, or nothing where no event counts any. */
export function stepsOf({ first_step, last_step }: Pick<Item, "first_step" | "last_step">): string {
  if (first_step === null || last_step === null) return "–";
  return first_step === last_step ? String(first_step) : `${first_step}–${last_step}`;
}

function NoStreams(): JSX.Element {
  return (
    <Empty title="No streams in this range">
      A stream is a run, a campaign or a conversation: give its events the same <code>streamId</code>. Or choose a longer time above, and take filters away.
    </Empty>
  );
}
