// What the scenarios' programs have in common: chance by a seed, and ids that carry the time of the program's own world.

/** How long a program waits in the end for its log: a slow machine may take its time. */
export const PATIENT = { timeout: 60_000 };

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A maker of ULIDs (the ULID specification, with its monotonic order within a millisecond): ten digits of time, sixteen of chance.
 * @param {() => number} random numbers from 0 to 1
 */
export function ulids(random) {
  let last = -1;
  let digits;
  return (millis) => {
    if (millis !== last) digits = Array.from({ length: 16 }, () => Math.floor(random() * 32));
    else increment(digits);
    last = millis;
    const time = Array.from({ length: 10 }, (_, place) => Math.floor(millis / 32 ** (9 - place)) % 32);
    return [...time, ...digits].map((digit) => CROCKFORD[digit]).join("");
  };
}

function increment(digits) {
  for (let place = digits.length - 1; place >= 0; place--) {
    digits[place] = (digits[place] + 1) % 32;
    if (digits[place] > 0) return;
  }
}

/** The value below which that share of the values lies. */
export const percentile = (values, share) => [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))];

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
