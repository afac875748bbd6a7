import { attempt } from "./attempt.js";

/** An element of the overlay with its attributes, its listeners and what is in it. */
export function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(attribute, (event) => attempt(() => value(event)));
    else made.setAttribute(attribute, value);
  }
  made.append(...inside);
  return made;
}
