// The canvas of a chart over time, drawn by uPlot.
import uPlot from "uplot";
import { axisLabel, type Interval } from "./periods.ts";
import type { Series } from "./time-chart.tsx";

export const CHART_HEIGHT = 240;

const LENGTHS: Record<Interval, number> = { minute: 60, hour: 3600, day: 86_400, week: 604_800, month: 2_592_000 };
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 1e8, 1e9];
const compact = new Intl.NumberFormat("en", { notation: "compact" });

interface Wanted {
  interval: Interval;
  tz: string;
  series: Series[];
  data(): uPlot.AlignedData;
  /** Hears which point is under the pointer and where, or that none is. */
  point(at: { index: number; left: number; width: number } | null): void;
}

/** Draws into an element. Colours are the page's, and asked for at each drawing. */
export function makePlot(host: HTMLElement, { interval, tz, series, data, point }: Wanted): uPlot {
  const axis: uPlot.Axis = {
    font: "12px system-ui, sans-serif",
    stroke: () => colour("--ink-faint"),
    grid: { stroke: () => colour("--line"), width: 1 },
    ticks: { show: false },
  };
  const half = LENGTHS[interval] / 2;
  const edge = (index: 0 | -1) => data()[0].at(index) ?? 0;
  const options: uPlot.Options = {
    width: host.clientWidth,
    height: CHART_HEIGHT,
    padding: [12, 20, 0, 0],
    legend: { show: false },
    // Periods begin in the view's time zone: another one's axis would put a day's bar on two dates.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), tz === "UTC" ? "Etc/UTC" : tz),
    cursor: { y: false, x: false, points: { show: false }, drag: { setScale: false, x: false, y: false } },
    scales: {
      // Not the range that uPlot offers: it would stretch a single bar over years.
      x: { time: true, range: () => [edge(0) - half, edge(-1) + half] },
      y: { range: (_, __, high) => [0, Math.max(4, (high ?? 0) * 1.08)] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 32, space: 64, values: (_, splits) => splits.map((seconds) => axisLabel(seconds * 1000, interval, tz)) },
      { ...axis, size: 52, incrs: STEPS, values: (_, splits) => splits.map((value) => compact.format(value)) },
    ],
    series: [{}, ...series.map(drawn)],
    hooks: {
      setCursor: [
        (plot) => {
          const { idx, left } = plot.cursor;
          const seconds = idx == null ? undefined : data()[0][idx];
          if (idx == null || seconds === undefined || left == null || left < 0) return point(null);
          point({ index: idx, left: plot.valToPos(seconds, "x") + plot.over.offsetLeft, width: host.clientWidth });
        },
      ],
    },
  };
  return new uPlot(options, data(), host);
}

function drawn({ name, kind = "bars", isDashed, colour: variable = "--accent" }: Series): uPlot.Series {
  if (kind === "bars") {
    const paths = uPlot.paths.bars?.({ size: [0.72, 48], radius: 0.18 });
    return { label: name, fill: () => colour(variable), width: 0, points: { show: false }, paths };
  }
  return { label: name, stroke: () => colour(variable), width: isDashed ? 1.5 : 2, dash: isDashed ? [5, 5] : undefined, points: { show: false } };
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
