import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { sharePercent } from "./money.ts";

const states: Record<Schemas["QuotaState"], { title: string; detail: string; tag: string }> = {
  ok: { title: "Everything is stored", detail: "From 80 % of the day's rows on, the lowest levels wait.", tag: "good" },
  near: { title: "The day's quota is near", detail: "The lowest levels are put off; trackers keep them and send them again. The quota begins anew at midnight UTC.", tag: "warn" },
  over: { title: "The day's quota is used up", detail: "Only milestones are tried; trackers keep all else and send it again. The quota begins anew at midnight UTC.", tag: "bad" },
};

/** What is held back today, and from where on what would be. */
const FLOORS = [
  { from: 0.8, held: "detail" },
  { from: 0.9, held: "state" },
  { from: 0.95, held: "action" },
  { from: 0.98, held: "decision" },
];

/** How near the day's quota of written rows is. */
export function Quota({ quota }: { quota: Schemas["QuotaLoad"] | null }): JSX.Element {
  if (!quota)
    return (
      <section class="card cost-quota" data-testid="quota-state" data-value="none">
        <p>
          <strong>No daily quota.</strong> Nothing is held back: the paid plan has none, nor has the local server. <code>DAILY_ROWS_WRITTEN</code> in wrangler.toml sets one.
        </p>
      </section>
    );
  const { title, detail, tag } = states[quota.state];
  return (
    <section class="card cost-quota" data-testid="quota-state" data-value={quota.state}>
      <p>
        <span class={`tag ${tag}`}>{quota.state}</span> <strong>{title}.</strong> {detail}
      </p>
      <div class="cost-meter cost-quota-meter" role="meter" aria-label="Rows written today, of the day's quota" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.min(100, Math.round(100 * quota.share))}>
        <span class={tag} style={{ width: `${Math.min(100, 100 * quota.share)}%` }} />
        {FLOORS.map(({ from }) => (
          <i key={from} style={{ left: `${100 * from}%` }} />
        ))}
      </div>
      <p class="cost-quota-note">
        <span data-testid="quota-share" data-value={quota.share}>
          {sharePercent(quota.share)}
        </span>{" "}
        of today's rows are written.{" "}
        {FLOORS.map(({ from, held }) => `From ${100 * from} % on ${held} waits`).join(", ")}.
      </p>
    </section>
  );
}
