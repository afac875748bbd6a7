// Made from the tracking plan. Do not edit this: change the plan and make it anew.
const COMMON =
  "page_view board_loaded project_created project_opened modal_opened modal_closed search_performed task_created task_completed task_reopened report_exported";

/** Types that most products have, by their names in capitals. Any other string is a type too. */
export const EVENT_TYPES = /* @__PURE__ */ Object.fromEntries(COMMON.split(" ").map((type) => [type.toUpperCase(), type]));
