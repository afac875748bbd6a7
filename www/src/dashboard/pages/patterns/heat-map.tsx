import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { count } from "../../../shared/format.ts";
import { dayShort, type Hour, hourName, hoursOf, turned, WEEKDAYS } from "./week.ts";

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 2 });
const NARROW = "(max-width: 760px)";

/** A table of the hours of a week, shaded by their events; on narrow screens hours are below each other. */
export function HeatMap({ heatmap, timezone }: { heatmap: readonly (readonly number[])[]; timezone: string }): JSX.Element {
  const isNarrow = useMedia(NARROW);
  const days = hoursOf(heatmap);
  const rows = isNarrow ? turned(days) : days;
  const dayNames = WEEKDAYS.map((day, weekday) => ({ short: dayShort(weekday), long: day }));
  const hourNames = Array.from({ length: 24 }, (_, hour) => ({ short: `${hour}`.padStart(2, "0"), long: hourName(hour) }));
  const [columns, heads] = isNarrow ? [dayNames, hourNames] : [hourNames, dayNames];
  return (
    <table class="patterns-map" data-testid="heat-map">
      <caption class="visually-hidden">Events by hour of the week, in {timezone}</caption>
      <thead>
        <tr>
          <td />
          {columns.map(({ short, long }) => (
            <th key={short} scope="col">
              <span aria-hidden="true">{short}</span>
              <span class="visually-hidden">{long}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((hours, index) => (
          <tr key={index}>
            <th scope="row">
              <span aria-hidden="true">{heads[index]?.short}</span>
              <span class="visually-hidden">{heads[index]?.long}</span>
            </th>
            {hours.map((hour) => (
              <HourCell key={`${hour.weekday} ${hour.hour}`} hour={hour} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HourCell({ hour: { weekday, hour, events, shade } }: { hour: Hour }): JSX.Element {
  const isRounded = events >= 1000;
  return (
    <td
      class={events === 0 ? "none" : undefined}
      style={{ "--shade": `${Math.round(100 * shade)}%` }}
      title={`${WEEKDAYS[weekday]}, ${hourName(hour)}: ${count(events)} ${events === 1 ? "event" : "events"}`}
      data-testid="hour"
      data-weekday={weekday}
      data-hour={hour}
      data-value={events}
    >
      <span aria-hidden={isRounded}>{isRounded ? compact.format(events) : events}</span>
      {isRounded && <span class="visually-hidden">{count(events)}</span>}
    </td>
  );
}

/** Whether a media query is true now. */
function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const follow = () => setMatches(list.matches);
    list.addEventListener("change", follow);
    return () => list.removeEventListener("change", follow);
  }, [query]);
  return matches;
}
