// A collector, or something before it, that answers otherwise than it should.
import assert from "node:assert/strict";

const unavailable = {
  name: "503 for 8 s",
  events: 50,
  async run(world) {
    const page = await world.open();
    world.proxy.answer(503);
    await world.track(page, 0, 25);
    await page.waitForTimeout(4_000);
    await world.track(page, 25, 50);
    await page.waitForTimeout(4_000);
    world.proxy.pass();
  },
};

const RETRY_AFTER_S = 4;

const tooManyRequests = {
  name: "429 with Retry-After",
  events: 25,
  async run(world) {
    const page = await world.open();
    world.proxy.answer(429, { headers: { "retry-after": `${RETRY_AFTER_S}` } });
    await world.track(page, 0, 25);
    await world.until(() => world.proxy.faulted().length > 0);
    // Free again a little before it was promised.
    await page.waitForTimeout(RETRY_AFTER_S * 1000 - 500);
    world.proxy.pass();
  },
  /** What the server asks for is kept. */
  check(world) {
    const [refused, next] = world.proxy.posts();
    assert.equal(refused.status, 429);
    const waited = next.at - refused.ended;
    assert.ok(waited >= RETRY_AFTER_S * 1000 - 100, `asked to wait ${RETRY_AFTER_S} s, came after ${waited} ms`);
  },
};

const tooLarge = {
  name: "413 for a whole batch, but not for its halves",
  events: 100,
  async run(world) {
    const page = await world.open();
    world.proxy.refuseAbove(20_000);
    await world.track(page, 0, 100, 1_000);
  },
  check(world) {
    assert.ok(world.proxy.requests.some((request) => request.status === 413), "nothing was ever too large");
  },
};

/** Networks of hotels and companies answer for others. */
const captivePortal = {
  name: "a portal that answers 200 with HTML, for 3 s",
  events: 25,
  async run(world) {
    const page = await world.open();
    world.proxy.answer(200, { headers: { "content-type": "text/html" }, body: "<!doctype html><title>Log in to the network</title>" });
    await world.track(page, 0, 25);
    await page.waitForTimeout(3_000);
    world.proxy.pass();
  },
};

/** A firewall's refusal is final by its status; the Worker never saw the batch. */
const firewall = {
  name: "a firewall that answers 403 with HTML, for 3 s",
  events: 25,
  async run(world) {
    const page = await world.open();
    world.proxy.answer(403, { headers: { "content-type": "text/html" }, body: "<!doctype html><title>Blocked</title>" });
    await world.track(page, 0, 25);
    await page.waitForTimeout(3_000);
    world.proxy.pass();
  },
};

const slow = {
  name: "answers delayed 30 s, for 2 s",
  events: 25,
  async run(world) {
    const page = await world.open();
    world.proxy.delay(30_000);
    await world.track(page, 0, 25);
    await page.waitForTimeout(2_000);
    // What was asked until now is answered late, what comes now is not.
    world.proxy.pass();
  },
};

const databaseFails = {
  name: "D1 fails inside of the Worker",
  only: "trailmark",
  events: 25,
  async run(world) {
    const page = await world.open();
    const { d1 } = world.collector;
    // D1 itself refuses what this run writes; other runs use the same table.
    const trigger = `"fails ${world.run}"`;
    await d1.exec(`CREATE TRIGGER ${trigger} BEFORE INSERT ON events WHEN instr(NEW.metadata, '${world.run}') BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END`);
    await world.track(page, 0, 25);
    const refused = await world.until(() => world.proxy.posts().filter((request) => request.status >= 500).length >= 2);
    await d1.exec(`DROP TRIGGER ${trigger}`);
    if (!refused) throw new Error("the failing database was never noticed");
  },
};

export const service = [unavailable, tooManyRequests, tooLarge, captivePortal, firewall, slow, databaseFails];
