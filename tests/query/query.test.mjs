// `trailmark/query` against a live Worker.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { createQuery, TrailmarkError } from "trailmark/query";
import { address, REPEATED } from "../../pkg/src/query/address.js";
import { launch } from "../support/browser.mjs";
import { root } from "../support/database.mjs";
import { startWorld } from "../contract/world.mjs";
import { serveFiles } from "../packaging/project.mjs";

let world, query;
before(async () => {
  world = await startWorld();
  query = createQuery({ endpoint: `${world.url}/`, key: world.keys.read });
});
after(() => world?.stop());

test("questions are answered", async () => {
  const series = await query.get("/api/analytics/timeseries", { query: { range: "7d", interval: "day", by: "device", type: ["page_view", "task_created"] } });
  assert.equal(series.total.page_views, 12);
  assert.deepEqual(series.series.map(({ value }) => value).sort(), ["desktop", "mobile"]);
  const event = await query.get("/api/events/{id}", { path: { id: world.known.event } });
  assert.equal(event.type, "task_created");
  const funnel = await query.get("/api/analytics/funnel", { query: { step: ["page_view", "type=task_created&metadata.plan=pro"], range: "30d" } });
  assert.deepEqual(funnel.steps.map(({ people }) => people), [2, 2]);
  const since = await query.get("/api/events", { query: { from: new Date(event.occurred_at), to: event.occurred_at + 1 } });
  assert.deepEqual(since.items.map(({ id }) => id), [event.id]);
  assert.match(await query.get("/metrics"), /^# HELP/);
  assert.match(await query.get("/api/events/recent", { query: { everyone: true, format: "markdown" } }), /^- /);
});

test("all pages of a list come one after the other, each event once", async () => {
  const { total } = await query.get("/api/events", { query: { limit: 1 } });
  const walked = [];
  for await (const event of query.events({ limit: 5 })) walked.push(event.id);
  assert.equal(new Set(walked).size, total);
  assert.equal(walked.length, total);
  let pages = 0;
  for await (const { items } of query.pages("/api/analytics/sessions", { query: { range: "30d", limit: 4 } })) pages += items.length ? 1 : 0;
  assert.equal(pages, 2);
});

test("refusals are thrown, with what the API says of them", async () => {
  const thrown = await query.get("/api/events", { query: { limit: 0 } }).catch((error) => error);
  assert.ok(thrown instanceof TrailmarkError && thrown instanceof Error);
  const { status, code, field, message, name } = thrown;
  assert.deepEqual({ status, code, field, name }, { status: 400, code: "invalid_parameter", field: "limit", name: "TrailmarkError" });
  assert.match(message, /whole number/);
  await assert.rejects(query.request("PUT", "/api/config", { body: {} }), { status: 403, code: "wrong_key_kind" });
  await assert.rejects(createQuery({ endpoint: world.url }).get("/api/plan"), { status: 401, code: "missing_key" });
  await assert.rejects(query.get("/api/events/{id}"), TypeError);
});

test("what is not the API's answer is told apart", async () => {
  const answering = (body, init) => createQuery({ endpoint: "https://x.example", key: "k", fetch: async () => new Response(body, init) });
  const html = answering("<h1>Bad gateway</h1>", { status: 502, headers: { "content-type": "text/html", "retry-after": "7" } });
  await assert.rejects(html.get("/api/health"), { status: 502, code: "no_problem", retryAfter: 7 });
  const broken = answering("{", { status: 500, headers: { "content-type": "application/json" } });
  await assert.rejects(broken.get("/api/health"), { status: 500, code: "no_problem" });
  const ended = new AbortController();
  ended.abort();
  await assert.rejects(query.get("/api/health", { signal: ended.signal }), { name: "AbortError" });
});

test("changes are made with a key that may", async () => {
  const admin = createQuery({ endpoint: world.url, key: world.keys.admin });
  const { config } = await admin.request("PUT", "/api/config", { body: { min_level: "state" } });
  assert.equal(config.min_level, "state");
  const { dry_run, matched } = await admin.request("DELETE", "/api/users/{id}", { path: { id: "u_7" }, query: { dry_run: true } });
  assert.ok(dry_run && matched > 0);
});

test("lists are written as the API reads them", async () => {
  assert.equal(address("/a/{id}", { id: "x/y z" }), "/a/x%2Fy%20z");
  assert.equal(address("/a", {}, { type: ["x,y", "z"], user_id: "a,b", none: undefined, limit: 5, dry_run: false }), "/a?type=x%5C%2Cy%2Cz&user_id=a%2Cb&limit=5&dry_run=false");
  assert.equal(address("/a", {}, { step: ["p=1", "q"] }), "/a?step=p%3D1&step=q");
  const { components } = JSON.parse(await readFile(path.join(root, "docs/openapi.json"), "utf8"));
  const lists = Object.values(components.parameters).filter(({ schema }) => schema.type === "array");
  assert.deepEqual([...new Set(lists.filter(({ explode }) => explode !== false).map(({ name }) => name))], REPEATED);
});

test("it works in a browser, from a page of another origin", async (t) => {
  const directory = await mkdtemp(path.join(tmpdir(), "trailmark-query-"));
  await cp(path.join(root, "pkg/dist/query.js"), path.join(directory, "query.js"));
  await writeFile(path.join(directory, "index.html"), "<!doctype html>");
  const { url } = await serveFiles(t, directory);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${url}/`);
    const ask = async ({ endpoint, key }) => {
      const { createQuery } = await import("/query.js");
      return (await createQuery({ endpoint, key }).get("/api/events", { query: { limit: 1 } })).total;
    };
    assert.ok((await page.evaluate(ask, { endpoint: world.url, key: world.keys.read })) > 0);
  } finally {
    await browser.close();
    await rm(directory, { recursive: true });
  }
});
