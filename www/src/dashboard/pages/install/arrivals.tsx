import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Event } from "trailmark/query";
import { useAnswer } from "../../ask/answer.ts";
import { Answered } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { whoOf } from "../../parts/event-words.ts";
import { Stat } from "../../parts/stat.tsx";
import type { PageProps } from "../../pages.ts";
import { linkTo } from "../../place.ts";
import { ago, count, share } from "../../../shared/format.ts";
import { statusOf } from "./status.ts";

/** How often it is looked whether something has arrived, in milliseconds. */
const EVERY = 3000;
const NEWEST = 6;
const DAY = { range: "24h" } as const;

/** What arrives while one waits for it, and what is refused. */
export function Arrivals({ view }: PageProps): JSX.Element {
  const [since] = useState(Date.now);
  const events = useAnswer("/api/events", { range: "all", limit: NEWEST }, { every: EVERY });
  const live = useAnswer("/api/analytics/live", { bots: "include" }, { every: EVERY });
  const rejected = useAnswer("/api/rejected", { ...DAY, limit: 1 }, { every: EVERY });
  const delivery = useAnswer("/api/analytics/delivery", DAY, { every: 10_000 });
  return (
    <Card title="2. Watch the first events arrive" testId="install-arrivals" note={<a href={linkTo("events", view)}>All events</a>}>
      <Answered of={events} height={180}>
        {({ items, total }) => {
          const { state, title, detail } = statusOf(items, since, Date.now());
          return (
            <>
              <p class={`install-status ${state}`} role="status" data-testid="install-status" data-value={state}>
                <span class="install-dot" aria-hidden="true" />
                <strong>{title}</strong> {detail}
              </p>
              {total > 0 && <DataTable label="Newest events" name="install-events" columns={COLUMNS} rows={items} keyOf={({ id, occurred_at }) => `${occurred_at} ${id}`} />}
            </>
          );
        }}
      </Answered>
      <dl class="totals install-figures" aria-busy={[live, delivery, rejected].some(({ state }) => state === "loading")}>
        <Stat label="Here now" explained="Visitors with an event in the last five minutes, programs included" name="install-now" value={live.data?.now.people} />
        <Stat label="Stored, last 24 h" name="install-stored" value={delivery.data?.stored} explained="Of what trackers and writers have reported" />
        <Stat label="Capture rate" name="install-capture" value={delivery.data?.capture_rate} format={(rate) => share(rate, 1)} />
        <Stat label="Dropped in pages" name="install-dropped" value={delivery.data?.dropped.total} />
        <Stat label="Refused, last 24 h" name="install-refused" value={rejected.data?.total} />
      </dl>
      <Answered of={rejected} height={0}>
        {({ counts }) =>
          counts.length > 0 && (
            <ul class="install-codes" aria-label="Refused in the last 24 hours, by code">
              {byCode(counts).map(([code, number]) => (
                <li key={code}>
                  <a href={linkTo("rejected", view, { code })} data-testid="install-code" data-code={code} data-value={number}>
                    <code>{code}</code> {count(number)}
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {delivery.error && <Answered of={delivery}>{() => null}</Answered>}
      {live.error && <Answered of={live}>{() => null}</Answered>}
      <p class="install-hint">
        A request with an unknown key belongs to no project, and one of an origin that its key is not for is turned away unread: neither can be counted here. The Worker's log
        names both by code (<code>npx wrangler tail</code>), and the checks below find them.
      </p>
    </Card>
  );
}

const COLUMNS: Column<Event>[] = [
  { key: "event", title: "Event", show: ({ type }) => type },
  { key: "who", title: "Who", isMinor: true, show: whoOf },
  { key: "page", title: "Page", show: ({ page }) => page?.path ?? "" },
  { key: "when", title: "When", isNumber: true, value: ({ occurred_at }) => occurred_at, show: ({ occurred_at, occurred_at_iso }) => <time dateTime={occurred_at_iso}>{ago(occurred_at, Date.now())}</time> },
];

/** How many of each code, whatever their types. */
function byCode(counts: { code: string; count: number }[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const { code, count } of counts) sums.set(code, (sums.get(code) ?? 0) + count);
  return [...sums].sort((one, other) => other[1] - one[1]);
}
