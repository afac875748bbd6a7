import { track } from "trailmark";
import { byTestId } from "../shared/element.ts";

/** The modal that asks for a project's name. What follows from opening it names the opening as its cause. */
export class ProjectDialog {
  private readonly dialog = byTestId<HTMLDialogElement>("project-dialog");
  private readonly name = byTestId<HTMLInputElement>("project-name");
  private openedAt = 0;
  private opening: string | undefined;

  constructor(private readonly create: (name: string, cause: string | undefined) => void) {
    byTestId("project-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const name = this.name.value.trim();
      if (name) this.dialog.close(name);
    });
    byTestId("project-cancel").addEventListener("click", () => this.dialog.close(""));
    // Escape closes a dialog too, and leaves `returnValue` as it was; `close` hears of every way out.
    this.dialog.addEventListener("cancel", () => (this.dialog.returnValue = ""));
    this.dialog.addEventListener("close", () => this.closed(this.dialog.returnValue));
  }

  open(): void {
    this.name.value = "";
    this.dialog.returnValue = "";
    this.openedAt = performance.now();
    this.opening = track("modal_opened", { entityType: "modal", entityId: "new-project", entityTitle: "New project", level: "state" });
    this.dialog.showModal();
    this.name.focus();
  }

  private closed(name: string): void {
    track("modal_closed", {
      entityType: "modal",
      entityId: "new-project",
      entityTitle: "New project",
      level: "state",
      durationMs: Math.round(performance.now() - this.openedAt),
      metadata: { outcome: name ? "created" : "cancelled" },
      causedBy: this.opening ? [this.opening] : [],
    });
    if (name) this.create(name, this.opening);
  }
}
