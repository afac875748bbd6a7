// Navigations within the document, as soon as they are committed: by the Navigation API, else by `history` and its events.

/**
 * @param {{on: Function, onStop: Function}} page
 * @param {(replaced: boolean, settled?: Promise<unknown>) => void} moved told when the history's entry is another, or replaced by one, with
 *   the end of the work that the page does for it, where the browser knows of that
 */
export function watchNavigations(page, moved) {
  const { navigation } = window;
  if (navigation) return page.on(navigation, "currententrychange", ({ navigationType }) => moved(navigationType === "replace", navigation.transition?.finished));
  for (const name of ["pushState", "replaceState"]) wrap(page, name, moved);
  page.on(window, "popstate hashchange", () => moved(false));
}

function wrap({ signal, onStop }, name, moved) {
  const original = history[name];
  const wrapped = function (...given) {
    const result = original.apply(this, given);
    // Who wrapped it after us may keep calling this.
    if (!signal.aborted) moved(name === "replaceState");
    return result;
  };
  history[name] = wrapped;
  onStop(() => history[name] === wrapped && (history[name] = original));
}
