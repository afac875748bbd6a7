// Random values as JSON has them, the same for the same seed.

const TEXTS = ["", " ", "x", "two words", "x".repeat(1_500), "é😀\ud800", "a\u0000b\u0085", "anna@example.com", "4111111111111111", "token", "user@", "-", "12 345", "…", "__proto__"];
const NAMES = ["a", "b c", "type", "id", "name", "token", "tokens", "has_password", "ben@example.com", "…", "0", "7", "__proto__", "toString", "größe", ""];

/** @param {number} seed */
export function randoms(seed) {
  // Mulberry32.
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  const one = (list) => list[below(list.length)];
  const many = (depth) => Array.from({ length: next() < 0.005 ? 120 : below(4) }, () => value(depth + 1));
  const value = (depth = 0) =>
    one([
      () => null,
      () => next() < 0.5,
      () => one([0, -1, 12.5, 1e21, 1e-9, 4111111111111111, 1771405200000, below(1e9)]),
      () => one(TEXTS),
      () => one(TEXTS) + one(TEXTS),
      ...(depth < 11 ? [() => many(depth), () => object(depth)] : []),
    ])();
  const object = (depth = 0) => JSON.parse(`{${many(depth).map((item, place) => `${JSON.stringify(one(NAMES) + (place > 4 ? place : ""))}:${JSON.stringify(item)}`)}}`);
  return { next, below, one, value, object };
}
