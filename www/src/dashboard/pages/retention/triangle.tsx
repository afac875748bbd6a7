import type { JSX } from "preact";
import { count, share } from "../../../shared/format.ts";
import { periodName } from "../../parts/periods.ts";
import type { Cell, Interval, Mean, Row } from "./cohorts.ts";

interface Props {
  rows: readonly Row[];
  means: readonly Mean[];
  interval: Interval;
  tz: string;
  shows: "share" | "count";
}

/** A row for each cohort and a column for each period after it, shaded by how many of the cohort came back. */
export function Triangle({ rows, means, interval, tz, shows }: Props): JSX.Element {
  // Everybody is there in the period in which they began: the scale is of the others.
  const most = Math.max(0, ...rows.flatMap(({ cells }) => cells.filter(({ period }) => period > 0).map(({ rate }) => rate ?? 0)));
  const hasOpen = rows.some(({ cells }) => cells.some(({ isOpen }) => isOpen));
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Cohorts as a table">
        <table class="retention-triangle" data-testid="triangle">
          <thead>
            <tr>
              <th scope="col">Began</th>
              <th scope="col" class="number">
                People
              </th>
              {means.map(({ period }) => (
                <th key={period} scope="col" class="number">
                  {columnName(period, interval)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.start} data-testid="cohort" data-start={row.start}>
                <th scope="row">
                  {periodName(row.start, interval, tz)}
                  {row.isCut && (
                    <small class="faint" title="The time that is looked at begins within it: who came before is not counted.">
                      {" "}
                      in part
                    </small>
                  )}
                </th>
                <td class="number" data-testid="cohort-people" data-value={row.people}>
                  {count(row.people)}
                </td>
                {row.cells.map((cell) => (
                  <Retained key={cell.period} cell={cell} shade={cell.period === 0 || most === 0 ? 0 : (cell.rate ?? 0) / most} interval={interval} shows={shows} />
                ))}
              </tr>
            ))}
          </tbody>
          {shows === "share" && (
            <tfoot>
              <tr>
                <th scope="row" colSpan={2}>
                  Mean
                </th>
                {means.map(({ period, rate }) => (
                  <td key={period} class="number" data-testid="mean" data-period={period} data-value={rate ?? ""}>
                    {rate === null ? "–" : share(rate, 1)}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      {hasOpen && (
        <p class="panel-note retention-legend">
          <span class="retention-open" aria-hidden="true" /> The {interval} is not over at the end of this time: more may still come. The mean leaves it out.
        </p>
      )}
    </>
  );
}

interface RetainedProps {
  cell: Cell;
  /** From 0 to 1. */
  shade: number;
  interval: Interval;
  shows: "share" | "count";
}

function Retained({ cell: { period, people, rate, isOpen }, shade, interval, shows }: RetainedProps): JSX.Element {
  const both = `${count(people)} people${rate === null ? "" : `, ${share(rate, 1)}`}, ${columnName(period, interval).toLowerCase()}`;
  return (
    <td
      class={`number retention-cell ${isOpen ? "open" : ""} ${period === 0 ? "own" : ""}`}
      style={{ "--shade": `${Math.round(100 * shade)}%` }}
      title={isOpen ? `${both}; not over yet` : both}
      data-testid="retained"
      data-period={period}
      data-value={people}
      data-rate={rate ?? ""}
    >
      {shows === "count" ? count(people) : rate === null ? "–" : share(rate, 1)}
      {isOpen && <span class="visually-hidden">, not over yet</span>}
    </td>
  );
}

/** `Week 0` is the cohort's own. */
export function columnName(period: number, interval: Interval): string {
  return `${interval[0]?.toUpperCase()}${interval.slice(1)} ${period}`;
}
