// `paths` and `patterns`: what follows what, and when things happen.
import { dateText, dayNumber, wall, weekday } from "./calendar.mjs";
import { byValue, counts, groups, largestFirst, ratio, sum } from "./counts.mjs";
import { step } from "./events.mjs";

const OTHER = "(other)";
const END = "(end)";

export function paths(scope) {
  const { asked, limit } = scope;
  const depth = Number(asked.depth ?? 3);
  const all = sessionsOf(scope.events).map((events) => walk(events, asked)).filter((path) => path.length > 0);
  // Of each column the largest keep their names.
  const columns = Array.from({ length: depth + 1 }, (_, column) => {
    const found = [...groups(all.filter((path) => path.length > column), (path) => path[column])];
    return new Set(largestFirst(found.map(([name, list]) => ({ value: name, sessions: list.length })), (one) => one.sessions).slice(0, limit).map((one) => one.value));
  });
  const name = (path, column) => (path.length <= column ? END : columns[column].has(path[column]) ? path[column] : OTHER);
  const links = [];
  const nodes = [];
  for (let column = 0; column <= depth; column++) {
    const here = all.filter((path) => path.length > column);
    for (const [one, list] of groups(here, (path) => name(path, column))) nodes.push({ depth: column, value: one, sessions: list.length });
    if (column === depth) break;
    for (const [pair, list] of groups(here, (path) => JSON.stringify([name(path, column), name(path, column + 1)]))) {
      const [source, target] = JSON.parse(pair);
      links.push({ depth: column, source, target, sessions: list.length });
    }
  }
  return { sessions: all.length, links: byColumn(links, ["source", "target"]), nodes: byColumn(nodes, ["value"]) };
}

/** Column by column, the largest first, then by name. */
function byColumn(list, names) {
  const order = (a, b) => names.map((name) => byValue(a[name], b[name])).find((one) => one !== 0) ?? 0;
  return list.sort((a, b) => a.depth - b.depth || b.sessions - a.sessions || order(a, b));
}

function sessionsOf(events) {
  return [...groups(events.filter((event) => event.session !== null), (event) => event.session).values()];
}

function walk(events, { start, end, by = "path" }) {
  let part = events;
  if (start !== undefined) {
    const first = events.findIndex(step(start));
    part = first === -1 ? [] : events.slice(first);
  } else if (end !== undefined) {
    part = events.slice(0, events.findLastIndex(step(end)) + 1).reverse();
  }
  return withoutRepeats(part.map((event) => event[by]).filter((one) => one !== null));
}

/** Equal neighbours become one. */
function withoutRepeats(list) {
  return list.filter((one, n) => n === 0 || one !== list[n - 1]);
}

export function patterns(scope) {
  const { events, zone, limit } = scope;
  const heatmap = Array.from({ length: 7 }, () => Array(24).fill(0));
  for (const event of events) heatmap[weekday(dayNumber(event.at, zone))][wall(event.at, zone).hour] += 1;
  const hours = heatmap.flatMap((row, day) => row.map((count, hour) => ({ weekday: day, hour, events: count })));
  const days = [...groups(events, (event) => dateText(dayNumber(event.at, zone)))].map(([date, list]) => ({ date, events: list.length }));
  const timed = [...groups(events.filter((event) => event.duration !== null), (event) => event.type)];
  const means = timed.map(([type, list]) => ({ type, count: list.length, mean_ms: ratio(sum(list.map((event) => event.duration)), list.length) }));
  const features = [...groups(events, (event) => event.category)].map(([category, list]) => {
    const { events: count, users, visitors } = counts(list);
    return { category, events: count, users, visitors };
  });
  return {
    heatmap,
    peak_hours: hours.filter((one) => one.events > 0).sort((a, b) => b.events - a.events || a.weekday - b.weekday || a.hour - b.hour).slice(0, limit),
    busiest_day: largestFirst(days, (day) => day.events, "date")[0] ?? null,
    mean_duration_ms: largestFirst(means, (one) => one.count, "type").slice(0, limit),
    features: largestFirst(features, (one) => one.events, "category").slice(0, limit),
    sequences: sequences(events).slice(0, limit),
    ...(scope.before && { previous: patterns({ ...scope, ...scope.before, before: undefined }) }),
  };
}

function sequences(events) {
  const found = sessionsOf(events).flatMap((session) => {
    const types = withoutRepeats(session.map((event) => event.type));
    return [...new Set(types.slice(2).map((_, n) => JSON.stringify(types.slice(n, n + 3))))];
  });
  const counted = [...groups(found, (one) => one)].map(([key, list]) => ({ types: JSON.parse(key), sessions: list.length }));
  const order = (a, b) => [0, 1, 2].map((n) => byValue(a.types[n], b.types[n])).find((one) => one !== 0) ?? 0;
  return counted.sort((a, b) => b.sessions - a.sessions || order(a, b));
}
