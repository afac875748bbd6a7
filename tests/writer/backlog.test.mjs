// Events that wait, against a plain list that does the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Backlog } from "../../pkg/src/server/backlog.js";
import { randomOf } from "./world.mjs";

test("random turns do to the queue what they do to a list", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = randomOf(seed);
    const backlog = new Backlog();
    let list = [];
    let taken = [];
    for (let seq = 0; seq < 300; seq++) {
      const turn = random() % 10;
      if (turn < 6) {
        const event = { seq, level: random() % 5, json: "", bytes: random() % 100 };
        backlog.put(event);
        list.push(event);
      } else if (turn < 7) {
        const lowest = Math.min(...list.map((event) => event.level));
        const expected = list.find((event) => event.level === lowest);
        assert.equal(backlog.evict(), expected);
        list = list.filter((event) => event !== expected);
      } else if (turn < 9) {
        taken = backlog.take(1 + (random() % 20), 500);
        assert.deepEqual(taken, list.slice(0, taken.length));
        assert.ok(taken.length <= 1 || taken.reduce((sum, event) => sum + event.bytes, 0) <= 500);
        list = list.slice(taken.length);
      } else {
        const back = taken.filter(() => random() % 2);
        backlog.restore(back);
        list = [...back, ...list].sort((one, other) => one.seq - other.seq);
        taken = [];
      }
      assert.equal(backlog.events, list.length);
      assert.equal(backlog.bytes, list.reduce((sum, event) => sum + event.bytes, 0));
      assert.equal(backlog.oldest, list[0]);
    }
  }
});
