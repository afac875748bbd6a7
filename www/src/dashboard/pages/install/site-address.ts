// The address of the site that is set up, as somebody types it. Pure.

/** The site's address in full, with https where no scheme is given; null where it is none. */
export function siteOf(text: string): URL | null {
  const trimmed = text.trim();
  if (trimmed === "" || /\s/.test(trimmed)) return null;
  const isLocal = /^(localhost|127\.|\[::1\])/.test(trimmed);
  try {
    const url = new URL(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `${isLocal ? "http" : "https"}://${trimmed}`);
    return /^https?:$/.test(url.protocol) && url.hostname !== "" ? url : null;
  } catch {
    return null;
  }
}

/** The same page with the overlay that shows events and checks. */
export function debugAddress(site: URL): string {
  const url = new URL(site);
  url.searchParams.set("trailmark_debug", "");
  return url.href.replace("trailmark_debug=", "trailmark_debug");
}
