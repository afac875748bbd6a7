import type { JSX } from "preact";
import type { Answer } from "trailmark/query";
import { Card } from "../../parts/card.tsx";
import { Stat } from "../../parts/stat.tsx";
import { count } from "../../../shared/format.ts";
import { rateText } from "./rate.ts";

type Delivery = Answer<"/api/analytics/delivery">;

/** What became of everything that was tracked. */
export function DeliveryTile({ delivery }: { delivery: Delivery | undefined }): JSX.Element {
  const instances = delivery?.instances;
  const reasons = Object.entries(delivery?.dropped.by_reason ?? {}).sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
  return (
    <Card
      title="Delivery"
      class="wide"
      note={instances === undefined ? null : instances === 0 ? "No tracker reported in this range." : `${count(instances)} tracker ${instances === 1 ? "instance" : "instances"} reported`}
    >
      <dl class="figures">
        <Stat label="Capture rate" explained="The share of all tracked events that is stored" name="capture-rate" value={delivery?.capture_rate} text={delivery && rateText(delivery)} />
        <Stat label="Tracked" explained="Events that trackers numbered" name="tracked" value={delivery?.tracked} />
        <Stat label="Stored" explained="Events that are in the database, each once" name="stored" value={delivery?.stored} />
        <Stat label="Outstanding" explained="Neither stored nor settled otherwise: on their way, waiting in a browser, or lost" name="outstanding" value={delivery?.outstanding} />
        <Stat label="Duplicates refused" explained="Copies that came again and were not stored again" name="duplicates-refused" value={delivery?.duplicates_refused} />
        <Stat label="Rejected" explained="Refused by the server, with a verdict that says why" name="rejected" value={delivery?.rejected} />
        <Stat label="Dropped" explained="Given up by trackers, which say why" name="dropped" value={delivery?.dropped.total} />
        <Stat label="track(), median" explained="Half of the sampled calls of track() took less" name="track-p50" value={delivery?.overhead.p50_us} text={bound(delivery, "p50_us")} />
        <Stat label="track(), p99" explained="99 of 100 sampled calls of track() took less" name="track-p99" value={delivery?.overhead.p99_us} text={bound(delivery, "p99_us")} />
        <Stat
          label="All work per event"
          explained="All of the tracker's work on the page's main thread, sending included, for each stored event"
          name="track-mean"
          value={delivery?.overhead.mean_us}
          format={(us) => microseconds(us < 10 ? Math.round(10 * us) / 10 : Math.round(us))}
        />
      </dl>
      {reasons.length > 0 && (
        <ul class="reasons" data-testid="dropped-reasons" aria-label="Dropped events by reason">
          {reasons.map(([reason, value]) => (
            <li key={reason} data-testid="dropped-reason" data-reason={reason} data-value={value}>
              Dropped as {reason}: <strong>{count(value)}</strong>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** A percentile is the upper bound of a bucket; what lies above the last bound has none. */
function bound(delivery: Delivery | undefined, name: "p50_us" | "p99_us"): string | undefined {
  if (!delivery) return undefined;
  const { samples, bounds_us } = delivery.overhead;
  const value = delivery.overhead[name];
  if (value != null) return `< ${microseconds(value)}`;
  return samples > 0 ? `≥ ${microseconds(bounds_us.at(-1) ?? 0)}` : undefined;
}

function microseconds(value: number): string {
  return `${count(value)} µs`;
}
