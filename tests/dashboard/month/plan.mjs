// Orchard's tracking plan. Three of its types are not in it, as happens.

const event = (type, level, owner, description, properties) => {
  const [category, action] = type === "page_view" ? ["navigation", "viewed"] : [type.split("_")[0], type.split("_").at(-1)];
  return [type, { description, category, action, level, owner, ...(properties && { properties }) }];
};

export const PLAN = {
  mode: "open",
  events: Object.fromEntries([
    event("page_view", "state", "web", "Somebody looks at a page."),
    event("plan_compared", "decision", "growth", "Somebody looked closer at one of the prices.", { plan: { type: "string", enum: ["free", "team", "business"], description: "Which one." } }),
    event("signup_started", "action", "growth", "The form of the account was begun."),
    event("signup_completed", "milestone", "growth", "Somebody has an account.", { method: { type: "string", enum: ["email", "google"], description: "How they log in." } }),
    event("board_loaded", "detail", "board", "The board is on the screen; the duration is how long that took."),
    event("modal_opened", "state", "board", "A dialog opened. The entity says which."),
    event("modal_closed", "state", "board", "A dialog was closed; the duration is how long it was open."),
    event("project_opened", "action", "board", "Somebody looks into a project."),
    event("task_created", "action", "board", "A task was added."),
    event("task_completed", "action", "board", "A task was ticked off."),
    event("search_performed", "action", "board", "Somebody searched."),
    event("report_exported", "decision", "reports", "A report was written into a file.", { format: { type: "string", required: true, enum: ["csv", "pdf"], description: "The kind of file." } }),
    event("digest_started", "state", "digest", "The nightly digest begins."),
    event("digest_collected", "detail", "digest", "What happened on the day is together."),
    event("topic_chosen", "decision", "digest", "What a user's digest is about."),
    event("digest_written", "action", "digest", "The text of a digest is there."),
    event("mail_sent", "action", "digest", "The mail server has taken a digest."),
    event("mail_failed", "action", "digest", "The mail server has not taken a digest."),
    event("digest_finished", "milestone", "digest", "All digests of the night are out."),
  ]),
};
