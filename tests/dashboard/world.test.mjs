// The harness of the dashboard's tests must be able to fail.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isFarFromEdges, month } from "./month/month.mjs";
import { startWorld } from "./world.mjs";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

/** A stand-in for a test's context, whose `after` is run by hand. */
function standIn() {
  const left = [];
  return { after: (work) => left.push(work), end: async () => Promise.all(left.map((work) => work())) };
}

test("whatever the hour, nothing of the month happened where a range that ends now begins while tests run", () => {
  const hours = Array.from({ length: 24 }, (_, hour) => Date.UTC(2026, 10, 19, hour));
  const requests = hours.flatMap((end) => month({ end }).filter((request) => !isFarFromEdges(end)(request)));
  assert.deepEqual(requests, []);
  const [end] = hours;
  const at = (before) => ({ batch: { events: [{ occurred_at: end - before }] } });
  assert.deepEqual([7 * 86_400_000, 7 * 86_400_000 + 1, 0].map((before) => isFarFromEdges(end)(at(before))), [false, true, true]);
});

test("the month has something of everything", async () => {
  const month = { range: "30d" };
  const { total } = await world.ask("/api/analytics/sessions", month);
  assert.ok(total.sessions > 300 && total.users > 80 && total.bounces > 10, JSON.stringify(total));
  const funnel = await world.ask("/api/analytics/funnel", { ...month, step: ["plan_compared", "signup_started", "signup_completed"] });
  const [compared, started, completed] = funnel.steps.map(({ people }) => people);
  assert.ok(compared > started && started > completed && completed > 20, `${compared} ${started} ${completed}`);
  const { cohorts } = await world.ask("/api/analytics/retention", month);
  assert.ok(cohorts.some(({ retained }) => retained[1] > 5), JSON.stringify(cohorts));
  const { breakdowns } = await world.ask("/api/analytics/breakdown", { ...month, by: ["country,channel,device,campaign,browser"] });
  assert.deepEqual(breakdowns.filter(({ distinct }) => distinct < 3).map(({ by }) => by), []);
  const { rollups } = (await world.ask("/api/analytics/timeseries", month)).meta;
  assert.equal(rollups, "part", "folded, but for the last hours");
  const delivery = await world.ask("/api/analytics/delivery", month);
  assert.ok(delivery.capture_rate > 0.95 && delivery.capture_rate < 1 && delivery.dropped.total > 10 && delivery.rejected > 10 && delivery.outstanding > 0, JSON.stringify(delivery));
  const { counts } = await world.ask("/api/rejected", { range: "all" });
  assert.ok(new Set(counts.map(({ code }) => code)).size >= 5, JSON.stringify(counts));
  const { items } = await world.ask("/api/streams", month);
  assert.ok(items.some(({ levels }) => Object.values(levels).every((count) => count > 0)), "a stream of all levels");
  const [sent] = (await world.ask("/api/events", { ...month, type: "mail_sent" })).items;
  const { nodes, edges } = await world.ask(`/api/events/${sent.id}/causality`);
  assert.ok(nodes.length > 4 && edges.length > 4);
  const bots = await world.ask("/api/analytics/timeseries", { ...month, bots: "only" });
  assert.ok(bots.total.events > 0);
  assert.ok((await world.ask("/api/analytics/live")).now.people > 0);
  const { total: cost } = await world.ask("/api/analytics/cost", month);
  assert.ok(cost.events > 5_000);
  const { total: nothing } = await world.ask("/api/events", { range: "all" }, { key: world.empty.read });
  assert.equal(nothing, 0);
});

test("a page that is logged in shows figures of the API", async (t) => {
  const page = await world.open(t, "/dashboard/", { as: "read", view: { range: "30d" } });
  assert.equal(new URL(page.url()).search, "?range=30d");
  assert.equal(await page.getByTestId("key-gate").isVisible(), false);
});

test("what a page says on its console fails its test", async () => {
  const pretended = standIn();
  const page = await world.open(pretended, "/dashboard/");
  await page.evaluate(() => console.error("something is wrong"));
  await assert.rejects(pretended.end(), /something is wrong/);
});

test("what a test expects there does not", async () => {
  const pretended = standIn();
  const page = await world.open(pretended, "/dashboard/", { expected: /is wrong/ });
  await page.evaluate(() => console.error("something is wrong"));
  await pretended.end();
});

test("a faulty page does not pass axe", async (t) => {
  const page = await world.open(t, "/dashboard/");
  await page.evaluate(() => document.querySelector("main").append(document.createElement("button")));
  await assert.rejects(world.axe(page), /button-name/);
  await page.evaluate(() => document.body.append(Object.assign(document.createElement("p"), { id: "faint", textContent: "faint" })));
  await page.evaluate(() => Object.assign(document.getElementById("faint").style, { color: "#bbb", background: "#fff" }));
  await assert.rejects(world.axe(page, "#faint"), /color-contrast/);
});

test("a page that is too wide does not fit, and is told by name", async (t) => {
  const page = await world.open(t, "/dashboard/", { width: 390 });
  await page.evaluate(() => {
    const wide = Object.assign(document.createElement("div"), { className: "far-too-wide" });
    Object.assign(wide.style, { width: "600px", height: "10px" });
    document.body.append(wide);
  });
  await assert.rejects(world.fits(page), /far-too-wide/);
});
