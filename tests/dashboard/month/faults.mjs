// What was sent wrongly, so that there is something to see under Rejected: each request holds events that the Worker refuses, with a code.

const PAGE = { headers: { "user-agent": "Mozilla/5.0" }, cf: { country: "DE" } };

/** Requests whose events are refused, mostly by one faulty release. */
export function faults({ end }, dice) {
  let seq = 0;
  const event = (type, more) => ({ seq: seq++, id: `x_${dice.word(12)}`, type, occurred_at: end - dice.below(9 * 86_400_000), ...more });
  const many = (count, make) => Array.from({ length: count }, make);
  const wrong = [
    ...many(14, () => event("report_exported", { duration_ms: "fast", metadata: { format: "csv" } })),
    ...many(6, () => event("checkout_started", { totalPrice: 12.5 })),
    ...many(4, () => event("task_created", { level: "urgent" })),
    ...many(3, () => event("page_view", { occurred_at: 1_771_405 })),
    ...many(2, () => event("", {})),
  ];
  const ofPage = { sealed_at: end - 86_400_000, instance_id: "i_release_41", tracked: wrong.length };
  const robots = many(5, () => event("digest_sent", { actor: { type: "scheduler" } }));
  return [
    { ...PAGE, by: "write", batch: { schema: 1, ...ofPage, context: { visitor_id: "v_0001" }, events: wrong } },
    { ...PAGE, by: "write", batch: { schema: 1, context: { visitor_id: "v_0002" }, events: robots } },
  ];
}
