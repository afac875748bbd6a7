import type { App, MaybeRefOrGetter } from "vue";
import type { ActivityTracker, InitOptions } from "./index.js";

export type { ActivityTracker } from "./index.js";

/** The user whom the app knows; `undefined`, `null` and an empty text are nobody. */
export type UserId = string | number | null | undefined;

/** What the plugin needs of Vue Router. */
export interface RouterLike {
  afterEach(guard: (to: { path: string }, from: { path: string }, failure?: unknown) => void): unknown;
}

export interface TrailmarkPluginOptions extends InitOptions {
  /** Tracks a `page_view` for each navigation that leads to another path. */
  router?: RouterLike;
}

export interface TrailmarkPlugin {
  install(app: App): void;
}

/** For `app.use`: starts the tracker in a browser, and gives templates `$trailmark`. */
export function createTrailmark(options: TrailmarkPluginOptions): TrailmarkPlugin;

/**
 * The tracker's functions, always the same ones. With a user (a ref, a getter or a value) it names them whenever they change, and forgets
 * them (`reset`) when there was one and there is none any more. It needs no plugin where `init` was called.
 */
export function useTrailmark(userId?: MaybeRefOrGetter<UserId>): ActivityTracker;

declare module "vue" {
  interface ComponentCustomProperties {
    $trailmark: ActivityTracker;
  }
}
