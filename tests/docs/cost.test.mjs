// The tables of www/docs/cost.md, computed anew: prices from the Worker's code, rows and bytes from a measurement on the real Worker and D1.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { before, after, test } from "node:test";
import { awayFromBorder, DAY_MS, MINUTE_MS } from "../support/borders.mjs";
import { eventually } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";

const HOUR = 3_600_000;
const text = await readFile(path.join(root, "www/docs/cost.md"), "utf8");

/** The rows of the table below a heading, as objects by the words of its head. */
function table(heading) {
  const section = text.split(`\n## ${heading}\n`)[1].split("\n## ")[0];
  const rows = section.split("\n").filter((line) => line.startsWith("|")).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  const [head, , ...body] = rows;
  return body.map((cells) => Object.fromEntries(cells.map((cell, number) => [head[number], cell])));
}

const number = (cell) => Number(/-?[\d,.]+/.exec(cell)[0].replaceAll(",", ""));
const constants = Object.fromEntries(table("What a month writes").map(({ what, rows }) => [what, rows]));

/** What the page assumes, read from the page itself. */
const assumed = {
  batch: number(/batches of (\d+) events/.exec(text)[1]),
  hourRows: number(constants["an hour that is folded"]),
  bytes: number(/(\d+) bytes an event/.exec(text)[1]),
};
const BATCHES = { overhead: 2, minutes: 30 * 24 * 60, clock: 30 * 24 * 12, hours: 720 };

/** Rows of a month by the page's own model. */
function rowsOf(events) {
  const batches = events / assumed.batch;
  return events + BATCHES.overhead * batches + assumed.hourRows * BATCHES.hours + Math.min(batches, BATCHES.minutes) + BATCHES.clock + BATCHES.hours;
}

let server;

before(async () => {
  server = await serve({ onLog: () => {}, rateLimits: false });
});

after(() => server?.stop());

const ask = async (method, address, body, key = server.keys.admin) => {
  const answer = await fetch(server.url + address, { method, headers: { authorization: `Bearer ${key}` }, body });
  assert.ok(answer.ok, `${address} is answered ${answer.status}`);
  return answer.json();
};

test("prices and quotas of the page are those of the Worker", async () => {
  const source = await readFile(path.join(root, "ingest-worker/src/usage/plan.rs"), "utf8");
  const constant = (name) => Number(new RegExp(`const ${name}: f64 = ([\\d.]+);`).exec(source)[1]);
  const quota = (plan, name) => {
    const [, value] = new RegExp(`Plan::${plan} => Quotas \\{[^}]*${name}: ([^,}]+)`).exec(source);
    return value.trim().replaceAll("_", "").split("*").map((part) => (part.trim() === "GIGABYTE" ? 1e9 : Number(part))).reduce((one, other) => one * other);
  };
  const rows = Object.fromEntries(table("Prices").map((row) => [row["D1"], row]));
  assert.equal(number(rows["rows written"].beyond), constant("USD_PER_MILLION_WRITTEN"));
  assert.equal(number(rows["rows read"].beyond), constant("USD_PER_MILLION_READ"));
  assert.equal(number(rows["storage"].beyond), constant("USD_PER_GIGABYTE"));
  assert.equal(number(rows["rows written"]["free plan"]), quota("Free", "rows_written"));
  assert.equal(number(rows["rows read"]["free plan"]), quota("Free", "rows_read"));
  assert.equal(number(rows["storage"]["free plan"]) * 1e6, quota("Free", "storage_bytes"));
  assert.equal(number(rows["rows written"]["paid plan"]) * 1e6, quota("Paid", "rows_written"));
  assert.equal(number(rows["rows read"]["paid plan"]) * 1e9, quota("Paid", "rows_read"));
  assert.equal(number(rows["storage"]["paid plan"]) * 1e9, quota("Paid", "storage_bytes"));
});

test("rows and bytes of an event are as measured", async (t) => {
  // They are counted by the day.
  await awayFromBorder(DAY_MS, 3 * MINUTE_MS);
  const [hours, perHour] = [24, 400];
  const first = Math.floor(Date.now() / HOUR) * HOUR - (hours + 2) * HOUR;
  const space = async () => {
    const { results } = await server.d1.prepare("SELECT SUM(pgsize) AS bytes FROM dbstat").all().catch(() => ({ results: [] }));
    if (results[0]?.bytes) return results[0].bytes;
    return (await server.d1.prepare("SELECT 1").run()).meta.size_after;
  };
  const empty = await space();
  const instance = "cost";
  for (let hour = 0, seq = 0; hour < hours; hour++) {
    await Promise.all(
      Array.from({ length: perHour / assumed.batch }, async (_, batch) => {
        const at = first + hour * HOUR + batch * 30_000;
        const visit = `${hour}-${Math.floor(batch / 3)}`;
        const events = Array.from({ length: assumed.batch }, (_, step) => eventOf(at + step * 2_000, step, batch));
        const context = { visitor_id: `visitor-0000-0000-0000-${visit}`, session_id: `session-0000-0000-0000-${visit}`, device: { screen: "1920x1080", language: "en-GB", timezone: "Europe/Berlin" } };
        const body = { schema: 1, batch_id: `b-${hour}-${batch}`, instance_id: instance, sealed_at: at + 10_000, context, events };
        const answer = await ask("POST", "/api/events/log/batch", JSON.stringify(body), server.keys.server);
        assert.equal(answer.accepted, assumed.batch, JSON.stringify(answer));
      }),
    );
  }
  const events = hours * perHour;
  await eventually(() => ask("POST", "/api/rollups/fold"), ({ remaining }) => remaining === 0);
  const cost = await eventually(() => ask("GET", "/api/analytics/cost?days=1"), ({ total }) => total.events === events);
  const bytes = ((await space()) - empty) / events;
  const rows = cost.total.rows_written;
  const model = events + (BATCHES.overhead * events) / assumed.batch + assumed.hourRows * hours;
  t.diagnostic(`${rows} rows for ${events} events in batches of ${assumed.batch} over ${hours} hours; the page's model says ${model}; ${Math.round(bytes)} bytes an event`);
  assert.ok(Math.abs(rows / model - 1) < 0.1, `${rows} rows were written, and the page's model says ${model}`);
  assert.ok(Math.abs(bytes / assumed.bytes - 1) < 0.25, `${Math.round(bytes)} bytes an event, and the page says ${assumed.bytes}`);
});

function eventOf(at, step, batch) {
  const id = `01900000-0000-7000-8000-${String(at)}${step}`.slice(0, 40);
  const page = { path: `/projects/${batch % 40}/board`, title: "Board · Orchard", referrer: step === 0 ? "https://www.example.org/" : undefined };
  return { id, occurred_at: at, seq: 0, type: step === 0 ? "page_view" : ["task_opened", "task_completed", "search_performed"][step % 3], page, entity: step === 0 ? undefined : { type: "task", id: `t_${batch}`, title: "Write the announcement" }, metadata: { priority: "high", view: "board" }, duration_ms: 120 };
}

test("the table of months is what model and prices come to", () => {
  const round = (value) => Math.round(value);
  for (const row of table("What a month costs")) {
    const events = number(row["events a month"]);
    const rows = rowsOf(events);
    const storage = (events * assumed.bytes) / 1e9;
    const beyond = Math.max(0, rows - 50e6) / 1e6;
    const requests = events / assumed.batch;
    const requestPrice = (Math.max(0, requests - 10e6) / 1e6) * 0.3;
    const storagePrice = Math.max(0, storage - 5) * 0.75;
    assert.equal(number(row["rows a day"]), round(rows / 30 / 100) * 100, `rows a day of ${events}`);
    assert.equal(number(row["storage"]), round(storage * 100) / 100, `storage of ${events}`);
    assert.equal(row["free plan"].startsWith("fits"), rows / 30 < 80_000, `whether ${events} fit the free plan`);
    assert.equal(number(row["paid plan"]), round((5 + beyond + requestPrice + storagePrice) * 100) / 100, `the bill of ${events}`);
  }
});
