import { LEVELS } from "./limits.js";

/** Counts of events given up, by reason and level, until they are told to somebody. */
export class Drops {
  #counts = new Map();

  /** @param {string} reason as `queue_full`  @param {number} level the rank of theirs */
  add(reason, level, count = 1) {
    const key = `${reason} ${level}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  get isEmpty() {
    return this.#counts.size === 0;
  }

  /** The lines of a batch's `dropped` report; counted anew from here on. */
  take() {
    const lines = [...this.#counts].map(([key, count]) => {
      const [reason, level] = key.split(" ");
      return { reason, level: LEVELS[level], count };
    });
    this.#counts.clear();
    return lines;
  }

  /** Counts lines again that did not arrive. */
  merge(lines) {
    for (const { reason, level, count } of lines) this.add(reason, LEVELS.indexOf(level), count);
  }
}
