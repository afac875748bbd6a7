// A few events for the documentation's questions to be about.

const NOW = Date.now();
const event = (minutes, type, more = {}) => ({ occurred_at: NOW - minutes * 60_000, id: `seed-${minutes}`, type, ...more });

export const SEED = {
  context: { session_id: "s_1", visitor_id: "v_1", user_id: "u_7" },
  events: [
    event(50, "page_view", { page: { path: "/docs/start", title: "Start" } }),
    event(49, "task_created", { entity: { type: "task", id: "t_1", title: "Write the announcement" } }),
    event(48, "task_completed", { entity: { type: "task", id: "t_1", title: "Write the announcement" }, duration_ms: 840, caused_by: ["seed-49"] }),
    event(47, "run_started", { stream_id: "night-run", step: 0, level: "milestone", actor: { type: "scheduler" } }),
    event(46, "rule_fired", { stream_id: "night-run", step: 1, level: "decision", actor: { type: "rule", id: "r_3" }, caused_by: ["seed-47"] }),
    { id: "01ARZ3NDEKTSV4RRFFQ69G5FAV", type: "page_view", page: { path: "/pricing" } },
  ],
};
