// What the compiler knows of `trailmark/query`: the stage `types` compiles this. Each `@ts-expect-error` must be an error.
import { createQuery, TrailmarkError, type Answer, type Event } from "trailmark/query";
const query = createQuery({ endpoint: "https://x.example", key: "tm_read_x" });
const number = (value: number) => value;
const text = (value: string) => value;

export async function right() {
  const series = await query.get("/api/analytics/timeseries", {
    query: { range: "30d", interval: "day", by: "metadata.plan", country: ["DE", "AT"], "path.contains": "/docs", "metadata.plan": "pro" },
  });
  number(series.total.events);
  text(series.points[0].start_iso);
  const before: number | undefined = series.previous?.total.users;

  text((await query.get("/api/events/{id}", { path: { id: "x" } })).type);
  const list = await query.get("/api/events", { query: { from: new Date(0), to: 5 } });
  const items: Event[] = list.items;
  const cursor: string | null = list.next_cursor;
  const funnel = await query.get("/api/analytics/funnel", { query: { step: ["a", "b"], window: "7d" } });
  const median: number | null = funnel.steps[0].median_ms;
  await query.get("/api/analytics/breakdown", { query: { by: ["country", "path"], sort: "users" } });
  for await (const event of query.events({ type: ["task_created"], range: "all" })) text(event.id);
  for await (const page of query.pages("/api/streams", { query: { limit: 5 } })) text(page.items[0].stream_id);

  number((await query.request("PUT", "/api/config", { body: { min_level: "state" } })).version);
  number((await query.request("DELETE", "/api/users/{id}", { path: { id: "u" }, query: { dry_run: true } })).deleted);
  text(await query.get("/metrics"));
  const live: Answer<"/api/analytics/live"> = await query.get("/api/analytics/live", { query: { limit: 3 } });
  try {
    await query.get("/api/health");
    const made = await query.request("POST", "/api/keys", { body: { kind: "read" } });
    text(made.key);
    await query.request("POST", "/api/keys/{id}/rotate", { path: { id: made.id } });
    await query.request("POST", "/api/keys/{id}/rotate", { path: { id: made.id }, body: { overlap_hours: 2 } });
    const { config } = await query.request("PUT", "/api/config", { query: { dry_run: true }, body: { flush_at: 20 } });
    number(config.flush_at ?? 10);
  } catch (error) {
    if (error instanceof TrailmarkError) text(error.code);
  }
  return { before, items, cursor, median, live };
}

export async function wrong() {
  // @ts-expect-error no such path
  await query.get("/api/nothing");
  // @ts-expect-error no such parameter
  await query.get("/api/events", { query: { usr_id: "x" } });
  // @ts-expect-error no such interval
  await query.get("/api/analytics/timeseries", { query: { interval: "year" } });
  // @ts-expect-error needs by
  await query.get("/api/analytics/breakdown", { query: { range: "7d" } });
  // @ts-expect-error needs by at all
  await query.get("/api/analytics/breakdown");
  // @ts-expect-error needs its id
  await query.get("/api/events/{id}");
  // @ts-expect-error is not a list
  query.pages("/api/health");
  // @ts-expect-error no such method
  await query.request("PUT", "/api/events");
  // @ts-expect-error takes no body
  await query.request("POST", "/api/rollups/fold", { body: {} });
  // @ts-expect-error no such member
  (await query.get("/api/events")).itmes;
  // @ts-expect-error limit is a number
  await query.get("/api/events", { query: { limit: "5" } });
  // @ts-expect-error takes no parameters
  await query.get("/api/plan/versions", { query: { limit: 5 } });
}
