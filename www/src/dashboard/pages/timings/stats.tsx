import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { duration } from "../../../shared/format.ts";
import { Stat } from "../../parts/stat.tsx";

type Timing = Omit<Schemas["Timing"], "histogram">;

const FIGURES: [keyof Timing, string, string][] = [
  ["mean_ms", "Mean", "Exact"],
  ["p50_ms", "Median", "Half of the events take no longer, within 2 %"],
  ["p75_ms", "p75", "Three in four events take no longer, within 2 %"],
  ["p95_ms", "p95", "95 of 100 events take no longer, within 2 %"],
  ["p99_ms", "p99", "99 of 100 events take no longer, within 2 %"],
  ["max_ms", "Longest", "Exact"],
];

/** How long all that has a duration took. */
export function TimingStats({ total, previous }: { total: Timing; previous?: Timing }): JSX.Element {
  return (
    <dl class="totals long card" data-testid="timings-total">
      <Stat label="Timed events" explained="Events with a duration" name="total-count" value={total.count} previous={previous?.count} />
      {FIGURES.map(([of, label, explained]) => (
        <Stat key={of} label={label} explained={explained} name={`total-${of}`} value={total[of]} previous={previous?.[of]} format={duration} isLessBetter />
      ))}
    </dl>
  );
}
