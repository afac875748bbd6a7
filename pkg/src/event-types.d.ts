// Made from the tracking plan. Do not edit this: change the plan and make it anew.
/** Types that most products have. Any other string is a type too. */
export const EVENT_TYPES: {
  readonly PAGE_VIEW: "page_view";
  readonly BOARD_LOADED: "board_loaded";
  readonly PROJECT_CREATED: "project_created";
  readonly PROJECT_OPENED: "project_opened";
  readonly MODAL_OPENED: "modal_opened";
  readonly MODAL_CLOSED: "modal_closed";
  readonly SEARCH_PERFORMED: "search_performed";
  readonly TASK_CREATED: "task_created";
  readonly TASK_COMPLETED: "task_completed";
  readonly TASK_REOPENED: "task_reopened";
  readonly REPORT_EXPORTED: "report_exported";
};
