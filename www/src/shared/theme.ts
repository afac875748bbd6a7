/** Light or dark: the system's choice until the visitor makes one. */
export type Theme = "light" | "dark";

const listeners = new Set<() => void>();
const system = () => matchMedia("(prefers-color-scheme: dark)");

/** The theme that the page has now. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return system().matches ? "dark" : "light";
}

/** Changes to the other theme, and keeps the choice. */
export function toggleTheme(): void {
  const next: Theme = currentTheme() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("trailmark-theme", next);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

/** Calls `changed` whenever the colours of the page are others, until what it returns is called. */
export function watchTheme(changed: () => void): () => void {
  const media = system();
  listeners.add(changed);
  media.addEventListener("change", changed);
  return () => {
    listeners.delete(changed);
    media.removeEventListener("change", changed);
  };
}

/** Wires a toggle, and calls `changed` whenever the colours of the page are others. */
export function mountThemeToggle(button: HTMLButtonElement, changed: () => void = () => {}): void {
  const label = () => {
    const text = themeLabel();
    button.setAttribute("aria-label", text);
    button.title = text;
  };
  button.addEventListener("click", toggleTheme);
  watchTheme(() => {
    label();
    changed();
  });
  label();
}

/** What a toggle does now. */
export function themeLabel(): string {
  return `Use the ${currentTheme() === "dark" ? "light" : "dark"} theme`;
}
