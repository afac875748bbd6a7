// Chance that can be repeated: the same seed gives the same month and the same questions.

/** Numbers from 0 up to and without 1 (mulberry32 by Tommy Ettinger, in the public domain), and choices made of them. */
export function chance(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit) => Math.floor(random() * limit);
  return {
    random,
    /** A whole number from 0 up to and without `limit`. */
    below,
    /** True so often. */
    often: (share) => random() < share,
    /** One of a list, the first ones more often when `skew` is above 1. */
    pick: (list, skew = 1) => list[Math.floor(random() ** skew * list.length)],
    /** `count` different ones of a list, in its order. */
    some: (list, count) => {
      const left = [...list.keys()];
      const taken = new Set();
      while (taken.size < Math.min(count, list.length)) taken.add(left.splice(below(left.length), 1)[0]);
      return list.filter((_, index) => taken.has(index));
    },
    /** Letters and digits. */
    word: (length) => Array.from({ length }, () => "0123456789abcdefghijklmnopqrstuvwxyz"[below(36)]).join(""),
  };
}
