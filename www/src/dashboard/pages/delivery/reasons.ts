/** Why trackers give events up, what that means, and what to do about it. */
export interface Reason {
  means: string;
  todo: string;
}

const reasons: Record<string, Reason> = {
  invalid: {
    means: "track() was called with something that is no event, mostly with a type that is empty or has characters it may not have.",
    todo: "Look at the page's console with debug: true, and mend the call.",
  },
  queue_full: {
    means: "More was tracked than one tab keeps (1 MiB), while nothing could be sent; the lowest levels went first.",
    todo: "Track less while offline, or give what matters a higher level. Are metadata larger than they need be?",
  },
  expired: {
    means: "Seven days went by without an answer of the server.",
    todo: "The visitor was away for that long, or something blocks the endpoint for them: open Install and check it from their side.",
  },
  too_large: {
    means: "The server finds even the single event too large (256 KiB).",
    todo: "Put less into metadata and context of these events; what is large belongs behind a ref.",
  },
  refused: {
    means: "The server answered with a status that repeating does not change, such as a key that is over or an origin that is not allowed.",
    todo: "Look in Settings whether the pages' write key works, and whether their origin is among its origins.",
  },
  corrupted: {
    means: "A record in the browser's storage could not be read back.",
    todo: "Look for code that writes or cuts localStorage keys that begin with trailmark.",
  },
  closed: {
    means: "A server's writer was closed before these events had gone.",
    todo: "Give close() a longer timeout, or call flush() before the program ends.",
  },
  config_off: {
    means: "The project was switched off while they waited in a server's writer.",
    todo: "Nothing, if that was meant. The kill switch stands in Settings.",
  },
  other: {
    means: "More reasons than one answer names; these are the rest.",
    todo: "Choose a shorter range to see them by name.",
  },
};

/** What is known of a reason; trackers of other versions may give others. */
export function reasonOf(name: string): Reason {
  const known = Object.hasOwn(reasons, name) ? reasons[name] : undefined;
  return known ?? { means: "This dashboard does not know this reason; a sender of another version gave it.", todo: "Look into the documentation of what sends these events." };
}

/** The levels as columns, lowest first; what else a sender named stands behind them. */
export function levelsOf(byReason: Record<string, Record<string, number>>): string[] {
  const order = ["detail", "state", "action", "decision", "milestone"];
  const found = new Set(Object.values(byReason).flatMap((levels) => Object.keys(levels)));
  return [...order.filter((level) => found.has(level)), ...[...found].filter((level) => !order.includes(level)).sort()];
}
