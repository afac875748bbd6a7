// Runs in the measured page: makes events and times the calls that take them. The same for every tracker, and for the page without one.

/** What a product tracks when somebody completes a task: six properties of its own, about 0.4 KB of JSON, and the two that count. */
function eventOf(run, n) {
  return {
    run,
    n,
    taskId: `t_${48_000 + n}`,
    taskTitle: "Write the announcement for the spring release and have it read by two others",
    project: { id: "p_7", name: "Website relaunch", members: 12 },
    labels: ["web", "urgent", "copy", "spring"],
    timing: { createdAt: "2026-03-02T09:14:00.000Z", dueAt: "2026-03-20T17:00:00.000Z", ageDays: 17 },
    source: "board, column In progress, opened from the notification of a mention",
  };
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

window.bench = {
  /** Tracks in bursts, each in a task of its own, as clicks and what follows from them come. Returns the milliseconds of each call. */
  async bursts(run, count, size, gap) {
    const calls = [];
    for (let n = 0; n < count; n++) {
      const properties = eventOf(run, n);
      const before = performance.now();
      window.sdk.send(properties);
      calls.push(performance.now() - before);
      if ((n + 1) % size === 0) await pause(gap);
    }
    return calls;
  },

  /** Tracks everything in one task. Returns the milliseconds of all calls together. */
  loop(run, count) {
    const events = Array.from({ length: count }, (_, n) => eventOf(run, n));
    const before = performance.now();
    for (const properties of events) window.sdk.send(properties);
    return performance.now() - before;
  },

  /** Whether an event is in storage when the call that takes it returns. */
  durable(run) {
    window.sdk.send(eventOf(run, 0));
    return Object.values(localStorage).some((value) => value.includes(run));
  },

  /** The characters of the JSON that a page hands over in so many events. */
  jsonSize(run, count) {
    return Array.from({ length: count }, (_, n) => JSON.stringify({ event: "delivery", properties: eventOf(run, n) }).length).reduce((sum, size) => sum + size, 0);
  },
};
