// `sessions`: figures, entry and exit pages, the list, and one session.
import { iso } from "./calendar.mjs";
import { distinct, groups, largestFirst, ratio, sum } from "./counts.mjs";
import { value } from "./events.mjs";

export function sessions(scope) {
  const items = itemsOf(scope.events);
  const pages = (name) => {
    const found = [...groups(items, (item) => item[name])].map(([path, list]) => ({ path, sessions: list.length }));
    return largestFirst(found, (page) => page.sessions, "path").slice(0, scope.limit);
  };
  return {
    total: figures(scope.events),
    entry_pages: pages("entry_page"),
    exit_pages: pages("exit_page"),
    items,
    ...(scope.before && { previous: { total: figures(scope.before.events) } }),
  };
}

/** All of the list, newest first by start, then by id. */
function itemsOf(events) {
  const found = groups(events.filter((event) => event.session !== null), (event) => event.session);
  return [...found.values()].map(item).sort((a, b) => b.start - a.start || (a.session_id < b.session_id ? 1 : -1));
}

/** One session from its events in order. */
export function item(events) {
  const first = events[0];
  const last = events.at(-1);
  const ofFirst = (name) => events.map((event) => value(event, name)).find((one) => one !== null) ?? null;
  const paths = events.map((event) => event.path).filter((path) => path !== null);
  return {
    session_id: first.session,
    visitor_id: ofFirst("visitor"),
    user_id: ofFirst("user"),
    start: first.at,
    start_iso: iso(first.at),
    end: last.at,
    end_iso: iso(last.at),
    duration_ms: last.at - first.at,
    events: events.length,
    page_views: events.filter((event) => event.type === "page_view").length,
    entry_page: paths[0] ?? null,
    exit_page: paths.at(-1) ?? null,
    device: ofFirst("device"),
    os: ofFirst("os"),
    browser: ofFirst("browser"),
    country: ofFirst("country"),
    source: ofFirst("source"),
    // `direct` only when none of its events shows anything else.
    channel: events.find((event) => event.origin !== null)?.origin.channel ?? "direct",
  };
}

function figures(events) {
  const within = events.filter((event) => event.session !== null);
  const items = itemsOf(events);
  const bounces = items.filter((one) => one.events === 1).length;
  return {
    sessions: items.length,
    visitors: distinct(within, "visitor"),
    users: distinct(within, "user"),
    bounces,
    bounce_rate: ratio(bounces, items.length),
    mean_duration_ms: ratio(sum(items.map((one) => one.duration_ms)), items.length),
    events_per_session: ratio(within.length, items.length),
    pages_per_session: ratio(sum(items.map((one) => one.page_views)), items.length),
  };
}
