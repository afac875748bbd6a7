import { ids, type Report } from "trailmark";

/**
 * Sends a batch past the tracker, which would let nothing bad through: a good event, the same one again, and one with a type
 * that is too long. The Worker answers with a verdict for each; the answer is reported as the tracker would report its own.
 */
export async function sendUncheckedBatch(writeKey: string, report: (report: Report) => void): Promise<void> {
  const batchId = crypto.randomUUID();
  const { visitorId, sessionId } = ids();
  const occurred_at = Date.now();
  const good = { id: crypto.randomUUID(), type: "project_opened", occurred_at, summary: "Sent past the tracker" };
  const bad = { id: crypto.randomUUID(), type: "x".repeat(100), occurred_at };
  const batch = {
    schema: 1,
    batch_id: batchId,
    write_key: writeKey,
    sealed_at: occurred_at,
    context: { visitor_id: visitorId, session_id: sessionId },
    events: [good, good, bad],
  };
  try {
    const answer = await fetch("/api/events/log/batch", { method: "POST", body: JSON.stringify(batch) });
    report({ ...(await answer.json()), kind: "answered", batchId, status: answer.status });
  } catch {
    report({ kind: "dropped", reason: "not sent", level: "action", count: batch.events.length });
  }
}
