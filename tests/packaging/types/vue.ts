// `trailmark/vue`: what must compile, and at the end what must not.
import { computed, createApp, ref } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import { createTrailmark, useTrailmark, type ActivityTracker, type RouterLike, type TrailmarkPlugin, type TrailmarkPluginOptions, type UserId } from "trailmark/vue";

const router = createRouter({ history: createWebHistory(), routes: [] });
const like: RouterLike = router;
const options: TrailmarkPluginOptions = { writeKey: "tm_write_x", consent: "pending", router };
const plugin: TrailmarkPlugin = createTrailmark(options);
const app = createApp({});
app.use(router).use(plugin).use(createTrailmark({ writeKey: "tm_write_x", router: like }));
app.config.globalProperties.$trailmark.track("mounted");

export function setup() {
  const user = ref<{ id: string } | null>(null);
  const userId: UserId = user.value?.id;
  const tracker: ActivityTracker = useTrailmark();
  useTrailmark(userId);
  useTrailmark(() => user.value?.id);
  useTrailmark(computed(() => user.value?.id));
  const id: string | undefined = tracker.track("board_opened", { level: "detail" });
  return { id, size: tracker.queueSize() };
}

// @ts-expect-error a write key is needed
createTrailmark({});
// @ts-expect-error that is no router
createTrailmark({ writeKey: "k", router: {} });
// @ts-expect-error the plugin starts it
useTrailmark().init({ writeKey: "k" });
// @ts-expect-error a user is named by an id
useTrailmark(ref({ id: "u_1" }));
// @ts-expect-error there is no such level
app.config.globalProperties.$trailmark.track("a", { level: "loud" });
