// What Orchard's own programs do: a digest every night, and a rule that reminds people of tasks. They tell what caused what.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SCHEDULER = { type: "scheduler", id: "nightly", name: "Nightly digest" };
const RULE = { type: "rule", id: "remind-after-3-days", name: "Remind after three days" };
const ASSISTANT = { type: "assistant", id: "writer", name: "Digest writer" };

/** The requests of all programs between two times, each a batch of the server key. */
export function programs({ start, end, people }, dice) {
  const requests = [];
  for (let day = start - (start % DAY); day < end; day += DAY) {
    const at = day + 2 * HOUR + dice.below(HOUR);
    if (at > start && at + HOUR < end) requests.push(request(digest(at, people, dice)));
    const noon = day + 12 * HOUR + dice.below(HOUR);
    if (noon > start && noon + HOUR < end) requests.push(request(reminders(noon, people, dice)));
  }
  return requests;
}

const request = (events) => ({ headers: { "user-agent": "orchard/1.0" }, cf: {}, by: "server", batch: { schema: 1, context: {}, events } });

/** One run: collected, written for each user, sent, sometimes failed and sent again. */
function digest(start, people, dice) {
  const stream = `digest-${new Date(start).toISOString().slice(0, 10)}`;
  const events = [];
  let at = start;
  const step = (type, level, actor, causes, more = {}) => {
    const event = { id: `d_${dice.word(12)}`, type, level, occurred_at: at, actor, stream_id: stream, step: events.length, ...(causes.length && { caused_by: causes }), ...more };
    events.push(event);
    at += 500 + dice.below(20_000);
    return event.id;
  };
  const started = step("digest_started", "state", SCHEDULER, [], { summary: "The nightly digest begins" });
  const collected = step("digest_collected", "detail", SCHEDULER, [started], { duration_ms: 400 + dice.below(4_000), metadata: { events: 200 + dice.below(900) } });
  const sent = [];
  for (const one of dice.some(people.filter(({ robot }) => !robot), 3 + dice.below(5))) {
    const about = { user_id: one.user.id };
    const chosen = step("topic_chosen", "decision", ASSISTANT, [collected], { ...about, metadata: { topic: dice.pick(["overdue", "finished", "team"]) } });
    const written = step("digest_written", "action", ASSISTANT, [chosen, collected], { ...about, duration_ms: 900 + dice.below(6_000), ref: `digests/${stream}/${one.visitor}` });
    if (dice.often(0.12)) {
      const failed = step("mail_failed", "action", SCHEDULER, [written], { ...about, metadata: { status: 451 } });
      sent.push(step("mail_sent", "action", SCHEDULER, [failed, written], { ...about, duration_ms: 80 + dice.below(900) }));
    } else {
      sent.push(step("mail_sent", "action", SCHEDULER, [written], { ...about, duration_ms: 80 + dice.below(900) }));
    }
  }
  step("digest_finished", "milestone", SCHEDULER, sent, { summary: `${sent.length} digests sent`, duration_ms: at - start });
  return events;
}

function reminders(start, people, dice) {
  const stream = `reminders-${new Date(start).toISOString().slice(0, 10)}`;
  return dice.some(people.filter(({ robot }) => !robot), 1 + dice.below(4)).map((one, step) => ({
    id: `r_${dice.word(12)}`, type: "task_reminded", level: "action", occurred_at: start + step * 30_000, actor: RULE, stream_id: stream, step,
    user_id: one.user.id, entity: { type: "task", id: `t_${dice.below(8)}` },
  }));
}
