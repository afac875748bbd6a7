// `streams`: runs, and what their events say.
import { iso } from "./calendar.mjs";
import { distinct, groups } from "./counts.mjs";

const LEVELS = ["detail", "state", "action", "decision", "milestone"];

export function streams(scope) {
  const found = groups(scope.events.filter((event) => event.stream !== null), (event) => event.stream);
  const items = [...found].map(([stream, events]) => item(stream, events));
  // All of the list, newest first by its first event, then by id.
  items.sort((a, b) => b.first_at - a.first_at || (a.stream_id < b.stream_id ? 1 : -1));
  return { items, total: items.length };
}

function item(stream_id, events) {
  const times = events.map((event) => event.at);
  const [first_at, last_at] = [Math.min(...times), Math.max(...times)];
  const steps = events.map((event) => event.step).filter((step) => step !== null);
  return {
    stream_id,
    first_at,
    first_at_iso: iso(first_at),
    last_at,
    last_at_iso: iso(last_at),
    duration_ms: last_at - first_at,
    events: events.length,
    levels: Object.fromEntries(LEVELS.map((level) => [level, events.filter((event) => event.level === level).length])),
    first_step: steps.length ? Math.min(...steps) : null,
    last_step: steps.length ? Math.max(...steps) : null,
    users: distinct(events, "user"),
    actors: new Set(events.map((event) => JSON.stringify([event.actor_type, event.actor_id]))).size,
  };
}
