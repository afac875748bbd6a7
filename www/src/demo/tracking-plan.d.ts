// Made from the tracking plan. Do not edit this: change the plan and make it anew.
import "trailmark";

declare module "trailmark" {
  interface TrackedPlan {
    mode: "open";
  }
  interface TrackedEvents {
    /**
     * Somebody looks at a page, or at another view of a page that stays.
     * Owner: Trailmark.
     */
    page_view: {
      /**
       * The part of the address that a single-page app routes by.
       * At most 200 characters.
       */
      route?: string | null;
      [other: string]: unknown;
    };
    /**
     * The board is on the screen; the duration is how long that took.
     * Owner: board.
     */
    board_loaded: Record<string, unknown>;
    /**
     * A project was made.
     * Owner: board.
     */
    project_created: Record<string, unknown>;
    /**
     * Somebody looks into a project.
     * Owner: board.
     */
    project_opened: {
      /** How many tasks it has, done or not. */
      tasks?: number | null;
      /** Made by the button that tracks many events at once. */
      burst?: boolean | null;
      /** The event's place within the burst, from 0. */
      index?: number | null;
      [other: string]: unknown;
    };
    /**
     * A dialog opened. The entity says which.
     * Owner: board.
     */
    modal_opened: Record<string, unknown>;
    /**
     * A dialog was closed, in whichever way; the duration is how long it was open.
     * Owner: board.
     */
    modal_closed: {
      /** What came of it. */
      outcome?: "created" | "cancelled" | null;
      [other: string]: unknown;
    };
    /**
     * Somebody searched and has stopped typing. The words are not tracked: people type names into search fields.
     * Owner: board.
     */
    search_performed: {
      /** How many things were found. */
      results: number;
      /**
       * Characters of what was searched for.
       * At most 1000.
       */
      query_length?: number | null;
      [other: string]: unknown;
    };
    /**
     * A task was added to a project.
     * Owner: board.
     */
    task_created: {
      /**
       * The project that it belongs to.
       * At most 128 characters.
       */
      project_id?: string | null;
      /** 1 is the most urgent. */
      priority?: 1 | 2 | 3 | null;
      [other: string]: unknown;
    };
    /**
     * A task was ticked off.
     * Owner: board.
     */
    task_completed: {
      /**
       * The project that it belongs to.
       * At most 128 characters.
       */
      project_id?: string | null;
      /**
       * Days since it was created.
       * At most 36500.
       */
      age_days?: number | null;
      [other: string]: unknown;
    };
    /**
     * A task that was done is not done after all.
     * Owner: board.
     */
    task_reopened: {
      /**
       * The project that it belongs to.
       * At most 128 characters.
       */
      project_id?: string | null;
      [other: string]: unknown;
    };
    /**
     * A report was written into a file; the duration is how long that took.
     * Owner: reports.
     */
    report_exported: {
      /** The kind of file. */
      format: "csv" | "pdf";
      /** Lines of the report. */
      rows?: number | null;
      [other: string]: unknown;
    };
  }
}
