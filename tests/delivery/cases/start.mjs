// The tracker is not there yet, or its core never comes.

/** Leaves by itself 50 ms after it began to track. */
const leaving = (world) => `${world.tracking(0, 5)} setTimeout(() => { location.href = "${world.folder.url}/elsewhere"; }, 50);`;

const leftBeforeReady = {
  name: "5 events before the tracker is ready, left within 50 ms",
  events: 5,
  moment: true,
  async run(world) {
    // What loads late comes later still. Other trackers have no such file, and only their own start to wait for.
    let come;
    const late = new Promise((resolve) => (come = resolve));
    world.folder.onFile = (name) => (name.endsWith(".wasm") ? late : undefined);
    const page = await world.open({ ready: false, after: leaving(world) });
    await page.waitForURL(/elsewhere/);
    come();
  },
};

const withoutCore = (name, how, csp) => ({
  name,
  only: "trailmark",
  events: 25,
  async run(world) {
    world.folder.onFile = (file) => (file.endsWith(".wasm") ? how : undefined);
    const origins = `${new URL(world.folder.url).origin} ${world.proxy.url}`;
    const page = await world.open({ ready: false, after: world.tracking(0, 10), csp: csp && `${csp}; connect-src ${origins}` });
    await world.until(() => page.evaluate(() => window.sdk !== undefined));
    await world.track(page, 10, 20);
    await world.until(async () => (await world.pending()) === 0);
    const came = await page.evaluate(() => Promise.race([window.sdk.ready.then(() => true), new Promise((resolve) => setTimeout(resolve, 0, false))]));
    if (came) throw new Error("the core came all the same");
    await world.trackAndGo(page, 20, 25);
  },
});

const wasmAborted = withoutCore("wasm blocked: the request is aborted", "abort");
const wasmMissing = withoutCore("wasm blocked: 404", 404);
const wasmForbidden = withoutCore("wasm blocked: by CSP, without wasm-unsafe-eval", undefined, "script-src 'self' 'unsafe-inline'");

export const start = [leftBeforeReady, wasmAborted, wasmMissing, wasmForbidden];
