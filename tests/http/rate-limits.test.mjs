// How many requests somebody may make: what is too much is turned away with 429, costs no query, and is not lost.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { awayFromBorder } from "../support/borders.mjs";
import { eventually } from "../support/browser.mjs";
import { assertProblem, startApi } from "./api.mjs";

const BATCH = "/api/events/log/batch";
/** Windows begin with the clock's, so a test makes sure that one does not end in the middle of it. */
const PERIOD = 60;
const LIMITS = { WRITES_OF_ADDRESS: 5, QUESTIONS_OF_ADDRESS: 4, REQUESTS_OF_KEY: 8, BAD_KEYS_OF_ADDRESS: 3 };

const rateLimits = (limits) => Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, { limit, period: PERIOD }]));
/** Cloudflare sets this header, whatever was sent; the local server takes it from the request, so a test can be many addresses. */
const from = (address) => ({ "cf-connecting-ip": address });
let number = 0;
const event = () => ({ id: `e${number++}`, type: "task_done", occurred_at: Date.now() });
const madeUp = () => `tm_read_${String(number++).padStart(32, "x")}`;

let api;
before(async () => (api = await startApi({}, { rateLimits: rateLimits(LIMITS) })));
beforeEach(() => awayFromBorder(PERIOD * 1000, 20_000));
after(() => api.stop());

const stored = async () => (await api.d1.prepare("SELECT count(*) AS n FROM events").first()).n;
const lastLine = () => JSON.parse(api.requests.at(-1));
/** Until the Worker has written a line for this many requests; they come a moment after their answers. */
const lines = (count) => eventually(() => api.requests.length, (length) => length >= count);
const write = (address, key, events = [event()], path = BATCH) =>
  api.request("POST", path, { key, headers: from(address), body: JSON.stringify(path === BATCH ? { batch_id: "b", events } : events[0]) });

function assertLimited({ status, headers, body, text }) {
  assert.deepEqual([status, body.code], [429, "rate_limited"], text);
  const pause = Number(headers.get("retry-after"));
  assert.ok(pause >= 15 && pause <= 30, String(pause));
}

describe("writing", () => {
  test("an address with a write key: all events wait, nothing is stored, no query is made", async () => {
    for (let n = 0; n < LIMITS.WRITES_OF_ADDRESS; n++) assert.equal((await write("192.0.2.1", api.keys.write)).status, 200);
    const before = await stored();
    const answer = await write("192.0.2.1", api.keys.write, [event(), { type: 7 }, event()]);
    assertLimited(answer);
    const { batch_id, accepted, duplicate, rejected, limited, verdicts } = answer.body;
    assert.deepEqual({ batch_id, accepted, duplicate, rejected, limited }, { batch_id: "b", accepted: 0, duplicate: 0, rejected: 0, limited: 3 });
    assert.deepEqual(verdicts.map(({ index, verdict, code }) => [index, verdict, code]), [0, 1, 2].map((index) => [index, "limited", "rate_limited"]));
    assertLimited(await write("192.0.2.1", api.keys.write, [event()], "/api/events/log"));
    assert.equal(await stored(), before);
    await lines(LIMITS.WRITES_OF_ADDRESS + 2);
    const line = lastLine();
    assert.deepEqual([line.status, line.code, line.project, line.limited, line.rows_read, line.rows_written], [429, "rate_limited", 1, 1, 0, 0]);
    assert.ok(!api.requests.join("\n").includes("192.0.2.1"), "an address stands in the log");
  });

  test("the key may stand in the body, and another address or another key has room", async () => {
    const inBody = (address) => api.request("POST", BATCH, { headers: from(address), body: JSON.stringify({ write_key: api.keys.write, events: [event()] }) });
    assertLimited(await inBody("192.0.2.1"));
    assert.equal((await inBody("192.0.2.2")).status, 200);
    const other = await api.makeKey("write");
    assert.equal((await write("192.0.2.1", other)).status, 200);
  });

  test("of IPv6 a network is one address", async () => {
    const key = await api.makeKey("write");
    for (let n = 0; n < LIMITS.WRITES_OF_ADDRESS; n++) assert.equal((await write(`2001:db8:1:2::${n + 1}`, key)).status, 200);
    assertLimited(await write("2001:db8:1:2:ffff::", key));
    assert.equal((await write("2001:db8:1:3::1", key)).status, 200);
  });

  test("a server key is counted, its address is not", async () => {
    const key = await api.makeKey("server");
    for (let n = 0; n < LIMITS.REQUESTS_OF_KEY; n++) assert.equal((await write("192.0.2.3", key)).status, 200);
    assertLimited(await write("192.0.2.4", key));
    assert.equal((await write("192.0.2.3", await api.makeKey("server"))).status, 200);
  });

  test("what was turned away is counted with the verdict limited", async () => {
    const key = await api.makeKey("write");
    for (let n = 0; n < LIMITS.WRITES_OF_ADDRESS; n++) await write("192.0.2.5", key);
    // What writes nothing is told when somebody asks what the Worker costs.
    const limited = async () => {
      await api.request("GET", "/api/analytics/cost", { key: api.keys.read, headers: from("192.0.2.50") });
      return (await api.d1.prepare("SELECT limited FROM counters WHERE project_id = 1").first()).limited;
    };
    const before = await limited();
    assertLimited(await write("192.0.2.5", key, [event(), event()]));
    assert.equal(await limited(), before + 2);
  });
});

describe("asking", () => {
  const ask = (address, key, path = "/api/events") => api.request("GET", path, { key, headers: from(address) });

  test("an address with a key that reads", async () => {
    for (const kind of ["read", "admin"]) {
      const key = await api.makeKey(kind);
      for (let n = 0; n < LIMITS.QUESTIONS_OF_ADDRESS; n++) assert.equal((await ask("192.0.2.11", key)).status, 200);
      const refused = await ask("192.0.2.11", key, "/api/analytics/timeseries");
      assertLimited(refused);
      assertProblem(refused, { status: 429, code: "rate_limited" });
      assert.equal((await ask("192.0.2.12", key)).status, 200);
    }
  });

  test("a key, from many addresses", async () => {
    const key = await api.makeKey("read");
    for (let n = 0; n < LIMITS.REQUESTS_OF_KEY; n++) assert.equal((await ask(`192.0.2.${100 + n}`, key)).status, 200);
    assertLimited(await ask("192.0.2.99", key));
  });

  test("whoever needs no key is counted too, and who is not counted costs nothing", async () => {
    for (let n = 0; n < LIMITS.QUESTIONS_OF_ADDRESS; n++) assert.equal((await ask("192.0.2.13", undefined, "/api/health")).status, 200);
    assertLimited(await ask("192.0.2.13", undefined, "/api/health"));
    for (let n = 0; n < 10; n++) {
      assertProblem(await ask("192.0.2.14", undefined), { status: 401, code: "missing_key" });
      assertProblem(await ask("192.0.2.14", undefined, "/api/nothing"), { status: 404, code: "not_found" });
      assert.equal((await api.request("OPTIONS", "/api/events", { headers: from("192.0.2.14") })).status, 204);
    }
  });
});

describe("keys that are none", () => {
  test("whoever tries many is told to wait, whatever kind they are of; a good key of the address still opens", async () => {
    const [ended, revoked] = [await api.makeKey("read", { expires: 1 }), await api.makeKey("read", { revoked: 1 })];
    const bad = [madeUp(), "nonsense", ended];
    assert.equal(bad.length, LIMITS.BAD_KEYS_OF_ADDRESS);
    const ask = (key, address = "192.0.2.21") => api.request("GET", "/api/events", { key, headers: from(address) });
    for (const key of bad) assertProblem(await ask(key), { status: 401, code: "unknown_key" });
    for (const key of [madeUp(), "nonsense", revoked, bad[0]]) assertLimited(await ask(key));
    assertLimited(await write("192.0.2.21", madeUp().replace("read", "server")));
    assert.equal((await ask(await api.makeKey("read"))).status, 200);
    assertProblem(await ask(madeUp(), "192.0.2.22"), { status: 401, code: "unknown_key" });
  });
});

test("health says whether there are limits; without any nothing is limited", async () => {
  const health = async (of) => (await of.request("GET", "/api/health", { headers: from("192.0.2.31") })).body.rate_limits;
  assert.equal(await health(api), "ok");
  const unlimited = await startApi();
  try {
    assert.equal(await health(unlimited), "missing");
    for (let n = 0; n < 50; n++) assertProblem(await unlimited.request("GET", "/api/events", { key: madeUp() }), { status: 401, code: "unknown_key" });
  } finally {
    await unlimited.stop();
  }
});

test("wrangler.toml has the limits that are documented", async () => {
  const usual = await startApi({}, { rateLimits: true });
  try {
    const key = await usual.makeKey("read");
    const codes = await Promise.all(Array.from({ length: 40 }, () => usual.request("GET", "/api/events", { key: madeUp() })));
    assert.ok(codes.filter(({ status }) => status === 401).length >= 30);
    assert.equal((await usual.request("GET", "/api/events", { key })).status, 200);
  } finally {
    await usual.stop();
  }
});
