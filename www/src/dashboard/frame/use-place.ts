import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { forgetAnswers } from "../ask/activity.ts";
import { addressOf, ownZone, type Place, placeOf, ROOT } from "../place.ts";
import { type Change, changed, isZone } from "../view/view.ts";

/**
 * The place that the address names, and ways to others. Links within the dashboard stay in the page when they are clicked plainly; who
 * goes back finds the page scrolled as it was left.
 */
export function usePlace(): { place: Place; go(change: Change, how?: "push" | "replace"): void } {
  const [place, setPlace] = useState<Place>(first);
  const current = useRef(place);
  current.current = place;

  const show = useCallback(() => {
    const next = placeOf(location);
    if (next.page !== current.current.page) forgetAnswers();
    setPlace(next);
  }, []);

  const go = useCallback((change: Change, how: "push" | "replace" = "push") => {
    const { page } = current.current;
    if (!page) return;
    // Taken from the address, which may be ahead of what is drawn.
    const view = changed(placeOf(location).view, change);
    const address = addressOf(page.path, view);
    if (address === location.pathname + location.search) return;
    if (how === "push") leaveFor(address);
    else history.replaceState(history.state, "", address);
    show();
  }, []);

  useEffect(() => {
    history.scrollRestoration = "manual";
    const follow = (event: MouseEvent) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
      if (!link || event.defaultPrevented || !isPlainClick(event, link)) return;
      const { origin, pathname, search, hash } = new URL(link.href);
      if (origin !== location.origin || hash || !placeOf({ pathname, search }).page) return;
      event.preventDefault();
      leaveFor(pathname + search);
      const before = current.current.page;
      show();
      if (placeOf(location).page !== before) scrollTo(0, 0);
    };
    const back = () => {
      show();
      restoreScroll((history.state as { scroll?: number } | null)?.scroll ?? 0);
    };
    const keep = () => keepScroll();
    document.addEventListener("click", follow);
    addEventListener("popstate", back);
    addEventListener("pagehide", keep);
    restoreScroll((history.state as { scroll?: number } | null)?.scroll ?? 0);
    return () => {
      document.removeEventListener("click", follow);
      removeEventListener("popstate", back);
      removeEventListener("pagehide", keep);
    };
  }, []);

  // Title and focus move with the page, not with the view.
  const shown = useRef(place.page);
  useLayoutEffect(() => {
    document.title = `${place.page?.title ?? "No such page"} · Trailmark`;
    if (shown.current === place.page) return;
    shown.current = place.page;
    document.getElementById("content")?.focus({ preventScroll: true });
  }, [place.page]);

  return { place, go };
}

/** Who comes to a bare address has no wish yet: the time zone is theirs, and stands in the address from then on, so that others see the same. */
function first(): Place {
  const zone = ownZone();
  if (location.search === "" && location.pathname.startsWith(ROOT) && zone !== "UTC" && isZone(zone)) {
    const { page, view } = placeOf(location);
    if (page) history.replaceState(history.state, "", addressOf(page.path, { ...view, tz: zone }) + location.hash);
  }
  return placeOf(location);
}

function leaveFor(address: string): void {
  keepScroll();
  history.pushState({ scroll: scrollY }, "", address);
}

function keepScroll(): void {
  history.replaceState({ ...(history.state as object | null), scroll: scrollY }, "");
}

/** How long a page may take to become as long as it was, in milliseconds. */
const GROWING = 3000;
/** Until the page of the new address stands in the place of the old one, in milliseconds. */
const CHANGING = 100;

/** Scrolls to where one was, and stays there while the page becomes as long as it was, unless somebody scrolls meanwhile. */
function restoreScroll(to: number): void {
  const began = performance.now();
  const stop = new AbortController();
  for (const event of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(event, () => stop.abort(), { signal: stop.signal, passive: true });
  const tryAgain = () => {
    if (stop.signal.aborted) return;
    scrollTo(0, to);
    const since = performance.now() - began;
    const isThere = Math.abs(scrollY - to) < 2 && since > CHANGING && !document.querySelector("[aria-busy=true]");
    if (isThere || since > GROWING) return stop.abort();
    requestAnimationFrame(tryAgain);
  };
  tryAgain();
}

function isPlainClick(event: MouseEvent, link: HTMLAnchorElement): boolean {
  return !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && event.button === 0 && !link.target && !link.hasAttribute("download");
}
