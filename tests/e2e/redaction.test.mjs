// What must not be kept never leaves a real page: not into its storage, and not onto the wire, whichever part of the tracker is there.
import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { eventually, launch, openBlank, servePackage, stored, storedExactly, watchStorage } from "../support/browser.mjs";
import { serve } from "../support/serve.mjs";
import { randoms } from "../tracker/values.mjs";

let server, browser, wire;

before(async () => {
  server = await serve({ onLog: () => {} });
  browser = await launch();
  wire = await listen();
});

after(async () => {
  await browser?.close();
  wire?.stop();
  await server?.stop();
});

/** The origin of the pages: a way to the server that keeps all bodies, and tells of a name that a plan marks. */
async function listen() {
  const bodies = [];
  const pass = async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    bodies.push((body[0] === 0x1f ? gunzipSync(body) : body).toString());
    const { "content-type": type } = request.headers;
    const upstream = await fetch(server.url + request.url, { method: request.method, headers: type ? { "content-type": type } : {}, body: body.length ? body : undefined });
    const answer = await upstream.json();
    if (answer.config) answer.config.redact = ["Assignee Name"];
    response.writeHead(upstream.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  };
  // Who goes away meanwhile does not want to know.
  const listener = http.createServer((request, response) => pass(request, response).catch(() => response.destroy()));
  await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    listener.close();
    listener.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${listener.address().port}`, keys: server.keys, bodies, stop };
}

/** Of the card so much that no time or id has it by chance. */
const SECRET = /hunter2|5555[-\s]?5000/i;
const said = {
  entityType: "task",
  entityId: 7,
  entityTitle: "mail to hunter2@example.com",
  summary: "paid with 5555 5000 0555 5559 by hunter2@example.com",
  actor: { type: "user", id: "u_7", name: "hunter2@example.com" },
  metadata: { kept: "yes", password: "hunter2", deep: [{ Api_Key: ["hunter2"] }], note: "hunter2%40example.com", "hunter2@example.com": 1 },
};

async function freshContext(t) {
  const context = await browser.newContext();
  t.after(() => context.close());
  await servePackage(context, wire);
  // All that was ever written, by whatever page.
  const written = [];
  await context.exposeFunction("keepWritten", (text) => written.push(text));
  await watchStorage(context);
  wire.bodies.length = 0;
  return { context, written };
}

const everything = async (page, written) => [...wire.bodies, ...written, await page.evaluate(() => JSON.stringify({ ...localStorage }))];

const clean = (texts, type) => {
  assert.ok(texts.some((text) => text.includes(type)), "something was there to see");
  for (const text of texts) assert.doesNotMatch(text, SECRET);
};

test("the core stores and sends nothing secret, nor what the plan marks as soon as it is known", async (t) => {
  const { context, written } = await freshContext(t);
  const page = await openBlank(context, wire, { query: "?utm_source=hunter2@example.com" });
  await page.evaluate((said) => {
    document.title = "hunter2@example.com – inbox";
    history.replaceState(null, "", "/users/hunter2@example.com/edit?token=hunter2");
    trailmark.trackPageView(undefined, said.metadata);
    trailmark.track("said", { ...said, immediate: true });
  }, said);
  const [row] = await storedExactly(server, "said", 1);
  assert.deepEqual([row.entity_title, row.summary, row.actor_name, row.page_path], ["mail to [email]", "paid with [card] by [email]", "[email]", "/users/[email]/edit"]);
  assert.deepEqual(JSON.parse(row.metadata), { kept: "yes", password: "[redacted]", deep: [{ Api_Key: "[redacted]" }], note: "[email]", "[email]": 1 });
  const named = (page) => page.evaluate(() => Object.keys(localStorage).some((key) => key.endsWith(".config") && localStorage[key].includes("Assignee")));
  await eventually(() => named(page), Boolean);
  await page.evaluate(() => trailmark.track("planned", { metadata: { assignee_name: "hunter2", other: [{ assigneeName: 7 }] }, immediate: true }));
  const [planned] = await storedExactly(server, "planned", 1);
  assert.deepEqual(JSON.parse(planned.metadata), { assignee_name: "[redacted]", other: [{ assigneeName: "[redacted]" }] });
  // The entry knows the names from storage.
  await context.route("**/package/wasm/*.wasm", (route) => route.abort());
  const early = await openBlank(context, wire, { ready: false });
  await early.evaluate(() => trailmark.track("planned_early", { metadata: { assignee_name: "hunter2" } }));
  const [alone] = await storedExactly(server, "planned_early", 1);
  assert.deepEqual(JSON.parse(alone.metadata), { assignee_name: "[redacted]" });
  clean(await everything(early, written), "planned");
});

for (const [missing, files, metadata] of [
  ["the core", "**/package/wasm/*.wasm", '{"kept":"yes","password":"[redacted]","deep":[{"Api_Key":"[redacted]"}],"note":"[email]","[email]":1}'],
  ["all that it loads", "**/package/wasm/**", null],
]) {
  test(`the entry without ${missing} stores and sends nothing secret`, async (t) => {
    const { context, written } = await freshContext(t);
    await context.route(files, (route) => route.abort());
    const page = await openBlank(context, wire, { ready: false });
    const type = `early_${files.length}`;
    await page.evaluate(([type, said]) => trailmark.track(type, { ...said, pageName: "hunter2@example.com", unknown: "hunter2" }), [type, said]);
    const [row] = await storedExactly(server, type, 1);
    // All of it, or no more than that it was.
    assert.deepEqual([row.entity_id, row.entity_title, row.metadata], metadata ? ["7", "mail to [email]", metadata] : [null, null, null]);
    await page.goto(`${wire.url}/blank?leave`);
    clean(await everything(page, written), type);
    // The next page whose core runs finds the record.
    await context.unroute(files);
    const next = await openBlank(context, wire);
    await next.evaluate(() => trailmark.flush());
    clean(await everything(next, written), type);
    assert.equal((await stored(server, type)).length, 1);
  });
}

test("whatever a page says, the server takes it, and finds nothing left to redact", async (t) => {
  const { context } = await freshContext(t);
  const page = await openBlank(context, wire);
  const random = randoms(11);
  const names = "level entityType entityId entityTitle actor streamId step correlationId causedBy ref summary durationMs metadata pageName other".split(" ");
  // With a write key the server takes nobody but people for actors; that refusal has tests of its own.
  const actor = () => ({ type: random.next() < 0.5 ? "user" : "anonymous", id: random.value(), name: random.value() });
  const said = (name) => (name === "metadata" ? random.object() : name === "actor" ? actor() : random.value());
  const all = Array.from({ length: 400 }, () => Object.fromEntries(names.filter(() => random.next() < 0.4).map((name) => [name, said(name)])));
  await page.evaluate((all) => all.forEach((options) => trailmark.track("whatever", options)), all);
  await eventually(() => page.evaluate(() => trailmark.flush().then(() => trailmark.queueSize())), (size) => size === 0);
  const answers = await page.evaluate(() => window.reports.filter((report) => report.kind === "answered"));
  assert.deepEqual([answers.reduce((sum, answer) => sum + answer.accepted, 0), answers.reduce((sum, answer) => sum + answer.rejected, 0)], [400, 0]);
  const sent = new Map();
  for (const body of wire.bodies.filter((body) => body.startsWith("{"))) for (const event of JSON.parse(body).events) sent.set(event.id, event);
  for (const row of await stored(server, "whatever")) {
    const { metadata, summary, entity, actor } = sent.get(row.event_id);
    assert.deepEqual([row.metadata && JSON.parse(row.metadata), row.summary ?? undefined, row.entity_title ?? undefined, row.actor_name ?? undefined], [metadata ?? null, summary, entity?.title, actor?.name]);
  }
});
