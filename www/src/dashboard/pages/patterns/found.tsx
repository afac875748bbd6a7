import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { Card } from "../../parts/card.tsx";
import { Stat } from "../../parts/stat.tsx";
import type { View } from "../../view/view.ts";
import { Durations } from "./durations.tsx";
import { Features } from "./features.tsx";
import { HeatMap } from "./heat-map.tsx";
import { PeakHours } from "./peak-hours.tsx";
import { Sequences } from "./sequences.tsx";
import { dayShort, eventsOf, hourName } from "./week.ts";

const dateFormat = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

/** All that the patterns of a time are. */
export function Found({ data, view }: { data: Schemas["PatternsAnswer"]; view: View }): JSX.Element {
  const { heatmap, peak_hours, busiest_day, mean_duration_ms, features, sequences, timezone } = data;
  // A period before in which nothing happened says nothing of the single rows.
  const previous = data.previous && eventsOf(data.previous.heatmap) > 0 ? data.previous : undefined;
  const [peak] = peak_hours;
  return (
    <div class="patterns">
      <dl class="card totals">
        <Stat label="Events" name="patterns-events" value={eventsOf(heatmap)} previous={previous && eventsOf(previous.heatmap)} />
        <Stat label="Peak hour" name="peak-hour" value={peak?.events} text={peak && `${dayShort(peak.weekday)}, ${hourName(peak.hour).slice(0, 5)}`} explained="The hour of the week with the most events" />
        <Stat label="Busiest day" name="busiest-day" value={busiest_day?.events} text={busiest_day ? dateFormat.format(Date.parse(`${busiest_day.date}T00:00:00Z`)) : undefined} explained="The earliest day with the most events" />
      </dl>
      <Card title="Hours of the week" note={`In ${timezone}. The stronger the shade, the more events.`}>
        <HeatMap heatmap={heatmap} timezone={timezone} />
      </Card>
      <div class="patterns-grid">
        <Card title="Peak hours">
          <PeakHours hours={peak_hours} total={eventsOf(heatmap)} />
        </Card>
        <Card title="What is used" note="Categories of events.">
          <Features features={features} previous={previous?.features} view={view} />
        </Card>
        <Card title="How long things take" note="Mean of the events with a duration.">
          <Durations means={mean_duration_ms} previous={previous?.mean_duration_ms} view={view} />
        </Card>
        <Card title="Three in a row" note="What sessions did one after the other.">
          <Sequences sequences={sequences} previous={previous?.sequences} view={view} />
        </Card>
      </div>
    </div>
  );
}
