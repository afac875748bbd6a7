// What the page Timings computes before it draws: histograms on one axis, and the order of rows.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { source } from "./source.mjs";

test("durations are written in two units, from milliseconds to days", async () => {
  const { duration } = await source("../shared/format.ts");
  const written = { 0: "0 ms", 999.4: "999 ms", 59_949: "59.9 s", 59_950: "1 min 0 s", 3_599_400: "59 min 59 s", 3_599_600: "1 h 0 min", 172_769_000: "47 h 59 min", 172_771_000: "2 d 0 h", 993_480_000: "11 d 12 h" };
  for (const [ms, text] of Object.entries(written)) assert.equal(duration(Number(ms)), text);
});

describe("timings", async () => {
  const { bucketsOf, placeOf, boundName, isNamed } = await source("pages/timings/histogram.ts");
  const { sorted, orderOf, orderText, isWhole, periodBefore } = await source("pages/timings/order.ts");
  const bar = (from_ms, to_ms, count) => ({ from_ms, to_ms, count });

  test("two histograms share an axis and have shares of their own", () => {
    const buckets = bucketsOf([bar(1, 2, 3), bar(2, 4, 0), bar(4, 8, 9)], [bar(4, 8, 1), bar(8, 16, 1)]);
    assert.deepEqual(buckets.map(({ from_ms, all, one }) => [from_ms, all, one]), [[1, 3, 0], [2, 0, 0], [4, 9, 1], [8, 0, 1]]);
    assert.deepEqual(buckets.map(({ allShare, oneShare }) => [allShare, oneShare]), [[0.25, 0], [0, 0], [0.75, 0.5], [0, 0.5]]);
    assert.deepEqual(bucketsOf([]), []);
  });

  test("a percentile lies within its bucket, by the logarithm", () => {
    const buckets = bucketsOf([bar(0, 1, 1), bar(1, 2, 1), bar(2, 4, 1), bar(4, 8, 1)]);
    assert.deepEqual([placeOf(0, buckets), placeOf(1, buckets), placeOf(4, buckets)], [0, 0.25, 0.75]);
    assert.ok(Math.abs(placeOf(Math.sqrt(8), buckets) - 0.625) < 1e-9);
    assert.deepEqual([placeOf(8, buckets), placeOf(1, [])], [null, null]);
  });

  test("bounds are short", () => {
    assert.deepEqual([0, 512, 1024, 4096, 16_384, 65_536, 1_048_576, 4_194_304, 268_435_456].map(boundName), ["0 ms", "512 ms", "1 s", "4.1 s", "16 s", "1.1 min", "17 min", "1.2 h", "3.1 d"]);
  });

  test("no more bounds are named than can be read beside each other", () => {
    const named = (buckets) => Array.from({ length: buckets }, (_, index) => isNamed(index, buckets)).filter(Boolean).length;
    for (const buckets of [1, 7, 16]) assert.equal(named(buckets), buckets);
    for (const buckets of [17, 31, 43, 60]) assert.ok(named(buckets) <= 16 && named(buckets) >= 8, `${buckets}`);
  });

  test("rows are sorted by any column, absent ones last", () => {
    const rows = [{ value: "b", count: 2, p95_ms: 10 }, { value: null, count: 9, p95_ms: null }, { value: "a", count: 5, p95_ms: 30 }];
    const by = (text) => sorted(rows, orderOf(text)).map(({ value }) => value);
    assert.deepEqual([by(null), by("count"), by("value"), by("-value")], [[null, "a", "b"], ["b", "a", null], ["a", "b", null], ["b", "a", null]]);
    assert.deepEqual([by("-p95_ms"), by("p95_ms")], [["a", "b", null], ["b", "a", null]]);
  });

  test("an order and its text say the same", () => {
    for (const text of [null, "count", "value", "-value", "-p95_ms", "max_ms"]) assert.equal(orderText(orderOf(text)), text);
    assert.equal(orderText(orderOf("nonsense")), null);
  });

  test("rows are whole only if every event is in one", () => {
    assert.deepEqual([isWhole([{ count: 2 }, { count: 3 }], 5), isWhole([{ count: 2 }], 5)], [true, false]);
    const between = { kind: "between", from: "2026-01-01", to: "2026-01-01" };
    assert.deepEqual(periodBefore({ from: 1000, to: 1500 }, between), { from: 500, to: 1000 });
    const day = 86_400_000;
    assert.deepEqual(periodBefore({ from: 10 * day, to: 11 * day + 5 }, { kind: "last", range: "24h" }), { from: 9 * day, to: 10 * day });
  });
});
