/** The origins in a text, one a line or with commas between them; null, any origin, where there is none. */
export function originsOf(text: string): string[] | null {
  const origins = text.split(/[\s,]+/).filter((origin) => origin !== "");
  return origins.length === 0 ? null : [...new Set(origins)];
}

/** What is wrong with an origin as it was typed, and the origin that was probably meant. */
export function originFault(text: string): { fault: string; meant?: string } | null {
  const expected = "expected scheme and host as browsers send them, such as https://shop.example";
  // `localhost:3000` would be read as a scheme and a path.
  const host = /^[\w-]+(\.[\w-]+)*(:\d+)?$/.exec(text);
  if (host) return { fault: expected, meant: `${/^localhost\b/i.test(text) ? "http" : "https"}://${text.toLowerCase()}` };
  const origin = originOf(text);
  if (origin === null) return { fault: expected };
  return origin === text ? null : { fault: expected, meant: origin };
}

function originOf(text: string): string | null {
  try {
    const { origin } = new URL(text);
    return origin === "null" ? null : origin;
  } catch {
    return null;
  }
}
