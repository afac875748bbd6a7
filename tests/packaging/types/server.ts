// `trailmark/server`: what must compile, and at the end what must not.
import { createWriter, type EventFields, type Waiting, type Writer, type WriterOptions, type WriterReport } from "trailmark/server";

const options: WriterOptions = {
  endpoint: "https://log.example", writeKey: "tm_server_x", actor: { type: "scheduler", id: 7 }, stream: "run", minLevel: "state", maxBacklog: 10, maxBytes: 1000, flushAt: 5, flushInterval: 10,
  requestTimeout: 100,
  onReport(report: WriterReport) {
    switch (report.kind) {
      case "sent": { const events: number = report.events; return void events; }
      case "answered": return void [report.status, report.accepted, report.verdicts?.[0]?.verdict, report.warnings?.[0]?.code];
      case "failed": { const wait: number = report.retryInMs; return void wait; }
      case "dropped": { const count: number = report.count; return void [report.reason, report.level, count]; }
      default: { const never: never = report; return never; }
    }
  },
};
const log: Writer = createWriter(options);
const fields: EventFields = {
  id: "01ARZ3NDEKTSV4RRFFQ69G5FAV", occurredAt: new Date(), level: "detail", actor: { type: "npc" }, entityType: "task", entityId: 7, entityTitle: "Write", userId: 1, visitorId: "v",
  sessionId: "s", streamId: "run", step: 3, correlationId: "c", causedBy: ["a"], ref: 17, summary: "One line", durationMs: 1.5, category: "c", action: "a", metadata: { a: 1 },
  context: { b: 2 }, immediate: true,
};
const id: string = log.write("a", fields);
log.write("b", { causedBy: id });
const waiting: Waiting = { timeout: 100 };
export const settled: Promise<boolean> = log.flush(waiting);
export const closed: Promise<boolean> = log.close();
export const size: number = log.queueSize();

// @ts-expect-error an endpoint is needed
createWriter({ writeKey: "k" });
// @ts-expect-error a type is needed
log.write();
// @ts-expect-error fields are written in camel case
log.write("a", { stream_id: "x" });
// @ts-expect-error there is no such level
log.write("a", { level: "loud" });
// @ts-expect-error a timeout is a number
log.flush({ timeout: "1" });
