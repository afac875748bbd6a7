// When the next request may go: exponential back-off with jitter, by the numbers of the tracker (`tracker/src/engine/retry.rs`).

/** The first pause; short, since most failures are a lost packet. */
const FIRST_MS = 1_000;
/** The longest pause of our own making. */
const LONGEST_MS = 60_000;
/** The longest pause that a server may ask for with `Retry-After`. */
const LONGEST_ASKED_MS = 3_600_000;

export class Retry {
  #failures = 0;
  #notBefore = 0;
  #asked = false;

  /**
   * A request failed.
   * @param {number} asked milliseconds that the server asks to wait, or 0
   * @param {number} now a clock that never runs backwards
   * @param {() => number} random whole numbers of 32 bits
   * @returns {number} the pause in milliseconds
   */
  failed(asked, now, random) {
    const full = Math.min(FIRST_MS * 2 ** Math.min(this.#failures, 16), LONGEST_MS);
    const drawn = Math.round(full / 2 + (random() / 2 ** 32) * (full / 2));
    const pause = Math.max(Math.min(asked, LONGEST_ASKED_MS), drawn);
    this.#failures++;
    this.#notBefore = now + pause;
    this.#asked = asked > 0;
    return pause;
  }

  succeeded() {
    this.#failures = 0;
    this.#notBefore = 0;
  }

  /** There is no more time to wait: try at once, unless the server asked for the pause. */
  forgive() {
    if (!this.#asked) this.#notBefore = 0;
  }

  /** Milliseconds until the next request may go. */
  pause(now) {
    return Math.max(0, this.#notBefore - now);
  }
}
