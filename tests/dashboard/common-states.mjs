// What is asked of every page that shows answers: it waits, fails and says so, tries again, has something to say when there is nothing,
// and can be used and read by everybody. Each takes the world, the test and the page's address.
import assert from "node:assert/strict";
import { eventually } from "../support/browser.mjs";
import { settled } from "./world.mjs";

const REFUSAL = { type: "about:blank", status: 422, code: "question_too_big", title: "The question is too big", detail: "Ask for a shorter time." };

/** While the answer is under way there is a place for it; then there is the answer. */
export async function waits(world, t, address, { path, view, shows }) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const before = (context) =>
    context.route(`**${path}?*`, async (route) => {
      await released;
      await route.continue();
    });
  const page = await world.open(t, address, { view, before, settle: false });
  await page.getByTestId("loading").first().waitFor();
  assert.equal(await page.getByTestId(shows).count(), 0);
  release();
  await settled(page);
  await page.getByTestId(shows).first().waitFor();
}

/** A refusal is shown in the API's words, and "Try again" asks again. */
export async function failsAndRecovers(world, t, address, { path, view, shows }) {
  let fails = true;
  const before = (context) =>
    context.route(`**${path}?*`, (route) =>
      fails ? route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify(REFUSAL) }) : route.continue(),
    );
  const page = await world.open(t, address, { view, before, expected: /422/ });
  assert.equal(await world.text(page, "error-code"), REFUSAL.code);
  assert.equal(await world.text(page, "error-detail"), REFUSAL.detail);
  await world.axe(page);
  fails = false;
  await page.getByTestId("error-retry").click();
  await page.getByTestId(shows).first().waitFor();
  await eventually(() => page.getByTestId("error").count(), (count) => count === 0);
}

/** A project without events has an empty state in words. */
export async function saysThatItIsEmpty(world, t, address, { view } = {}) {
  const page = await world.open(t, address, { view, empty: true });
  await page.getByTestId("empty").waitFor();
  await world.axe(page);
}

/** The same address shows the same to somebody else. */
export async function isTheSameElsewhere(world, t, page, testIds) {
  const figures = (page) => Promise.all(testIds.map((id) => page.getByTestId(id).evaluateAll((found) => found.map((one) => [one.dataset.value, one.textContent]))));
  const { pathname, search } = new URL(page.url());
  const other = await world.open(t, pathname + search);
  const seen = await figures(other);
  assert.ok(seen.every((of) => of.length > 0), `${testIds} in ${JSON.stringify(seen)}`);
  assert.deepEqual(seen, await figures(page));
  assert.equal(new URL(other.url()).search, search, "the address stays as it is");
}

/** axe finds nothing serious and nothing sticks out, in both themes and on a phone. `prepare` opens what is closed at first. */
export async function canBeUsedByAll(world, t, address, { view, prepare } = {}) {
  for (const [theme, width] of [["light", 1440], ["dark", 1440], ["light", 390], ["dark", 390]]) {
    const page = await world.open(t, address, { view, theme, width });
    await prepare?.(page);
    await world.axe(page);
    await world.fits(page);
    await page.context().close();
  }
}

/** The date so many days before now, in UTC. */
export const day = (back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

/** Days that are over: their figures are the same whenever one asks. */
export const DAYS = { from: day(16), to: day(2) };
