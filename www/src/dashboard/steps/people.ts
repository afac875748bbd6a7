/** Whom a question can follow, as the API calls them. */
export const PEOPLE: { value: "person" | "user" | "session"; label: string }[] = [
  { value: "person", label: "People (visitors, else users)" },
  { value: "user", label: "Users with an id" },
  { value: "session", label: "Sessions" },
];
