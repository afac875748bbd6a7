const regions = new Intl.DisplayNames("en", { type: "region" });
const languages = new Intl.DisplayNames("en", { type: "language" });

/** What a value of a dimension is called where it is a code: countries and languages; else nothing. */
export function valueName(dimension: string, value: string | null): string | undefined {
  if (!value) return undefined;
  if (dimension === "country") return named(regions, value);
  if (dimension === "language") return named(languages, value);
  return undefined;
}

function named(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    // Not such a code: as it came.
    return code;
  }
}
