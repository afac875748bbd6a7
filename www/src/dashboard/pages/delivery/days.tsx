import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Answer } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { Card } from "../../parts/card.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { TimeChart } from "../../parts/time-chart.tsx";
import { cutPercent } from "./account.ts";
import { EquationBar } from "./equation.tsx";

type Delivery = Answer<"/api/analytics/delivery">;
type Day = Delivery["days"][number];

/** Days that are listed before the reader asks for the rest. */
const FIRST = 10;

const figure = (key: "tracked" | "stored" | "rejected" | "outstanding" | "duplicates_refused" | "instances", title: string): Column<Day> => ({
  key,
  title,
  isNumber: true,
  value: (day) => day[key],
  show: (day) => count(day[key]),
});

const columns: Column<Day>[] = [
  { key: "date", title: "Day (UTC)", value: ({ date }) => date, show: ({ date }) => <time dateTime={date}>{dayName(date)}</time> },
  { key: "capture_rate", title: "Captured", isNumber: true, value: (day) => day.capture_rate ?? "", show: ({ stored, tracked }) => cutPercent(stored, tracked) },
  { key: "bar", title: "Of what was tracked", show: (day) => <EquationBar delivery={day} /> },
  figure("tracked", "Tracked"),
  figure("stored", "Stored"),
  figure("rejected", "Rejected"),
  { key: "dropped", title: "Dropped", isNumber: true, value: ({ dropped }) => dropped.total, show: ({ dropped }) => count(dropped.total) },
  figure("outstanding", "Outstanding"),
  figure("duplicates_refused", "Duplicates"),
  figure("instances", "Instances"),
];

/** The same by the day on which an instance began, as a chart and as a list. */
export function Days({ delivery: { days } }: { delivery: Delivery }): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const newest = [...days].reverse();
  const missing = days.map(({ tracked, stored }) => tracked - stored);
  return (
    <Card title="Day by day" note="An instance counts on the day on which it began">
      <TimeChart
        label="Stored and missing events by day"
        starts={days.map(({ date }) => Date.parse(`${date}T00:00:00Z`))}
        interval="day"
        tz="UTC"
        series={[
          { name: "stored", values: days.map(({ stored }) => stored) },
          { name: "missing", values: missing, kind: "line", colour: "--bad" },
        ]}
      />
      <DataTable label="Delivery day by day" name="days" columns={columns} rows={isWhole ? newest : newest.slice(0, FIRST)} keyOf={({ date }) => date} rowAttributes={({ date }) => ({ "data-date": date })} />
      {days.length > FIRST && (
        <button class="button quiet small" type="button" data-testid="days-more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show fewer" : `Show all ${days.length} days`}
        </button>
      )}
    </Card>
  );
}

const format = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

function dayName(date: string): string {
  return format.format(Date.parse(`${date}T00:00:00Z`));
}
