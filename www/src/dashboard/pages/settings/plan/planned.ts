/** A tracking plan as it is read here; whatever else it says stays in its text. */
export interface Plan {
  mode?: string;
  events?: Record<string, PlannedEvent>;
}

export interface PlannedEvent {
  description?: string;
  category?: string;
  action?: string;
  level?: string;
  owner?: string;
  deprecated?: boolean | string;
  properties?: Record<string, Property>;
}

export interface Property {
  type?: string;
  required?: boolean;
  enum?: unknown[];
  maximum?: number;
  pii?: boolean;
  description?: string;
}

/** What a mode does with an event that is not as planned. */
export const modes: Record<string, string> = {
  open: "Events that are not as planned are stored and marked.",
  warn: "Events that are not as planned are stored and marked, and the answer warns.",
  strict: "Events that are not as planned are rejected, and kept among the rejected events.",
};

/** The events of a plan whose name, description, owner or properties have a text in them, by name. */
export function eventsOf({ events = {} }: Plan, search = ""): [string, PlannedEvent][] {
  const wanted = search.trim().toLowerCase();
  const texts = (name: string, event: PlannedEvent) => [name, event.description, event.owner, ...Object.keys(event.properties ?? {})];
  return Object.entries(events)
    .filter(([name, event]) => wanted === "" || texts(name, event).some((text) => text?.toLowerCase().includes(wanted)))
    .sort(([one], [other]) => one.localeCompare(other));
}

/** What a property may hold, in words: `string: low, high`, `integer, at most 10080`. */
export function propertyText({ type = "anything", enum: values, maximum }: Property): string {
  const limits: Record<string, string> = { string: "characters", array: "items" };
  if (values) return `${type}: ${values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join(", ")}`;
  return maximum === undefined ? type : `${type}, at most ${maximum.toLocaleString("en")}${limits[type] ? ` ${limits[type]}` : ""}`;
}
