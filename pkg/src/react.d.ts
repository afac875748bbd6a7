import type { ReactElement, ReactNode } from "react";
import type { ActivityTracker, InitOptions, MetadataOf } from "./index.js";

export type { ActivityTracker } from "./index.js";

/** The user whom the app knows; `undefined`, `null` and an empty text are nobody. */
export type UserId = string | number | null | undefined;

/** The options of `init`. They are read once, but for `userId` and `consent`, which are followed when they change. */
export interface TrailmarkProviderProps extends Omit<InitOptions, "userId"> {
  userId?: UserId;
  children?: ReactNode;
}

/** Starts the tracker when it is mounted in a browser. Renders its children and nothing else. */
export function TrailmarkProvider(props: TrailmarkProviderProps): ReactElement;

/**
 * The tracker's functions, always the same ones. With a user it names them whenever they change, and forgets them (`reset`) when there
 * was one and there is none any more. It needs no provider where `init` was called.
 */
export function useActivityTracker(userId?: UserId): ActivityTracker;

export interface PageView {
  /** Stands for the document's title. */
  name?: string;
  metadata?: MetadataOf<"page_view">;
}

/**
 * Tracks a `page_view` when the path is shown and whenever it changes, once however often it is rendered. Give it what your router says,
 * such as `useLocation().pathname`. Without a path it is that of the address bar; with `null` nothing is tracked.
 */
export function usePageView(path?: string | null, view?: PageView): void;
