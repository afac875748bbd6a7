// The views of the page, for all pieces that count by them: one per document, and one for each navigation within it that shows another.
import { attempt } from "./attempt.js";
import { watchNavigations } from "./navigation.js";
import { routed, viewOf } from "./view-rule.js";

/**
 * Tells of the view that there is, then of each other one.
 * @param {object} page
 * @param {(view: {address: string, at: number, from?: string, replaced?: boolean, settled?: Promise<unknown>}, kind: "first" | "moved" | "restored") => void} shown
 *   `from` is the path before, of a view within the document
 */
export function watchViews(page, shown) {
  const { queryParameters, autocapture } = page.settings;
  const hash = autocapture?.pageViews?.hash;
  const seen = () => routed(location.href, hash);
  let address = seen();
  const show = (kind, more) => shown({ address, at: Date.now(), ...more }, kind);
  attempt(() => show("first"));
  watchNavigations(page, (replaced, settled) =>
    attempt(() => {
      const before = address;
      address = seen();
      // Later views name it as it is now.
      if (viewOf(before, queryParameters) === viewOf(address, queryParameters)) return;
      show("moved", { from: new URL(before).pathname, replaced, settled });
    }),
  );
  // From the back-forward cache. The visitor comes from nowhere that the page could know.
  page.on(window, "pageshow", ({ persisted }) => {
    address = seen();
    if (persisted) show("restored", { from: "" });
  });
}
