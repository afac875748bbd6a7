// What the page says, as JSON for the core.

/** What only the browser knows of its device; the Worker reads the rest from the request's headers. */
export function device() {
  const { language, userAgent, maxTouchPoints } = navigator;
  const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
  // iPads say that they are Macs, but no Mac has a touch screen.
  const tablet = /Macintosh/.test(userAgent) && maxTouchPoints > 1 && { type: "tablet", os: "iOS" };
  return JSON.stringify({ ...tablet, screen: screen.width + "x" + screen.height, language, timezone });
}

/**
 * The options of `track()`. What the browser cannot write (a circle, a big integer) is most likely in `metadata`, and the core says that it
 * was cut.
 */
export function write(options) {
  if (!options || typeof options !== "object") return "";
  for (const replaced of [null, (name, value) => (name === "metadata" ? 0 : value)]) {
    try {
      return JSON.stringify(options, replaced) ?? "";
    } catch {}
  }
  return '{"metadata":0}';
}

/** Where an event happened. Only a view says where the visitor came from: repeating it at every click would double small events. */
export function facts(type) {
  const { pathname: path, search, origin } = location;
  if (type !== "page_view") return JSON.stringify({ path });
  const { title, referrer } = document;
  const query = new URLSearchParams(search);
  const utm = {};
  for (const name of ["source", "medium", "campaign", "term", "content"]) utm[name] = query.get("utm_" + name);
  // Which kind of advertisement was clicked. The value, which names the click, stays here.
  const click_id = search.match(/\b(\w\w?clid|[gw]braid|msclkid|li_fat_id)=/)?.[1];
  // A page of the same site is no source.
  return JSON.stringify({ path, title, referrer: referrer.startsWith(origin) ? "" : referrer, utm, click_id });
}
