// What is read of the page's elements: never their texts, and never the values of fields.

/** Within such an element nothing is captured. */
const IGNORED = "data-trailmark-ignore";

/** The elements that an event passes, innermost first, out of open shadow trees too; none within one that is to be ignored. */
export function elementsOf(event) {
  const elements = event.composedPath().filter((node) => node.nodeType === 1);
  return elements.some((element) => element.hasAttribute(IGNORED)) ? [] : elements;
}

/** An address of the page, read; nothing where it is none. */
export function urlOf(address) {
  try {
    return new URL(address, document.baseURI);
  } catch {
    return undefined;
  }
}

/** An address without query and fragment, where names, tokens and searches hide; of the page's own origin the path alone. */
export function placeOf(address) {
  const url = urlOf(address);
  return url && (url.origin === location.origin ? "" : url.origin === "null" ? url.protocol : url.origin) + url.pathname;
}

/** An element in words of its page's code: `form#signup button.primary`. */
export function selectorOf(elements) {
  const word = (element) => {
    const [id, test] = ["id", "data-testid"].map((name) => element.getAttribute(name));
    return element.localName + (id ? `#${id}` : test ? `[data-testid=${test}]` : Array.from(element.classList, (name) => `.${name}`).slice(0, 2).join(""));
  };
  // Up to the first that has a name of its own.
  const named = elements.findIndex((element) => element.hasAttribute("id") || element.hasAttribute("data-testid"));
  const shown = elements.slice(0, Math.min(named < 0 ? 3 : named + 1, 3));
  return shown.reverse().map(word).join(" ").slice(0, 200);
}
