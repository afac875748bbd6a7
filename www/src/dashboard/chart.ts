import uPlot from "uplot";
import { byTestId, h, refill } from "../shared/element.ts";
import { count } from "../shared/format.ts";
import type { Analytics, Point } from "./api.ts";

type Bucket = "hour" | "day";

const HEIGHT = 240;

/** Events over time as bars, drawn by uPlot on a canvas; arrow keys and a table say the same in words. */
export class EventsChart {
  private readonly host = byTestId("chart");
  private readonly reading = byTestId("chart-reading");
  private readonly tip = h("div", { class: "chart-tip", "data-testid": "chart-tip", "aria-hidden": "true", hidden: true });
  private plot: uPlot | null = null;
  private points: Point[] = [];
  private bucket: Bucket = "day";

  constructor() {
    // The canvas has a fixed size: follow the card's.
    new ResizeObserver(() => this.plot?.setSize({ width: this.host.clientWidth, height: HEIGHT })).observe(this.host);
    this.host.addEventListener("keydown", (event) => this.step(event));
    this.host.addEventListener("blur", () => this.plot?.setCursor({ left: -10, top: -10 }));
    byTestId("points").addEventListener("toggle", () => this.fillTable());
  }

  show({ events_over_time, most_active_day }: Analytics): void {
    const { bucket, points } = events_over_time;
    const fits = this.plot !== null && bucket === this.bucket;
    this.bucket = bucket;
    this.points = points;
    byTestId("timeline-title").textContent = `Events per ${this.bucket}`;
    const best = byTestId("most-active-day");
    best.dataset.value = most_active_day?.date ?? "";
    best.textContent = most_active_day ? `Most active day: ${day(Date.parse(most_active_day.date))}, ${count(most_active_day.count)} events` : "";

    if (fits) this.plot?.setData(this.data());
    else this.make();
    this.fillTable();
  }

  /** Axes depend on the bucket, so another bucket takes another plot. */
  private make(): void {
    this.plot?.destroy();
    this.plot = new uPlot(this.options(), this.data(), this.host);
    this.plot.over.append(this.tip);
  }

  /** Draws anew in the colours that the page has now. */
  recolour(): void {
    this.plot?.redraw(false);
  }

  private data(): uPlot.AlignedData {
    return [this.points.map(({ start }) => start / 1000), this.points.map((point) => point.count)];
  }

  private options(): uPlot.Options {
    const axis: uPlot.Axis = {
      font: "12px system-ui, sans-serif",
      stroke: () => colour("--ink-faint"),
      grid: { stroke: () => colour("--line"), width: 1 },
      ticks: { show: false },
    };
    const half = (this.bucket === "hour" ? 3600 : 86_400) / 2;
    return {
      width: this.host.clientWidth,
      height: HEIGHT,
      padding: [12, 8, 0, 0],
      legend: { show: false },
      // Buckets begin at UTC hours and days: an axis in local time would put a day's bar on two dates.
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      cursor: { y: false, x: false, points: { show: false }, drag: { setScale: false, x: false, y: false } },
      scales: {
        // Not the range that uPlot offers: it would stretch a single bucket over years.
        x: { time: true, range: () => [this.edge(0) - half, this.edge(-1) + half] },
        y: { range: (_, __, high) => [0, Math.max(4, high * 1.08)] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 32, space: 64, values: (_, splits) => this.axisLabels(splits) },
        { ...axis, size: 52, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6], values: (_, splits) => splits.map((value) => compact(value)) },
      ],
      series: [
        {},
        {
          label: "Events",
          fill: () => colour("--accent"),
          width: 0,
          points: { show: false },
          paths: uPlot.paths.bars?.({ size: [0.72, 48], radius: 0.18 }),
        },
      ],
      hooks: { setCursor: [(plot) => this.point(plot)] },
    };
  }

  /** Where the first (0) or last (-1) bar stands, in seconds. */
  private edge(index: 0 | -1): number {
    return (this.points.at(index)?.start ?? 0) / 1000;
  }

  private axisLabels(splits: number[]): string[] {
    return splits.map((seconds) => {
      const ms = seconds * 1000;
      const midnight = ms % 86_400_000 === 0;
      if (this.bucket === "hour" && !midnight) return clock(ms);
      return midnight ? shortDay(ms) : "";
    });
  }

  /** Says what stands under the pointer, or under the bar that the arrow keys chose. */
  private point(plot: uPlot): void {
    const { idx, left } = plot.cursor;
    const point = idx == null ? undefined : this.points[idx];
    this.tip.hidden = !point || left == null || left < 0;
    if (!point || this.tip.hidden) return;
    const name = this.name(point);
    refill(this.tip, h("strong", {}, count(point.count)), ` ${point.count === 1 ? "event" : "events"}`, h("span", {}, name));
    const centre = plot.valToPos(point.start / 1000, "x");
    const room = plot.over.clientWidth - this.tip.offsetWidth;
    const x = Math.min(Math.max(0, centre - this.tip.offsetWidth / 2), room);
    this.tip.style.transform = `translate(${x}px, 0)`;
  }

  private step(event: KeyboardEvent): void {
    if (!this.plot || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    event.preventDefault();
    const last = this.points.length - 1;
    const at = this.plot.cursor.idx ?? (event.key === "ArrowRight" ? -1 : last + 1);
    const next = Math.min(last, Math.max(0, at + (event.key === "ArrowRight" ? 1 : -1)));
    const point = this.points[next];
    if (!point) return;
    this.plot.setCursor({ left: this.plot.valToPos(point.start / 1000, "x"), top: HEIGHT / 2 });
    this.reading.textContent = `${this.name(point)}: ${count(point.count)} events`;
  }

  private name({ start }: Point): string {
    return this.bucket === "day" ? day(start) : `${shortDay(start)}, ${clock(start)}–${clock(start + 3_600_000)} UTC`;
  }

  private fillTable(): void {
    if (!byTestId<HTMLDetailsElement>("points").open) return;
    const rows = this.points.map((point) =>
      h(
        "tr",
        { "data-testid": "point", "data-start": point.start },
        h("th", { scope: "row" }, this.name(point)),
        h("td", { class: "number", "data-testid": "count", "data-value": point.count }, count(point.count)),
      ),
    );
    refill(byTestId("points-rows"), ...rows);
  }
}

const dayFormat = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const shortDayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const compactFormat = new Intl.NumberFormat("en", { notation: "compact" });

const day = (ms: number) => dayFormat.format(ms);
const shortDay = (ms: number) => shortDayFormat.format(ms);
const clock = (ms: number) => clockFormat.format(ms);
const compact = (value: number) => compactFormat.format(value);

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
