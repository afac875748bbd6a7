import type { VerdictLine } from "trailmark";
import { byTestId, h, refill } from "../shared/element.ts";
import { count } from "../shared/format.ts";
import type { Answered, Dropped, Failed, Sent } from "./reports.ts";

const SHOWN = 8;

const counted = ["accepted", "duplicate", "rejected", "limited"] as const;
const tags = { accepted: "good", duplicate: "calm", rejected: "bad", limited: "warn" } as const;

/** Every batch and its answer: counts, the verdicts that are not "accepted" with code and field, failures with the next retry. */
export class AnswerLog {
  private readonly list = byTestId("answers");
  private readonly batches = new Map<string, HTMLElement>();
  private readonly retries = new Map<HTMLElement, number>();

  sent({ batchId, events }: Sent): void {
    const row = this.row(batchId, "waiting");
    refill(row, batchName(batchId, `${count(events)} sent`), h("span", { class: "tag calm" }, "on its way"));
  }

  answered(answer: Answered): void {
    const row = this.row(answer.batchId, "answered");
    row.dataset.status = String(answer.status);
    for (const name of counted) row.dataset[name] = String(answer[name] ?? 0);
    const chips = counted.filter((name) => answer[name]).map((name) => h("span", { class: `tag ${tags[name]}` }, `${count(answer[name] ?? 0)} ${name}`));
    const refusal = answer.status >= 400 && h("span", { class: "tag bad" }, `HTTP ${answer.status}`);
    const why = answer.code && h("p", { class: "log-detail" }, h("code", {}, answer.code), answer.detail && `: ${answer.detail}`);
    refill(row, batchName(answer.batchId, ""), h("span", { class: "chips" }, refusal, ...chips), why, ...(answer.verdicts ?? []).map(verdictLine));
  }

  failed({ batchId, status, retryInMs }: Failed): void {
    const row = this.row(batchId, "failed");
    row.dataset.status = String(status);
    const why = status === 0 ? "no network" : `HTTP ${status}`;
    refill(row, batchName(batchId, ""), h("span", { class: "tag warn" }, why), h("p", { class: "log-detail", "data-testid": "retry" }));
    this.retries.set(row, Date.now() + retryInMs);
    this.tick(Date.now());
  }

  dropped({ reason, level, count: many, code, field }: Dropped): void {
    const row = this.row(null, "dropped");
    row.dataset.reason = reason;
    if (code) row.dataset.code = code;
    const why = code ? h("p", { class: "log-detail" }, h("code", {}, code), field && ` in ${field}`) : h("p", { class: "log-detail" }, `level ${level}`);
    refill(row, h("span", { class: "log-name" }, `${count(many)} dropped in the browser`), h("span", { class: "tag bad" }, reason), why);
  }

  /** Counts the seconds down to each retry. */
  tick(now: number): void {
    for (const [row, at] of this.retries) {
      const line = row.querySelector("[data-testid=retry]");
      if (line) line.textContent = at > now ? `Kept. Next try in ${((at - now) / 1000).toFixed(1)} s` : "Kept. Trying again now…";
    }
  }

  /** The batch's row, moved to the top; a batch has one, however often it is sent. */
  private row(batchId: string | null, kind: string): HTMLElement {
    byTestId("answers-empty").hidden = true;
    const known = batchId === null ? undefined : this.batches.get(batchId);
    const row = known ?? h("li", { "data-testid": "answer" });
    row.dataset.kind = kind;
    if (batchId !== null) {
      row.dataset.batchId = batchId;
      this.batches.set(batchId, row);
    }
    this.retries.delete(row);
    if (!known) this.list.prepend(row);
    while (this.list.children.length > SHOWN) this.forget(this.list.lastElementChild as HTMLElement);
    return row;
  }

  private forget(row: HTMLElement): void {
    row.remove();
    this.retries.delete(row);
    if (row.dataset.batchId) this.batches.delete(row.dataset.batchId);
  }
}

function batchName(batchId: string, note: string): HTMLElement {
  return h("span", { class: "log-name mono", title: batchId }, `…${batchId.slice(-8)}`, note && h("span", { class: "faint" }, ` ${note}`));
}

function verdictLine({ index, id, verdict, code, field, detail }: VerdictLine): HTMLElement {
  const attributes = { class: "log-detail", "data-testid": "verdict", "data-verdict": verdict, "data-code": code, "data-field": field, "data-event-id": id };
  const where = field ? ` in ${field}` : "";
  return h("p", attributes, `#${index} ${verdict}`, code ? h("code", {}, ` ${code}`) : null, where, detail && h("span", { class: "faint" }, `: ${detail}`));
}
