// Pure: clicks of somebody who loses patience.

/**
 * Finds bursts: at least `clicks` clicks within `ms` milliseconds, all within `px` pixels of the first.
 * @param {{clicks?: number, ms?: number, px?: number}} rule
 */
export function bursts({ clicks = 3, ms = 1_000, px = 30 }) {
  let times = [];
  let from, isRage;
  /** Ends the burst: how many clicks it had, if it was one. */
  function end() {
    const count = isRage ? times.length : 0;
    times = [];
    isRage = false;
    return count;
  }
  return {
    end,
    /** Takes a click; of the burst that ends with it, as it is of another one, how many clicks it had, or 0. */
    click(at, x, y) {
      const isNext = times[0] !== undefined && at - times.at(-1) <= ms && Math.hypot(x - from.x, y - from.y) <= px;
      const ended = isNext ? 0 : end();
      if (!isNext) from = { x, y };
      times.push(at);
      if (times.length >= clicks && at - times.at(-clicks) <= ms) isRage = true;
      return ended;
    },
  };
}
