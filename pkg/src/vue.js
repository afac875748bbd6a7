// `trailmark/vue`: a plugin that starts the tracker, and a composable with its functions. On a server they do nothing.
import { nextTick, toValue, watch } from "vue";
import { init, trackPageView } from "./index.js";
import { follow, tracker } from "./named.js";

const inBrowser = typeof document !== "undefined";

export function createTrailmark({ router, ...options } = {}) {
  return {
    install(app) {
      app.config.globalProperties.$trailmark = tracker;
      if (!inBrowser) return;
      init(options);
      router && viewsOf(router);
    },
  };
}

/** One view for each navigation that came to its end, and none for those that change only the query or the fragment. */
function viewsOf(router) {
  let shown;
  router.afterEach(({ path }, _, failure) => {
    if (failure || path === shown) return;
    shown = path;
    // Others set the title in the same moment.
    nextTick(() => trackPageView());
  });
}

export function useTrailmark(userId) {
  if (inBrowser && userId !== undefined) watch(() => toValue(userId), follow, { immediate: true });
  return tracker;
}
