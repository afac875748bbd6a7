// What people do in Orchard: each visit is one session, and one batch as the tracker of its page would send it.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const TASKS = ["Write the announcement", "Fix the login form", "Call the printer", "Review the contract", "Update screenshots", "Plan the workshop", "Collect feedback", "Order badges"];
const PROJECTS = [["7", "Website relaunch"], ["12", "Spring campaign"], ["19", "Office move"]];
const PAGES = { home: ["/", "Orchard"], pricing: ["/pricing", "Pricing"], signup: ["/signup", "Sign up"], board: ["/board", "Board"], reports: ["/reports", "Reports"], settings: ["/settings", "Settings"] };

/**
 * @param {object} one whom `person` made; who signs up here is a user from then on
 * @param {number} start milliseconds since the epoch; nothing happens later than `end`
 * @param {boolean} first whether it is this visitor's first visit
 * @param {object} dice from `chance`
 * @returns {{headers: object, cf: object, by: "write", batch: object}} a request, of the write key
 */
export function visit(one, { start, end, first }, dice) {
  const session = `s_${dice.word(12)}`;
  const instance = `i_${session.slice(2)}`;
  const events = [];
  let at = start;
  let page = PAGES.home;
  const happened = (type, more = {}) => {
    // The visit goes on; what is still to come nobody knows.
    if (at > end) return;
    const { origin, ...rest } = more;
    const user = one.isUser ? { user_id: one.user.id } : {};
    events.push({ id: `e_${dice.word(14)}`, type, occurred_at: at, seq: events.length, ...user, page: { path: page[0], title: page[1], ...origin }, ...rest });
    at += 2 * SECOND + Math.floor(dice.random() ** 2 * 70 * SECOND);
  };
  const look = (next, more = {}) => {
    page = next;
    happened("page_view", { level: "state", ...more });
  };

  look(one.isUser && !first ? PAGES.board : dice.pick([PAGES.home, PAGES.pricing], 1.5), first ? { origin: one.origin } : {});
  if (!one.isUser && !one.robot) decideToSignUp();
  if (one.isUser) work();
  else if (!one.robot && dice.often(0.4)) look(PAGES.pricing);

  const context = { visitor_id: one.visitor, session_id: session, device: one.device };
  // Now and then a tracker gave events up, or tells of some that have not arrived.
  const { dropped, lost } = dice.often(0.04) ? givenUp(dice) : { lost: dice.often(0.02) ? 1 + dice.below(3) : 0 };
  const busy = events.length * (150 + dice.below(250));
  const overhead = { busy_us: busy, track_us: [events.length - (events.length > 6 ? 1 : 0), events.length > 6 ? 1 : 0, 0, 0, 0, dice.often(0.03) ? 1 : 0, 0, 0] };
  const batch = { schema: 1, batch_id: dice.word(12), instance_id: instance, sealed_at: Math.min(at, end), tracked: events.length + lost, context, ...(dropped && { dropped }), overhead, events };
  return { headers: { "user-agent": one.agent }, cf: one.place, by: "write", batch };

  /** A funnel: some look at the prices, fewer begin, most of these finish. */
  function decideToSignUp() {
    if (!dice.often(0.6)) return;
    look(PAGES.pricing);
    happened("plan_compared", { level: "decision", metadata: { plan: dice.pick(["free", "team", "business"], 1.5) } });
    if (!dice.often(0.6)) return;
    look(PAGES.signup);
    happened("signup_started");
    if (!dice.often(0.72)) return;
    at += dice.below(90 * SECOND);
    one.isUser = true;
    happened("signup_completed", { level: "milestone", duration_ms: slow(45_000, dice), metadata: { method: dice.pick(["email", "google"], 1.4) } });
  }

  function work() {
    look(PAGES.board);
    happened("board_loaded", { level: "detail", duration_ms: slow(320, dice) });
    const steps = 1 + Math.floor(dice.random() ** 2 * 16);
    for (let step = 0; step < steps; step++) {
      // Somebody was away from the desk: a gap within the session.
      if (dice.often(0.04)) at += 5 * MINUTE + dice.below(20 * MINUTE);
      dice.pick([addTask, finishTask, open, searched, addTask, finishTask, comment, report, settings], 1.3)();
    }
  }

  function addTask() {
    const task = dice.below(TASKS.length);
    const correlation = `c_${dice.word(8)}`;
    happened("modal_opened", { level: "state", correlation_id: correlation, entity: { type: "modal", id: "new-task" } });
    if (dice.often(0.75)) happened("task_created", { entity: { type: "task", id: `t_${task}`, title: TASKS[task] }, correlation_id: correlation, metadata: { priority: 1 + dice.below(3) } });
    happened("modal_closed", { level: "state", correlation_id: correlation, duration_ms: slow(6_000, dice) });
  }

  function finishTask() {
    const task = dice.below(TASKS.length);
    const more = { entity: { type: "task", id: `t_${task}`, title: TASKS[task] }, duration_ms: slow(240, dice), metadata: { age_days: dice.below(14) } };
    happened("task_completed", { ...more, level: dice.often(0.15) ? "milestone" : "action", summary: `${one.user.name} finished "${TASKS[task]}"` });
  }

  function open() {
    const [id, title] = dice.pick(PROJECTS, 1.5);
    look([`/projects/${id}`, title]);
    happened("project_opened", { entity: { type: "project", id, title }, metadata: { tasks: dice.below(30) } });
  }

  function searched() {
    happened("search_performed", { duration_ms: slow(180, dice), metadata: { results: dice.below(30), query_length: 3 + dice.below(12) } });
  }

  function comment() {
    happened("comment_added", { entity: { type: "task", id: `t_${dice.below(TASKS.length)}` }, metadata: { length: 10 + dice.below(200) } });
  }

  function report() {
    look(PAGES.reports);
    happened("report_exported", { level: "decision", duration_ms: slow(2_400, dice), metadata: { format: dice.pick(["csv", "pdf"]), rows: dice.below(500) } });
  }

  function settings() {
    look(PAGES.settings);
    if (dice.often(0.4)) happened("setting_changed", { metadata: { name: dice.pick(["theme", "language", "notifications"]) } });
  }
}

/** What a page gave up, as its tracker reports it. */
function givenUp(dice) {
  const count = 1 + dice.below(5);
  const dropped = [{ reason: dice.pick(["expired", "queue_full", "refused"]), level: dice.pick(["detail", "state", "action"]), count }];
  return { dropped, lost: count };
}

/** A duration around `typical`, with a long tail, in milliseconds. */
function slow(typical, dice) {
  const bell = dice.random() + dice.random() + dice.random() + dice.random() - 2;
  return Math.floor(typical * Math.exp(bell * 1.1)) + 1;
}
