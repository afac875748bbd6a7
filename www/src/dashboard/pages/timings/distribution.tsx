import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count, duration, share } from "../../../shared/format.ts";
import { Card } from "../../parts/card.tsx";
import { dimensionName } from "../../view/filters.ts";
import { boundName, bucketsOf, type Bucket, isNamed, placeOf } from "./histogram.ts";

type Timing = Schemas["Timing"];

interface Props {
  all: Timing;
  /** The row that is looked at. */
  one: Timing | undefined;
  name: string | null;
  by: string;
  /** Where the row's events are. */
  only: string;
  clear(): void;
}

/** How durations are spread: of all events, and of one row beside them, each as a share of its own events. */
export function Distribution({ all, one, name, by, only, clear }: Props): JSX.Element {
  const buckets = bucketsOf(all.histogram, one?.histogram);
  const highest = Math.max(...buckets.map(({ allShare, oneShare }) => Math.max(allShare, oneShare)), Number.EPSILON);
  const of = one ?? all;
  return (
    <Card
      title="Distribution"
      note={one ? `${dimensionName(by)} ${name} and all, each as a share of its own events` : "All events; a row below shows its own beside them"}
      testId="distribution"
      tools={
        one && (
          <div class="timings-tools">
            <a class="button small" href={only} data-testid="distribution-events">
              Its events
            </a>
            <button class="button small" type="button" data-testid="distribution-clear" onClick={clear}>
              All alone
            </button>
          </div>
        )
      }
    >
      <div class="timings-scroll" tabIndex={0} role="region" aria-label="Distribution">
        <div role="img" aria-label={spoken(of, one ? String(name) : "All events")} style={{ "--buckets": buckets.length }}>
          <div class="timings-bars">
            {buckets.map((bucket) => (
              <div key={bucket.from_ms} class="timings-bucket" title={told(bucket, one !== undefined)}>
                <Column kind={one && "beside"} share={bucket.allShare} highest={highest} />
                {one && <Column share={bucket.oneShare} highest={highest} />}
              </div>
            ))}
            <Mark ms={of.p50_ms} name="p50" buckets={buckets} />
            <Mark ms={of.p95_ms} name="p95" buckets={buckets} isSecond />
          </div>
          <div class="timings-axis">
            {buckets.map(({ from_ms }, index) => (
              <span key={from_ms}>{isNamed(index, buckets.length) && boundName(from_ms)}</span>
            ))}
          </div>
        </div>
      </div>
      {one && (
        <p class="timings-legend">
          <span class="timings-key one" /> {name} ({count(one.count)}) <span class="timings-key beside" /> all ({count(all.count)})
        </p>
      )}
      <details class="points" data-testid="distribution-table">
        <summary>Show as a table</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label="Distribution as a table">
          <table>
            <thead>
              <tr>
                <th scope="col">Duration</th>
                {one && (
                  <th scope="col" class="number">
                    {name}
                  </th>
                )}
                <th scope="col" class="number">
                  All events
                </th>
                <th scope="col" class="number">
                  Share
                </th>
              </tr>
            </thead>
            <tbody>
              {buckets.map((bucket) => (
                <tr key={bucket.from_ms} data-testid="bucket" data-from={bucket.from_ms}>
                  <th scope="row">{spanOf(bucket)}</th>
                  {one && (
                    <td class="number" data-testid="bucket-one" data-value={bucket.one}>
                      {count(bucket.one)}
                    </td>
                  )}
                  <td class="number" data-testid="bucket-all" data-value={bucket.all}>
                    {count(bucket.all)}
                  </td>
                  <td class="number faint">{share(bucket.all, all.count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </Card>
  );
}

function Column({ kind = "", share, highest }: { kind?: string; share: number; highest: number }): JSX.Element {
  return <span class={`timings-bar ${kind} ${share === 0 ? "none" : ""}`} style={{ height: `${(100 * share) / highest}%` }} />;
}

/** A percentile as a line across the buckets. */
function Mark({ ms, name, buckets, isSecond }: { ms: number | null; name: string; buckets: Bucket[]; isSecond?: boolean }): JSX.Element | null {
  const place = ms === null ? null : placeOf(ms, buckets);
  if (ms === null || place === null) return null;
  return (
    <span class={`timings-mark ${isSecond ? "second" : ""} ${place > 0.8 ? "late" : ""}`} style={{ left: `${place * 100}%` }}>
      <span>
        {name} {duration(ms)}
      </span>
    </span>
  );
}

function spanOf({ from_ms, to_ms }: Bucket): string {
  return `${boundName(from_ms)} – ${boundName(to_ms)}`;
}

function told(bucket: Bucket, isCompared: boolean): string {
  const all = `${count(bucket.all)} (${share(bucket.allShare, 1)})`;
  return isCompared ? `${spanOf(bucket)}: ${count(bucket.one)} (${share(bucket.oneShare, 1)}), of all ${all}` : `${spanOf(bucket)}: ${all}`;
}

function spoken({ count: events, p50_ms, p95_ms }: Timing, name: string): string {
  const half = p50_ms === null ? "" : ` half take no longer than ${duration(p50_ms)},`;
  const most = p95_ms === null ? "" : ` 95 of 100 no longer than ${duration(p95_ms)}`;
  return `Distribution of durations. ${name}: ${count(events)} events,${half}${most}.`;
}
