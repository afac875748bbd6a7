import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { ago, count, duration } from "../../../shared/format.ts";
import { useAnswer } from "../../ask/answer.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import { Bars } from "../../parts/bars.tsx";
import { Card } from "../../parts/card.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Pager } from "../../parts/pager.tsx";
import { linkTo } from "../../place.ts";
import type { PageProps } from "../../pages.ts";
import { clockOf } from "../../view/clock.ts";
import { NONE, withFilter } from "../../view/filters.ts";
import { asked, type View } from "../../view/view.ts";
import { SessionsOverTime } from "./over-time.tsx";
import { SessionStats } from "./stats.tsx";

type Item = Schemas["SessionItem"];

const PAGE = 25;

/** What the sessions of the view are together, where they begin and end, and each of them. */
export function SessionList({ view, go }: Pick<PageProps, "view" | "go">): JSX.Element {
  const cursor = view.own.get("cursor") ?? undefined;
  const answer = useAnswer("/api/analytics/sessions", { ...asked(view), limit: PAGE, cursor });
  return (
    <div class="page">
      <Answered of={answer} height={600} empty={({ total }) => (total.sessions === 0 ? <NoSessions /> : null)}>
        {(data) => (
          <div class="sessions-list">
            <SessionStats total={data.total} previous={data.previous?.total} />
            <SessionsOverTime view={view} />
            <Card title="Entry pages" note="The first page of each session" testId="entry-pages-card">
              <Ends name="entry-pages" view={view} pages={data.entry_pages} total={data.total.sessions} />
            </Card>
            <Card title="Exit pages" note="The last page of each session" testId="exit-pages-card">
              <Ends name="exit-pages" view={view} pages={data.exit_pages} total={data.total.sessions} />
            </Card>
            <Card
              class="wide"
              title="Each session"
              testId="sessions-card"
              note={`${count(data.items.length)} of ${count(data.total.sessions)}, newest first`}
              tools={<Pager view={view} go={go} of="sessions" next={data.next_cursor} />}
            >
              <DataTable
                label="Sessions"
                name="sessions"
                columns={columnsOf(view)}
                rows={data.items}
                keyOf={({ session_id }) => session_id}
                rowAttributes={({ session_id }) => ({ "data-session": session_id })}
              />
            </Card>
          </div>
        )}
      </Answered>
    </div>
  );
}

function Ends({ name, view, pages, total }: { name: string; view: View; pages: Schemas["PathCount"][]; total: number }): JSX.Element {
  const link = ({ value }: { value: string | null }) => {
    const filters = withFilter(view.filters, { name: "path", test: "is", values: [value ?? NONE] });
    return linkTo("sessions", { ...view, filters });
  };
  const items = pages.map(({ path, sessions }) => ({ value: path, count: sessions }));
  return <Bars name={name} dimension="path" heading="Page" unit="Sessions" items={items} total={total} link={link} />;
}

function columnsOf(view: View): Column<Item>[] {
  const clock = clockOf(view.tz);
  return [
    {
      key: "start",
      title: "Began",
      value: ({ start }) => start,
      show: ({ session_id, start, start_iso }) => (
        <a href={linkTo("sessions", view, { id: session_id })}>
          <time dateTime={start_iso} title={`${clock.moment(start)}, ${ago(start, Date.now())}`}>
            {clock.short(start)}
          </time>
        </a>
      ),
    },
    { key: "who", title: "Who", show: (session) => <Who session={session} /> },
    { key: "duration", title: "Duration", isNumber: true, value: ({ duration_ms }) => duration_ms, show: ({ duration_ms }) => duration(duration_ms) },
    { key: "events", title: "Events", isNumber: true, value: ({ events }) => events, show: ({ events }) => count(events) },
    { key: "page_views", title: "Pages", explained: "Page views", isNumber: true, isMinor: true, value: (row) => row.page_views, show: (row) => count(row.page_views) },
    { key: "way", title: "Entry → exit", isMinor: true, show: (session) => <Way session={session} /> },
    { key: "source", title: "Source", isMinor: true, value: ({ source }) => source, show: ({ source, channel }) => <span title={channel}>{source ?? channel}</span> },
    { key: "device", title: "Device", isMinor: true, value: ({ device }) => device, show: ({ device, os, browser }) => <span title={[browser, os].filter(Boolean).join(", ")}>{device ?? "–"}</span> },
    { key: "country", title: "Country", isMinor: true, value: ({ country }) => country, show: ({ country }) => country ?? "–" },
  ];
}

function Who({ session: { user_id, visitor_id } }: { session: Item }): JSX.Element {
  if (user_id) return <span title={visitor_id ? `visitor ${visitor_id}` : undefined}>{user_id}</span>;
  return <span class="faint" title={visitor_id ?? undefined}>{visitor_id ? `visitor ${visitor_id.slice(-6)}` : "nobody named"}</span>;
}

function Way({ session: { entry_page, exit_page } }: { session: Item }): JSX.Element {
  if (entry_page === null) return <span class="faint">no page</span>;
  if (entry_page === exit_page) return <span class="sessions-way">{entry_page}</span>;
  return (
    <span class="sessions-way">
      {entry_page} <span class="faint">→</span> {exit_page}
    </span>
  );
}

function NoSessions(): JSX.Element {
  return (
    <Empty title="No sessions in this range">
      Events of pages carry a session by themselves. Choose a longer time above, or take a filter away.
    </Empty>
  );
}
