import { track } from "trailmark";
import { byTestId } from "../shared/element.ts";
import type { BoardStore, Project } from "./board-store.ts";

/** A search counts once the typing rests this long, or at once with Enter. */
const REST_MS = 600;

/** The search field: finds as one types, and tracks what was meant rather than every letter. */
export class SearchField {
  private readonly field = byTestId<HTMLInputElement>("search");
  private timer: ReturnType<typeof setTimeout> | undefined;
  private tracked = "";

  constructor(
    private readonly store: BoardStore,
    private readonly changed: () => void,
  ) {
    this.field.addEventListener("input", () => {
      this.changed();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.performed(), REST_MS);
    });
    byTestId("search-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.performed();
    });
  }

  found(): Project[] {
    return this.store.search(this.field.value);
  }

  clear(): void {
    clearTimeout(this.timer);
    this.field.value = "";
    this.tracked = "";
  }

  /** Tracks how long the query is and what it found, not the words: people type names into search fields. */
  private performed(): void {
    clearTimeout(this.timer);
    const query = this.field.value.trim();
    if (query === this.tracked) return;
    this.tracked = query;
    if (!query) return;
    const results = this.found().length;
    track("search_performed", {
      entityType: "search",
      entityId: "board",
      summary: `Searched the board: ${results} found`,
      metadata: { query_length: query.length, results },
    });
  }
}
