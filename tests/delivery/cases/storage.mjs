// Pages whose storage is of no use.

/** The host page has taken all that the browser grants an origin. */
const fill = `
  const most = 6 * 1024 * 1024;
  for (let size = most, part = 0; size >= 1; ) {
    try {
      localStorage.setItem("host-" + part, "x".repeat(size));
      part += 1;
    } catch {
      size = Math.floor(size / 2);
    }
  }`;

const block = `
  const refuse = () => { throw new DOMException("The operation is insecure.", "SecurityError"); };
  for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(window, name, { get: refuse });
  Object.defineProperty(document, "cookie", { get: () => "", set() {} });`;

const full = async (page) => {
  const refused = await page.evaluate(() => {
    try {
      localStorage.setItem("one-more-key", "x".repeat(64));
    } catch {
      return true;
    }
  });
  if (!refused) throw new Error("storage is not full");
};

const storageFull = {
  name: "storage full, then leaving",
  events: 25,
  moment: true,
  async run(world) {
    const page = await world.open({ before: fill });
    await full(page);
    await world.trackAndGo(page, 0, 25);
  },
};

const storageFullWhileFailing = {
  name: "storage full, and 503 for 4 s",
  events: 25,
  async run(world) {
    const page = await world.open({ before: fill });
    await full(page);
    world.proxy.answer(503);
    await world.track(page, 0, 25);
    await page.waitForTimeout(4_000);
    world.proxy.pass();
  },
};

const storageBlocked = {
  name: "storage blocked, then leaving",
  events: 25,
  moment: true,
  async run(world) {
    await world.trackAndGo(await world.open({ before: block }), 0, 25);
  },
};

const storageBlockedWhileFailing = {
  name: "storage blocked, and 503 for 4 s",
  events: 25,
  async run(world) {
    const page = await world.open({ before: block });
    world.proxy.answer(503);
    await world.track(page, 0, 25);
    await page.waitForTimeout(4_000);
    world.proxy.pass();
  },
};

export const storage = [storageFull, storageFullWhileFailing, storageBlocked, storageBlockedWhileFailing];
