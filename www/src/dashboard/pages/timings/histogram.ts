import type { Schemas } from "trailmark/query";

type Bar = Schemas["HistogramBar"];

/** A bucket of durations, of all and of the one that is looked at. */
export interface Bucket {
  from_ms: number;
  to_ms: number;
  all: number;
  one: number;
  /** Parts of their own sums, 0 to 1, so that a rare one can be compared with all. */
  allShare: number;
  oneShare: number;
}

/**
 * Two histograms on one axis: all buckets from the first to the last that either has. Buckets double in width, so the axis is logarithmic.
 */
export function bucketsOf(all: readonly Bar[], one: readonly Bar[] = []): Bucket[] {
  const known = new Map<number, Bucket>();
  for (const { from_ms, to_ms, count } of all) known.set(from_ms, bucket(from_ms, to_ms, count, 0));
  for (const { from_ms, to_ms, count } of one) {
    const found = known.get(from_ms);
    if (found) found.one = count;
    else known.set(from_ms, bucket(from_ms, to_ms, 0, count));
  }
  const buckets = [...known.values()].sort((a, b) => a.from_ms - b.from_ms);
  const [sumAll, sumOne] = [sum(all), sum(one)];
  for (const each of buckets) {
    each.allShare = sumAll ? each.all / sumAll : 0;
    each.oneShare = sumOne ? each.one / sumOne : 0;
  }
  return buckets;
}

/** Where a duration lies on the axis of the buckets, 0 to 1; `null` outside of them. */
export function placeOf(ms: number, buckets: readonly Bucket[]): number | null {
  const index = buckets.findIndex(({ from_ms, to_ms }) => ms >= from_ms && ms < to_ms);
  const found = buckets[index];
  if (!found) return null;
  // The first bucket begins at 0, of which there is no logarithm: within it the axis is linear.
  const { from_ms, to_ms } = found;
  const within = from_ms === 0 ? ms / to_ms : Math.log(ms / from_ms) / Math.log(to_ms / from_ms);
  return (index + within) / buckets.length;
}

/** A bound of a bucket in few letters: `512 ms`, `4.1 s`, `17 min`. */
export function boundName(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${round(ms / 1000)} s`;
  if (ms < 3_600_000) return `${round(ms / 60_000)} min`;
  if (ms < 86_400_000) return `${round(ms / 3_600_000)} h`;
  return `${round(ms / 86_400_000)} d`;
}

/** So many bounds can be read beside each other. */
const MOST_NAMED = 16;

/** Whether the bound of a bucket is named on an axis of so many: all of them, or each second, third … */
export function isNamed(index: number, buckets: number): boolean {
  return index % Math.ceil(buckets / MOST_NAMED) === 0;
}

function round(value: number): string {
  return value < 10 ? value.toFixed(1).replace(".0", "") : String(Math.round(value));
}

function bucket(from_ms: number, to_ms: number, all: number, one: number): Bucket {
  return { from_ms, to_ms, all, one, allShare: 0, oneShare: 0 };
}

function sum(bars: readonly Bar[]): number {
  return bars.reduce((total, bar) => total + bar.count, 0);
}
