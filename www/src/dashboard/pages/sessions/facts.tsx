import type { ComponentChildren, JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { ago, count, duration } from "../../../shared/format.ts";
import { Id } from "../../parts/id.tsx";
import { linkTo } from "../../place.ts";
import { clockOf } from "../../view/clock.ts";
import type { View } from "../../view/view.ts";

/** Who a session was, and what it was in figures. */
export function SessionFacts({ session, view }: { session: Schemas["SessionItem"]; view: View }): JSX.Element {
  const { user_id, visitor_id, start, start_iso, end, duration_ms, events, page_views, entry_page, exit_page, device, os, browser, country, source, channel } = session;
  const clock = clockOf(view.tz);
  const bare = { ...view, filters: [] };
  const own = (name: string, value: string) => linkTo("events", { ...bare, range: { kind: "last", range: "all" }, filters: [{ name, test: "is", values: [value] }] });
  return (
    <dl class="sessions-facts card" data-testid="session-facts">
      <Fact name="start" label="Began" value={start}>
        <time dateTime={start_iso} title={ago(start, Date.now())}>
          {clock.moment(start)}
        </time>
      </Fact>
      <Fact name="duration" label="Duration" value={duration_ms}>
        <span title={`until ${clock.moment(end)}`}>{duration(duration_ms)}</span>
      </Fact>
      <Fact name="events" label="Events" value={events}>
        <a href={own("session", session.session_id)}>{count(events)}</a>
      </Fact>
      <Fact name="page_views" label="Page views" value={page_views}>
        {count(page_views)}
      </Fact>
      <Fact name="user" label="User" value={user_id}>
        {user_id ? <a href={own("user", user_id)}>{user_id}</a> : <span class="faint">not named</span>}
      </Fact>
      <Fact name="visitor" label="Visitor" value={visitor_id}>
        {visitor_id ? <a href={own("visitor", visitor_id)}>{visitor_id}</a> : <span class="faint">none</span>}
      </Fact>
      <Fact name="way" label="Entry → exit">
        {entry_page === null ? <span class="faint">no page</span> : entry_page === exit_page ? entry_page : `${entry_page} → ${exit_page}`}
      </Fact>
      <Fact name="source" label="Came from" value={source}>
        {source ? `${source} (${channel})` : channel}
      </Fact>
      <Fact name="device" label="Device" value={device}>
        {[device, os, browser].filter(Boolean).join(", ") || <span class="faint">unknown</span>}
      </Fact>
      <Fact name="country" label="Country" value={country}>
        {country ?? <span class="faint">unknown</span>}
      </Fact>
      <Fact name="session_id" label="Id" value={session.session_id}>
        <Id text={session.session_id} what="the session's id" />
      </Fact>
    </dl>
  );
}

function Fact({ name, label, value, children }: { name: string; label: string; value?: string | number | null; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd data-testid={name} data-value={value ?? ""}>
        {children}
      </dd>
    </div>
  );
}
