// What must compile of `trailmark`.
import {
  EVENT_TYPES, flush, identify, ids, init, optIn, optOut, queueSize, reset, setConsent, track, trackBatch, trackPageView, trackTimed,
  type Actor, type InitOptions, type Level, type Metadata, type Report, type TimedAction, type TrackOptions, type VerdictLine,
} from "trailmark";
import wasm from "trailmark/trailmark_bg.wasm";

const options: InitOptions = {
  writeKey: "tm_write_x", endpoint: "https://events.example.com", flushAt: 10, flushInterval: 5000, userId: "u_1",
  consent: "pending", autocapture: ["pageViews"], debug: false, respectGpc: true, respectDnt: false, cookieless: true, queryParameters: ["tab"],
  wasmUrl: new URL("https://cdn.example.com/trailmark_bg.wasm"),
  onReport(report: Report) {
    switch (report.kind) {
      case "tracked": { const id: string = report.id; const type: string = report.type; return void [id, type]; }
      case "sent": { const events: number = report.events; return void [report.batchId, events]; }
      case "answered": { const lines: VerdictLine[] | undefined = report.verdicts; return void [report.status, report.accepted, lines?.[0]?.verdict]; }
      case "failed": { const wait: number = report.retryInMs; return void wait; }
      case "dropped": { const level: Level = report.level; return void [report.reason, level, report.count, report.code]; }
      default: { const never: never = report; return never; }
    }
  },
};
init(options);
init({ writeKey: "tm_write_x", wasmUrl: wasm, autocapture: { pageViews: { hash: true }, clicks: true } });
init({ writeKey: "tm_write_x", autocapture: ["clicks", "outboundLinks", "downloads", "forms", "scrollDepth", "engagement", "webVitals", "errors", "rageClicks", "deadClicks"] });

const actor: Actor = { type: "rule", id: 7, name: "Nightly" };
const metadata: Metadata = { when: new Date(), deep: { list: [1, "two", null] } };
const everything: TrackOptions = {
  entityType: "task", entityId: 7, entityTitle: "Write", metadata, durationMs: 12.5, level: "milestone", correlationId: "c", causedBy: ["a", "b"],
  streamId: "run", step: 3, actor, ref: "r", summary: "One line", immediate: true,
};
const id: string | undefined = track("task_completed", everything);
track(EVENT_TYPES.TASK_COMPLETED, { causedBy: id });
const literal: "page_view" = EVENT_TYPES.PAGE_VIEW;
const timed: TimedAction = trackTimed("report_exported", { entityType: "report" });
const timedId: string | undefined = timed.complete({ rows: 3 });
timed.cancel();
const viewId: string | undefined = trackPageView("Start", { from: "mail" });
const batchIds: Array<string | undefined> = trackBatch([{ type: literal }, { type: "b", options: { step: 1 } }]);
identify(7);
identify("u_1");
reset();
setConsent("granted");
setConsent("denied");
optOut();
optIn();
const size: number = queueSize();
const { visitorId, sessionId }: { visitorId?: string; sessionId?: string } = ids();
export const done: Promise<void> = flush();
export const used = [timedId, viewId, batchIds, size, visitorId, sessionId];
