// Pure: how long somebody looks at a page. Times are milliseconds of one clock, whichever.

/**
 * Counts while the page is seen, for `idle` milliseconds after the last sign of life.
 * @param {number} idle
 */
export function attention(idle) {
  let seen = false;
  let counted = 0;
  /** Up to when it is counted, and until when it would be. */
  let since = 0;
  let until = 0;
  const count = (now) => {
    if (seen) counted += Math.max(0, Math.min(now, until) - since);
    since = Math.max(since, now);
  };
  return {
    /** Somebody is there. */
    active(now) {
      count(now);
      until = now + idle;
    },
    /** The page is shown, which is a sign of life, or hidden. */
    show(now, is) {
      count(now);
      seen = is;
      if (is) until = now + idle;
    },
    /** Takes what was counted, if it is so much. */
    take(now, least = 0) {
      count(now);
      const taken = counted >= least ? counted : 0;
      counted -= taken;
      return taken;
    },
  };
}
