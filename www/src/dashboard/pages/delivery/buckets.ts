/** A bar of the histogram of `track()`. */
export interface Bucket {
  name: string;
  count: number;
}

/** The samples by how long a call took; the last bar is of what took longer than all bounds. */
export function bucketsOf({ bounds_us: bounds, counts }: { bounds_us: number[]; counts: number[] }): Bucket[] {
  return counts.map((count, index) => {
    const [from, to] = [bounds[index - 1], bounds[index]];
    if (to === undefined) return { name: `≥ ${microseconds(from ?? 0)}`, count };
    return { name: from === undefined ? `< ${microseconds(to)}` : `${from.toLocaleString("en")} – ${microseconds(to)}`, count };
  });
}

/** A percentile, which is the upper bound of a bucket; what lies above the last bound has none. */
export function boundText(bound: number | null, { samples, bounds_us }: { samples: number; bounds_us: number[] }): string {
  if (bound !== null) return `< ${microseconds(bound)}`;
  return samples > 0 ? `≥ ${microseconds(bounds_us.at(-1) ?? 0)}` : "–";
}

/** `0.4 µs`, `64 µs`, `1,024 µs`. */
export function microseconds(value: number): string {
  return `${(value < 10 ? Math.round(10 * value) / 10 : Math.round(value)).toLocaleString("en")} µs`;
}
