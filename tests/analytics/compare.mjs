// Whether the Worker's answer is the oracle's, and if not, where they part.

/** Stated for percentiles and histograms, and for nothing else. */
const TOLERANCE = 0.02;
const MOST_SHOWN = 6;

/** The places at which two answers differ, as lines; none when they agree. */
export function differences(actual, expected) {
  const found = [];
  compare(actual, expected, "", found);
  const shown = found.slice(0, MOST_SHOWN);
  return found.length > MOST_SHOWN ? [...shown, `… and ${found.length - MOST_SHOWN} more`] : shown;
}

function compare(actual, expected, place, found) {
  const differ = () => found.push(`${place || "answer"}: ${short(actual)}, expected ${short(expected)}`);
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return differ();
    if (actual.length !== expected.length) found.push(`${place}: ${actual.length} items, expected ${expected.length}`);
    expected.slice(0, actual.length).forEach((one, n) => compare(actual[n], one, `${place}[${n}]`, found));
  } else if (expected !== null && typeof expected === "object") {
    if (actual === null || typeof actual !== "object") return differ();
    const { durations, ...rest } = expected;
    const { histogram, ...others } = actual;
    if (durations) found.push(...wrongBuckets(histogram, durations).map((line) => `${place}.histogram${line}`));
    for (const name of new Set([...Object.keys(rest), ...Object.keys(durations ? others : actual)])) {
      const inside = place ? `${place}.${name}` : name;
      if (/^p\d\d_ms$/.test(name) && isClose(actual[name], rest[name])) continue;
      compare(actual[name], rest[name], inside, found);
    }
  } else if (actual !== expected) {
    differ();
  }
}

function isClose(actual, expected) {
  return typeof actual === "number" && typeof expected === "number" && Math.abs(actual - expected) <= expected * TOLERANCE;
}

/** What is wrong with a histogram of these durations. Buckets double, follow one another, and none is missing but empty ones at the ends. */
function wrongBuckets(buckets, durations) {
  if (!Array.isArray(buckets)) return [" is missing"];
  const wrong = [];
  buckets.forEach(({ from_ms: from, to_ms: to, count }, n) => {
    const least = durations.filter((one) => one >= from * (1 + TOLERANCE) && one < to * (1 - TOLERANCE)).length;
    const most = durations.filter((one) => one >= from * (1 - TOLERANCE) && one < to * (1 + TOLERANCE)).length;
    if (count < least || count > most) wrong.push(`[${n}]: ${count} from ${from} to ${to}, expected ${least} to ${most}`);
    const before = buckets[n - 1];
    if (before && before.to_ms !== from) wrong.push(`[${n}] does not begin where the one before ends`);
    if (before && before.from_ms > 0 && to - from !== 2 * (before.to_ms - before.from_ms)) wrong.push(`[${n}] is not twice as wide as the one before`);
  });
  const counted = buckets.reduce((sum, one) => sum + one.count, 0);
  if (counted !== durations.length) wrong.push(` counts ${counted}, expected ${durations.length}`);
  if (buckets.length > 0 && (buckets[0].count === 0 || buckets.at(-1).count === 0)) wrong.push(" has empty buckets at its ends");
  return wrong;
}

function short(value) {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
