/** The origins in a text, one a line or with commas between them; null, any origin, where there is none. */
export function originsOf(text: string): string[] | null {
  const origins = text.split(/[\s,]+/).filter((origin) => origin !== "");
  return origins.length === 0 ? null : [...new Set(origins)];
}

/** What is wrong with an origin as it was typed, and the origin that was probably meant. */
export function originFault(text: string): { fault: string; meant?: string } | null {
  let address: URL;
  try {
    address = new URL(text);
  } catch {
    return { fault: "expected scheme and host, such as https://shop.example", ...(/^[\w.-]+(:\d+)?$/.test(text) && { meant: `https://${text.toLowerCase()}` }) };
  }
  if (address.origin === "null") return { fault: "expected https:// or http:// and a host" };
  return address.origin === text ? null : { fault: "expected scheme, host and port alone, in small letters", meant: address.origin };
}
