// The heat map: shades, and the same map for narrow screens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { hoursOf, eventsOf, turned, hourName } = await source("pages/patterns/week.ts");

const MAP = Array.from({ length: 7 }, (_, weekday) => Array.from({ length: 24 }, (_, hour) => (weekday === 2 && hour === 9 ? 400 : weekday === 4 && hour === 10 ? 100 : 0)));

test("shades go from nothing to the fullest hour, and small hours can still be seen", () => {
  const hours = hoursOf(MAP);
  assert.deepEqual(hours[2][9], { weekday: 2, hour: 9, events: 400, shade: 1 });
  assert.equal(hours[4][10].shade, 0.5);
  assert.equal(hours[0][0].shade, 0);
  assert.ok(hoursOf(MAP.map((row) => row.map(() => 0))).flat().every(({ shade }) => shade === 0));
});

test("all events of the week", () => assert.equal(eventsOf(MAP), 500));

test("turned, hours are below each other", () => {
  const map = turned(hoursOf(MAP));
  assert.equal(map.length, 24);
  assert.deepEqual(map[9].map(({ events }) => events), [0, 0, 400, 0, 0, 0, 0]);
  assert.deepEqual(turned([]), []);
});

test("hours are named from and to", () => assert.deepEqual([hourName(9), hourName(23)], ["09:00–10:00", "23:00–00:00"]));
