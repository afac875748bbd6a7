import { track } from "trailmark";
import { byTestId, h, refill } from "../shared/element.ts";
import { type BoardStore, type Project, progress, type Task } from "./board-store.ts";
import { ProjectDialog } from "./project-dialog.ts";
import { SearchField } from "./search-field.ts";

/** The board: projects on the left, the open project's tasks on the right. */
export class BoardView {
  private openId: string | null = null;
  private readonly search: SearchField;

  constructor(private readonly store: BoardStore) {
    this.search = new SearchField(store, () => this.show());
    const dialog = new ProjectDialog((name, cause) => this.create(name, cause));
    byTestId("new-project").addEventListener("click", () => dialog.open());
  }

  show(): void {
    const found = this.search.found();
    const open = this.store.projects.reduce((sum, { tasks }) => sum + tasks.filter(({ done }) => !done).length, 0);
    byTestId("board-note").textContent = `${this.store.projects.length} projects, ${open} open tasks`;
    refill(
      byTestId("projects"),
      ...found.map((project) => h("li", {}, this.projectCard(project))),
      found.length === 0 && h("li", { class: "nothing", "data-testid": "search-nothing" }, "Nothing found."),
    );
    refill(byTestId("open-project"), ...this.openProject());
  }

  private projectCard(project: Project): HTMLElement {
    const { done, all } = progress(project);
    const card = h(
      "button",
      {
        id: `open-${project.id}`,
        class: "project-card card",
        type: "button",
        "data-testid": "project-open",
        "data-project-id": project.id,
        "data-project-name": project.name,
        "aria-pressed": String(project.id === this.openId),
        onclick: () => this.open(project),
      },
      h("strong", {}, project.name),
      h("span", { class: "faint" }, all === 0 ? "no tasks yet" : `${done} of ${all} done`),
      h("span", { class: "meter" }),
    );
    card.style.setProperty("--done", `${all === 0 ? 0 : (100 * done) / all}%`);
    return card;
  }

  private openProject(): HTMLElement[] {
    const project = this.store.project(this.openId);
    if (!project) return [h("p", { class: "nothing" }, "Open a project to see its tasks.")];
    const title = h("input", { id: "task-title", class: "input", "data-testid": "task-title", placeholder: "Add a task", "aria-label": `New task in ${project.name}`, maxlength: 80, autocomplete: "off" });
    const add = (event: Event) => {
      event.preventDefault();
      const text = title.value.trim();
      if (text) this.addTask(project, text);
    };
    return [
      h("h2", { "data-testid": "open-project-name" }, project.name),
      h("ul", { class: "tasks", "data-testid": "tasks" }, ...project.tasks.map((task) => this.taskRow(project, task))),
      h("form", { class: "add-task", onsubmit: add }, title, h("button", { class: "button", type: "submit", "data-testid": "task-add" }, "Add")),
    ];
  }

  private taskRow(project: Project, task: Task): HTMLElement {
    const box = h("input", {
      id: `done-${task.id}`,
      type: "checkbox",
      "data-testid": "task-done",
      "data-task-id": task.id,
      "data-task-title": task.title,
      checked: task.done,
      onchange: () => this.finish(project, task, box.checked),
    });
    return h("li", {}, h("label", { class: "task" }, box, h("span", {}, task.title)));
  }

  private create(name: string, cause: string | undefined): void {
    const project = this.store.createProject(name);
    track("project_created", {
      entityType: "project",
      entityId: project.id,
      entityTitle: project.name,
      level: "milestone",
      summary: `Created the project ${project.name}`,
      causedBy: cause ? [cause] : [],
    });
    this.openId = project.id;
    this.search.clear();
    this.show();
  }

  private open(project: Project): void {
    this.openId = project.id;
    track("project_opened", {
      entityType: "project",
      entityId: project.id,
      entityTitle: project.name,
      summary: `Opened ${project.name}`,
      metadata: { tasks: project.tasks.length },
    });
    this.show();
  }

  private addTask(project: Project, title: string): void {
    const task = this.store.createTask(project, title);
    track("task_created", {
      entityType: "task",
      entityId: task.id,
      entityTitle: task.title,
      summary: `Added a task to ${project.name}`,
      metadata: { project_id: project.id },
    });
    this.show();
    document.getElementById("task-title")?.focus();
  }

  private finish(project: Project, task: Task, done: boolean): void {
    this.store.setDone(task, done);
    track(done ? "task_completed" : "task_reopened", {
      entityType: "task",
      entityId: task.id,
      entityTitle: task.title,
      summary: `${done ? "Finished" : "Reopened"} a task of ${project.name}`,
      metadata: { project_id: project.id },
    });
    this.show();
  }
}
