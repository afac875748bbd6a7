import { trackPageView } from "trailmark";
import { byTestId } from "../shared/element.ts";

type Route = "board" | "reports";

/** Hash routes (`#/`, `#/reports`): static assets have no server that could answer for a path of the app. */
export class Routes {
  private shown: Route | null = null;

  constructor(private readonly views: Record<Route, () => void>) {}

  start(): void {
    addEventListener("hashchange", () => this.follow());
    // `#content` would be taken for a route.
    byTestId("skip-link").addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById("content")?.focus();
    });
    this.follow();
  }

  private follow(): void {
    const route: Route = location.hash.startsWith("#/reports") ? "reports" : "board";
    if (route === this.shown) return;
    const first = this.shown === null;
    this.shown = route;
    for (const name of Object.keys(this.views) as Route[]) {
      byTestId(`route-${name}`).hidden = name !== route;
      const link = byTestId(`nav-${name}`);
      if (name === route) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.title = `${route === "board" ? "Board" : "Reports"} · Cairn, a Trailmark demo`;
    this.views[route]();
    trackPageView(route === "board" ? "Board" : "Reports", { route: location.hash || "#/" });
    // The page stays, so a screen reader hears nothing of a new route unless the focus goes there.
    if (!first) document.getElementById("content")?.focus({ preventScroll: true });
  }
}
