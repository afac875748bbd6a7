/** Types that most products have. Any other string is a type too. */
export const EVENT_TYPES = /* @__PURE__ */ Object.freeze({
  PAGE_VIEW: "page_view",
  PROJECT_CREATED: "project_created",
  PROJECT_OPENED: "project_opened",
  TASK_CREATED: "task_created",
  TASK_COMPLETED: "task_completed",
  TASK_REOPENED: "task_reopened",
  MODAL_OPENED: "modal_opened",
  MODAL_CLOSED: "modal_closed",
  SEARCH_PERFORMED: "search_performed",
  REPORT_EXPORTED: "report_exported",
});
