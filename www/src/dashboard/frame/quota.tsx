import type { JSX } from "preact";
import { useAnswer } from "../ask/answer.ts";

/** How often is asked, in milliseconds. */
const EVERY = 60_000;

/** A line while the day's quota of written rows is near or used up; nothing otherwise. */
export function Quota(): JSX.Element | null {
  const { data } = useAnswer("/api/health", {}, { every: EVERY });
  const quota = data?.quota;
  if (!quota || quota.state === "ok") return null;
  return (
    <div class="notice bad" data-testid="quota" data-value={quota.state} role="status">
      <div>
        <strong data-testid="quota-title">
          {quota.state === "over" ? "The day's quota is used up" : `${Math.floor(100 * quota.share)} % of the day's quota is used up`}
        </strong>
        <p data-testid="quota-detail">
          Events of low levels are not stored for now; trackers keep them and send them again. The quota begins anew at midnight UTC. On Cloudflare's paid plan there
          is none.
        </p>
      </div>
    </div>
  );
}
