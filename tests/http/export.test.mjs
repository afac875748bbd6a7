// What is exported: everything that a filter matches, oldest first, and never less that looks like everything.
import assert from "node:assert/strict";
import http from "node:http";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { assertProblem, startApi } from "./api.mjs";

const NOW = Date.now();
const NASTY = 'quotes " and \\ and , ; \u2028 \u0007 👩‍🚀 測試 é \u{10ffff} =1+1';
const COUNT = 1_200;

/** Several pages of events over hours, many in the same millisecond. */
const events = Array.from({ length: COUNT }, (_, n) => ({
  id: `e${String((n * 7919) % COUNT).padStart(5, "0")}`,
  type: ["page_view", "task_done"][n % 2],
  occurred_at: NOW - Math.floor(n / 3) * 20_000,
  ...(n % 3 && { user_id: `u${n % 3}` }),
  ...(n % 4 === 0 && { entity: { type: "task", id: "t,1", title: NASTY } }),
  ...(n % 5 === 0 && { step: n - 600, duration_ms: n, caused_by: ["a", "b"] }),
  ...(n % 7 === 0 && { metadata: { text: NASTY, list: [null, true, 1.5] } }),
}));
const expected = events.toSorted((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));

let api;
before(async () => {
  api = await startApi();
  for (let at = 0; at < COUNT; at += 400) {
    assert.equal((await api.send({ instance_id: "i1", context: { device: { os: "Linux" } }, events: events.slice(at, at + 400) })).accepted, 400);
  }
});
after(() => api.stop());

const download = async (parameters = {}) => {
  const answer = await api.request("GET", `/api/events/export?${new URLSearchParams(parameters)}`, { key: api.keys.read });
  assert.equal(answer.status, 200, answer.text);
  return answer;
};
/** The events of a whole export: as many lines as are announced, and no other. */
const lines = async (parameters) => {
  const { headers, text } = await download(parameters);
  const lines = text.split("\n");
  assert.equal(lines.pop(), "");
  assert.equal(headers.get("x-trailmark-events"), String(lines.length));
  return lines.map((line) => JSON.parse(line));
};
const ids = (list) => list.map((event) => event.id);

/** The body as it travels, without a client that unpacks it. */
const raw = (headers) =>
  new Promise((resolve, reject) => {
    const options = { headers: { authorization: `Bearer ${api.keys.read}`, ...headers } };
    http.get(`${api.url}/api/events/export`, options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk)).on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks) })).on("error", reject);
    });
  });

describe("NDJSON", () => {
  test("every event once, oldest first, each as the list shows it", async () => {
    const { headers, text } = await download();
    assert.equal(headers.get("content-type"), "application/x-ndjson");
    assert.equal(headers.get("content-disposition"), 'attachment; filename="trailmark-events.ndjson"');
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("x-trailmark-events"), String(COUNT));
    assert.ok(text.endsWith("}\n"));
    const exported = text.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(ids(exported), ids(expected));
    const { items } = await api.ask("/api/events", { limit: 100, range: "all" });
    assert.deepEqual(exported.slice(-100).reverse(), items);
    assert.ok(exported.some((event) => event.metadata?.text === NASTY));
  });

  test("filters and ranges are those of the list", async () => {
    assert.deepEqual(ids(await lines({ user_id: "u1", type: "task_done" })), ids(expected.filter((one) => one.user_id === "u1" && one.type === "task_done")));
    assert.deepEqual(await lines({ user_id: "nobody" }), []);
    const from = expected[500].occurred_at;
    assert.deepEqual(ids(await lines({ from })), ids(expected.filter((one) => one.occurred_at >= from)));
    assert.deepEqual(ids(await lines({ search: "測試" })), ids(expected.filter((one) => one.entity)));
    for (const [query, field] of [["format=xml", "format"], ["after=yesterday", "after"], ["limit=0", "limit"], ["cursor=x", "cursor"]]) {
      const answer = await api.request("GET", `/api/events/export?${query}`, { key: api.keys.read });
      assertProblem(answer, { status: 400, code: "invalid_parameter", field });
    }
  });

  test("it can be had in pieces, each behind the last event of the one before", async () => {
    const all = [];
    for (let after; ; ) {
      const piece = await lines({ limit: 500, from: NOW - COUNT * 20_000, ...(after && { after }) });
      all.push(...piece);
      if (piece.length < 500) break;
      after = `${piece.at(-1).occurred_at}.${piece.at(-1).id}`;
    }
    assert.equal(all.length, COUNT);
    assert.deepEqual(ids(all), ids(expected));
  });

  test("its number of events is the same of folded hours, and pages of other origins may read it", async () => {
    const asked = [{}, { type: "task_done" }, { user_id: "u1", level: "action" }, { from: expected[100].occurred_at }];
    const before = [];
    for (const one of asked) before.push(await lines(one));
    const folded = await api.request("POST", "/api/rollups/fold", { key: api.keys.admin });
    assert.equal(folded.status, 200, folded.text);
    assert.ok((await api.d1.prepare("SELECT count(*) AS n FROM hours WHERE folded > 0").first()).n > 0);
    for (const [n, one] of asked.entries()) assert.deepEqual(await lines(one), before[n]);
    const headers = { origin: "https://elsewhere.example" };
    const answer = await api.request("GET", "/api/events/export?limit=7", { key: api.keys.read, headers });
    assert.equal(answer.headers.get("x-trailmark-events"), "7");
    assert.match(answer.headers.get("access-control-expose-headers"), /\bx-trailmark-events\b/);
  });

  test("gzip for who accepts it, and for nobody else", async () => {
    const plain = await raw({});
    assert.equal(plain.headers["content-encoding"], undefined);
    const packed = await raw({ "accept-encoding": "gzip" });
    assert.equal(packed.headers["content-encoding"], "gzip");
    assert.ok(packed.body.length * 5 < plain.body.length, `${packed.body.length} of ${plain.body.length}`);
    assert.deepEqual(gunzipSync(packed.body), plain.body);
    assert.equal((await raw({ "accept-encoding": "br, gzip;q=0" })).headers["content-encoding"], undefined);
  });
});

describe("CSV", () => {
  /** RFC 4180. */
  const parse = (text) => {
    const records = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
      records.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
      if (end === "\r\n") records.push([]);
    }
    assert.deepEqual(records.pop(), []);
    return records;
  };

  test("a header row and a row for each event", async () => {
    const { headers, text } = await download({ format: "csv" });
    assert.match(headers.get("content-type"), /^text\/csv/);
    const [names, ...rows] = parse(text);
    const cell = (row, name) => row[names.indexOf(name)];
    assert.equal(headers.get("x-trailmark-events"), String(COUNT));
    assert.deepEqual(rows.map((row) => cell(row, "id")), ids(expected));
    for (const [at, row] of rows.entries()) {
      assert.equal(row.length, names.length);
      assert.equal(cell(row, "occurred_at"), String(expected[at].occurred_at));
      assert.equal(cell(row, "step"), String(expected[at].step ?? ""));
      assert.equal(cell(row, "device_os"), "Linux");
      if (expected[at].metadata) assert.deepEqual(JSON.parse(cell(row, "metadata")), expected[at].metadata);
    }
  });

  test("a text that a spreadsheet would compute is marked as text", async () => {
    await api.send([{ id: "formula", type: "x", occurred_at: NOW, user_id: "attacker", summary: '=HYPERLINK("http://evil.example")' }]);
    const { text } = await download({ format: "csv", user_id: "attacker" });
    assert.ok(text.includes(`"'=HYPERLINK(""http://evil.example"")"`), text);
  });
});

test("what breaks off does not look complete", async () => {
  // A row that no event can have made stops the writing in the middle.
  const time = expected[900].occurred_at;
  await api.d1.prepare("UPDATE events SET level = 9 WHERE occurred_at = ?1").bind(time).run();
  const { headers, text } = await download();
  assert.equal(headers.get("x-trailmark-events"), String(COUNT + 1));
  const last = text.trimEnd().split("\n").at(-1);
  const [, count, place] = last.match(/^\{"export":"failed","events":(\d+),"after":"(\d+)\.e\d+"\}$/);
  assert.ok(Number(count) >= 250 && Number(place) < time, last);
  // At once, the status says it.
  const answer = await api.request("GET", `/api/events/export?from=${time}`, { key: api.keys.read });
  assertProblem(answer, { status: 503, code: "storage_failed" });
});

test("what one request cannot read ends with the place to go on from", async (t) => {
  const free = await startApi({ PLAN: "free" });
  t.after(() => free.stop());
  // More pages than the free plan has statements for.
  const count = 90_000;
  await free.d1
    .prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
       INSERT INTO events (project_id, occurred_at, event_id, received_at, type, category, action, level, actor_type)
       SELECT 1, ?1 + i / 100, printf('b%05d', i), 0, 'x', 'c', 'a', 2, 'anonymous' FROM n`,
    )
    .bind(NOW, count - 1)
    .run();
  const read = async (query) => {
    const { headers, text } = await free.request("GET", `/api/events/export?${query}`, { key: free.keys.read });
    return { announced: Number(headers.get("x-trailmark-events")), all: text.trimEnd().split("\n").map((line) => JSON.parse(line)) };
  };
  const { announced, all } = await read("type=x");
  const { after, ...end } = all.pop();
  assert.equal(announced, count);
  assert.ok(all.length >= 65_000 && all.length < count, String(all.length));
  assert.deepEqual(end, { export: "partial", events: all.length });
  assert.equal(after, `${all.at(-1).occurred_at}.${all.at(-1).id}`);
  const rest = await read(`type=x&after=${after}`);
  assert.deepEqual([rest.announced, rest.all.length], [count - all.length, count - all.length]);
  assert.equal(new Set(ids([...all, ...rest.all])).size, count);
});
