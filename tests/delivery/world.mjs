// What one run of a case happens in: a browser context, the site, the faulty way to the collector, and words for what visitors do.
import { setTimeout as pause } from "node:timers/promises";
import { launch } from "../support/browser.mjs";
import { FaultyProxy } from "../support/faulty-proxy.mjs";

/** Many runs share the machine: where it is slow, a page of one of them may take a minute to load. */
const PATIENCE_MS = 180_000;

export class World {
  /** Ends with the run. */
  #closing = [];

  /** Nothing is shared with other runs but the browser, the site and the collector. */
  static async make({ tracker, collector, site, browser, run }) {
    const world = new World();
    Object.assign(world, { tracker, collector, run, folder: site.folder(run) });
    world.proxy = await FaultyProxy.before(collector.url);
    world.#take(await browser.newContext());
    world.#closing.push(() => world.proxy.stop(), () => world.context.close());
    return world;
  }

  /** A browser of one's own, which becomes the run's. */
  async launch(options) {
    await this.use(await (await launch(options)).newContext());
    this.#closing.push(() => this.context.browser()?.close());
  }

  /** Another context in the place of the one so far. */
  async use(context) {
    await this.context.close().catch(() => {});
    this.#take(context);
  }

  #take(context) {
    context.setDefaultTimeout(PATIENCE_MS);
    this.context = context;
  }

  /** Has something done when the run is over. */
  atEnd(action) {
    this.#closing.push(action);
  }

  /**
   * A visitor opens a page with the tracker, and waits until that is `ready`. `before` and `after` are scripts of the page, around the
   * tracker's.
   */
  async open({ ready = true, ...parts } = {}) {
    const page = await this.context.newPage();
    const script = this.tracker.script({ endpoint: this.proxy.url, collector: this.collector });
    await page.goto(this.folder.page({ ...parts, script }), { waitUntil: ready ? "load" : "commit" });
    if (ready) await page.evaluate(() => window.sdk.ready);
    return page;
  }

  /** Tracks events `from` up to `to`, in one task. */
  async track(page, from, to, size = 0) {
    await page.evaluate(([run, from, to, size]) => {
      for (let n = from; n < to; n++) window.sdk.track(run, n, size);
    }, [this.run, from, to, size]);
  }

  /** The same as a script, for pages that track before anybody could ask them to. */
  tracking(from, to) {
    return `for (let n = ${from}; n < ${to}; n++) window.sdk.track("${this.run}", n, 0);`;
  }

  /** Tracks and is gone in the same task: the page has no moment left but its farewell. */
  async trackAndGo(page, from, to, size = 0) {
    const elsewhere = `${this.folder.url}/elsewhere`;
    await page.evaluate(([run, from, to, size, elsewhere]) => {
      for (let n = from; n < to; n++) window.sdk.track(run, n, size);
      location.href = elsewhere;
    }, [this.run, from, to, size, elsewhere]);
    await page.waitForURL(elsewhere);
  }

  /** Closes a tab as a visitor does, with all farewells. */
  async closeTab(page) {
    const closed = page.isClosed() ? undefined : page.waitForEvent("close");
    await page.close({ runBeforeUnload: true });
    await closed;
  }

  /** Neither browser nor collector have a network. The browser's own switch does not hold up beacons. */
  async goOffline() {
    await this.proxy.away();
    await this.context.setOffline(true);
  }

  async goOnline() {
    await this.proxy.back();
    await this.context.setOffline(false);
  }

  /** Waits for something; says whether it came. A case that cannot go on without it throws by itself. */
  async until(hoped, within = 60_000) {
    const deadline = Date.now() + within;
    while (!(await hoped())) {
      if (Date.now() > deadline) return false;
      await pause(40);
    }
    return true;
  }

  /** Events that the tracker says it still has, in all open pages; `undefined` when it cannot say. */
  async pending() {
    const each = await Promise.all(this.context.pages().map((page) => page.evaluate(() => (window.sdk ? (window.sdk.pending?.() ?? "unknown") : 0)).catch(() => 0)));
    return each.includes("unknown") ? undefined : each.reduce((sum, pending) => sum + pending, 0);
  }

  async end() {
    for (const action of this.#closing) await Promise.resolve(action()).catch(() => {});
  }
}
