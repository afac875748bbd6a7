// Pages on paper: light whatever the screen is, without navigation and tools, and nothing that would have to be scrolled.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "../support/browser.mjs";
import { startWorld } from "./world.mjs";

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const inkOn = (page) => page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.querySelector(".card")).backgroundColor].map((colour) => Number(/\d+/.exec(colour)[0])));

for (const address of ["/dashboard/sessions/", "/dashboard/timings/", "/dashboard/streams/"]) {
  test(`${address} on paper`, async (t) => {
    const page = await world.open(t, address, { theme: "dark", width: 900 });
    const [ink, paper] = await inkOn(page);
    assert.ok(ink > 200 && paper < 50, "dark on the screen");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await eventually(() => inkOn(page), ([ink, paper]) => ink < 50 && paper > 200);
    for (const selector of [".navigation", ".bar-tools", ".panel-tools"]) assert.equal(await page.locator(selector).first().isVisible(), false, selector);
    assert.ok(await page.locator("h1").isVisible());
    const hidden = await page.evaluate(() => [...document.querySelectorAll("main .scroll")].filter((box) => getComputedStyle(box).overflowX !== "visible").length);
    assert.equal(hidden, 0, "boxes that scroll");
  });
}
