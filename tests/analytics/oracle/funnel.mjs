// `funnel`: who takes the steps one after the other.
import { DAY, HOUR, MINUTE } from "./calendar.mjs";
import { groups, largestFirst, percentile, ratio } from "./counts.mjs";
import { person, step, value } from "./events.mjs";

export function funnel(scope) {
  const { asked } = scope;
  const steps = asked.step.map((text) => ({ text, matches: step(text) }));
  const [, count, unit] = /^(\d+)([mhd])$/.exec(asked.window ?? "7d");
  const window = Number(count) * { m: MINUTE, h: HOUR, d: DAY }[unit];
  const followed = scope.events.filter((event) => person(event, asked.people) !== null);
  const journeys = [...groups(followed, (event) => person(event, asked.people)).values()]
    .map((events) => ({ first: events.find(steps[0].matches), times: timesTo(events, steps, window) }))
    .filter((journey) => journey.first !== undefined);
  const answer = summary(journeys, steps);
  if (asked.by) {
    const split = [...groups(journeys, (journey) => value(journey.first, asked.by))];
    const all = split.map(([one, list]) => ({ value: one, steps: summary(list, steps).steps }));
    answer.series = largestFirst(all, (item) => item.steps[0].people).slice(0, scope.limit);
  }
  if (scope.before) answer.previous = funnel({ ...scope, ...scope.before, asked: { ...asked, by: undefined }, before: undefined });
  return answer;
}

function summary(journeys, steps) {
  const reached = steps.map((_, k) => journeys.filter((journey) => journey.times[k] !== null));
  const figures = steps.map(({ text }, k) => {
    const times = reached[k].map((journey) => journey.times[k]);
    return {
      step: text,
      people: reached[k].length,
      conversion: ratio(reached[k].length, reached[0].length),
      from_previous: k === 0 ? null : ratio(reached[k].length, reached[k - 1].length),
      median_ms: k === 0 ? null : percentile(times, 0.5),
      p90_ms: k === 0 ? null : percentile(times, 0.9),
    };
  });
  const converted = reached.at(-1).length;
  return { people: reached[0].length, converted, conversion: ratio(converted, reached[0].length), steps: figures };
}

/** For each step, how long it took one person to reach it first; `null` when they did not. Every step 1 is tried by itself. */
function timesTo(events, steps, window) {
  const starts = events.flatMap((event, n) => (steps[0].matches(event) ? [n] : []));
  const walks = starts.map((start) => ({ start, ends: earliest(events, start, steps, window) }));
  return steps.map((_, k) => {
    if (k === 0) return starts.length > 0 ? 0 : null;
    const end = Math.min(...walks.map(({ ends }) => ends[k]));
    if (end === Infinity) return null;
    // From here the step is reached at that very event: all steps before it lie before it.
    const able = walks.filter(({ start, ends }) => ends[k - 1] < end && events[end].at - events[start].at <= window);
    return events[end].at - events[able.at(-1).start].at;
  });
}

/** From one step 1, the numbers of the first events that reach each step; taking each as early as possible misses none. */
function earliest(events, start, steps, window) {
  const ends = [start];
  for (const { matches } of steps.slice(1)) {
    const after = ends.at(-1);
    const found = events.findIndex((event, n) => n > after && event.at - events[start].at <= window && matches(event));
    ends.push(found === -1 ? Infinity : found);
  }
  return ends;
}
