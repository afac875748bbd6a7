// The oracle: what every question of [docs/analytics.md] is to be answered with, worked out from a plain list of events, one question at a
// time, without an index, a cache or a thought for speed, and without a line of the Worker's code.
import { DAY, startOfDay } from "./calendar.mjs";
import { all, kept, within } from "./events.mjs";
import { funnel } from "./funnel.mjs";
import { paths, patterns } from "./journeys.mjs";
import { activeUsers, retention } from "./people.mjs";
import { sessions } from "./sessions.mjs";
import { streams } from "./streams.mjs";
import { analytics, breakdown, live, timeseries, timings } from "./tallies.mjs";

const ENDPOINTS = {
  timeseries, breakdown, timings, sessions, funnel, retention, paths, patterns, live,
  "active-users": activeUsers,
  "/api/events/analytics": analytics,
  "/api/streams": streams,
};
/** Parameters that are no filters. */
const OWN = [
  "range", "days", "from", "to", "tz", "bots", "compare", "limit", "cursor", "interval", "by", "sort", "people", "step", "window", "periods",
  "first", "again", "start", "end", "depth",
];

/**
 * @param {object[]} events all there are, in order of time and id
 * @param {{endpoint: string, parameters: [string, string][]}} question
 * @param {{from: number, to: number, now?: number}} range what the Worker says it counted, only looked at where the question leaves it to the
 *   clock, and what the clock said
 */
export function answer(events, { endpoint, parameters }, range) {
  const asked = Object.fromEntries(parameters);
  asked.step = parameters.filter(([name]) => name === "step").map(([, text]) => text);
  const zone = asked.tz ?? "UTC";
  const [from, until] = rangeOf(asked, zone, range);
  const holds = all(parameters.filter(([name]) => !OWN.includes(name)));
  // The older endpoint counts everything that lists show.
  const keeps = kept(endpoint === "/api/events/analytics" ? "include" : asked.bots);
  const matching = (start, end) => within(events, start, end).filter((event) => keeps(event) && holds(event));
  const scope = { events: matching(from, until), from, until, zone, asked, limit: Number(asked.limit ?? 10), matching, now: range.now };
  if (asked.compare === "previous") {
    const past = { from: from - (until - from), until: from };
    scope.before = { ...past, events: matching(past.from, past.until) };
  }
  return ENDPOINTS[endpoint](scope);
}

/** From when until when, as far as the question itself says it. */
export function rangeOf(asked, zone, range) {
  const moment = (text, days) => {
    if (text === undefined) return undefined;
    if (/^\d+$/.test(text)) return Number(text);
    const time = Date.parse(text);
    return text.length === 10 ? startOfDay(time / DAY + days, zone) : time;
  };
  return [moment(asked.from, 0) ?? range.from, moment(asked.to, 1) ?? range.to];
}
