// The script that the Worker serves for script tags, in pages of other origins, with strict policies, and twice in a page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { blockingRule } from "../../pkg/src/checks/blocklists.js";
import { optionsOf } from "../../pkg/src/script/options.js";
import { eventually, stored, storedExactly } from "../support/browser.mjs";
import { coreRuns, open, project, serveFiles, start, TOP, world } from "./world.mjs";

/** A page with this head, of an origin of its own; `headers` go with it. */
async function page(t, name, body, { headers, files = {}, options } = {}) {
  const site = await project(name, { "index.html": `${TOP}<title>Tagged</title>${body}`, ...files });
  const { url } = await serveFiles(t, site, { headers });
  return open(t, `${url}/`, options);
}
const tag = (attributes = "") => `<script defer src="${world.server.url}/kit/start.js" data-key="${world.server.keys.write}" ${attributes}></script>`;

/** Waits until all that a page tracked is settled. */
async function settled(page) {
  await coreRuns(page);
  await page.evaluate(() => window.trailmark.flush());
  await eventually(() => page.evaluate(() => window.trailmark.queueSize()), (size) => size === 0);
}

test("as the README says: what is called before the script is there is tracked too", async (t) => {
  const began = Date.now();
  const early = `<script>
    window.first = trailmark.trackTimed("tag_timed", { entityType: "file", metadata: { a: 1 } });
    window.second = trailmark.trackTimed("tag_timed_later");
    trailmark.trackTimed("tag_cancelled").cancel();
    trailmark.identify("u_tag");
    trailmark.track("tag_early", { metadata: { when: "before" } });
    first.complete({ b: 2 });
  </script>`;
  const opened = await page(t, "tag", start("Script tag", "html") + early);
  await coreRuns(opened);
  await opened.evaluate(() => {
    window.second.complete({ c: 3 });
    window.second.complete({ c: 4 });
    window.first.complete();
    window.tracked = window.trailmark.track(window.trailmark.EVENT_TYPES.TASK_CREATED);
  });
  await settled(opened);
  const [timed] = await storedExactly(world.server, "tag_timed", 1);
  assert.deepEqual([timed.metadata, timed.entity_type, timed.user_id], ['{"a":1,"b":2}', "file", "u_tag"]);
  assert.ok(timed.duration_ms >= 0 && timed.duration_ms < 60_000, `${timed.duration_ms}`);
  const [later] = await storedExactly(world.server, "tag_timed_later", 1);
  assert.ok(later.metadata === '{"c":3}' && later.duration_ms > timed.duration_ms, JSON.stringify(later));
  await storedExactly(world.server, "tag_early", 1);
  await storedExactly(world.server, "tag_cancelled", 0);
  const [created] = await storedExactly(world.server, "task_created", 1);
  assert.equal(created.event_id, await opened.evaluate(() => window.tracked));
  assert.deepEqual((await stored(world.server, "page_view")).filter(({ occurred_at }) => occurred_at >= began).length, 1);
  assert.deepEqual(opened.said, []);
});

test("twice in a page it is there once, and the page is told", async (t) => {
  const opened = await page(t, "tag-twice", `${tag()}${tag()}<script defer src="/app.js"></script>`, { files: { "app.js": `trailmark.track("tag_twice");` } });
  await settled(opened);
  await storedExactly(world.server, "tag_twice", 1);
  assert.deepEqual(opened.said, [`trailmark: the page has a tracker already, so ${world.server.url}/kit/start.js does nothing. Remove one of the two.`]);
});

test("without a key the page is told, and can start it itself", async (t) => {
  const body = `<script defer src="${world.server.url}/kit/start.js"></script><script defer src="/app.js"></script>`;
  const files = { "app.js": `trailmark.init({ writeKey: "${world.server.keys.write}" }); trailmark.track("tag_keyless");` };
  const opened = await page(t, "tag-keyless", body, { files });
  await settled(opened);
  await storedExactly(world.server, "tag_keyless", 1);
  assert.deepEqual(opened.said, ["trailmark: the script has no data-key: nothing is tracked until trailmark.init() is called."]);
});

test("consent and cookieless stand in attributes", async (t) => {
  const files = { "app.js": `trailmark.track("tag_consent");` };
  const opened = await page(t, "tag-consent", `${tag('data-consent="pending" data-cookieless')}<script defer src="/app.js"></script>`, { files });
  await opened.waitForFunction(() => window.trailmark?.queueSize() === 1);
  await opened.evaluate(() => (window.trailmark.setConsent("granted"), window.trailmark.flush()));
  const [row] = await storedExactly(world.server, "tag_consent", 1);
  assert.deepEqual([row.visitor_id, await opened.evaluate(() => Object.keys(localStorage))], [null, []]);
});

test("autocapture stands in an attribute too, and its pieces are found beside the script", async (t) => {
  const began = Date.now();
  const opened = await page(t, "tag-autocapture", tag('data-autocapture="page-views"'));
  await coreRuns(opened);
  const viewed = (...expected) =>
    eventually(async () => {
      await opened.evaluate(() => window.trailmark.flush());
      return (await stored(world.server, "page_view")).filter(({ occurred_at }) => occurred_at >= began).map(({ page_path }) => page_path);
    }, (paths) => `${paths}` === `${expected}`);
  await viewed("/");
  await opened.evaluate(() => history.pushState(null, "", "/board"));
  await viewed("/", "/board");
  assert.deepEqual(opened.said, []);
});

const POLICIES = {
  "names the Worker": { policy: (url) => `default-src 'none'; img-src data:; script-src 'self' ${url} 'wasm-unsafe-eval'; connect-src ${url}`, core: true },
  "trusts by nonce, and what is trusted": { policy: (url) => `default-src 'none'; img-src data:; script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src ${url}; require-trusted-types-for 'script'; trusted-types 'none'`, core: true },
  "forbids WebAssembly": { policy: (url) => `default-src 'none'; img-src data:; script-src 'self' ${url}; connect-src ${url}`, core: false },
};
for (const [index, [name, { policy, core }]] of Object.entries(POLICIES).entries()) {
  test(`under a policy that ${name} its events are stored ${core ? "by the core" : "by the entry alone"}`, async (t) => {
    const headers = { "content-security-policy": policy(world.server.url) };
    const body = `${tag('nonce="abc"')}<script defer nonce="abc" src="/app.js"></script>`;
    const opened = await page(t, `tag-policy-${index}`, body, { headers, files: { "app.js": `trailmark.track("tag_policy_${index}"); trailmark.flush();` } });
    const [row] = await storedExactly(world.server, `tag_policy_${index}`, 1);
    assert.equal(row.session_id !== null, core);
    if (core) assert.deepEqual(opened.said, []);
  });
}

test("a page that isolates itself from other origins may load it", async (t) => {
  const headers = { "cross-origin-embedder-policy": "require-corp", "cross-origin-opener-policy": "same-origin" };
  const opened = await page(t, "tag-isolated", `${tag()}<script defer src="/app.js"></script>`, { headers, files: { "app.js": `trailmark.track("tag_isolated");` } });
  assert.equal(await opened.evaluate(() => crossOriginIsolated), true);
  await settled(opened);
  await storedExactly(world.server, "tag_isolated", 1);
  assert.deepEqual(opened.said, []);
});

test("its files may be read by everybody, have neutral names, and are kept as long as they stay the same", async () => {
  const ask = async (path) => {
    const answer = await fetch(`${world.server.url}${path}`, { headers: { origin: "https://shop.example" } });
    assert.equal(answer.status, 200, path);
    const { headers } = answer;
    assert.deepEqual([headers.get("access-control-allow-origin"), headers.get("cross-origin-resource-policy"), headers.get("x-content-type-options")], ["*", "cross-origin", "nosniff"], path);
    return { text: await answer.text(), cache: headers.get("cache-control"), type: headers.get("content-type") };
  };
  const script = await ask("/kit/start.js");
  assert.deepEqual([script.cache, script.type.split(";")[0]], ["public, max-age=300, must-revalidate", "text/javascript"]);
  const parts = [...script.text.matchAll(/"(parts\/[^"]+)"/g)].map(([, name]) => `/kit/${name}`);
  assert.deepEqual(parts.map((name) => name.split(".").pop()).sort(), ["js", "wasm"]);
  for (const part of parts) {
    assert.equal((await ask(part)).cache, "public, max-age=31536000, immutable");
  }
  for (const path of ["/kit/start.js", ...parts, "/api/events/log/batch"]) assert.equal(blockingRule(`https://events.example.com${path}`), undefined, path);
});

test("attributes become options", () => {
  const dataset = {
    key: "tm_write_x", endpoint: "https://e.example", userId: "u_1", consent: "pending", flushAt: "20", flushInterval: "1000", respectGpc: "false", respectDnt: "", cookieless: "true",
    debug: "", queryParameters: "tab, q", autocapture: "page-views clicks", cfasync: "false", src: "x",
  };
  assert.deepEqual(optionsOf(dataset), {
    writeKey: "tm_write_x", endpoint: "https://e.example", userId: "u_1", consent: "pending", flushAt: 20, flushInterval: 1000, respectGpc: false, respectDnt: true, cookieless: true, debug: true,
    queryParameters: ["tab", "q"], autocapture: ["pageViews", "clicks"],
  });
  assert.deepEqual(optionsOf({ key: "k" }), { writeKey: "k" });
});
