// An example request of every operation of the API, by its `operationId`, in an order in which each finds what it asks for.
// The answers are recorded into docs/openapi-examples.json by `cargo xtask openapi --record`, and asked for again by contract.test.mjs.

const json = (body) => ({ body: JSON.stringify(body), contentType: "application/json", shown: body });

/**
 * @param {{key: string, session: string, event: string, stream: string, cause: string}} known ids of what the world holds
 * @returns {Record<string, {method: string, address: string, key: string | null, body?: string, contentType?: string, shown?: unknown}>}
 */
export function requests(known) {
  const get = (address, key = "read") => ({ method: "GET", address, key });
  const question = (topic, query) => get(`/api/analytics/${topic}?${query}`);
  return {
    health: get("/api/health", null),
    logEvent: {
      method: "POST",
      address: "/api/events/log",
      key: "server",
      ...json({ type: "digest_generated", user_id: "u_7", actor: { type: "scheduler" }, entity: { type: "digest", id: "d_31", title: "Weekly digest" }, duration_ms: 840 }),
    },
    logBatch: {
      method: "POST",
      address: "/api/events/log/batch",
      key: "server",
      ...json({
        context: { user_id: "u_7" },
        events: [
          { id: "import-1", occurred_at: 1771405200000, type: "task_created" },
          { id: "import-2", occurred_at: 1771405260000, type: "task_completed", level: "loud" },
        ],
      }),
    },
    importEvents: {
      method: "POST",
      address: "/api/events/import",
      key: "admin",
      body: '{"id":"old-1","type":"task_created","occurred_at":1771405200000,"user_id":"u_7"}\n',
      contentType: "application/x-ndjson",
      shown: '{"id":"old-1","type":"task_created","occurred_at":1771405200000,"user_id":"u_7"}\n',
    },
    listEvents: get("/api/events?type=task_created,task_completed&range=7d&limit=2"),
    recentEvents: get("/api/events/recent?user_id=u_7&limit=2"),
    listSession: get(`/api/events/session/${known.session}?limit=2`),
    overview: get("/api/events/analytics?range=24h"),
    exportEvents: get("/api/events/export?range=7d&limit=2"),
    getEvent: get(`/api/events/${known.event}`),
    getCausality: get(`/api/events/${known.cause}/causality?direction=down`),
    timeseries: question("timeseries", "days=3&interval=day&by=country&limit=1&tz=Europe/Berlin&compare=previous"),
    breakdown: question("breakdown", "by=source,path&range=7d&limit=2&compare=previous"),
    timings: question("timings", "range=7d&limit=1"),
    sessions: question("sessions", "range=7d&limit=1&compare=previous"),
    getSession: question(`sessions/${known.session}`, "range=7d&limit=2"),
    activeUsers: question("active-users", "days=2"),
    funnel: question("funnel", "step=page_view&step=task_created&range=7d&by=device&limit=1"),
    retention: question("retention", "interval=week&periods=2&days=14"),
    paths: question("paths", "range=7d&depth=1&limit=2"),
    patterns: question("patterns", "range=7d&limit=1"),
    live: question("live", "limit=1"),
    listStreams: get("/api/streams?range=7d&limit=1"),
    delivery: question("delivery", "range=24h"),
    cost: question("cost", "days=2"),
    listRejected: get("/api/rejected?code=missing_field&limit=1"),
    replayRejected: { method: "POST", address: "/api/rejected/replay?code=missing_field&dry_run=1", key: "admin" },
    forgetRejected: { method: "DELETE", address: "/api/rejected?code=missing_field&dry_run=1", key: "admin" },
    getPlan: get("/api/plan"),
    listPlans: get("/api/plan/versions"),
    putPlan: {
      method: "PUT",
      address: "/api/plan?dry_run=1",
      key: "admin",
      ...json({ mode: "warn", events: { task_completed: { description: "A task was ticked off.", properties: { minutes: { type: "integer", maximum: 10080 } } } } }),
    },
    getConfig: get("/api/config"),
    putConfig: { method: "PUT", address: "/api/config", key: "admin", ...json({ min_level: "state", sampling: { types: { mouse_moved: 0.1 } } }) },
    getProject: get("/api/project"),
    listKeys: get("/api/keys", "admin"),
    makeKey: { method: "POST", address: "/api/keys", key: "admin", ...json({ kind: "write", label: "Shop", origins: ["https://shop.example"] }) },
    changeKey: { method: "PATCH", address: `/api/keys/${known.key}`, key: "admin", ...json({ label: "Reports" }) },
    rotateKey: { method: "POST", address: `/api/keys/${known.key}/rotate`, key: "admin", ...json({ overlap_hours: 48 }) },
    revokeKey: { method: "DELETE", address: `/api/keys/${known.key}`, key: "admin" },
    listAudit: get("/api/audit?limit=2", "admin"),
    getRollups: get("/api/rollups", "admin"),
    foldRollups: { method: "POST", address: "/api/rollups/fold", key: "admin" },
    rebuildRollups: { method: "POST", address: "/api/rollups/rebuild?days=1", key: "admin" },
    logIn: { method: "POST", address: "/api/session", key: "read" },
    getLogin: get("/api/session", null),
    logOut: { method: "DELETE", address: "/api/session", key: null },
    metrics: get("/metrics"),
    deleteEvents: { method: "DELETE", address: "/api/events?type=task_created&dry_run=1", key: "admin" },
    exportUser: { method: "GET", address: "/api/users/u_7/export", key: "admin" },
    eraseUser: { method: "DELETE", address: "/api/users/u_7?dry_run=1", key: "admin" },
    cleanup: { method: "DELETE", address: "/api/events/cleanup?days=365&dry_run=1", key: "admin" },
  };
}
