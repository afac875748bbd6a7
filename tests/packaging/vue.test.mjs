// `trailmark/vue`: the README's start with Vue Router, built by Vite, and a server that renders.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { build as viteBuild } from "vite";
import { compileScript, parse } from "vue/compiler-sfc";
import { eventually, stored, storedExactly } from "../support/browser.mjs";
import { run } from "./project.mjs";
import { open, ours, project, serveFiles, starts, TOP, world } from "./world.mjs";

const LINKED = ["vue", "vue-router"];

test("the README's start: a view for each navigation, and the user from the login to the logout", async (t) => {
  const began = Date.now();
  const [main] = starts("Vue", "ts");
  const [component] = starts("Vue", "vue");
  const { descriptor } = parse(component);
  const app = compileScript(descriptor, { id: "app", inlineTemplate: true }).content;
  const files = { "index.html": `${TOP}<title>App</title><div id="app"></div><script type="module" src="/main.ts"></script>`, "main.ts": main.replace("App.vue", "App.js"), "App.js": app, "router.js": ROUTER };
  const site = await project("vue", files, LINKED);
  await viteBuild({ root: site, configFile: false, logLevel: "silent" });
  const { url } = await serveFiles(t, path.join(site, "dist"), { fallback: "index.html" });
  const page = await open(t, `${url}/`);
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  await press("Save");
  await press("Log in");
  await press("Save");
  await page.evaluate(() => window.router.push("/board"));
  await page.evaluate(() => window.router.push("/board?tab=list"));
  await page.evaluate(() => window.router.push("/closed"));
  await page.evaluate(() => window.router.push("/old"));
  await page.evaluate(() => window.router.push("/"));
  await press("Log out");
  await press("Save");
  await page.evaluate(() => window.trailmark.flush());
  await eventually(() => page.evaluate(() => window.trailmark.queueSize()), (size) => size === 0);
  const saved = await storedExactly(world.server, "settings_saved", 3);
  assert.deepEqual(saved.map(({ user_id }) => user_id), [null, "u_1", null]);
  assert.deepEqual(saved.map(({ visitor_id }) => visitor_id === saved[0].visitor_id), [true, true, false]);
  const views = (await stored(world.server, "page_view")).filter(({ occurred_at }) => occurred_at >= began);
  assert.deepEqual(views.map(({ page_path, page_title }) => [page_path, page_title]), [["/", "Start"], ["/board", "Board"], ["/", "Start"]]);
  assert.equal(await page.evaluate(() => window.isSame), true, "everybody has the same functions");
  assert.deepEqual(page.said, []);
});

test("a server renders an app with everything in it, and nothing is kept or thrown", async () => {
  const site = await project("vue-server", { "render.mjs": ours(RENDER) }, LINKED);
  const { stdout, stderr } = await run(process.execPath, ["render.mjs"], { cwd: site, timeout: 20_000 });
  assert.deepEqual([stdout.trim(), stderr], ["<p>u_1 undefined 0</p>", ""]);
});

/** A login, a guard that says no, a redirection, and titles. */
const ROUTER = `
import { h, ref, getCurrentInstance } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import * as trailmark from "trailmark";
import { useTrailmark } from "trailmark/vue";

const user = ref();
const Page = {
  setup() {
    const tracker = useTrailmark(() => user.value?.id);
    window.isSame = tracker === useTrailmark() && tracker === getCurrentInstance().appContext.config.globalProperties.$trailmark;
    const button = (name, onClick) => h("button", { onClick }, name);
    return () => [button("Log in", () => (user.value = { id: "u_1" })), button("Log out", () => (user.value = null))];
  },
};
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: Page, meta: { title: "Start" } },
    { path: "/board", component: Page, meta: { title: "Board" } },
    { path: "/closed", component: Page, beforeEnter: () => false },
    { path: "/old", redirect: "/board" },
  ],
});
router.afterEach(({ meta }) => void (document.title = meta.title));
Object.assign(window, { router, trailmark });
`;

const RENDER = `
import { createSSRApp, h, ref } from "vue";
import { renderToString } from "vue/server-renderer";
import { createMemoryHistory, createRouter } from "vue-router";
import { createTrailmark, useTrailmark } from "trailmark/vue";

const Page = {
  setup() {
    const { track, queueSize } = useTrailmark(ref("u_1"));
    return () => h("p", ["u_1", String(track("rendered")), queueSize()].join(" "));
  },
};
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", component: Page }] });
const app = createSSRApp(Page).use(router).use(createTrailmark({ writeKey: "tm_write_YOUR_KEY", router }));
await router.push("/");
await router.isReady();
console.log(await renderToString(app));
`;
