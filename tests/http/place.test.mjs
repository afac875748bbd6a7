// Where a page is comes from what the platform knows of its request, and never from an address.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApi } from "./api.mjs";

let api;
before(async () => (api = await startApi()));
after(() => api.stop());

const GRAZ = { country: "AT", region: "Styria", city: "Graz", colo: "VIE" };
/** What is known besides, none of which is kept. The number is so long that no time or id has it by chance. */
const MORE = { postalCode: "8010-marked", latitude: "47.07", longitude: "15.43", asOrganization: "marked", timezone: "Europe/Vienna", asn: 4200004711 };
/** What the local server puts in the place of what is known is taken away again. */
const NOTHING = { country: null, region: null, city: null, colo: null };
const PAGE = { by: { instance_id: "i_1" }, device: { screen: "800x600" } };

const cases = [
  ["a page's place is stored", { ...PAGE, cf: { ...GRAZ, ...MORE } }, GRAZ],
  ["of a place as much as is known", { ...PAGE, cf: { ...NOTHING, country: "AT", colo: "VIE" } }, { country: "AT", colo: "VIE" }],
  ["a hidden country is none", { ...PAGE, cf: { ...NOTHING, country: "T1" } }, {}],
  ["a place that is no text", { ...PAGE, cf: { country: 7, region: null, city: {}, colo: ["VIE"] } }, {}],
  ["a server is not where its visitors are", { by: {}, device: { language: "de" }, cf: GRAZ }, {}],
];

for (const [n, [name, { by, device, cf }, expected]] of cases.entries()) {
  test(name, async () => {
    const id = `place_${n}`;
    const body = JSON.stringify({ ...by, context: { device }, events: [{ id, type: "seen", occurred_at: Date.now() }] });
    const headers = { authorization: `Bearer ${api.keys.write}`, "cf-connecting-ip": "203.0.113.77", "x-forwarded-for": "203.0.113.77" };
    const answer = await api.miniflare.dispatchFetch(`${api.url}/api/events/log/batch`, { method: "POST", headers, body, cf });
    assert.equal((await answer.json()).accepted, 1);
    const { country, region, city, colo } = await api.ask(`/api/events/${id}`);
    assert.deepEqual({ country, region, city, colo }, { country: undefined, region: undefined, city: undefined, colo: undefined, ...expected });
    const row = await api.d1.prepare("SELECT * FROM events WHERE event_id = ?1").bind(id).first();
    assert.doesNotMatch(JSON.stringify(row), /marked|47\.07|4200004711|203\.0\.113/, "nothing else of it is stored");
  });
}
