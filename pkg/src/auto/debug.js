// The debug overlay: what is tracked, what becomes of it, and in which state the tracker is. It reads, and changes nothing.
import { attempt } from "./attempt.js";
import { installation } from "./installation.js";
import { journal } from "./journal.js";
import { openPanel } from "./panel.js";
import { stateOf } from "./state.js";

/**
 * @param {object} settings
 * @param {{core: () => object | undefined, running: () => string[], reports: object[]}} there what runs, and what was reported before
 * @returns {(report: object) => void} told of all further reports
 */
export default function (settings, there) {
  const { store, prefix } = settings;
  const queue = prefix + "q.";
  /** The events that wait, by their ids: `[key, record]`. */
  const records = () => Object.keys(store).filter((key) => key.startsWith(queue) && /\.b\d+$/.test(key));
  const panel = openPanel(() => stateOf(settings, there), installation(settings));
  const book = journal((lines) => {
    panel.show(book.lines, lines);
    lines.forEach(say);
  });

  function take(report) {
    const now = Date.now();
    const { kind, id, type, batchId, status } = report;
    if (kind === "tracked") {
      const key = records().find((key) => store[key].includes(`"id":"${id}"`));
      book.tracked(id, type, { key, record: key && store[key] }, now);
    }
    if (kind === "sent") book.sent(batchId, report.events, now);
    if (kind === "failed") book.failed(batchId, status, report.retryInMs, now);
    if (kind === "dropped") book.dropped(report, now);
    // It is told before the records are removed.
    if (kind === "answered") queueMicrotask(() => book.answered(report, (key) => key in store, now));
  }

  // What earlier pages have left, and this one before the overlay was there.
  for (const key of records()) {
    const [id, type] = ["id", "type"].map((name) => new RegExp(`"${name}":"([^"]*)"`).exec(store[key])?.[1]);
    book.tracked(id, type, { key, record: store[key] }, Date.now());
  }
  there.reports.forEach(take);
  return (report) => attempt(() => take(report));
}

/** A group of the console for each event, closed; a line for whatever becomes of it. */
function say({ kind, type, verdict, event, cuts, code, field, detail, batchId }) {
  const more = [code, field, detail].filter(Boolean).join(", ");
  if (kind !== "event" || verdict !== "waiting") return console.debug(`trailmark: ${type}: ${verdict}${more && ` (${more})`}`);
  console.groupCollapsed(`trailmark: ${type}`);
  if (event) console.debug(event);
  if (cuts[0]) console.debug("cut or redacted:", cuts.join(", "));
  if (batchId) console.debug("batch", batchId);
  console.groupEnd();
}
