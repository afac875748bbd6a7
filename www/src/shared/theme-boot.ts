// Runs before the first paint, so that a chosen theme never flashes the other one. A classic script of its own:
// the pages' content security policy allows no inline script, and modules run too late.
{
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem("trailmark-theme");
  } catch {
    // Storage is refused (a private window, a sandboxed frame): the system's theme it is.
  }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
