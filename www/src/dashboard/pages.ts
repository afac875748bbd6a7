import type { ComponentType } from "preact";
import type { Session } from "./ask/session.ts";
import type { Change, View } from "./view/view.ts";

/** What every page is given. */
export interface PageProps {
  view: View;
  /** Shows another view on the same page; `push` (the usual) can be gone back from. */
  go(change: Change, how?: "push" | "replace"): void;
  /** Who is logged in: the project, and the key's kind. */
  session: Session;
}

/** One page of the dashboard. */
export interface Page {
  /** Its folder below `/dashboard/`; empty for the first. */
  path: string;
  title: string;
  group: string;
  /** What the bar offers: everything, the time alone, or nothing but the page's heading. */
  bar: "all" | "time" | "none";
  /** That nothing on it is compared with a period before. */
  isAlone?: true;
  load(): Promise<{ default: ComponentType<PageProps> }>;
}

/** All pages, in the order of the navigation. `www/build.mjs` reads the paths from here, and writes an HTML file for each. */
export const PAGES: Page[] = [
  { path: "", title: "Overview", group: "Look", bar: "all", load: () => import("./pages/overview/index.tsx") },
  { path: "events", title: "Events", group: "Look", bar: "all", isAlone: true, load: () => import("./pages/events/index.tsx") },
  { path: "sessions", title: "Sessions", group: "Look", bar: "all", load: () => import("./pages/sessions/index.tsx") },
  { path: "timings", title: "Timings", group: "Understand", bar: "all", load: () => import("./pages/timings/index.tsx") },
  { path: "funnels", title: "Funnels", group: "Understand", bar: "all", load: () => import("./pages/funnels/index.tsx") },
  { path: "retention", title: "Retention", group: "Understand", bar: "all", load: () => import("./pages/retention/index.tsx") },
  { path: "paths", title: "Paths", group: "Understand", bar: "all", isAlone: true, load: () => import("./pages/paths/index.tsx") },
  { path: "patterns", title: "Patterns", group: "Understand", bar: "all", load: () => import("./pages/patterns/index.tsx") },
  { path: "streams", title: "Streams", group: "Understand", bar: "all", isAlone: true, load: () => import("./pages/streams/index.tsx") },
  { path: "delivery", title: "Delivery", group: "Trust", bar: "time", load: () => import("./pages/delivery/index.tsx") },
  { path: "rejected", title: "Rejected", group: "Trust", bar: "time", load: () => import("./pages/rejected/index.tsx") },
  { path: "cost", title: "Cost", group: "Trust", bar: "time", load: () => import("./pages/cost/index.tsx") },
  { path: "install", title: "Install", group: "Set up", bar: "none", load: () => import("./pages/install/index.tsx") },
  { path: "settings", title: "Settings", group: "Set up", bar: "none", load: () => import("./pages/settings/index.tsx") },
];
