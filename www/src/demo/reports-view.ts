import { type TimedAction, trackTimed } from "trailmark";
import { byTestId, h, refill } from "../shared/element.ts";
import { type BoardStore, progress } from "./board-store.ts";

const EXPORT_MS = 1200;

/** The second route: progress by project, and an export that takes its time, so that there is something to measure. */
export class ReportsView {
  private readonly start = byTestId<HTMLButtonElement>("export-start");
  private readonly cancel = byTestId<HTMLButtonElement>("export-cancel");
  private readonly download = byTestId<HTMLAnchorElement>("export-download");
  private readonly bar = byTestId<HTMLProgressElement>("export-progress");
  private readonly status = byTestId("export-status");
  private running: { action: TimedAction; timer: ReturnType<typeof setInterval> } | null = null;

  constructor(private readonly store: BoardStore) {
    this.start.addEventListener("click", () => this.begin());
    this.cancel.addEventListener("click", () => this.stop("Cancelled: nothing was tracked.", (action) => action.cancel()));
  }

  show(): void {
    const rows = this.store.projects.map((project) => {
      const { done, all } = progress(project);
      const row = h(
        "li",
        { class: "report-row", "data-testid": "report-row", "data-project-id": project.id },
        h("span", {}, project.name),
        h("span", { class: "meter" }),
        h("span", { class: "number faint" }, `${done} / ${all}`),
      );
      row.style.setProperty("--done", `${all === 0 ? 0 : (100 * done) / all}%`);
      return row;
    });
    refill(byTestId("report-rows"), ...rows);
  }

  private begin(): void {
    const began = performance.now();
    const action = trackTimed("report_exported", {
      entityType: "report",
      entityId: "monthly",
      entityTitle: "Monthly report",
      summary: "Exported the monthly report",
      metadata: { format: "csv" },
    });
    const timer = setInterval(() => {
      const share = (performance.now() - began) / EXPORT_MS;
      this.bar.value = Math.min(100, share * 100);
      if (share >= 1) this.finish();
    }, 50);
    this.running = { action, timer };
    this.status.textContent = "Collecting the numbers…";
    this.show();
    this.showRunning(true);
    this.download.hidden = true;
    this.cancel.focus();
  }

  private finish(): void {
    const lines = this.store.projects.map((project) => {
      const { done, all } = progress(project);
      return `"${project.name.replaceAll('"', '""')}",${done},${all}`;
    });
    URL.revokeObjectURL(this.download.href);
    this.download.href = URL.createObjectURL(new Blob([["project,done,tasks", ...lines].join("\n")], { type: "text/csv" }));
    this.download.hidden = false;
    this.stop(`Ready: ${lines.length} rows.`, (action) => action.complete({ rows: lines.length }));
  }

  private stop(status: string, end: (action: TimedAction) => void): void {
    if (!this.running) return;
    clearInterval(this.running.timer);
    end(this.running.action);
    this.running = null;
    this.status.textContent = status;
    this.showRunning(false);
    this.start.focus();
  }

  private showRunning(running: boolean): void {
    this.bar.value = 0;
    this.bar.hidden = !running;
    this.cancel.hidden = !running;
    this.start.hidden = running;
  }
}
