/** One condition. An empty value, or `(none)`, stands for what is absent. All filters of a view hold together. */
export interface Filter {
  /** A dimension, `metadata.<name>`, or one of the ids that only filter. */
  name: string;
  test: FilterTest;
  /** `is` and `not` take several; the others have one. */
  values: string[];
}

export type FilterTest = "is" | "not" | "contains" | "not_contains";

/** What stands for an absent value, in the API as in addresses. */
export const NONE = "(none)";

/** The dimensions of docs/analytics.md, in groups as a person would look for them, with their names on the page. */
export const DIMENSION_GROUPS: { title: string; dimensions: Record<string, string> }[] = [
  { title: "Event", dimensions: { type: "Type", category: "Category", action: "Action", level: "Level" } },
  { title: "Page", dimensions: { path: "Page", title: "Page title" } },
  {
    title: "Source",
    dimensions: {
      channel: "Channel",
      source: "Source",
      medium: "Medium",
      campaign: "Campaign",
      term: "Term",
      content: "Content",
      referrer: "Referrer",
      click_id: "Click id",
    },
  },
  {
    title: "Device and place",
    dimensions: {
      device: "Device",
      os: "Operating system",
      browser: "Browser",
      language: "Language",
      screen: "Screen",
      country: "Country",
      region: "Region",
      city: "City",
    },
  },
  { title: "Person", dimensions: { user: "User", visitor: "Visitor", session: "Session" } },
  {
    title: "Who and what",
    dimensions: {
      actor_type: "Actor type",
      actor_id: "Actor id",
      actor_name: "Actor name",
      entity_type: "Entity type",
      entity_id: "Entity id",
      entity_title: "Entity title",
      stream: "Stream",
    },
  },
];

/** Ids that can be filtered by, but not counted by; they are compared as a whole. */
export const PLAIN_IDS: Record<string, string> = { correlation_id: "Correlation", ref: "Reference" };
/** Other names of dimensions. */
const ALIASES: Record<string, string> = { entity: "entity_id", actor: "actor_id", user_id: "user", visitor_id: "visitor", session_id: "session", stream_id: "stream" };

const dimensionNames: Record<string, string> = { ...Object.assign({}, ...DIMENSION_GROUPS.map(({ dimensions }) => dimensions)), ...PLAIN_IDS };
const TESTS: FilterTest[] = ["not", "contains", "not_contains"];

/** Whether events can be filtered by a name. */
export function isFilterName(name: string): boolean {
  return Object.hasOwn(dimensionNames, name) || /^metadata\.[^.]/.test(name);
}

/** Whether only whole values of it can be asked for, one at a time. */
export function isPlainId(name: string): boolean {
  return Object.hasOwn(PLAIN_IDS, name);
}

/** What a dimension is called on the page. */
export function dimensionName(name: string): string {
  return dimensionNames[name] ?? name;
}

/** What the tests are called. */
export const TEST_NAMES: Record<FilterTest, string> = { is: "is", not: "is not", contains: "contains", not_contains: "does not contain" };

/** A filter in words: `Country is DE or AT`. */
export function filterText({ name, test, values }: Filter): string {
  return `${dimensionName(name)} ${TEST_NAMES[test]} ${values.join(test === "not" ? " nor " : " or ")}`;
}

/** The filter that one parameter of an address says, or null when it says something else. */
export function readFilter(parameter: string, text: string): Filter | null {
  const test = TESTS.find((test) => parameter.endsWith(`.${test}`)) ?? "is";
  const written = test === "is" ? parameter : parameter.slice(0, -test.length - 1);
  const name = ALIASES[written] ?? written;
  if (!isFilterName(name) || text === "") return null;
  if (isPlainId(name)) return test === "is" ? { name, test, values: [text] } : null;
  return { name, test, values: isList(test) ? splitList(text) : [text] };
}

/** A filter as parameter and text of an address. */
export function writeFilter({ name, test, values }: Filter): [string, string] {
  const text = isPlainId(name) || !isList(test) ? (values[0] ?? "") : values.map((value) => value.replaceAll(",", "\\,")).join(",");
  return [parameterOf(name, test), text];
}

/** Filters as the API takes them, by parameter. Two filters of one name and test become one with the values of both. */
export function filterParameters(filters: Filter[]): Record<string, string | string[]> {
  const parameters: Record<string, string | string[]> = {};
  for (const { name, test, values } of filters) {
    const parameter = parameterOf(name, test);
    const before = parameters[parameter];
    if (isPlainId(name) || !isList(test)) parameters[parameter] = values[0] ?? "";
    else parameters[parameter] = [...new Set([...(Array.isArray(before) ? before : []), ...values])];
  }
  return parameters;
}

/** The filters with one more; what was asked of the same name and test is replaced. */
export function withFilter(filters: Filter[], filter: Filter): Filter[] {
  const others = filters.filter(({ name, test }) => name !== filter.name || test !== filter.test);
  return [...others, filter];
}

/** The filters without one. */
export function withoutFilter(filters: Filter[], { name, test }: Filter): Filter[] {
  return filters.filter((filter) => filter.name !== name || filter.test !== test);
}

/** Whether several values can be asked for. */
export function isList(test: FilterTest): boolean {
  return test === "is" || test === "not";
}

function parameterOf(name: string, test: FilterTest): string {
  return test === "is" ? name : `${name}.${test}`;
}

/** The items of a list; `\,` is a comma of an item. */
function splitList(text: string): string[] {
  const items = text.split(/(?<!\\),/).map((item) => item.replaceAll("\\,", ","));
  return [...new Set(items.filter((item) => item !== ""))];
}
