import { byTestId } from "../shared/element.ts";
import type { Health } from "./api.ts";

/** A line while the day's quota of written rows is near or used up; nothing otherwise. */
export function showQuota({ quota }: Health): void {
  const state = quota?.state ?? "ok";
  const notice = byTestId("quota");
  notice.hidden = state === "ok";
  notice.dataset.value = state;
  if (!quota || state === "ok") return;
  byTestId("quota-title").textContent = state === "over" ? "The day's quota is used up" : `${Math.floor(100 * quota.share)} % of the day's quota is used up`;
  byTestId("quota-detail").textContent =
    "Events of low levels are not stored for now; trackers keep them and send them again. The quota begins anew at midnight UTC. On Cloudflare's paid plan there is none.";
}
