// Where in the dashboard one is, and the addresses of other places in it.
import { PAGES, type Page } from "./pages.ts";
import { elsewhere, type Own, searchOf, type View, viewOf } from "./view/view.ts";

/** A page and what it looks at; no page where the address names none. */
export interface Place {
  page: Page | null;
  view: View;
}

/** The address that all pages lie below; built scripts lie in the folder beside it. */
export const ROOT = new URL("../dashboard/", import.meta.url).pathname;

/** The documentation, which lies beside it. */
export const DOCS = new URL("../docs/", import.meta.url).pathname;

const CHOSEN_ZONE = "trailmark-zone";

/** The place that an address names. */
export function placeOf({ pathname, search }: { pathname: string; search: string }): Place {
  const path = pathname.startsWith(ROOT) ? pathname.slice(ROOT.length).replace(/\/(index\.html)?$/, "") : null;
  return { page: PAGES.find((page) => page.path === path) ?? null, view: viewOf(search) };
}

/** The address of a place. */
export function addressOf(path: string, view: View): string {
  return `${ROOT}${path && `${path}/`}${searchOf(view)}`;
}

/** The address of another page with the same view: the same time and filters. `own` are that page's own parameters. */
export function linkTo(path: string, view: View, own: Own = {}): string {
  return addressOf(path, elsewhere(view, own));
}

/** The time zone for who comes without any wish: the one chosen last in this browser, else the browser's. */
export function ownZone(): string {
  try {
    const chosen = localStorage.getItem(CHOSEN_ZONE);
    if (chosen) return chosen;
  } catch {
    // Storage is refused: the browser's it is.
  }
  return browserZone();
}

/** Keeps a choice of time zone for the next visit. */
export function keepZone(zone: string): void {
  try {
    localStorage.setItem(CHOSEN_ZONE, zone);
  } catch {
    // Storage is refused: the choice lasts as long as the address.
  }
}

/** The time zone that the browser is set to. */
export function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
