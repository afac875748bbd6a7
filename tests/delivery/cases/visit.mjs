// An undisturbed visit, and all the ways to end one.
import { crash } from "./crash.mjs";

const steady = {
  name: "steady 100 events",
  events: 100,
  async run(world) {
    const page = await world.open();
    for (let n = 0; n < 100; n++) await world.track(page, n, n + 1);
  },
};

const leftByLink = {
  name: "25 events, then location.href in the same task",
  events: 25,
  moment: true,
  async run(world) {
    await world.trackAndGo(await world.open(), 0, 25);
  },
};

const tabClosed = {
  name: "25 events, then the tab closed",
  events: 25,
  moment: true,
  async run(world) {
    const page = await world.open();
    await world.track(page, 0, 25);
    await world.closeTab(page);
  },
};

const leftInFlight = {
  name: "leaving while a request is in flight",
  events: 25,
  moment: true,
  async run(world) {
    const page = await world.open();
    world.proxy.delay(3_000);
    await world.track(page, 0, 12);
    await world.until(() => world.proxy.posts().length > 0);
    await world.trackAndGo(page, 12, 25);
    world.proxy.pass();
  },
};

/** Pages tell at the very end how long a visit was, in listeners that may come before the tracker's or after them. */
const trackedInFarewell = {
  name: "events tracked in the page's own visibilitychange and pagehide",
  events: 4,
  moment: true,
  async run(world) {
    const listen = (target, event, n) => `${target}.addEventListener("${event}", () => window.sdk?.track("${world.run}", ${n}, 0));`;
    const listenTwice = (from) => listen("document", "visibilitychange", from) + listen("window", "pagehide", from + 1);
    const page = await world.open({ before: listenTwice(0) });
    await page.evaluate(listenTwice(2));
    await world.trackAndGo(page, 0, 0);
  },
};

/** What phones do: the page is put away, and its process ends some time later without another word. */
const hiddenThenGone = {
  name: "page hidden after 25 events, then its process gone for ever",
  events: 25,
  moment: true,
  async run(world) {
    const page = await world.open();
    await world.track(page, 0, 25);
    await page.evaluate(() => {
      Object.defineProperties(document, { visibilityState: { value: "hidden" }, hidden: { value: true } });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    });
    await crash(page);
  },
};

const largeThenLeft = {
  name: "200 events of 2 KB, then leaving; a later page is opened",
  events: 200,
  moment: true,
  async run(world) {
    await world.trackAndGo(await world.open(), 0, 200, 2_000);
    await world.open();
  },
};

/** The page itself may use up what the browser lets outlive a page: 64 KiB of bodies under way. */
const keepaliveUsedUp = {
  name: "keepalive bytes used up by the page itself, then leaving; a later page is opened",
  events: 25,
  moment: true,
  async run(world) {
    const page = await world.open();
    await page.evaluate(() => {
      for (let part = 0; part < 4; part++) fetch("sink", { method: "POST", keepalive: true, body: "x".repeat(16_000) }).catch(() => {});
    });
    if (!(await world.until(() => world.folder.sinking() >= 64_000))) throw new Error("the page could not use up its keepalive bytes");
    await world.trackAndGo(page, 0, 25);
    world.folder.drain();
    await world.open();
  },
};

const restoredFromCache = {
  name: "back-forward cache round trip",
  events: 25,
  async run(world) {
    await world.launch({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
    const before = `addEventListener("pageshow", (event) => { window.persisted = event.persisted; });`;
    const page = await world.open({ before });
    await page.evaluate(() => (window.survivor = "the same page"));
    await world.trackAndGo(page, 0, 12);
    await page.goBack({ waitUntil: "commit" });
    // Between one page and the other there is a moment without any.
    await world.until(() => page.evaluate(() => window.persisted === true).catch(() => false));
    const restored = await page.evaluate(() => [window.survivor, window.persisted]);
    if (`${restored}` !== "the same page,true") throw new Error(`not restored from the back-forward cache: ${JSON.stringify(restored)}`);
    await world.track(page, 12, 25);
  },
};

export const visit = [steady, leftByLink, tabClosed, leftInFlight, trackedInFarewell, hiddenThenGone, largeThenLeft, keepaliveUsedUp, restoredFromCache];
