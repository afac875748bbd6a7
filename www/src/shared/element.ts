/** What may stand inside an element; nothing stands for nothing. */
export type Child = Node | string | null | undefined | false;

/** Attributes by name; a function is a listener (`onclick`), `true` an attribute without a value. */
export type Attributes = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

/**
 * Makes an element. Strings become text nodes, never markup, so what came out of an event cannot run.
 * There is no `style` here: the pages' content security policy refuses style attributes, though not `element.style`.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => child != null && child !== false));
  return element;
}

/** The page's element with this test id: pages are static HTML, so a missing one is a mistake in the page. */
export function byTestId<T extends HTMLElement = HTMLElement>(id: string, within: ParentNode = document): T {
  const element = within.querySelector<T>(`[data-testid="${id}"]`);
  if (!element) throw new Error(`no element with data-testid="${id}"`);
  return element;
}

/** Replaces what is inside `parent`, and gives the focus back to the element that has the same id afterwards. */
export function refill(parent: Element, ...children: Child[]): void {
  const focused = parent.contains(document.activeElement) ? document.activeElement?.id : undefined;
  parent.replaceChildren(...children.filter((child): child is Node | string => child != null && child !== false));
  if (focused) document.getElementById(focused)?.focus();
}
