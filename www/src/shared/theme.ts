/** Light or dark: the system's choice until the visitor makes one. */
export type Theme = "light" | "dark";

/** Wires the toggle, and calls `changed` whenever the colours of the page are others. */
export function mountThemeToggle(button: HTMLButtonElement, changed: () => void = () => {}): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const label = () => {
    const next = current(system) === "dark" ? "light" : "dark";
    button.setAttribute("aria-label", `Use the ${next} theme`);
    button.title = `Use the ${next} theme`;
  };
  button.addEventListener("click", () => {
    const next: Theme = current(system) === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem("trailmark-theme", next);
    } catch {
      // Storage is refused: the choice lasts as long as the page.
    }
    label();
    changed();
  });
  system.addEventListener("change", () => {
    label();
    changed();
  });
  label();
}

function current(system: MediaQueryList): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return system.matches ? "dark" : "light";
}
