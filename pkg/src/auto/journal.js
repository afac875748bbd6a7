// Pure: what became of each event, as the debug overlay shows it.

/** So many lines are kept, and no more: a page may be open for days. */
const MOST = 500;

/** The event of a record of the queue, as it stands on the wire but for its time: `<context> <level> <fixed> <time> <JSON up to its time>`. */
export function eventOf(record) {
  const [, at, json] = /^(?:\S+ ){3}(\S+) (\{.*)$/s.exec(record) ?? [];
  try {
    return { at: +at, event: JSON.parse(`${json}}`) };
  } catch {
    return undefined;
  }
}

const MARKS = /\[(redacted|email|card|cut)\]|…$/;

/** Where redaction took something out of an event or cut it, as paths, and which options were left out. */
export function cutsOf(event) {
  const found = [];
  const walk = (value, path) => {
    if (typeof value === "string") MARKS.test(value) && found.push(path);
    else if (value && typeof value === "object") for (const [name, member] of Object.entries(value)) walk(member, path ? `${path}.${name}` : name);
  };
  const { context, ...others } = event;
  walk(others, "");
  return [...found, ...(context?.cut ?? [])];
}

/**
 * Keeps lines: of events, of batches, of losses.
 * @param {(lines: object[]) => void} changed told of lines that are new, or not as they were
 */
export function journal(changed) {
  const lines = [];
  const byId = new Map();
  const add = (line) => {
    lines.push(line);
    if (line.id) byId.set(line.id, line);
    if (lines.length > MOST) byId.delete(lines.shift().id);
    changed([line]);
  };
  const events = () => lines.filter((line) => line.kind === "event");
  return {
    lines,
    /** An event was tracked: with its record, where there is one. */
    tracked(id, type, { key, record } = {}, now) {
      const { at = now, event } = eventOf(record ?? "") ?? {};
      if (!byId.has(id)) add({ kind: "event", id, type, at, key, event, cuts: event ? cutsOf(event) : [], verdict: "waiting" });
    },
    /** A request went out. */
    sent(batchId, count, now) {
      add({ kind: "batch", type: `batch of ${count}`, at: now, batchId, verdict: "sent" });
    },
    failed(batchId, status, retryInMs, now) {
      add({ kind: "batch", type: status ? `answer ${status}` : "no answer", at: now, batchId, verdict: "failed", detail: `tried again in ${Math.round(retryInMs / 1_000)} s` });
    },
    dropped({ reason, level, code, field }, now) {
      add({ kind: "drop", type: reason, at: now, verdict: "dropped", detail: [level, code, field].filter(Boolean).join(" ") });
    },
    /**
     * A batch was answered. One is under way at a time: the events whose records are gone are those that it settled.
     * @param {{batchId: string, status: number, code?: string, detail?: string, verdicts?: object[]}} answer
     * @param {(key: string) => boolean} waits whether there is a record yet
     */
    answered({ batchId, status, code, detail, verdicts = [] }, waits, now) {
      const said = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
      const settled = [];
      for (const line of events()) {
        const verdict = said.get(line.id);
        // One that is put off waits for another batch.
        const isSettled = line.verdict === "waiting" && line.key && !waits(line.key);
        if (!verdict && !isSettled) continue;
        Object.assign(line, { verdict: "accepted", batchId }, verdict && { verdict: verdict.verdict, code: verdict.code, field: verdict.field, detail: verdict.detail });
        // Who is refused as a whole is given up.
        if (!verdict && status >= 300) Object.assign(line, { verdict: "refused", code, detail });
        if (line.verdict === "limited") line.verdict = "waiting";
        settled.push(line);
      }
      changed(settled);
      if (status >= 300) add({ kind: "batch", type: `answer ${status}`, at: now, batchId, verdict: "refused", code, detail });
    },
  };
}
