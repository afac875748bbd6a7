import type { JSX } from "preact";
import type { Answer } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { Card } from "../../parts/card.tsx";
import { Stat } from "../../parts/stat.tsx";
import { linkTo } from "../../place.ts";
import type { View } from "../../view/view.ts";
import { cutPercent, meanings, partsOf, readingOf } from "./account.ts";

/** The share that arrived, what that says, and the sum that it comes of. */
export function Equation({ delivery, view }: { delivery: Answer<"/api/analytics/delivery">; view: View }): JSX.Element {
  const { tracked, stored, capture_rate: rate } = delivery;
  const reading = readingOf(delivery);
  return (
    <Card title="Capture rate" class="delivery-capture" note="Stored of what was tracked; days are UTC">
      <div class="delivery-head">
        <p class={`delivery-rate ${reading.tone}`} data-testid="capture-rate" data-value={rate ?? ""}>
          {cutPercent(stored, tracked)}
        </p>
        <p class="delivery-reading" data-testid="capture-reading" data-value={reading.tone}>
          {reading.sentence}
        </p>
      </div>
      <EquationBar delivery={delivery} />
      <dl class="delivery-equation">
        <div>
          <dt>Tracked</dt>
          <dd data-testid="tracked" data-value={tracked}>
            {count(tracked)}
          </dd>
          <dd class="delivery-meaning">Calls of track() that the trackers are known to have had.</dd>
        </div>
        {partsOf(delivery).map(({ end, count: number, share }, index) => (
          <div key={end} class={`delivery-end-${end}`}>
            <dt>
              <span class="delivery-sign">{index === 0 ? "=" : "+"}</span> <i aria-hidden="true" />
              {end === "rejected" && number > 0 ? <a href={linkTo("rejected", view)}>Rejected</a> : capitals[end]}
            </dt>
            <dd data-testid={end} data-value={number}>
              {count(number)} <small>{number > 0 && share < 0.0001 ? "< 0.01 %" : cutPercent(share, 1)}</small>
            </dd>
            <dd class="delivery-meaning">{meanings[end]}</dd>
          </div>
        ))}
      </dl>
      <dl class="totals delivery-totals">
        <Stat label="Duplicates refused" explained="Copies that came and were not stored again, as after a lost answer" name="duplicates-refused" value={delivery.duplicates_refused} />
        <Stat label="Tracker instances" explained="One for each load of a page, and for each server writer" name="instances" value={delivery.instances} />
        <Stat label="Batches" explained="How often they reported" name="batches" value={delivery.batches} />
      </dl>
    </Card>
  );
}

const capitals = { stored: "Stored", rejected: "Rejected", dropped: "Dropped", outstanding: "Outstanding" };

/** The four ends of what was tracked, each as wide as its share; the figures below say the same. */
export function EquationBar({ delivery }: { delivery: Parameters<typeof partsOf>[0] }): JSX.Element {
  return (
    <div class="delivery-bar" aria-hidden="true">
      {partsOf(delivery)
        .filter(({ count }) => count > 0)
        .map(({ end, count: number }) => (
          <span key={end} class={`delivery-end-${end}`} style={{ flexGrow: number }} title={`${capitals[end]}: ${count(number)}`} />
        ))}
    </div>
  );
}
