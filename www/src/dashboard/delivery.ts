import { byTestId, h, refill } from "../shared/element.ts";
import { count } from "../shared/format.ts";
import type { Delivery } from "./api.ts";

/** What became of everything that was tracked. Each number carries its exact value in `data-value`. */
export function showDelivery(delivery: Delivery): void {
  const { tracked, stored, dropped, overhead, instances } = delivery;
  put("capture-rate", delivery.capture_rate, () => rate(stored, tracked));
  put("tracked", tracked, count);
  put("stored", stored, count);
  put("outstanding", delivery.outstanding, count);
  put("duplicates-refused", delivery.duplicates_refused, count);
  put("rejected", delivery.rejected, count);
  put("dropped", dropped.total, count);
  putBound("track-p50", overhead.p50_us, overhead);
  putBound("track-p99", overhead.p99_us, overhead);
  put("track-mean", overhead.mean_us, (us) => microseconds(us < 10 ? Math.round(10 * us) / 10 : Math.round(us)));
  byTestId("delivery-note").textContent = instances === 0 ? "No tracker reported in this range." : `${count(instances)} tracker ${instances === 1 ? "instance" : "instances"} reported`;

  const reasons = Object.entries(dropped.by_reason).sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
  const list = byTestId("dropped-reasons");
  list.hidden = reasons.length === 0;
  refill(list, ...reasons.map(([reason, value]) => h("li", { "data-testid": "dropped-reason", "data-reason": reason, "data-value": value }, `Dropped as ${reason}: `, h("strong", {}, count(value)))));
}

/** A percentile is the upper bound of a bucket; what lies above the last bound has none. */
function putBound(testId: string, bound: number | null, { samples, bounds_us }: Delivery["overhead"]): void {
  const last = bounds_us.at(-1) ?? 0;
  put(testId, bound, (us) => `< ${microseconds(us)}`);
  if (bound === null && samples > 0) byTestId(testId).textContent = `≥ ${microseconds(last)}`;
}

function put(testId: string, value: number | null, format: (value: number) => string): void {
  const element = byTestId(testId);
  element.textContent = value === null ? "–" : format(value);
  element.dataset.value = value === null ? "" : String(value);
}

/** Cut and not rounded: `100 %` stands only where nothing is missing. */
function rate(stored: number, tracked: number): string {
  return `${Math.floor((10_000 * stored) / tracked) / 100} %`;
}

function microseconds(value: number): string {
  return `${count(value)} µs`;
}
