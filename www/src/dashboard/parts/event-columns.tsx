import type { ComponentChildren } from "preact";
import type { Event } from "trailmark/query";
import type { View } from "../view/view.ts";
import { ago, duration } from "../../shared/format.ts";
import type { Column } from "./data-table.tsx";
import { whatOf, whoOf } from "./event-words.ts";
import { momentName } from "./periods.ts";
import { valueName } from "./value-name.ts";

interface Context {
  view: View;
  /** Milliseconds since the epoch. */
  now: number;
  /** The opened event's id. */
  opened: string | null;
  open(event: Event): void;
}

/** What a table of events can show, by key; the first always stands first. */
export const EVENT_COLUMNS: Record<string, { title: string; isNumber?: boolean; isMinor?: boolean; of(event: Event, context: Context): ComponentChildren; value?(event: Event): string | number | undefined }> = {
  what: { title: "What", isMinor: true, of: whatOf },
  who: { title: "Who", isMinor: true, of: whoOf },
  page: { title: "Page", isMinor: true, of: ({ page }) => page?.path },
  took: { title: "Took", isNumber: true, isMinor: true, of: ({ duration_ms }) => duration_ms != null && duration(duration_ms), value: ({ duration_ms }) => duration_ms },
  when: {
    title: "When",
    isNumber: true,
    of: ({ occurred_at, occurred_at_iso }, { view, now }) => (
      <time dateTime={occurred_at_iso} title={momentName(occurred_at, view.tz)}>
        {ago(occurred_at, now)}
      </time>
    ),
    value: ({ occurred_at }) => occurred_at,
  },
  time: { title: "Time", isNumber: true, of: ({ occurred_at }, { view }) => momentName(occurred_at, view.tz), value: ({ occurred_at }) => occurred_at },
  level: { title: "Level", isMinor: true, of: ({ level }) => level },
  category: { title: "Category", isMinor: true, of: ({ category }) => category },
  action: { title: "Action", isMinor: true, of: ({ action }) => action },
  user: { title: "User", isMinor: true, of: ({ user_id }) => user_id },
  visitor: { title: "Visitor", isMinor: true, of: ({ visitor_id }) => visitor_id },
  session: { title: "Session", isMinor: true, of: ({ session_id }) => session_id },
  actor: { title: "Actor", isMinor: true, of: ({ actor }) => [actor.type, actor.name ?? actor.id].filter(Boolean).join(" ") },
  entity: { title: "Entity", isMinor: true, of: ({ entity }) => entity && [entity.type, entity.id].filter(Boolean).join(" ") },
  stream: { title: "Stream", isMinor: true, of: ({ stream_id }) => stream_id },
  step: { title: "Step", isNumber: true, isMinor: true, of: ({ step }) => step, value: ({ step }) => step },
  correlation: { title: "Correlation", isMinor: true, of: ({ correlation_id }) => correlation_id },
  ref: { title: "Reference", isMinor: true, of: ({ ref }) => ref },
  country: { title: "Country", isMinor: true, of: ({ country }) => valueName("country", country ?? null) },
  city: { title: "City", isMinor: true, of: ({ city }) => city },
  device: { title: "Device", isMinor: true, of: ({ device }) => device?.type },
  os: { title: "System", isMinor: true, of: ({ device }) => device?.os },
  browser: { title: "Browser", isMinor: true, of: ({ device }) => device?.browser },
  id: { title: "Id", isMinor: true, of: ({ id }) => id },
};

/** The usual columns. */
export const USUAL_COLUMNS = ["what", "who", "page", "took", "when"];

const METADATA = "metadata.";

/** Whether there is such a column: one of those above, or a member of metadata. */
export function isEventColumn(key: string): boolean {
  return Object.hasOwn(EVENT_COLUMNS, key) || (key.startsWith(METADATA) && key.length > METADATA.length);
}

/** Columns for a table of events: which it is, as a way to open it, and those asked for. */
export function eventColumns(keys: string[], context: Context): Column<Event>[] {
  const type: Column<Event> = {
    key: "type",
    title: "Event",
    show: (event) => (
      <button class="event-name" type="button" data-testid="event-toggle" aria-expanded={context.opened === event.id} onClick={() => context.open(event)}>
        <span class={`level ${event.level}`} title={`level: ${event.level}`} />
        {clipped(event.type)}
        {event.bot && <span class="tag">bot</span>}
      </button>
    ),
  };
  return [type, ...keys.map((key) => columnOf(key, context))];
}

function columnOf(key: string, context: Context): Column<Event> {
  const known = EVENT_COLUMNS[key];
  if (!known) {
    const path = key.slice(METADATA.length).split(".");
    return { key, title: key.slice(METADATA.length), isMinor: true, show: (event) => clipped(textOf(memberOf(event.metadata, path))) };
  }
  const { title, isNumber, isMinor, of, value } = known;
  return { key, title, isNumber, isMinor, value, show: (event) => (isNumber ? of(event, context) : clipped(of(event, context))) };
}

function clipped(content: ComponentChildren): ComponentChildren {
  return (
    <span class="clipped" title={typeof content === "string" ? content : undefined}>
      {content}
    </span>
  );
}

function memberOf(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>((inner, name) => (inner !== null && typeof inner === "object" ? (inner as Record<string, unknown>)[name] : undefined), value);
}

function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
