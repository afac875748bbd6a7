import { byTestId, h } from "../shared/element.ts";
import type { Answered, Failed, Sent, Tracked } from "./reports.ts";

/** Events shown; older ones leave the list, not the queue. */
const SHOWN = 8;

type Fate = "queued" | "sent" | "accepted" | "duplicate" | "rejected" | "limited";

const fateTags: Record<Fate, string> = { queued: "", sent: "calm", accepted: "good", duplicate: "calm", rejected: "bad", limited: "warn" };

interface Entry {
  id: string;
  row: HTMLElement;
  fate: HTMLElement;
}

/** The last events tracked, and what has become of each so far. */
export class EventLog {
  private readonly list = byTestId("events");
  private readonly entries: Entry[] = [];
  /** Ids not yet sent, oldest first: batches take them in this order. */
  private readonly queued: string[] = [];
  private readonly batches = new Map<string, string[]>();

  tracked({ id, type }: Tracked): void {
    byTestId("events-empty").hidden = true;
    const fate = h("span", { class: "tag" });
    const row = h(
      "li",
      { "data-testid": "event", "data-type": type, "data-event-id": id },
      h("span", { class: "log-name", title: type }, type || "(no type)"),
      h("time", { class: "faint" }, new Date().toLocaleTimeString("en-GB")),
      fate,
    );
    const entry = { id, row, fate };
    this.set(entry, "queued");
    this.entries.unshift(entry);
    this.queued.push(id);
    this.list.prepend(row);
    for (const old of this.entries.splice(SHOWN)) old.row.remove();
  }

  /** `waiting` is the size of the whole queue: what this page did not track was left by an earlier one, and goes first. */
  sent({ batchId, events }: Sent, waiting: number): void {
    const underWay = [...this.batches.values()].reduce((sum, ids) => sum + ids.length, 0);
    const older = Math.max(0, waiting - this.queued.length - underWay);
    // A retry carries the same batch again, byte for byte.
    const ids = this.batches.get(batchId) ?? this.queued.splice(0, Math.max(0, events - older));
    this.batches.set(batchId, ids);
    this.setAll(ids, "sent");
  }

  answered({ batchId, status, code: refusal, verdicts = [] }: Answered): void {
    const ids = this.batches.get(batchId) ?? [];
    this.batches.delete(batchId);
    this.setAll(ids, status >= 400 ? "rejected" : "accepted", status >= 400 ? (refusal ?? `HTTP ${status}`) : undefined);
    for (const { id, verdict, code } of verdicts) {
      const entry = this.entries.find((candidate) => candidate.id === id);
      if (entry) this.set(entry, verdict, code);
    }
  }

  failed({ batchId }: Failed): void {
    this.setAll(this.batches.get(batchId) ?? [], "queued");
  }

  private setAll(ids: string[], fate: Fate, code?: string): void {
    for (const entry of this.entries) if (ids.includes(entry.id)) this.set(entry, fate, code);
  }

  private set({ row, fate: tag }: Entry, fate: Fate, code?: string): void {
    row.dataset.fate = fate;
    tag.className = `tag ${fateTags[fate]}`;
    tag.textContent = code ? `${fate}: ${code}` : fate;
  }
}
