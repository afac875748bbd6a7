import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type uPlot from "uplot";
import { count as written } from "../../shared/format.ts";
import { watchTheme } from "../../shared/theme.ts";
import { ChartTip } from "./chart-tip.tsx";
import { CHART_HEIGHT, makePlot } from "./plot.ts";
import { type Interval, periodName } from "./periods.ts";

/** One curve or row of bars; `values` belong to the chart's `starts`. */
export interface Series {
  name: string;
  values: (number | null)[];
  kind?: "bars" | "line";
  /** For what is compared with. */
  isDashed?: boolean;
  /** A colour of `theme.css`, such as `--calm`; `--accent` unless said otherwise. */
  colour?: string;
}

interface Props {
  /** The test id: `chart`, and in it `chart-reading`, `points`, `point`. */
  name?: string;
  label: string;
  /** When each point begins, in milliseconds since the epoch. */
  starts: number[];
  interval: Interval;
  tz: string;
  series: Series[];
  format?(value: number): string;
}

/** Figures over time on a canvas; arrow keys and a table say the same in words. */
export function TimeChart({ name = "chart", label, starts, interval, tz, series, format = written }: Props): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [at, setAt] = useState<{ index: number; left: number; width: number } | null>(null);
  const [isRead, setRead] = useState(false);
  const [isTable, setTable] = useState(false);
  // A plot is made for axes and series; other figures of the same kind are only set.
  const shape = JSON.stringify([interval, tz, series.map(({ kind, isDashed, colour }) => [kind, isDashed, colour])]);
  const data = [starts.map((start) => start / 1000), ...series.map(({ values }) => values)] as uPlot.AlignedData;
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    plot.current = makePlot(element, { interval, tz, series, data: () => latest.current, point: setAt });
    // The canvas has a fixed size: follow the card's.
    const observer = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: CHART_HEIGHT }));
    observer.observe(element);
    const unwatch = watchTheme(() => plot.current?.redraw(false));
    return () => {
      unwatch();
      observer.disconnect();
      plot.current?.destroy();
      plot.current = null;
      setAt(null);
    };
  }, [shape]);

  const drawn = JSON.stringify(data);
  useEffect(() => plot.current?.setData(latest.current), [drawn]);

  const step = (event: KeyboardEvent) => {
    const moves = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!moves || !plot.current) return;
    event.preventDefault();
    const from = at?.index ?? (moves > 0 ? -1 : starts.length);
    const next = Math.min(starts.length - 1, Math.max(0, from + moves));
    const start = starts[next];
    if (start === undefined) return;
    setRead(true);
    plot.current.setCursor({ left: plot.current.valToPos(start / 1000, "x"), top: CHART_HEIGHT / 2 });
  };

  const named = (index: number) => periodName(starts[index] ?? 0, interval, tz);
  const figures = (index: number) => series.map(({ name, values, isDashed, colour }) => ({ name, isDashed, colour, value: values[index] ?? null }));
  const shown = (value: number | null) => (value === null ? "–" : format(value));
  const reading = isRead && at ? `${named(at.index)}: ${figures(at.index).map(({ name, value }) => `${name} ${shown(value)}`).join(", ")}` : "Left and right arrow keys read the values.";

  return (
    <div class="time-chart">
      <div
        class="chart"
        data-testid={name}
        tabIndex={0}
        role="group"
        aria-roledescription="chart"
        aria-label={label}
        ref={host}
        onKeyDown={step}
        onBlur={() => {
          setRead(false);
          plot.current?.setCursor({ left: -10, top: -10 });
        }}
      >
        {at && <ChartTip name={`${name}-tip`} title={named(at.index)} left={at.left} width={at.width} figures={figures(at.index).map(({ value, ...figure }) => ({ ...figure, text: shown(value) }))} />}
      </div>
      <p class="visually-hidden" data-testid={`${name}-reading`} aria-live="polite">
        {reading}
      </p>
      <details class="points" data-testid="points" onToggle={(event) => setTable(event.currentTarget.open)}>
        <summary>Show as a table</summary>
        {isTable && (
          <div class="scroll" tabIndex={0} role="region" aria-label={`${label} as a table`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Start ({tz})</th>
                  {series.map(({ name }) => (
                    <th key={name} scope="col" class="number">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {starts.map((start, index) => (
                  <tr key={start} data-testid="point" data-start={start}>
                    <th scope="row">{named(index)}</th>
                    {figures(index).map(({ name, value }, column) => (
                      <td key={name} class="number" data-testid={column === 0 ? "count" : `count-${column}`} data-value={value ?? ""}>
                        {shown(value)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </details>
    </div>
  );
}
