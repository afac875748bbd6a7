// What the app's people did in the weeks before, as its own server told it: most in the mornings, each in sessions. Chance is seeded.
import { chance } from "../seeded.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ENDPOINTS = ["/app/answers/report", "/app/answers/search", "/app/answers/tasks"];

/** Events of the last `days` before `now`, on the wire's form. */
export function history({ now, days, seed }) {
  const random = chance(seed);
  const below = (limit) => Math.floor(random() * limit);
  const events = [];
  for (let day = 1; day <= days; day++) {
    const midnight = Math.floor(now / DAY) * DAY - day * DAY;
    for (const [user, hour] of [["anna", 8], ["ben", 20]]) {
      if (random() < 0.25) continue;
      const session_id = `${user}-${day}`;
      let at = midnight + (hour + below(3)) * HOUR + below(HOUR);
      for (let left = 5 + below(15); left > 0; left--) {
        at += 1000 + below(240_000);
        events.push({ id: `${session_id}-${left}`, occurred_at: at, user_id: user, visitor_id: `v-${user}`, session_id, ...doing(below) });
      }
    }
  }
  return events;
}

function doing(below) {
  const task = { entity: { type: "task", id: `${below(50)}` } };
  switch (below(6)) {
    case 0:
      return { type: "page_view", page: { path: ["/app/board", "/app/reports"][below(2)] } };
    case 1:
      return { type: "task_created", ...task };
    case 2:
      return { type: "task_completed", level: "milestone", duration_ms: 60_000 * (1 + below(300)), ...task };
    case 3:
      return { type: "wizard_completed", entity: { type: "wizard", id: "import" }, duration_ms: 20_000 + below(200_000) };
    default:
      return { type: "request_answered", level: "state", entity: { type: "endpoint", id: ENDPOINTS[below(3)] }, duration_ms: 20 + below(30) ** 2 };
  }
}
