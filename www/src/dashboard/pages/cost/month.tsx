import type { JSX } from "preact";
import { count } from "../../../shared/format.ts";
import { Card } from "../../parts/card.tsx";
import { Stat } from "../../parts/stat.tsx";
import { bytes, type Cost, decimal, dollars, forecastOf, sharePercent } from "./money.ts";

/** What was asked in the range, and what a month at this rate comes to. */
export function Month({ cost }: { cost: Cost }): JSX.Element {
  const { total, month, plan, quotas } = cost;
  return (
    <Card title="A month at this rate" note={plan === "free" ? "Cloudflare's free plan" : "Cloudflare's paid plan; what it includes is in its own price"} testId="month">
      <div class="cost-month-head">
        <p class="cost-month-usd" data-testid="month-usd" data-value={month.usd.total}>
          {dollars(month.usd.total)}
        </p>
        <p class="cost-month-reading" data-testid="month-reading">
          {readingOf(cost)}
        </p>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="A month at this rate, against what the plan includes">
        <table class="data cost-forecast">
          <thead>
            <tr>
              <th scope="col">Of D1</th>
              <th scope="col" class="number">
                A month
              </th>
              <th scope="col" class="number">
                Included
              </th>
              <th scope="col">Share</th>
              <th scope="col" class="number">
                Beyond it
              </th>
            </tr>
          </thead>
          <tbody>
            {forecastOf(cost).map(({ name, title, amount, included, share, usd }) => (
              <tr key={name} data-testid="forecast-row" data-name={name}>
                <th scope="row">{title}</th>
                <td class="number" data-testid="amount" data-value={amount}>
                  {name === "storage" ? bytes(amount) : count(amount)}
                </td>
                <td class="number" data-testid="included" data-value={included}>
                  {name === "storage" ? bytes(included) : count(included)}
                </td>
                <td>
                  <div class="cost-share">
                    <span class="cost-meter" aria-hidden="true">
                      <span class={share >= 1 ? "bad" : share >= 0.8 ? "warn" : "good"} style={{ width: `${Math.min(100, 100 * share)}%` }} />
                    </span>
                    <span data-testid="share" data-value={share}>
                      {sharePercent(share)}
                    </span>
                  </div>
                </td>
                <td class="number" data-testid="usd" data-value={usd}>
                  {dollars(usd)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dl class="totals cost-totals">
        <Stat label="Requests" name="requests" value={total.requests} />
        <Stat label="Events stored" name="events" value={total.events} />
        <Stat label="Rows written" name="rows-written" value={total.rows_written} />
        <Stat label="Rows read" name="rows-read" value={total.rows_read} />
        <Stat label="Rows written per event" explained="All rows written in this range, those of questions and roll-ups too, by the events that were stored" name="rows-per-event" value={total.rows_written_per_event} format={decimal} />
      </dl>
      <p class="panel-note">
        The figures below the table are of the chosen range; the forecast is its rate over 30 days{quotas.per === "day" ? ", beside thirty times the daily quota" : ""}.
      </p>
    </Card>
  );
}

function readingOf({ plan, month }: Cost): string {
  if (plan === "free") return "The free plan costs nothing. What is beyond its daily quotas is refused, not billed: below, how near a month comes.";
  if (month.usd.total === 0) return "Nothing beyond the plan's own price: all of it is included.";
  return "Beyond the plan's own price, for rows and storage that it does not include.";
}
