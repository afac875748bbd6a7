import type { JSX } from "preact";
import { share } from "../../../shared/format.ts";
import { useAnswer } from "../../ask/answer.ts";
import type { PageProps } from "../../pages.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { Legend } from "../../parts/legend.tsx";
import { Select } from "../../parts/select.tsx";
import { Stat } from "../../parts/stat.tsx";
import { type Series, TimeChart } from "../../parts/time-chart.tsx";
import { PEOPLE } from "../../steps/people.ts";
import { asked } from "../../view/view.ts";
import { startOfDate } from "../../view/zone.ts";
import { cohortsOf } from "./question.ts";

/** How many people are active in a day, a week and a month, how many of them are new, and how many of the month's come on a day. */
export function ActiveUsers({ view, go }: Omit<PageProps, "session">): JSX.Element {
  const { people } = cohortsOf(view.own);
  const answer = useAnswer("/api/analytics/active-users", { ...asked(view), people: people === "person" ? undefined : people });
  return (
    <div class="retention">
      <div class="retention-whom">
        <Select label="Active are" name="people" value={people} options={PEOPLE} change={(value) => go({ own: { people: value === "person" ? null : value } })} />
      </div>
      <Answered of={answer} height={420} empty={({ total }) => (total.people > 0 ? null : <Nobody />)}>
        {({ total, points, previous, timezone }) => {
          const starts = points.map(({ date }) => startOfDate(date, timezone));
          const last = points.at(-1);
          const chart = { starts, interval: "day" as const, tz: timezone };
          const active: Series[] = [
            { name: "in 30 days", values: points.map(({ monthly }) => monthly), kind: "line", colour: "--series-2" },
            { name: "in 7 days", values: points.map(({ weekly }) => weekly), kind: "line", colour: "--series-3" },
            { name: "on the day", values: points.map(({ daily }) => daily), kind: "line" },
          ];
          const arrivals: Series[] = [
            { name: "returning", values: points.map((point) => point.returning), kind: "line" },
            { name: "new", values: points.map((point) => point.new), kind: "line", colour: "--series-3" },
          ];
          return (
            <>
              <dl class="card totals">
                <Stat label="People" explained="Everybody who was active in this time" name="active-people" value={total.people} previous={previous?.total.people} />
                <Stat label="New" explained="Not seen in the 90 days before their day" name="active-new" value={total.new} previous={previous?.total.new} />
                <Stat label="Returning" explained="Seen in the 90 days before" name="active-returning" value={total.returning} previous={previous?.total.returning} />
                <Stat label="On the last day" explained={`Active on ${last?.date}`} name="active-daily" value={last?.daily} />
                <Stat label="In its last 7 days" name="active-weekly" value={last?.weekly} />
                <Stat label="In its last 30 days" name="active-monthly" value={last?.monthly} />
              </dl>
              <Card title="Active people" note="On each day, and in the 7 and 30 days that end with it." tools={<Legend items={active} />}>
                <TimeChart {...chart} name="active-chart" label="People active by day, week and month" series={active} />
              </Card>
              <div class="retention-pair">
                <Card title="New and returning" tools={<Legend items={arrivals} />}>
                  <TimeChart {...chart} name="new-chart" label="New and returning people by day" series={arrivals} />
                </Card>
                <Card title="Stickiness" note="Of those active in 30 days, how many are on the last of them, in percent.">
                  <TimeChart
                    {...chart}
                    name="stickiness-chart"
                    label="Stickiness by day"
                    series={[{ name: "stickiness", values: points.map(({ stickiness }) => (stickiness === null ? null : 100 * stickiness)), kind: "line" }]}
                    format={(value) => share(value, 100)}
                  />
                </Card>
              </div>
            </>
          );
        }}
      </Answered>
    </div>
  );
}

function Nobody(): JSX.Element {
  return <Empty title="Nobody was active in this time">Take a longer time above, or fewer filters.</Empty>;
}
