// Pure: what `init({ autocapture })` asks for.

/**
 * The pieces asked for, with the options of each: from a list of names, or from an object of names with `true` or options.
 * @param {unknown} asked
 * @param {string[]} known the names there are
 * @param {(problem: string) => void} complain told of names that there are not
 * @returns {Map<string, object>}
 */
export function wantedOf(asked, known, complain) {
  const pairs = Array.isArray(asked) ? asked.map((name) => [name, true]) : Object.entries(Object(asked));
  const wanted = new Map();
  for (const [name, options] of pairs) {
    if (!known.includes(name)) complain(`autocapture has no piece "${name}": there are ${known.join(", ")}`);
    else if (options) wanted.set(name, Object(options));
  }
  return wanted;
}
