// Prometheus' text format 0.0.4, read strictly: what a scraper would stumble over is an error here.
const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = `[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"`;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (-?[0-9.e+-]+|[+-]Inf|NaN)$`);
const ENDS = { histogram: ["_bucket", "_sum", "_count"] };

/**
 * Reads a scrape.
 *
 * @returns {{families: Map<string, {type: string, help: string}>, value: (name: string, labels?: object) => number | undefined,
 *   samples: {name: string, labels: Record<string, string>, value: number}[]}}
 */
export function readExposition(text) {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  const families = new Map();
  const samples = [];
  const seen = new Set();
  let family;
  for (const line of text.slice(0, -1).split("\n")) {
    const meta = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (meta) {
      const [, kind, name, rest] = meta;
      if (!new RegExp(`^${NAME}$`).test(name)) throw new Error(`no name: ${line}`);
      if (kind === "HELP") {
        if (families.has(name)) throw new Error(`a family in two parts: ${name}`);
        if (/\\(?![\\n])/.test(rest)) throw new Error(`a stray backslash: ${line}`);
        families.set(name, (family = { name, help: rest, type: undefined }));
      } else {
        if (family?.name !== name || family.type) throw new Error(`a TYPE without its HELP: ${line}`);
        if (!["counter", "gauge", "histogram"].includes(rest)) throw new Error(`no type: ${line}`);
        family.type = rest;
      }
      continue;
    }
    const sample = SAMPLE.exec(line);
    if (!sample) throw new Error(`not a sample: ${line}`);
    const [, name, list = "", number] = sample;
    const allowed = family?.type === "histogram" ? ENDS.histogram.map((end) => family.name + end) : [family?.name];
    if (!family?.type || !allowed.includes(name)) throw new Error(`a sample outside of its family: ${line}`);
    const labels = {};
    for (const [, label, value] of list.matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g)) {
      if (label in labels) throw new Error(`a label twice: ${line}`);
      labels[label] = value.replace(/\\(.)/g, (_, letter) => (letter === "n" ? "\n" : letter));
    }
    const series = name + JSON.stringify(Object.entries(labels).sort());
    if (seen.has(series)) throw new Error(`a series twice: ${line}`);
    seen.add(series);
    const value = number.endsWith("Inf") ? Infinity * (number.startsWith("-") ? -1 : 1) : Number(number);
    if (Number.isNaN(value) && number !== "NaN") throw new Error(`no number: ${line}`);
    if (family.type === "counter" && (!name.endsWith("_total") || value < 0)) throw new Error(`not a counter: ${line}`);
    samples.push({ name, labels, value });
  }
  for (const { name, type } of families.values()) {
    if (!type) throw new Error(`a family without a type: ${name}`);
    if (type === "histogram") checkHistogram(name, samples);
  }
  const matches = (one, name, labels) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value);
  return { families, samples, value: (name, labels = {}) => samples.find((one) => matches(one, name, labels))?.value };
}

/** Buckets grow, the last one is `+Inf` and holds everything, and each has its sum and count. */
function checkHistogram(name, samples) {
  const series = new Map();
  for (const { name: of, labels: { le, ...labels }, value } of samples.filter((one) => one.name.startsWith(name))) {
    const key = JSON.stringify(labels);
    const found = series.get(key) ?? { buckets: [] };
    if (of === `${name}_bucket`) found.buckets.push([le === "+Inf" ? Infinity : Number(le), value]);
    else found[of.slice(name.length)] = value;
    series.set(key, found);
  }
  for (const [key, { buckets, _sum: sum, _count: count }] of series) {
    const fault = (what) => new Error(`${what}: ${name}${key}`);
    if (sum === undefined || count === undefined) throw fault("no sum or count");
    if (buckets.at(-1)?.[0] !== Infinity || buckets.at(-1)[1] !== count) throw fault("the last bucket is not everything");
    for (let n = 1; n < buckets.length; n++) {
      if (!(buckets[n][0] > buckets[n - 1][0]) || buckets[n][1] < buckets[n - 1][1]) throw fault("buckets do not grow");
    }
  }
}
