// Whom a binding has named last. Of the page and not of one component: many may know the user, and who logs out does so once.
import * as core from "./index.js";

let named;

function identify(userId) {
  named = userId;
  core.identify(userId);
}

function reset() {
  named = undefined;
  core.reset();
}

const { init, ...functions } = core;

/** What the hooks return: always the same object with the same functions, so that it is stable in every list of dependencies. */
export const tracker = Object.freeze({ ...functions, identify, reset });

/**
 * Names the user that a component knows, or forgets them when it knew one `before` and now knows none: then they logged out. A page that
 * begins without one changes nothing, for it may only not know yet.
 */
export function follow(userId, before) {
  if (isKnown(userId)) return userId === named || identify(userId);
  if (isKnown(before) && named !== undefined) reset();
}

const isKnown = (userId) => userId !== undefined && userId !== null && userId !== "";
