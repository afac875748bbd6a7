import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { count } from "../../../shared/format.ts";
import { Card } from "../../parts/card.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { TimeChart } from "../../parts/time-chart.tsx";
import { type Cost, decimal, sharePercent } from "./money.ts";

type Day = Cost["days"][number];

/** Days that are listed before the reader asks for the rest. */
const FIRST = 10;

const figure = (key: "requests" | "events" | "rows_written" | "rows_read", title: string): Column<Day> => ({
  key,
  title,
  isNumber: true,
  value: (day) => day[key],
  show: (day) => count(day[key]),
});

const columns: Column<Day>[] = [
  { key: "date", title: "Day (UTC)", value: ({ date }) => date, show: ({ date }) => <time dateTime={date}>{date}</time> },
  figure("events", "Events"),
  figure("requests", "Requests"),
  figure("rows_written", "Rows written"),
  { key: "share_written", title: "Of a day's part", explained: "Of what the plan includes for a day", isNumber: true, value: ({ share }) => share.rows_written, show: ({ share }) => sharePercent(share.rows_written) },
  figure("rows_read", "Rows read"),
  { key: "share_read", title: "Of a day's part", explained: "Of what the plan includes for a day", isNumber: true, value: ({ share }) => share.rows_read, show: ({ share }) => sharePercent(share.rows_read) },
  {
    key: "per_event",
    title: "Written per event",
    isNumber: true,
    value: ({ rows_written_per_event: rows }) => rows ?? "",
    show: ({ rows_written_per_event: rows }) => (rows === null ? "–" : decimal(rows)),
  },
];

/** Rows by day, as a chart and as a list. */
export function Days({ cost: { days } }: { cost: Cost }): JSX.Element {
  const [which, setWhich] = useState("rows_written");
  const [isWhole, setWhole] = useState(false);
  const newest = [...days].reverse();
  const isRead = which === "rows_read";
  return (
    <Card title="Day by day">
      <Tabs
        label="What the chart shows"
        name="chart-of"
        tabs={[
          { key: "rows_written", title: "Rows written" },
          { key: "rows_read", title: "Rows read" },
        ]}
        selected={which}
        select={setWhich}
      >
        <TimeChart
          label={isRead ? "Rows read by day" : "Rows written by day"}
          starts={days.map(({ date }) => Date.parse(`${date}T00:00:00Z`))}
          interval="day"
          tz="UTC"
          series={
            isRead
              ? [{ name: "rows read", values: days.map(({ rows_read }) => rows_read), colour: "--calm" }]
              : [
                  { name: "rows written", values: days.map(({ rows_written }) => rows_written) },
                  { name: "events", values: days.map(({ events }) => events), kind: "line", isDashed: true, colour: "--ink-soft" },
                ]
          }
        />
      </Tabs>
      <DataTable label="Cost day by day" name="days" columns={columns} rows={isWhole ? newest : newest.slice(0, FIRST)} keyOf={({ date }) => date} rowAttributes={({ date }) => ({ "data-date": date })} />
      {days.length > FIRST && (
        <button class="button quiet small" type="button" data-testid="days-more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show fewer" : `Show all ${days.length} days`}
        </button>
      )}
    </Card>
  );
}
