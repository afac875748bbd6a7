// Pure: what is told of errors, and how often.

/** Beyond so many different ones of a page no further ones are told. */
const MOST = 20;
const FRAMES = 5;
const LETTERS = 200;

/** Queries and fragments of addresses in a text, and the page's own origin. */
const trim = (text, origin) => String(text).replace(/(https?:\/\/[^\s?#)]*)[?#][^\s)]*?(?=:\d+|[\s)]|$)/g, "$1").replaceAll(origin, "").slice(0, LETTERS);

/**
 * The innermost frames of a stack, of whichever browser: `draw (/app.js:3:14)`, `draw@/app.js:3:14`.
 * @param {unknown} stack
 * @param {string} origin
 * @returns {string[]}
 */
export const framesOf = (stack, origin) =>
  `${stack ?? ""}`
    .split("\n")
    .filter((line) => /:\d+:\d+\)?$/.test(line.trim()))
    .slice(0, FRAMES)
    .map((line) => trim(line.trim().replace(/^at /, ""), origin));

/**
 * What is told of an error: of what was thrown, of which anything may be, or of what the browser says of it.
 * @param {unknown} thrown
 * @param {{message?: string, filename?: string, lineno?: number, colno?: number}} said
 * @param {string} origin the page's
 */
export function faultOf(thrown, { message, filename, lineno, colno }, origin) {
  const isObject = !!thrown && typeof thrown === "object";
  const own = isObject && typeof thrown.message === "string" ? thrown.message : undefined;
  // Other objects may hold anything.
  const text = own ?? message ?? (isObject ? "an object was thrown" : thrown);
  const stack = framesOf(isObject && thrown.stack, origin);
  if (!stack[0] && filename) stack.push(trim(`${filename}:${lineno}:${colno}`, origin));
  return { name: isObject && typeof thrown.name === "string" ? thrown.name.slice(0, 80) : undefined, message: trim(text, origin), stack };
}

/** What concerns nobody: errors of extensions, and the browser's remark that an observer will be called a frame later. */
export const isForeign = ({ message, stack }) => /(chrome|moz|safari|safari-web|webkit-masked-url)-?(extension)?:\/\//.test(stack[0]) || /^ResizeObserver loop/.test(message);

/** Counts errors: one is known by its message and its innermost frame. */
export function tally() {
  const known = new Map();
  return {
    /** Whether an error is to be told now; later ones of its kind are only counted. */
    isNew(fault) {
      const key = JSON.stringify([fault.message, fault.stack[0]]);
      const found = known.get(key);
      if (found) found.more++;
      else if (known.size < MOST) known.set(key, { fault, more: 0 });
      return !found && known.has(key);
    },
    /** Those that came again since they were told, with how often. */
    repeated() {
      const again = [...known.values()].filter(({ more }) => more > 0);
      return again.map((entry) => {
        const count = entry.more;
        entry.more = 0;
        return { ...entry.fault, count };
      });
    },
  };
}
