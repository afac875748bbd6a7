// What the browser says of page and device.
import { line } from "./event.js";
import { MAX_URL } from "./limits.js";
import { mask } from "./redact.js";

/** What only the browser knows of its device; the Worker reads the rest from the request's headers. */
export function device() {
  const { language, userAgent, maxTouchPoints } = navigator;
  const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
  // iPads say that they are Macs, but no Mac has a touch screen.
  const tablet = /Macintosh/.test(userAgent) && maxTouchPoints > 1 && { type: "tablet", os: "iOS" };
  return JSON.stringify({ ...tablet, screen: screen.width + "x" + screen.height, language, timezone });
}

/**
 * The options of `track()` as JSON has them: dates and whatever else knows `toJSON` as texts. What the browser cannot write (a circle, a big
 * integer) is most likely in `metadata`, and then the event says that it was cut.
 */
export function plain(options) {
  if (!options || typeof options !== "object") return {};
  for (const replaced of [null, (name, value) => (name === "metadata" ? 0 : value)]) {
    try {
      return JSON.parse(JSON.stringify(options, replaced)) ?? {};
    } catch {}
  }
  return { metadata: 0 };
}

/** An address without query and fragment, where names, tokens and searches hide. */
const bare = (address) => line(mask(address.split(/[?#]/)[0]), MAX_URL);

/**
 * Where an event happened, with those of the address's parameters that the page has named. Only a view says where the visitor came from:
 * repeating it at every click would double small events. The `name` that the page gave stands for the document's title; `from` is the page
 * before, of a view within the document its path.
 */
export function pageOf(type, name, parameters, address = location.href, title = document.title, from = document.referrer) {
  const { pathname, search, searchParams: query, origin } = new URL(address);
  const kept = [].concat(parameters ?? []).flatMap((name) => query.getAll(name).map((value) => [name, mask(value)]));
  const path = line(mask(pathname) + (kept[0] ? "?" + new URLSearchParams(kept) : ""), MAX_URL);
  if (type !== "page_view") return { path };
  let utm;
  for (const name of ["source", "medium", "campaign", "term", "content"]) {
    const value = line(mask(query.get("utm_" + name) ?? ""));
    if (value) utm = { ...utm, [name]: value };
  }
  // Which kind of advertisement was clicked. The value, which names the click, stays here.
  const click_id = search.match(/\b(\w\w?clid|[gw]braid|msclkid|li_fat_id)=/)?.[1];
  const named = typeof name === "string" && line(mask(name));
  // A page of the same site is no source.
  return { path, title: named || line(mask(title)), referrer: bare(from.startsWith(origin) ? "" : from), utm, click_id };
}
