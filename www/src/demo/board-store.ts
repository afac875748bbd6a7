/** One thing to do within a project. */
export interface Task {
  id: string;
  title: string;
  done: boolean;
}

/** A named list of tasks. */
export interface Project {
  id: string;
  name: string;
  tasks: Task[];
}

const PLACE = "cairn-board";

/** The demo's data: projects and their tasks, kept in localStorage. It knows nothing of tracking. */
export class BoardStore {
  private constructor(readonly projects: Project[]) {}

  /** The board as it was left, or the sample board on a first visit. */
  static load(): BoardStore {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "null");
      if (Array.isArray(kept)) return new BoardStore(kept as Project[]);
    } catch {
      // Storage is refused or holds something else: begin with the sample.
    }
    return new BoardStore(sample());
  }

  project(id: string | null): Project | undefined {
    return this.projects.find((project) => project.id === id);
  }

  createProject(name: string): Project {
    const project: Project = { id: newId("p"), name, tasks: [] };
    this.projects.unshift(project);
    this.save();
    return project;
  }

  createTask(project: Project, title: string): Task {
    const task: Task = { id: newId("t"), title, done: false };
    project.tasks.push(task);
    this.save();
    return task;
  }

  setDone(task: Task, done: boolean): void {
    task.done = done;
    this.save();
  }

  /** Projects whose name, or one of whose tasks, contains the text. */
  search(text: string): Project[] {
    const wanted = text.trim().toLowerCase();
    const matches = (name: string) => name.toLowerCase().includes(wanted);
    return this.projects.filter(({ name, tasks }) => matches(name) || tasks.some(({ title }) => matches(title)));
  }

  private save(): void {
    try {
      localStorage.setItem(PLACE, JSON.stringify(this.projects));
    } catch {
      // Storage is refused: the board lasts as long as the page.
    }
  }
}

/** How much of a project is finished. */
export function progress(project: Project): { done: number; all: number } {
  return { done: project.tasks.filter(({ done }) => done).length, all: project.tasks.length };
}

function newId(kind: string): string {
  return `${kind}_${crypto.getRandomValues(new Uint32Array(2)).reduce((text, part) => text + part.toString(36), "")}`;
}

function sample(): Project[] {
  const task = (id: string, title: string, done = false): Task => ({ id, title, done });
  return [
    {
      id: "p_huts",
      name: "Hut booking",
      tasks: [
        task("t_calendar", "Show free beds in the calendar", true),
        task("t_deposit", "Ask for a deposit in winter"),
        task("t_cancel", "Let guests cancel until noon"),
      ],
    },
    {
      id: "p_map",
      name: "Trail map",
      tasks: [
        task("t_contours", "Contour lines from 1:25,000", true),
        task("t_offline", "Save a region for use without network", true),
        task("t_closed", "Mark closed trails"),
        task("t_gpx", "Import GPX files"),
      ],
    },
    {
      id: "p_season",
      name: "Winter season",
      tasks: [task("t_poles", "Order marker poles"), task("t_avalanche", "Daily avalanche bulletin")],
    },
  ];
}
