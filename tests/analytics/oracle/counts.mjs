// Counting, and putting lists in order.

/** How many different values there are, absent ones aside. */
export function distinct(events, name) {
  return new Set(events.map((event) => event[name]).filter((one) => one !== null)).size;
}

export function counts(events) {
  return {
    events: events.length,
    users: distinct(events, "user"),
    visitors: distinct(events, "visitor"),
    sessions: distinct(events, "session"),
    page_views: events.filter((event) => event.type === "page_view").length,
  };
}

/** Lists of a list's members by what `key` says of them, in the order of first appearance. */
export function groups(list, key) {
  const found = new Map();
  for (const one of list) {
    const name = key(one);
    if (!found.has(name)) found.set(name, []);
    found.get(name).push(one);
  }
  return found;
}

/** Highest first, then by value, the absent one last. */
export function largestFirst(items, count, name = "value") {
  return [...items].sort((a, b) => count(b) - count(a) || byValue(a[name], b[name]));
}

/** By Unicode scalar values, and not by JavaScript's UTF-16. */
export function byValue(a, b) {
  if (a === null || b === null) return (a === null) - (b === null);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Nearest rank: the smallest number that at least this share of all do not exceed. */
export function percentile(numbers, share) {
  if (numbers.length === 0) return null;
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1];
}

export function ratio(part, whole) {
  return whole === 0 ? null : part / whole;
}

export function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
