import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count, share } from "../../../shared/format.ts";
import { Card } from "../../parts/card.tsx";
import { Stat } from "../../parts/stat.tsx";
import { boundText, bucketsOf, microseconds } from "./buckets.ts";

/** What tracking costs the pages: how long calls of `track()` took, and all work for each event. */
export function Overhead({ overhead }: { overhead: Schemas["OverheadSummary"] }): JSX.Element {
  const { samples, p50_us, p99_us, mean_us } = overhead;
  const buckets = bucketsOf(overhead);
  const largest = Math.max(1, ...buckets.map(({ count }) => count));
  return (
    <Card title="What it costs the pages" note={samples === 0 ? undefined : `${count(samples)} sampled calls of track()`} testId="overhead">
      <dl class="totals delivery-overhead">
        <Stat label="track(), median" explained="Half of the sampled calls took less; a bound of the histogram below" name="track-p50" value={p50_us} text={boundText(p50_us, overhead)} />
        <Stat label="track(), p99" explained="99 of 100 sampled calls took less" name="track-p99" value={p99_us} text={boundText(p99_us, overhead)} />
        <Stat label="All work per event" explained="All of the tracker's time on the page's main thread, sending included, for each stored event" name="track-mean" value={mean_us} format={microseconds} />
        <Stat label="Samples" name="track-samples" value={samples} />
      </dl>
      {samples === 0 ? (
        <p class="panel-empty">No page measured itself in this range. Browsers do; server writers do not.</p>
      ) : (
        <table class="breakdown delivery-histogram">
          <thead>
            <tr>
              <th scope="col">A call of track() took</th>
              <th scope="col" class="number">
                Calls
              </th>
              <th scope="col" class="number">
                Share
              </th>
            </tr>
          </thead>
          <tbody>
            {buckets.map(({ name, count: number }) => (
              <tr key={name} data-testid="bucket-row" style={{ "--share": `${(100 * number) / largest}%` }}>
                <th scope="row">
                  <span>{name}</span>
                </th>
                <td class="number" data-testid="count" data-value={number}>
                  {count(number)}
                </td>
                <td class="number faint">{share(number, samples)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
