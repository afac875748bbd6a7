/** What became of tracked events, as the API counts it for all and for each day. */
export interface Account {
  tracked: number;
  stored: number;
  rejected: number;
  dropped: { total: number };
  outstanding: number;
}

/** The four ends of a tracked event, in the order in which the bar shows them. */
export const ends = ["stored", "rejected", "dropped", "outstanding"] as const;
export type End = (typeof ends)[number];

export interface Part {
  end: End;
  count: number;
  /** Of what was tracked, 0 to 1. */
  share: number;
}

/** The parts that make up what was tracked. */
export function partsOf(account: Account): Part[] {
  return ends.map((end) => {
    const count = end === "dropped" ? account.dropped.total : account[end];
    return { end, count, share: account.tracked === 0 ? 0 : count / account.tracked };
  });
}

/** A share in percent with two places, cut and not rounded: `100 %` stands only where nothing is missing. */
export function cutPercent(part: number, all: number): string {
  return all === 0 ? "–" : `${Math.floor((10_000 * part) / all) / 100} %`;
}

/** What an end means, for people. */
export const meanings: Record<End, string> = {
  stored: "In the database, each counted once, however often it was sent.",
  rejected: "Refused for good, with a reason. They are kept for 30 days and can be replayed.",
  dropped: "Given up by the tracker, counted by reason.",
  outstanding: "On their way, waiting in a browser that may come back, or lost.",
};

export interface Reading {
  tone: "good" | "warn" | "bad" | "calm";
  sentence: string;
}

/** What a capture rate says, and what to look at next. */
export function readingOf(account: Account): Reading {
  const { tracked, stored, rejected, dropped, outstanding } = account;
  if (tracked === 0) return { tone: "calm", sentence: "No tracker reported in this range, so there is nothing to account for." };
  if (stored === tracked) return { tone: "good", sentence: "Nothing is missing: every event that a tracker says it tracked is stored." };
  const missing = tracked - stored;
  const [most] = partsOf(account).filter(({ end }) => end !== "stored").sort((one, other) => other.count - one.count);
  const tone = stored / tracked >= 0.99 ? "good" : stored / tracked >= 0.95 ? "warn" : "bad";
  const next: Record<End, string> = {
    stored: "",
    rejected: `${shareOf(rejected, missing)} was rejected: the page Rejected says why.`,
    dropped: `${shareOf(dropped.total, missing)} was given up by trackers: the reasons are below.`,
    outstanding: `${shareOf(outstanding, missing)} is outstanding. Events of visits that are still going on arrive within seconds, those of closed browsers with the next visit.`,
  };
  return { tone, sentence: `Of what is missing, ${next[most?.end ?? "outstanding"]}` };
}

function shareOf(part: number, all: number): string {
  return part === all ? "all" : cutPercent(part, all);
}
