/** What a code of a rejected event says, and what to do about it. */
export interface Explanation {
  means: string;
  todo: string;
  /** Whether a replay can store it: once the plan is mended, or not at all as it is. */
  replay: "when the plan is mended" | "as it is, no";
}

const asIs = "as it is, no";
const mended = "when the plan is mended";

const codes: Record<string, Explanation> = {
  missing_field: { means: "A field that must be there is not.", todo: "Have the sender give it. An event needs at least a type.", replay: asIs },
  unknown_field: {
    means: "A field that the contract does not know, or that a page's key may not say. It is refused, since what a typing error meant would be lost otherwise.",
    todo: "Is the name right? What is the product's own belongs into metadata.",
    replay: asIs,
  },
  wrong_type: { means: "The JSON type is another one than the field has, such as a text in the place of a number.", todo: "Have the sender write the type that the field has.", replay: asIs },
  empty_field: { means: "A text is empty where that says nothing.", todo: "Leave the field out, or fill it.", replay: asIs },
  too_long: { means: "A text is longer than its limit.", todo: "Shorten it. Long texts belong into metadata, where they are cut and not refused.", replay: asIs },
  invalid_characters: { means: "A character stands where it may not, such as a blank in a type.", todo: "Use letters, digits, _, . and - in types and ids.", replay: asIs },
  out_of_range: { means: "A number lies below or above its bounds.", todo: "Is the unit right, milliseconds for times and durations?", replay: asIs },
  unknown_value: { means: "A word that is none of those that the field knows.", todo: "Take one of the words that the sentence beside the event lists.", replay: asIs },
  too_large: { means: "The event has more than 256 KiB.", todo: "Put less into metadata; what is large belongs behind a ref.", replay: asIs },
  too_many_items: { means: "A list has more items, or an object more members, than its limit.", todo: "Send fewer.", replay: asIs },
  occurred_at_required: { means: "The id carries no time, and the event says none, so a retry could not be told from a new event.", todo: "Send occurred_at, or ids that carry their time (UUIDv7, ULID).", replay: asIs },
  occurred_at_in_future: { means: "The event is said to happen more than a day from now.", todo: "Is the sender's clock right?", replay: asIs },
  occurred_at_implausible: { means: "The time lies before the year 2000: most likely seconds in the place of milliseconds.", todo: "Send milliseconds since 1970, or RFC 3339.", replay: asIs },
  unknown_event_type: { means: "The tracking plan does not name this type, and its mode is strict.", todo: "Is the type written right? Then add it to the plan, and replay.", replay: mended },
  property_missing: { means: "A property that the plan requires is not in metadata.", todo: "Have the sender give it, or make it optional in the plan and replay.", replay: mended },
  property_type: { means: "A property has another type than the plan says.", todo: "Mend whichever is wrong. If it is the plan, replay.", replay: mended },
  property_value: { means: "A property's value is none of the plan's enum.", todo: "Is it a new value? Then add it to the plan, and replay.", replay: mended },
  property_too_large: { means: "A property is larger or longer than its maximum in the plan.", todo: "Raise the maximum and replay, or have the sender cut it.", replay: mended },
  property_unknown: { means: "metadata has a property that the plan does not name.", todo: "Is it written right? Then add it to the plan, and replay.", replay: mended },
  event_deprecated: { means: "The plan says that this type is not to be used any more.", todo: "Have the sender use what the plan names in its place.", replay: mended },
  actor_not_allowed: {
    means: "A page's key named an actor that only a server may name, such as a scheduler: whoever reads the page's source could say that.",
    todo: "Send it from your server, with a server key. A replay does not store it.",
    replay: asIs,
  },
  visitor_not_allowed: {
    means: "A batch with a page's key had events of another visitor than its own.",
    todo: "Send events of several visitors from your server, with a server key. A replay does not store it.",
    replay: asIs,
  },
  config_off: { means: "The project was switched off by remote config.", todo: "Nothing, if that was meant. The kill switch stands in Settings.", replay: asIs },
  config_sampled: { means: "Remote config samples this type or level, and this session was not drawn.", todo: "Nothing, if that was meant.", replay: asIs },
  below_min_level: { means: "Its level is below the min_level of remote config.", todo: "Nothing, if that was meant.", replay: asIs },
};

const unknown: Explanation = {
  means: "This dashboard does not know the code; the Worker is of another version.",
  todo: "Read the sentence beside the event. The documentation of the Worker's version lists its codes.",
  replay: asIs,
};

/** What a code says. */
export function explanationOf(code: string): Explanation {
  return (Object.hasOwn(codes, code) ? codes[code] : undefined) ?? unknown;
}

/** Every code that is explained. */
export const explainedCodes: string[] = Object.keys(codes);
