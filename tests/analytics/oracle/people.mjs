// `active-users` and `retention`: the same people, day after day and period after period.
import { dateText, dayNumber, iso, startOfDay, startsWithin } from "./calendar.mjs";
import { groups, ratio } from "./counts.mjs";
import { person, step } from "./events.mjs";

const LOOK_BACK = 90;

/** `scope.matching(from, until)` are the matching events of any stretch of time. */
export function activeUsers(scope) {
  const { from, until, zone, asked } = scope;
  const who = (events) => new Set(events.map((event) => person(event, asked.people)).filter((one) => one !== null));
  const days = [];
  for (let day = dayNumber(from, zone); day <= dayNumber(until - 1, zone); day++) days.push(day);
  const everybody = { people: new Set(), fresh: new Set() };
  // What lies before the range counts for who is known, and for where sessions came from.
  const matching = scope.matching(startOfDay(days[0] - LOOK_BACK, zone), until);
  const between = (start, end) => matching.filter((event) => event.at >= start && event.at < end);
  const points = days.map((day) => {
    const start = startOfDay(day, zone);
    const end = Math.min(startOfDay(day + 1, zone), until);
    const daily = who(between(Math.max(start, from), end));
    const monthly = who(between(startOfDay(day - 29, zone), end)).size;
    const known = who(between(startOfDay(day - LOOK_BACK, zone), start));
    const fresh = [...daily].filter((one) => !known.has(one));
    daily.forEach((one) => everybody.people.add(one));
    fresh.forEach((one) => everybody.fresh.add(one));
    return {
      date: dateText(day),
      daily: daily.size,
      weekly: who(between(startOfDay(day - 6, zone), end)).size,
      monthly,
      stickiness: ratio(daily.size, monthly),
      new: fresh.length,
      returning: daily.size - fresh.length,
    };
  });
  const { people, fresh } = everybody;
  const total = { people: people.size, new: fresh.size, returning: people.size - fresh.size };
  const answer = { points, total };
  if (scope.before) {
    const { points: past, total: pastTotal } = activeUsers({ ...scope, ...scope.before, before: undefined });
    answer.previous = { points: past, total: pastTotal };
  }
  return answer;
}

export function retention(scope) {
  const { from, until, zone, asked } = scope;
  const interval = asked.interval ?? "week";
  const periods = Number(asked.periods ?? 8);
  const matches = (text) => (text === undefined ? () => true : step(text));
  const isFirst = matches(asked.first);
  const isAgain = matches(asked.again);
  const starts = startsWithin(from, until, interval, zone);
  const periodOf = (at) => starts.findLastIndex((start) => start <= at);
  const people = groups(scope.events.filter((event) => person(event, asked.people) !== null), (event) => person(event, asked.people));
  const cohorts = starts.map((start, cohort) => {
    const members = [...people.values()].filter((events) => {
      const first = events.find(isFirst);
      return first !== undefined && periodOf(first.at) === cohort;
    });
    const length = Math.min(periods, starts.length - cohort);
    const retained = Array.from({ length }, (_, later) =>
      later === 0 ? members.length : members.filter((events) => events.some((event) => isAgain(event) && periodOf(event.at) === cohort + later)).length);
    return { start, start_iso: iso(start), people: members.length, retained, rates: retained.map((count) => ratio(count, members.length)) };
  });
  return { interval, cohorts };
}
