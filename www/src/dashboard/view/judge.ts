// Filters judged on an event at hand, with the meaning that they have in the API, for lists that cannot be asked for them.
import type { Event } from "trailmark/query";
import { type Filter, NONE } from "./filters.ts";

const VALUES: Record<string, (event: Event) => string | undefined> = {
  type: ({ type }) => type,
  category: ({ category }) => category,
  action: ({ action }) => action,
  level: ({ level }) => level,
  path: ({ page }) => page?.path,
  title: ({ page }) => page?.title,
  entity_type: ({ entity }) => entity?.type,
  entity_id: ({ entity }) => entity?.id,
  entity_title: ({ entity }) => entity?.title,
  actor_type: ({ actor }) => actor.type,
  actor_id: ({ actor }) => actor.id,
  actor_name: ({ actor }) => actor.name,
  stream: ({ stream_id }) => stream_id,
  user: ({ user_id }) => user_id,
  visitor: ({ visitor_id }) => visitor_id,
  session: ({ session_id }) => session_id,
  device: ({ device }) => device?.type,
  os: ({ device }) => device?.os,
  browser: ({ device }) => device?.browser,
  language: ({ device }) => device?.language,
  screen: ({ device }) => device?.screen,
  country: ({ country }) => country,
  region: ({ region }) => region,
  city: ({ city }) => city,
};
const METADATA = "metadata.";

/** Whether an event alone tells it. Where a session came from, it does not: its first event said that. */
export function isJudged({ name }: Filter): boolean {
  return Object.hasOwn(VALUES, name) || name.startsWith(METADATA);
}

/** Whether an event matches a filter that can be judged. */
export function matches(event: Event, { name, test, values }: Filter): boolean {
  const value = valueOf(event, name);
  switch (test) {
    case "is":
      return values.includes(value ?? NONE);
    case "not":
      return !values.includes(value ?? NONE);
    case "contains":
      return value !== undefined && contains(value, values[0] ?? "");
    case "not_contains":
      return value === undefined || !contains(value, values[0] ?? "");
  }
}

function valueOf(event: Event, name: string): string | undefined {
  if (!name.startsWith(METADATA)) return VALUES[name]?.(event);
  const path = name.slice(METADATA.length).split(".");
  const value = path.reduce<unknown>((inner, member) => (isObject(inner) && Object.hasOwn(inner, member) ? inner[member] : undefined), event.metadata);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Upper or lower case of ASCII letters aside. */
function contains(text: string, part: string): boolean {
  const lower = (given: string) => given.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return lower(text).includes(lower(part));
}
