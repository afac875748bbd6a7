// Funnels: every number is the API's, the builder is in the address, and all of it works with the keyboard.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { canBeUsedByAll, DAYS, failsAndRecovers, isTheSameElsewhere, saysThatItIsEmpty, waits } from "./common-states.mjs";
import { settled, startWorld } from "./world.mjs";

const ADDRESS = "/dashboard/funnels/";
const PATH = "/api/questions/funnel";
const STEPS = ["page_view", "type=page_view&path=/pricing", "signup_completed"];
const VIEW = { ...DAYS, step: STEPS };

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const query = (page) => new URL(page.url()).searchParams;
const steps = (page) => query(page).getAll("step");
const field = (page, index) => page.getByTestId("step").nth(index).getByTestId("step-type");
const values = (page, id) => page.getByTestId(id).evaluateAll((found) => found.map((one) => (one.dataset.value === "" ? null : Number(one.dataset.value))));
/** Waits until the address has changed, and the answer to it is shown. */
const becomes = async (page, hoped) => {
  await eventually(async () => steps(page), (now) => JSON.stringify(now) === JSON.stringify(hoped));
  await settled(page);
};

describe("figures", () => {
  test("are the API's: totals, steps, the table, and the period before", async (t) => {
    const page = await world.open(t, ADDRESS, { view: VIEW });
    const answer = await world.ask(PATH, { ...VIEW, compare: "previous" });
    assert.ok(answer.people > answer.converted && answer.converted > 5, JSON.stringify(answer));
    assert.ok(answer.previous.people > 0, "something to compare with");
    assert.equal(await world.value(page, "funnel-people"), answer.people);
    assert.equal(await world.value(page, "funnel-converted"), answer.converted);
    assert.equal(await world.value(page, "funnel-conversion"), answer.conversion);
    assert.equal(await world.value(page, "funnel-median"), answer.steps[2].median_ms);
    assert.equal(await world.value(page, "funnel-people-delta"), answer.previous.people);
    assert.equal(await world.value(page, "funnel-converted-delta"), answer.previous.converted);

    const of = (name) => answer.steps.map((step) => step[name]);
    assert.deepEqual(await values(page, "step-people"), of("people"));
    assert.deepEqual(await values(page, "step-conversion"), of("conversion"));
    assert.deepEqual(await values(page, "step-median"), of("median_ms").slice(1));
    assert.deepEqual(await values(page, "step-p90"), of("p90_ms").slice(1));
    assert.deepEqual(await values(page, "step-delta"), answer.previous.steps.map(({ people }) => people));
    const lost = answer.steps.slice(1).map(({ people }, index) => answer.steps[index].people - people);
    assert.deepEqual(await values(page, "lost"), lost);

    await world.unfold(page, "funnel-table");
    const column = async (id) => page.getByTestId(id).evaluateAll((found) => found.map((one) => (one.dataset.value === undefined ? null : Number(one.dataset.value))));
    assert.deepEqual(await column("table-people"), of("people"));
    assert.deepEqual(await column("table-previous"), of("from_previous"));
    assert.deepEqual(await column("table-median"), of("median_ms"));
    assert.deepEqual(await column("table-p90"), of("p90_ms"));
    assert.deepEqual(await column("table-people-before"), answer.previous.steps.map(({ people }) => people));
  });

  test("of a split, a window and another way of counting are the API's", async (t) => {
    const asked = { window: "30m", by: "device", people: "session" };
    const page = await world.open(t, ADDRESS, { view: { ...VIEW, compare: "none", ...asked } });
    const answer = await world.ask(PATH, { ...VIEW, ...asked });
    assert.ok(answer.series.length > 1);
    assert.deepEqual(await values(page, "step-people"), answer.steps.map(({ people }) => people));
    const rows = await page.getByTestId("split-row").evaluateAll((found) =>
      found.map((row) => [...row.children].map((cell) => (Number.isNaN(Number(cell.dataset.value)) ? cell.dataset.value : Number(cell.dataset.value)))),
    );
    assert.deepEqual(rows, answer.series.map(({ value, steps }) => [value, ...steps.map(({ people }) => people), steps.at(-1).conversion]));
    assert.equal(await page.getByTestId("funnel-people-delta").count(), 0, "nothing to compare with was asked for");
  });

  test("heed the view's filters", async (t) => {
    const page = await world.open(t, ADDRESS, { view: { ...VIEW, device: "mobile" } });
    const { people } = await world.ask(PATH, { ...VIEW, device: "mobile" });
    assert.ok(people > 0 && people < (await world.ask(PATH, VIEW)).people);
    assert.equal(await world.value(page, "funnel-people"), people);
  });
});

describe("at the start", () => {
  test("a funnel is suggested that people come through, and stands in the address", async (t) => {
    const page = await world.open(t, ADDRESS, { view: DAYS });
    await eventually(async () => steps(page).length, (length) => length >= 2);
    await settled(page);
    await page.getByTestId("suggested").waitFor();
    const answer = await world.ask(PATH, { ...DAYS, step: steps(page) });
    assert.ok(answer.converted > 0, JSON.stringify(answer));
    assert.equal(await world.value(page, "funnel-converted"), answer.converted);
    assert.equal(await page.evaluate(() => history.length), 2, "whoever goes back leaves the page: about:blank is before it");
    await field(page, 0).fill("page_view");
    await field(page, 0).press("Enter");
    await becomes(page, ["page_view", ...steps(page).slice(1)]);
    assert.equal(await page.getByTestId("suggested").count(), 0, "no suggestion any more");
  });

  test("one starts over with a suggestion", async (t) => {
    const page = await world.open(t, ADDRESS, { view: VIEW });
    await page.getByTestId("start-over").click();
    await page.getByTestId("suggested").waitFor();
    assert.notDeepEqual(steps(page), STEPS);
  });
});

describe("the builder", () => {
  test("adds, fills, moves and removes steps by keyboard alone, and says so", async (t) => {
    const page = await world.open(t, ADDRESS, { view: { ...DAYS, step: ["page_view", "signup_started"] } });
    await page.getByTestId("step-add").press("Enter");
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")), (label) => label === "Event type of step 3");
    assert.deepEqual(steps(page), ["page_view", "signup_started", ""]);
    assert.equal(await page.getByTestId("funnel-step").count(), 2, "the two that are chosen are still shown");
    await page.keyboard.type("signup_completed");
    await page.keyboard.press("Enter");
    await becomes(page, ["page_view", "signup_started", "signup_completed"]);
    assert.deepEqual(await values(page, "step-people"), (await world.ask(PATH, { ...DAYS, step: steps(page) })).steps.map(({ people }) => people));

    await page.keyboard.press("Alt+ArrowUp");
    await becomes(page, ["page_view", "signup_completed", "signup_started"]);
    await page.getByText("signup_completed is step 2 now").waitFor({ state: "attached" });
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")), (label) => label === "Move step 2 up");
    await page.keyboard.press("Enter");
    await becomes(page, ["signup_completed", "page_view", "signup_started"]);
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")), (label) => label === "Move step 1 down");

    await page.getByTestId("step-remove").nth(1).press("Enter");
    await becomes(page, ["signup_completed", "signup_started"]);
    assert.ok(await page.getByTestId("step-remove").first().isDisabled(), "a funnel has two steps at least");
    await page.goBack();
    await becomes(page, ["signup_completed", "page_view", "signup_started"]);
    assert.equal(await page.getByTestId("step").count(), 3);
  });

  test("leaves alone what is being typed while answers come", async (t) => {
    const page = await world.open(t, ADDRESS, { view: { ...VIEW, live: "1" } });
    await field(page, 0).fill("search_perf");
    await page.waitForResponse((response) => response.url().includes(PATH));
    await settled(page);
    assert.equal(await field(page, 0).inputValue(), "search_perf");
    await field(page, 0).press("Enter");
    await becomes(page, ["search_perf", ...STEPS.slice(1)]);
  });

  test("takes conditions on any dimension, with what there is to choose from", async (t) => {
    const page = await world.open(t, ADDRESS, { view: { ...DAYS, step: ["page_view", "signup_completed"] } });
    const first = page.getByTestId("step").first();
    await first.getByTestId("condition-add").press("Enter");
    await first.getByTestId("filter-name").selectOption("country");
    await first.getByTestId("filter-test").selectOption("not");
    const { items } = (await world.ask("/api/analytics/breakdown", { ...DAYS, type: "page_view", by: "country", limit: 100 })).breakdowns[0];
    const countries = items.flatMap(({ value }) => value ?? []).slice(0, 2);
    const offered = () => first.getByTestId("suggestion").evaluateAll((found) => found.map((one) => one.dataset.value));
    await eventually(offered, (now) => JSON.stringify(now) === JSON.stringify(items.map(({ value }) => value ?? "(none)")));
    for (const country of countries) await first.locator(`[data-testid=suggestion][data-value=${country}]`).check();
    await first.getByTestId("filter-apply").press("Enter");
    const step = `type=page_view&country.not=${encodeURIComponent(countries.join(","))}`;
    await becomes(page, [step, "signup_completed"]);
    assert.equal(await world.value(page, "funnel-people"), (await world.ask(PATH, { ...DAYS, step: steps(page) })).people);
    assert.equal(await page.getByTestId("filters").count(), 1, "the view has no filter, the step has");

    await first.getByTestId("condition-add").click();
    await first.getByTestId("filter-name").selectOption("metadata.");
    await first.getByTestId("filter-member").fill("plan");
    await first.getByTestId("filter-value").fill("pro");
    await first.getByTestId("filter-value").press("Enter");
    await becomes(page, [`${step}&metadata.plan=pro`, "signup_completed"]);
    await first.getByTestId("filter-remove").nth(1).click();
    await first.getByTestId("filter-remove").first().click();
    await becomes(page, ["page_view", "signup_completed"]);
  });

  test("offers the types that happened, and behind them those that are planned", async (t) => {
    const page = await world.open(t, ADDRESS, { view: VIEW });
    const counted = (await world.ask("/api/analytics/breakdown", { ...DAYS, by: "type", limit: 100 })).breakdowns[0].items.map(({ value }) => value);
    const planned = Object.keys((await world.ask("/api/plan")).plan.events);
    const offered = await page.locator("#steps-types option").evaluateAll((found) => found.map((one) => one.value));
    assert.deepEqual(offered, [...counted, ...planned.filter((type) => !counted.includes(type))]);
  });

  test("keeps window, people and split in the address, and refuses a window that is too long", async (t) => {
    const page = await world.open(t, ADDRESS, { view: VIEW });
    await page.getByTestId("window-unit").selectOption("h");
    await page.getByTestId("window-amount").fill("12");
    await page.getByTestId("window-amount").press("Enter");
    await page.getByTestId("people").selectOption("user");
    await page.getByTestId("by").selectOption("channel");
    await eventually(async () => `${query(page).get("window")} ${query(page).get("people")} ${query(page).get("by")}`, (own) => own === "12h user channel");
    await settled(page);
    await page.getByTestId("window-amount").fill("99999");
    await page.getByTestId("window-amount").press("Enter");
    await eventually(() => page.getByTestId("window-amount").inputValue(), (value) => value === "12");
    assert.equal(query(page).get("window"), "12h");
    await isTheSameElsewhere(world, t, page, ["step-people", "funnel-conversion", "split-row"]);
  });
});

describe("states", () => {
  test("of a long funnel have room for every type", async (t) => {
    const others = ["page_view", "signup_started", "search_performed", "plan_compared", "task_created", "task_completed", "modal_opened", "modal_closed", "board_loaded"];
    for (const [width, longest] of [[1440, "notification_settings_changed"], [390, "search_result_opened"]]) {
      const page = await world.open(t, ADDRESS, { view: { ...DAYS, step: [longest, ...others] }, width });
      const cut = await page.getByTestId("step-type").evaluateAll((fields) => fields.filter((field) => field.scrollWidth > field.clientWidth).map((field) => field.value));
      assert.deepEqual(cut, []);
      assert.ok(await page.getByTestId("step-add").isDisabled(), "ten steps are all that the API takes");
      await world.fits(page);
    }
  });

  test("waits", (t) => waits(world, t, ADDRESS, { path: PATH, view: VIEW, shows: "funnel-step" }));
  test("fails, and recovers", (t) => failsAndRecovers(world, t, ADDRESS, { path: PATH, view: VIEW, shows: "funnel-step" }));
  test("says that there is nothing", (t) => saysThatItIsEmpty(world, t, ADDRESS));
  test("says that nobody took the first step", async (t) => {
    const page = await world.open(t, ADDRESS, { view: { step: ["never_happened", "page_view"] } });
    await page.getByText("Nobody took the first step").waitFor();
  });
  test("can be used by all", (t) =>
    canBeUsedByAll(world, t, ADDRESS, {
      view: { ...VIEW, by: "channel" },
      prepare: async (page) => {
        await world.unfold(page, "funnel-table");
        await page.getByTestId("condition-add").last().click();
        await page.getByTestId("suggestion").first().waitFor();
      },
    }));
});
