// Counters: well-formed for who scrapes them, and equal to the sum of all verdicts that were ever given.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { awayFromBorder, DAY_MS, MINUTE_MS } from "../support/borders.mjs";
import { assertProblem, startApi } from "./api.mjs";
import { readExposition } from "./exposition.mjs";

// Rows are counted by the day.
await awayFromBorder(DAY_MS, 3 * MINUTE_MS);
const NOW = Date.now();
const VERDICTS = ["accepted", "duplicate", "rejected", "limited"];

const scrape = async (api, key = api.keys.read) => {
  const { status, headers, text } = await api.request("GET", "/metrics", { key });
  assert.equal(status, 200, text);
  assert.equal(headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  return readExposition(text);
};
const events = (metrics) => VERDICTS.map((verdict) => metrics.value("trailmark_events_total", { verdict }));
const post = (api, batch, path = "/api/events/log/batch") => api.request("POST", path, { key: api.keys.write, body: JSON.stringify(batch) });
/** Has the isolate tell what it counted without writing. */
const tell = (api) => api.ask("/api/analytics/cost");

describe("the reader of these tests", () => {
  const good = "# HELP a_total x\n# TYPE a_total counter\na_total{b=\"c\\\"\"} 1\n";
  test("reads what is well-formed", () => assert.equal(readExposition(good).value("a_total", { b: 'c"' }), 1));
  const histogram = (lines) => `# HELP h x\n# TYPE h histogram\n${lines.join("\n")}\n`;
  const bad = [
    ["no end", good.trimEnd()],
    ["no type", "# HELP a_total x\na_total 1\n"],
    ["a series twice", good + 'a_total{b="c\\""} 2\n'],
    ["a family in two parts", good + good],
    ["an unescaped quote", good.replace('\\"', '"')],
    ["no number", good.replace(" 1", " one")],
    ["a counter of another name", good.replaceAll("a_total", "a")],
    ["a sample of no family", good + "b_total 1\n"],
    ["shrinking buckets", histogram(['h_bucket{le="1"} 2', 'h_bucket{le="+Inf"} 1', "h_sum 1", "h_count 1"])],
    ["no last bucket", histogram(['h_bucket{le="1"} 1', "h_sum 1", "h_count 1"])],
    ["no count", histogram(['h_bucket{le="+Inf"} 1', "h_sum 1"])],
  ];
  for (const [name, text] of bad) test(`refuses ${name}`, () => assert.throws(() => readExposition(text)));
});

describe("a scrape", () => {
  let api;
  before(async () => (api = await startApi({ DAILY_ROWS_WRITTEN: "1000" })));
  after(() => api.stop());

  test("is well-formed before anything happened, and says nothing is nothing", async () => {
    const metrics = await scrape(api);
    assert.deepEqual(events(metrics), [0, 0, 0, 0]);
    assert.equal(metrics.value("trailmark_linked_total"), 0);
    assert.ok([...metrics.families.values()].every(({ help }) => help));
  });

  test("has every verdict, code, request, byte and link", async () => {
    const bodies = [
      { events: [{ id: "a", type: "x", occurred_at: NOW, ref: "r1" }, { id: "b", type: "x", occurred_at: NOW }, { id: "b", type: "x", occurred_at: NOW }] },
      { events: [{ id: "a", type: "x", occurred_at: NOW, ref: "r1" }, { id: "c", type: "x", occurred_at: NOW, ref: "r2" }, { type: 7 }, { type: "x", colour: 1 }, 7] },
    ];
    for (const body of bodies) await post(api, body);
    assert.equal((await post(api, { type: "x", step: "four" }, "/api/events/log")).status, 422);
    const metrics = await scrape(api);
    assert.deepEqual(events(metrics), [3, 2, 4, 0]);
    const code = (name) => metrics.value("trailmark_rejected_total", { code: name });
    assert.deepEqual([code("wrong_type"), code("unknown_field"), code("missing_field")], [3, 1, undefined]);
    assert.deepEqual([metrics.value("trailmark_linked_total"), metrics.value("trailmark_ingest_requests_total")], [2, 3]);
    const bytes = [...bodies, { type: "x", step: "four" }].reduce((sum, body) => sum + JSON.stringify(body).length, 0);
    assert.equal(metrics.value("trailmark_ingest_bytes_total"), bytes);
  });

  test("has the day's rows, the quota, and how long the isolate took", async () => {
    await tell(api);
    const metrics = await scrape(api, api.keys.admin);
    const endpoint = "/api/events/log/batch";
    // Two requests: three events, two rejected ones that are kept, and two counts.
    const { rows } = await api.d1.prepare("SELECT rows_written AS rows FROM usage WHERE endpoint = ?1").bind(endpoint).first();
    assert.equal(metrics.value("trailmark_rows_written_total", { endpoint }), rows);
    assert.equal(rows, 3 + 3 + 2);
    assert.ok(metrics.value("trailmark_rows_read_total", { endpoint }) > 0);
    assert.equal(metrics.value("trailmark_quota_rows_written"), 1000);
    assert.ok(metrics.value("trailmark_quota_share") > 0 && metrics.value("trailmark_quota_share") < 0.1);
    assert.equal(metrics.value("trailmark_request_seconds_count", { endpoint, status: "200" }), 2);
    assert.equal(metrics.value("trailmark_request_seconds_count", { endpoint: "/api/events/log", status: "422" }), 1);
    const instances = new Set(metrics.samples.filter(({ labels }) => labels.instance).map(({ labels }) => labels.instance));
    assert.equal(instances.size, 1);
    assert.match([...instances][0], /^[0-9a-f]{16}$/);
  });

  test("counts refusals before the database by the isolate alone", async () => {
    const judged = (await scrape(api)).value("trailmark_ingest_requests_total");
    assert.equal((await api.request("POST", "/api/events/log/batch", { body: "{" })).status, 400);
    assert.equal((await api.request("POST", "/api/events/log/batch", { body: '{"events":[{"type":"x"}]}' })).status, 401);
    const metrics = await scrape(api);
    const seconds = (status) => metrics.value("trailmark_request_seconds_count", { endpoint: "/api/events/log/batch", status });
    assert.deepEqual([seconds("400"), seconds("401"), metrics.value("trailmark_ingest_requests_total")], [1, 1, judged]);
  });

  test("takes keys that read, and no parameter", async () => {
    assertProblem(await api.request("GET", "/metrics"), { status: 401, code: "missing_key" });
    assertProblem(await api.request("GET", "/metrics", { key: api.keys.write }), { status: 403, code: "wrong_key_kind" });
    assertProblem(await api.request("GET", "/metrics?name=x", { key: api.keys.read }), { status: 400, code: "invalid_parameter", field: "name" });
  });

  test("is about the key's project", async () => {
    await api.d1.prepare("INSERT INTO projects (id, slug, name, created_at) VALUES (2, 'other', 'Other', 0)").run();
    assert.deepEqual(events(await scrape(api, await api.makeKey("read", { project: 2 }))), [0, 0, 0, 0]);
  });
});

test("what writes nothing is told later, and once", async (t) => {
  const api = await startApi({ DAILY_ROWS_WRITTEN: "1000" });
  t.after(() => api.stop());
  await api.d1.prepare("INSERT INTO usage VALUES (?1, '/x', 1, 1, 850, 1)").bind(Math.floor(NOW / 86_400_000)).run();
  assert.equal((await post(api, { events: [{ type: "x", level: "detail" }, { type: "x", level: "detail" }] })).status, 429);
  const off = { schema: 1, batch_id: "b", sealed_at: NOW - 10_800_000, clock_unproved: true, instance_id: "i", events: [{ type: "x", level: "milestone" }] };
  assert.equal((await post(api, off)).body.limited, 1);
  assert.equal((await api.d1.prepare("SELECT count(*) AS n FROM counters").first()).n, 0);
  for (let n = 0; n < 2; n++) {
    await tell(api);
    const metrics = await scrape(api);
    assert.deepEqual([events(metrics), metrics.value("trailmark_ingest_requests_total")], [[0, 0, 0, 3], 2]);
  }
});

test("the books balance: counters are the sum of all verdicts, whoever sends, sends again or replays, and however many at once", async () => {
  const api = await startApi();
  // A linear congruential generator, so that a failure can be told again.
  let state = 20_260_218;
  const random = (below) => ((state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296), Math.floor((state / 4_294_967_296) * below));
  const event = () => {
    const id = `e${random(400)}`;
    const kind = random(10);
    if (kind === 0) return [7, null, { type: 7 }, { id, type: "x", colour: 1 }][random(4)];
    return { id, type: ["x", "y"][random(2)], occurred_at: NOW, ...(kind < 3 && { step: "four" }), ...(kind > 7 && { ref: `r${id}` }) };
  };
  const sums = { accepted: 0, duplicate: 0, rejected: 0, limited: 0 };
  const codes = {};
  const totals = { sent: 0, replayed: 0, requests: 0, bytes: 0 };
  const take = (answer) => {
    for (const verdict of VERDICTS) sums[verdict] += answer[verdict];
    for (const { verdict, code } of answer.verdicts) if (verdict === "rejected") codes[code] = (codes[code] ?? 0) + 1;
  };
  const sendOne = async () => {
    const body = { ...(random(2) && { instance_id: `i${random(3)}`, batch_id: `b${random(50)}` }), events: Array.from({ length: 1 + random(30) }, event) };
    totals.sent += body.events.length;
    totals.requests += 1;
    totals.bytes += JSON.stringify(body).length;
    take(await api.send(body));
  };
  const replayOne = async () => {
    const { status, body, text } = await api.request("POST", "/api/rejected/replay", { key: api.keys.admin });
    assert.equal(status, 200, text);
    totals.replayed += body.replayed;
    take(body);
  };
  for (let round = 0; round < 12; round++) {
    await Promise.all(Array.from({ length: 8 }, () => (random(6) === 0 ? replayOne() : sendOne())));
    if (round === 6) await api.d1.prepare("UPDATE rejected SET event = json_set(event, '$.step', 4) WHERE json_type(event) = 'object' AND code = 'wrong_type'").run();
  }
  await replayOne();
  assert.equal(totals.sent + totals.replayed, sums.accepted + sums.duplicate + sums.rejected + sums.limited);
  const metrics = await scrape(api);
  assert.deepEqual(events(metrics), VERDICTS.map((verdict) => sums[verdict]));
  const counted = metrics.samples.filter(({ name }) => name === "trailmark_rejected_total").map(({ labels, value }) => [labels.code, value]);
  assert.deepEqual(Object.fromEntries(counted), codes);
  assert.ok(sums.accepted > 100 && sums.duplicate > 100 && sums.rejected > 100 && totals.replayed > 0);
  const stored = await api.d1.prepare("SELECT count(*) AS n, count(ref) AS linked FROM events").first();
  assert.deepEqual([stored.n, metrics.value("trailmark_linked_total")], [sums.accepted, stored.linked]);
  assert.deepEqual([metrics.value("trailmark_ingest_requests_total"), metrics.value("trailmark_ingest_bytes_total")], [totals.requests, totals.bytes]);
  await api.stop();
});
