import { ids, queueSize, type Report } from "trailmark";
import { byTestId } from "../shared/element.ts";
import { count } from "../shared/format.ts";
import type { Account } from "./account.ts";
import { AnswerLog } from "./answer-log.ts";
import { EventLog } from "./event-log.ts";

type Tally = "accepted" | "duplicate" | "rejected" | "limited" | "dropped";
type State = "idle" | "queued" | "sending" | "retrying" | "off";

const stateTags: Record<State, string> = { idle: "good", queued: "calm", sending: "calm", retrying: "warn", off: "" };

/** The side panel: every report of the tracker, as it comes in. */
export class Inspector {
  private readonly events = new EventLog();
  private readonly answers = new AnswerLog();
  private readonly tallies: Record<Tally, number> = { accepted: 0, duplicate: 0, rejected: 0, limited: 0, dropped: 0 };
  private sending = false;
  private retryAt: number | null = null;

  /** `refused` hears of an answer that says that the write key is not a good one. */
  constructor(
    private readonly account: Account,
    private readonly refused: (code: string) => void,
  ) {}

  start(): void {
    setInterval(() => this.tick(), 250);
    this.showWho();
    this.tick();
  }

  receive(report: Report): void {
    switch (report.kind) {
      case "tracked":
        this.events.tracked(report);
        break;
      case "sent":
        this.sending = true;
        this.retryAt = null;
        this.events.sent(report, queueSize());
        this.answers.sent(report);
        break;
      case "answered":
        this.sending = false;
        this.events.answered(report);
        this.answers.answered(report);
        for (const name of ["accepted", "duplicate", "rejected", "limited"] as const) this.add(name, report[name] ?? 0);
        if (report.status === 401 || report.status === 403) this.refused(report.code ?? `HTTP ${report.status}`);
        break;
      case "failed":
        this.sending = false;
        this.retryAt = Date.now() + report.retryInMs;
        this.events.failed(report);
        this.answers.failed(report);
        break;
      case "dropped":
        this.add("dropped", report.count);
        this.answers.dropped(report);
        break;
    }
    this.tick();
  }

  /** User, visitor and session as the tracker names them now. */
  showWho(): void {
    const { visitorId = "", sessionId = "" } = ids();
    put("who-user", this.account.userId ?? "");
    put("who-visitor", visitorId);
    put("who-session", sessionId);
  }

  private add(name: Tally, more: number): void {
    this.tallies[name] += more;
    const cell = byTestId(`tally-${name}`);
    cell.textContent = count(this.tallies[name]);
    cell.dataset.value = String(this.tallies[name]);
    cell.parentElement?.classList.toggle("some", this.tallies[name] > 0);
  }

  private tick(): void {
    const waiting = queueSize();
    const queue = byTestId("queue-size");
    queue.textContent = count(waiting);
    queue.dataset.value = String(waiting);
    this.showState(waiting);
    this.showWho();
    this.answers.tick(Date.now());
  }

  private showState(waiting: number): void {
    const state = this.state(waiting);
    const tag = byTestId("delivery-state");
    if (tag.dataset.state === state) return;
    tag.dataset.state = state;
    tag.className = `tag ${stateTags[state]}`;
    tag.textContent = state === "off" ? "opted out" : state;
  }

  private state(waiting: number): State {
    if (this.account.optedOut) return "off";
    if (this.retryAt !== null && waiting > 0) return "retrying";
    if (this.sending) return "sending";
    return waiting > 0 ? "queued" : "idle";
  }
}

function put(testId: string, value: string): void {
  const cell = byTestId(testId);
  if (cell.dataset.value === value) return;
  cell.dataset.value = value;
  cell.textContent = value || "–";
  cell.title = value;
}
