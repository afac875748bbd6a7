import type { Schemas } from "trailmark/query";

export type KeyKind = Schemas["KeyKind"];
export type Key = Schemas["KeyItem"];

/** What the kinds of keys may do, and where they belong. */
export const kinds: Record<KeyKind, { may: string; belongs: string }> = {
  write: { may: "Store events as a visitor.", belongs: "In your pages: it is public. Bind it to their origins." },
  server: { may: "Store events in anybody's name.", belongs: "On your servers." },
  read: { may: "Ask questions.", belongs: "With people and scripts who ask, or typed into the dashboard." },
  admin: { may: "Ask, delete, erase, change plan, config and keys.", belongs: "With few." },
};

export const KINDS = Object.keys(kinds) as KeyKind[];

/** What a state says, and how it is coloured. */
export const states: Record<Schemas["KeyState"], { tag: string; means: string }> = {
  active: { tag: "good", means: "It works." },
  expiring: { tag: "warn", means: "It works, and its end is set." },
  expired: { tag: "", means: "Its end has come." },
  revoked: { tag: "", means: "It was taken back." },
};

/** Whether a key still opens anything. */
export function works({ state }: Key): boolean {
  return state === "active" || state === "expiring";
}

/** What a key is called where it is spoken of: its label, else its kind and id. */
export function nameOf({ label, kind, id }: Key): string {
  return label ?? `${kind} key ${id}`;
}

/** The end of a day, UTC, of a date as a field gives it; null where there is none. */
export function endOf(date: string): number | null {
  return date === "" ? null : Date.parse(`${date}T00:00:00Z`) + 86_400_000;
}

/** The last day on which a key works, for a field. */
export function dateOf(expiresAt: number | null): string {
  return expiresAt === null ? "" : new Date(expiresAt - 1).toISOString().slice(0, 10);
}
