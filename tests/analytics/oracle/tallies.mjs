// `timeseries`, `breakdown`, `timings`, `live`, and the older totals.
import { HOUR, iso, MINUTE, startsWithin } from "./calendar.mjs";
import { counts, groups, largestFirst, percentile, ratio, sum } from "./counts.mjs";
import { person, value } from "./events.mjs";

export function timeseries(scope) {
  const { from, until, zone, asked, limit } = scope;
  const interval = asked.interval ?? (until - from <= 48 * HOUR ? "hour" : until - from <= 92 * 24 * HOUR ? "day" : "month");
  const points = (events, start, end) => {
    const starts = startsWithin(start, end, interval, zone);
    return starts.map((at, n) => ({ start: at, start_iso: iso(at), ...counts(events.filter((event) => event.at >= at && event.at < (starts[n + 1] ?? end))) }));
  };
  const answer = { interval, total: counts(scope.events), points: points(scope.events, from, until) };
  if (asked.by) {
    const series = [...groups(scope.events, (event) => value(event, asked.by))];
    const all = series.map(([one, events]) => ({ value: one, total: counts(events), points: points(events, from, until) }));
    answer.series = largestFirst(all, (item) => item.total.events).slice(0, limit);
  }
  if (scope.before) answer.previous = { total: counts(scope.before.events), points: points(scope.before.events, scope.before.from, scope.before.until) };
  return answer;
}

export function breakdown(scope) {
  const { events, before, asked, limit } = scope;
  const sort = asked.sort ?? "events";
  const total = counts(events);
  const breakdowns = asked.by.split(",").map((by) => {
    const found = groups(events, (event) => value(event, by));
    const past = before && groups(before.events, (event) => value(event, by));
    const items = [...found].map(([one, matching]) => {
      const item = { value: one, ...counts(matching) };
      return { ...item, share: ratio(item[sort], total[sort]), ...(before && { previous: counts(past.get(one) ?? []) }) };
    });
    return { by, distinct: found.size, items: largestFirst(items, (item) => item[sort]).slice(0, limit) };
  });
  return { total, breakdowns, ...(before && { previous: { total: counts(before.events) } }) };
}

export function timings(scope) {
  const timed = (events) => events.filter((event) => event.duration !== null);
  const items = [...groups(timed(scope.events), (event) => value(event, scope.asked.by ?? "type"))];
  return {
    total: timing(timed(scope.events)),
    items: largestFirst(items.map(([one, events]) => ({ value: one, ...timing(events) })), (item) => item.count).slice(0, scope.limit),
    ...(scope.before && { previous: { total: timing(timed(scope.before.events)) } }),
  };
}

/** `durations` stands for the histogram, the buckets of which are checked against it. */
function timing(events) {
  const durations = events.map((event) => event.duration);
  return {
    count: durations.length,
    mean_ms: ratio(sum(durations), durations.length),
    min_ms: percentile(durations, 0),
    max_ms: percentile(durations, 1),
    p50_ms: percentile(durations, 0.5),
    p75_ms: percentile(durations, 0.75),
    p90_ms: percentile(durations, 0.9),
    p95_ms: percentile(durations, 0.95),
    p99_ms: percentile(durations, 0.99),
    durations,
  };
}

/** The range is the last 30 minutes of the clock; `scope.now` is when it was asked. */
export function live(scope) {
  const { events, from, now, limit } = scope;
  const people = (list) => new Set(list.map((event) => person(event)).filter((one) => one !== null)).size;
  const tally = (name) => {
    const found = [...groups(events, (event) => value(event, name))].map(([one, list]) => ({ value: one, events: list.length, people: people(list) }));
    return largestFirst(found, (item) => item.events).slice(0, limit);
  };
  const lately = events.filter((event) => event.at >= now - 5 * MINUTE);
  const { users, visitors, sessions } = counts(lately);
  return {
    now: { people: people(lately), visitors, users, sessions },
    minutes: Array.from({ length: 30 }, (_, n) => {
      const start = from + n * MINUTE;
      const list = events.filter((event) => event.at >= start && event.at < start + MINUTE);
      return { start, start_iso: iso(start), events: list.length, people: people(list) };
    }),
    pages: tally("path"),
    types: tally("type"),
    countries: tally("country"),
  };
}

/** `/api/events/analytics`, in UTC as ever. */
export function analytics(scope) {
  const { events, from, until } = scope;
  const bucket = until - from <= 48 * HOUR ? "hour" : "day";
  const tally = (name, absent) => Object.fromEntries([...groups(events, (event) => event[name] ?? absent)].map(([one, list]) => [one, list.length]));
  const days = largestFirst([...groups(events, (event) => iso(event.at).slice(0, 10))].map(([date, list]) => ({ date, count: list.length })), (day) => day.count, "date");
  const actions = largestFirst([...groups(events, (event) => event.action)].map(([action, list]) => ({ action, count: list.length })), (one) => one.count, "action");
  const durations = events.map((event) => event.duration).filter((duration) => duration !== null);
  const starts = startsWithin(from, until, bucket, "UTC");
  const { events: total_events, users: unique_users, visitors: unique_visitors, sessions, page_views } = counts(events);
  return {
    total_events, unique_users, unique_visitors, sessions, page_views,
    events_by_category: tally("category"),
    events_by_type: tally("type"),
    events_by_action: tally("action"),
    events_by_level: tally("level"),
    events_by_device: tally("device", "unknown"),
    events_over_time: {
      bucket,
      points: starts.map((start, n) => ({ start, start_iso: iso(start), count: events.filter((event) => event.at >= start && event.at < (starts[n + 1] ?? until)).length })),
    },
    most_active_day: days[0] ?? null,
    most_common_action: actions[0]?.action ?? null,
    average_duration_ms: ratio(sum(durations), durations.length),
  };
}
