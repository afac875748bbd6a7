// A server with a little of everything in it, so that no answer is empty.
import { startApi } from "../http/api.mjs";

const HOUR = 3_600_000;
const VISITORS = [
  { visitor_id: "v_1", user_id: "u_7", device: { type: "desktop", os: "macOS", browser: "Firefox", screen: "1920x1080", language: "de-AT", timezone: "Europe/Vienna" } },
  { visitor_id: "v_2", device: { type: "mobile", os: "Android", browser: "Chrome" } },
];

/** Starts the server. `known` are ids of what it holds. */
export async function startWorld() {
  const api = await startApi({}, { rateLimits: 1e9 });
  const start = Math.floor(Date.now() / HOUR) * HOUR - 2 * HOUR;
  for (const [number, { device, ...visitor }] of VISITORS.entries()) {
    for (const [visit, days] of [6, 1, 0].entries()) await api.send(batch(visitor, device, `s_${number + 1}${visit}`, start - days * 24 * HOUR + number * 60_000));
  }
  await api.send([
    { id: "run-1", type: "scan_started", occurred_at: start, actor: { type: "scheduler" }, stream_id: "night-run", step: 1 },
    { id: "run-2", type: "scan_completed", occurred_at: start + 2_000, actor: { type: "scheduler" }, stream_id: "night-run", step: 2, caused_by: "run-1", level: "milestone", ref: "log/1" },
  ]);
  await api.send([{ id: "bad-1", occurred_at: start }]);
  // Ids come of hashes; of these keys nobody knows a text.
  const key = "0a1b2c3d4e5f";
  await api.d1.prepare("INSERT INTO keys (hash, project_id, kind, created_at) VALUES (?1, 1, 'read', ?2)").bind(key.padEnd(64, "0"), start).run();
  return { ...api, known: { key, session: "s_12", event: "s_12-3", stream: "night-run", cause: "run-1" } };
}

function batch(visitor, device, session_id, at) {
  const event = (number, type, more) => ({ id: `${session_id}-${number}`, seq: number, type, occurred_at: at + number * 20_000, ...more });
  const page = (path) => ({ path, title: path.slice(1) });
  const utm = { source: "news", medium: "email" };
  return {
    schema: 1,
    batch_id: `b_${session_id}`,
    instance_id: `i_${session_id}`,
    sealed_at: at + 100_000,
    tracked: 4,
    context: { ...visitor, session_id, device },
    dropped: [{ reason: "queue_full", level: "detail", count: 1 }],
    overhead: { busy_us: 1840, track_us: [31, 6, 2, 0, 1, 0, 0, 0] },
    events: [
      event(1, "page_view", { page: { ...page("/welcome"), referrer: "https://www.google.com/", utm } }),
      event(2, "page_view", { page: page("/tasks") }),
      event(3, "task_created", {
        page: page("/tasks"),
        entity: { type: "task", id: "t_1", title: "Write the announcement" },
        duration_ms: 1234,
        metadata: { plan: "pro" },
        context: { build: "42" },
        summary: "Task created",
      }),
      // Not in the plan, so it is marked.
      event(4, "task_polished", { duration_ms: 80 }),
    ],
  };
}
