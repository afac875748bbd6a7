import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { share } from "../../../shared/format.ts";
import { watchTheme } from "../../../shared/theme.ts";
import { ChartTip } from "../../parts/chart-tip.tsx";
import type { Interval, Mean } from "./cohorts.ts";
import { columnName } from "./triangle.tsx";

const HEIGHT = 200;

/** The mean of all cohorts by period. The table below has the same figures in its last row; arrow keys read them out here. */
export function MeanCurve({ means, interval }: { means: readonly Mean[]; interval: Interval }): JSX.Element {
  const known = means.filter(({ rate }) => rate !== null);
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [at, setAt] = useState<{ index: number; left: number; width: number } | null>(null);
  const data: uPlot.AlignedData = [known.map(({ period }) => period), known.map(({ rate }) => 100 * (rate ?? 0))];
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = new uPlot(optionsOf(element, setAt), latest.current, element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    const unwatch = watchTheme(() => made.redraw(false));
    return () => {
      unwatch();
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, []);

  const drawn = JSON.stringify(data);
  useEffect(() => plot.current?.setData(latest.current), [drawn]);

  const step = (event: KeyboardEvent) => {
    const moves = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!moves || !plot.current) return;
    event.preventDefault();
    const from = at?.index ?? (moves > 0 ? -1 : known.length);
    const mean = known[Math.min(known.length - 1, Math.max(0, from + moves))];
    if (mean) plot.current.setCursor({ left: plot.current.valToPos(mean.period, "x"), top: HEIGHT / 2 });
  };

  const chosen = at === null ? undefined : known[at.index];
  const named = (mean: Mean) => columnName(mean.period, interval);
  const shown = (mean: Mean) => share(mean.rate ?? 0, 1);
  return (
    <div class="time-chart">
      <div
        class="chart retention-curve"
        data-testid="mean-curve"
        tabIndex={0}
        role="group"
        aria-roledescription="chart"
        aria-label="Share that came back, by period"
        ref={host}
        onKeyDown={step}
        onBlur={() => plot.current?.setCursor({ left: -10, top: -10 })}
      >
        {at && chosen && <ChartTip name="mean-tip" title={named(chosen)} left={at.left} width={at.width} figures={[{ name: `of ${chosen.cohorts} ${chosen.cohorts === 1 ? "cohort" : "cohorts"}`, text: shown(chosen) }]} />}
      </div>
      <p class="visually-hidden" aria-live="polite" data-testid="mean-reading">
        {chosen ? `${named(chosen)}: ${shown(chosen)}` : "Left and right arrow keys read the values."}
      </p>
    </div>
  );
}

function optionsOf(host: HTMLElement, point: (at: { index: number; left: number; width: number } | null) => void): uPlot.Options {
  const axis: uPlot.Axis = {
    font: "12px system-ui, sans-serif",
    stroke: () => colour("--ink-faint"),
    grid: { stroke: () => colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: host.clientWidth,
    height: HEIGHT,
    padding: [12, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, x: false, drag: { setScale: false, x: false, y: false }, points: { size: 9, fill: () => colour("--accent") } },
    scales: { x: { time: false, range: (_, low, high) => [low - 0.3, Math.max(high, low + 1) + 0.3] }, y: { range: () => [0, 100] } },
    axes: [
      { ...axis, grid: { show: false }, size: 32, space: 30, incrs: [1, 2, 5, 10], values: (_, splits) => splits.map((period) => (Number.isInteger(period) && period >= 0 ? `${period}` : "")) },
      { ...axis, size: 52, incrs: [25, 50], values: (_, splits) => splits.map((value) => `${value} %`) },
    ],
    series: [{}, { label: "Mean", stroke: () => colour("--accent"), width: 2, points: { show: true, size: 7, fill: () => colour("--accent") } }],
    hooks: {
      setCursor: [
        (plot) => {
          const { idx, left } = plot.cursor;
          const period = idx == null ? undefined : plot.data[0][idx];
          if (idx == null || period === undefined || left == null || left < 0) return point(null);
          point({ index: idx, left: plot.valToPos(period, "x") + plot.over.offsetLeft, width: host.clientWidth });
        },
      ],
    },
  };
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
