// Which tabs live. Each holds a Web Lock named after its queue for as long as it lives, and waits for the lock of every other tab that has
// records. The browser hands a dead tab's lock to one of those who wait: that one adopts its records.
import { get, keys } from "./storage.js";

/** Longer than localStorage needs from one process to another, also on a busy machine. */
const SETTLED_MS = 200;

/**
 * Takes this tab's lock and waits for all others.
 * @param {string} queues the beginning of the keys of all queues
 * @param {string} own the owner of this tab's
 * @param {(records: string) => void} adopt told a tab that is no more, and the names and values of its records, line after line
 */
export function watch(queues, own, adopt) {
  const waiting = new AbortController();
  const awaited = new Set();
  let letGo;
  const held = new Promise((done) => (letGo = done));

  const granted = async (owner) => {
    // Hears a little late of what others store or remove: what somebody forgot before letting go must not be found here.
    await new Promise((done) => setTimeout(done, SETTLED_MS));
    if (waiting.signal.aborted) return;
    const queue = `${queues}${owner}.`;
    // By the letter of their kind, then by number: 9 before 10.
    const sorted = keys(queue).sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
    const lines = sorted.map((key) => `${key.slice(queue.length)}\n${get(key).replaceAll("\n", " ")}\n`);
    if (owner !== own) adopt(`${owner}\n${lines.join("")}`);
    return held;
  };

  /** Waits for the end of the tab that a record belongs to, unless somebody does already. */
  function awaitEndOf(key) {
    const owner = key.slice(queues.length).split(".")[0];
    if (awaited.has(owner)) return;
    awaited.add(owner);
    try {
      // Waiting that is aborted rejects; unheard, the page's console would show it as an error of the page.
      navigator.locks.request(queues + owner, { signal: waiting.signal }, () => granted(owner)).catch(() => {});
    } catch {
      // Without Web Locks everybody is taken for dead: at worst two tabs send the same event, which the server stores once.
      granted(owner);
    }
  }

  awaitEndOf(queues + own);
  keys(queues).forEach(awaitEndOf);
  return {
    awaitEndOf,
    /** Lets go of all locks: a page that keeps them may not enter the back-forward cache. */
    release() {
      waiting.abort();
      letGo();
    },
  };
}
