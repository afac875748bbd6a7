import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { Bars } from "../../parts/bars.tsx";
import { dayShort, hourName } from "./week.ts";

/** The hours of the week with the most events. */
export function PeakHours({ hours, total }: { hours: readonly Schemas["PeakHour"][]; total: number }): JSX.Element {
  const items = hours.map(({ weekday, hour, events }) => ({ value: `${weekday} ${hour}`, label: `${dayShort(weekday)}, ${hourName(hour)}`, count: events }));
  return <Bars name="peak" dimension="hour" heading="Hour" items={items} total={total} />;
}
