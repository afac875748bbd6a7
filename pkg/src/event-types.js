// Made from the tracking plan. Do not edit this: change the plan and make it anew.
const COMMON =
  "page_view project_created project_opened task_created task_completed task_reopened modal_opened modal_closed search_performed report_exported board_loaded";

/** Types that most products have, by their names in capitals. Any other string is a type too. */
export const EVENT_TYPES = /* @__PURE__ */ Object.fromEntries(COMMON.split(" ").map((type) => [type.toUpperCase(), type]));
