// A month in the life of Orchard, made of a seed: what its pages and programs send to the Worker.
import { chance } from "../../analytics/random.mjs";
import { faults } from "./faults.mjs";
import { person } from "./people.mjs";
import { programs } from "./programs.mjs";
import { visit } from "./visits.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS = 30;
const VISITORS = 240;
/** Where the ranges that end now begin, and the periods before them: 24 hours, 7 days, 30 days. */
const EDGES = [1, 2, 7, 14, 30].map((days) => days * DAY);
/** No test runs later than that behind the month's end: edges move with the clock, and would pass an event between a page and who asks what it shows. */
const QUIET = 2 * HOUR;

/**
 * Thirty days that end at `end`. The same for the same end and seed.
 * @returns {Request[]} requests of `{headers, cf, by, batch}`, in order of time; `by` is the kind of key that sends it
 */
export function month({ end, seed = 7 }) {
  const dice = chance(seed);
  const start = end - DAYS * DAY;
  const people = Array.from({ length: VISITORS }, (_, number) => person(number, dice));
  const requests = [];
  for (const one of people) {
    // More newcomers towards the end: a product that grows.
    let at = workday(start + Math.floor(dice.random() ** 0.7 * DAYS) * DAY, one, dice);
    for (let number = 0; number < one.visits && at < end - HOUR; number++) {
      if (at >= start) requests.push(visit(one, { start: at, end, first: number === 0 }, dice));
      at = workday(at + DAY + Math.floor(dice.random() ** 2 * 8) * DAY, one, dice);
    }
  }
  requests.push(...programs({ start, end, people }, dice), ...faults({ end }, dice));
  return requests.filter(isFarFromEdges(end)).sort((a, b) => a.batch.events[0].occurred_at - b.batch.events[0].occurred_at);
}

/** Whether none of a request's events lies where an edge may pass while tests run. */
export const isFarFromEdges = (end) => ({ batch }) => batch.events.every(({ occurred_at: at }) => EDGES.every((edge) => at < end - edge || at >= end - edge + QUIET));

/** Some visits of the last minutes before `now`, so that somebody is there. */
export function present({ now, seed = 11 }) {
  const dice = chance(seed);
  return Array.from({ length: 6 }, (_, number) => {
    const one = { ...person(9_000 + number, dice), robot: false, isUser: true };
    return visit(one, { start: now - (2 + number * 3) * MINUTE, end: now, first: false }, dice);
  });
}

/** The same day about the hour that somebody likes; of three visits on a weekend two wait for a day of the next week. */
function workday(at, { favouriteHour }, dice) {
  const day = at - (at % DAY);
  const weekday = new Date(day).getUTCDay();
  const waits = (weekday === 0 || weekday === 6) && dice.often(0.66) ? (weekday === 6 ? 2 : 1) + dice.below(4) : 0;
  return day + waits * DAY + Math.floor((favouriteHour + (dice.random() + dice.random() - 1) * 3) * HOUR);
}
