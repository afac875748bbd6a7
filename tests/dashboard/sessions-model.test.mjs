// What the page Sessions computes before it draws: sections by page, gaps, bars, and the sessions before and behind.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { source } from "./source.mjs";

const event = (id, occurred_at, more = {}) => ({ id, occurred_at, level: "action", ...more });
const on = (path) => ({ page: { path, title: `Title of ${path}` } });

describe("a session's timeline", async () => {
  const { sectionsOf, atLeast, spaceOf, silenceOf, barOf } = await source("pages/sessions/timeline.ts");
  const { neighboursOf } = await source("pages/sessions/neighbours.ts");

  test("a page is a section, and events without one belong to the page before", () => {
    const events = [event("a", 0, on("/")), event("b", 1000), event("c", 2000, on("/x")), event("d", 2500, on("/x")), event("e", 3000, on("/"))];
    const sections = sectionsOf(events);
    assert.deepEqual(sections.map(({ path, moments }) => [path, moments.map((moment) => moment.event.id).join("")]), [["/", "ab"], ["/x", "cd"], ["/", "e"]]);
    assert.equal(sections[1].title, "Title of /x");
    assert.deepEqual(sections.map(({ stay }) => stay), [2000, 1000, null]);
    assert.deepEqual(sections.flatMap(({ moments }) => moments.map((moment) => moment.gap)), [null, 1000, 1000, 500, 500]);
  });

  test("a session without pages is one section", () => {
    assert.deepEqual(sectionsOf([event("a", 0), event("b", 1)]).map(({ path }) => path), [null]);
    assert.deepEqual(sectionsOf([]), []);
  });

  test("the next part goes on behind the last event", () => {
    const [section] = sectionsOf([event("b", 61_000)], event("a", 1000, on("/x")));
    assert.deepEqual([section.path, section.moments[0].gap, section.moments[0].silence], ["/x", 60_000, "1 min nothing"]);
  });

  test("a longer gap is given more room, up to a quarter of an hour", () => {
    const spaces = [0, 1000, 2000, 60_000, 600_000, 900_000].map(spaceOf);
    assert.deepEqual(spaces, [...spaces].sort((a, b) => a - b));
    assert.deepEqual([spaces[0], spaces[1], spaces[2]], [0, 0, 7]);
    assert.equal(spaceOf(900_000), spaceOf(86_400_000));
    assert.ok(spaceOf(86_400_000) < 100);
  });

  test("gaps have words from 20 seconds on", () => {
    assert.deepEqual(
      [19_999, 20_000, 59_400, 59_600, 180_000, 3_600_000, 5_400_000].map(silenceOf),
      [null, "20 s nothing", "59 s nothing", "1 min nothing", "3 min nothing", "1 h nothing", "1 h 30 min nothing"],
    );
  });

  test("levels and bars", () => {
    const events = ["detail", "state", "action", "decision", "milestone"].map((level) => ({ id: level, level }));
    assert.deepEqual(atLeast(events, "decision").map(({ id }) => id), ["decision", "milestone"]);
    assert.equal(atLeast(events, "detail").length, 5);
    assert.deepEqual([0, 10, 600_000, 3_600_000].map(barOf), [0.03, 0.03, 1, 1]);
    assert.ok(barOf(100) < barOf(1000) && barOf(1000) < barOf(60_000));
  });

  test("neighbours come from the visitor's list", () => {
    const list = ["d", "c", "b"].map((session_id) => ({ session_id }));
    const of = (id) => neighboursOf(id, list, 4);
    assert.deepEqual([of("c").earlier.session_id, of("c").later.session_id, of("c").number], ["b", "d", 3]);
    assert.deepEqual([of("d").later, of("d").number, of("b").earlier], [null, 4, null]);
    assert.deepEqual(of("a"), { earlier: null, later: null, number: null });
  });
});
