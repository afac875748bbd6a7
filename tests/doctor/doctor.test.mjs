// `npx trailmark doctor` of the packed tarball, at sites that each have one fault, with the real Worker behind them.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { CATALOGUE } from "../../pkg/src/checks/index.js";
import { startApi } from "../http/api.mjs";
import { makeProject, pack, remove, run, workshop } from "../packaging/project.mjs";
import { bundledApp, plainStart, serveBefore, serveSite } from "./site.mjs";

let api, directory, command, good;
/** Codes that some test has provoked; those that only the page's own browser sees are in `in-page.test.mjs`. */
const provoked = new Set();
const IN_THE_PAGE = ["blocked_in_browser"];

before(async () => {
  api = await startApi();
  good = { endpoint: api.url, key: api.keys.write };
  directory = await workshop();
  const project = await makeProject(directory, "doctor", (await pack(directory)).file, {});
  command = path.join(project, "node_modules/trailmark/bin/trailmark.js");
});
after(async () => {
  await api?.stop();
  await remove(directory);
});

/** Runs the command; `{code, stdout, stderr}`. */
async function doctor(...args) {
  const { code = 0, stdout, stderr } = await run(process.execPath, [command, "doctor", ...args], { cwd: directory }).catch((error) => error);
  return { code, stdout, stderr };
}

/** What it finds at a site, `{code, findings, …}` of `--json`. */
async function examine(t, site, ...args) {
  const { url, stop } = await serveSite(site);
  t.after(stop);
  const { code, stdout, stderr } = await doctor(`${url}/`, "--json", ...args);
  assert.ok(stdout, stderr);
  const report = JSON.parse(stdout);
  assert.equal(report.exit_code, code);
  for (const { code } of report.findings) provoked.add(code);
  return { ...report, url, exit: code, codes: report.findings.map(({ code }) => code) };
}

/** Expects one finding and no other, and returns it. */
async function only(t, code, site, ...args) {
  const { codes, findings } = await examine(t, site, ...args);
  assert.deepEqual(codes, [code], JSON.stringify(findings, null, 1));
  return findings[0];
}

const tag = () => `<script async src="${api.url}/kit/start.js" data-key="${api.keys.write}" data-autocapture="page-views"></script>`;

const nonce = "c2VjcmV0LW5vbmNl";
const strict = (more = "") => ({ "content-security-policy": `default-src 'none'; script-src 'self' 'nonce-${nonce}' 'wasm-unsafe-eval'; connect-src 'self' ${api.url}${more}` });

describe("a clean site gives none", () => {
  test("plain HTML", async (t) => {
    const { codes, exit, trackers, keys, endpoint, url } = await examine(t, { html: plainStart(good) });
    assert.deepEqual([codes, exit, endpoint], [[], 0, api.url]);
    assert.deepEqual(trackers, [`${url}/vendor/index.js`]);
    assert.deepEqual(keys, [{ key: `${api.keys.write.slice(0, 14)}…`, kind: "write", where: "inline script 1" }]);
  });

  test("a bundled app, whose key and core are in its files", async (t) => {
    const { codes, keys, url } = await examine(t, { files: await bundledApp(good), html: '<script type="module" src="/app.js"></script>' });
    assert.deepEqual(codes, []);
    assert.equal(keys[0].where, `${url}/app.js`);
  });

  test("a script tag of the Worker's own script", async (t) => {
    const { codes, keys, endpoint } = await examine(t, { html: tag() });
    assert.deepEqual([codes, endpoint], [[], api.url]);
    assert.equal(keys[0].where, `${api.url}/kit/start.js`);
  });

  test("a strict policy, in a header and in a meta element", async (t) => {
    assert.deepEqual((await examine(t, { html: plainStart(good, { nonce }), headers: strict() })).codes, []);
    const meta = `<meta http-equiv="Content-Security-Policy" content="${strict()["content-security-policy"].replaceAll("'", "&#39;")}">`;
    assert.deepEqual((await examine(t, { html: meta + plainStart(good, { nonce }) })).codes, []);
  });

  test("a policy that only reports blocks nothing", async (t) => {
    assert.deepEqual((await examine(t, { html: plainStart(good), headers: { "content-security-policy-report-only": "default-src 'none'" } })).codes, []);
  });

  test("a key that is bound to this origin", async (t) => {
    const site = { html: "" };
    const served = await serveSite({ html: () => site.html });
    t.after(served.stop);
    site.html = plainStart({ ...good, key: await api.makeKey("write", { origins: [served.url] }) });
    const { stdout, code } = await doctor(served.url, "--json");
    assert.deepEqual([JSON.parse(stdout).findings, code], [[], 0]);
  });

  test("in words", async (t) => {
    const { url, stop } = await serveSite({ html: plainStart(good) });
    t.after(stop);
    const { code, stdout, stderr } = await doctor(url);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /tracker {3}http.*\/vendor\/index\.js\n {2}key {7}tm_write_.{5}… \(inline script 1\)\n {2}endpoint {2}http/);
    assert.match(stdout, /\nNothing is wrong: .*\n$/);
    assert.ok(!stdout.includes(api.keys.write), "keys are not repeated whole");
  });
});

describe("the tracker", () => {
  test("is not in the page", async (t) => {
    await only(t, "not_installed", { html: "<script>console.log('nothing')</script>", files: {} }, "--endpoint", api.url);
  });

  test("is there, with a key that only running scripts know", async (t) => {
    const html = `<script type="module">import { init } from "/vendor/index.js"; init(window.settings);</script>`;
    const { codes, exit } = await examine(t, { html }, "--endpoint", api.url);
    assert.deepEqual([codes, exit], [["key_unseen"], 2]);
    assert.deepEqual((await examine(t, { html }, "--endpoint", api.url, "--key", api.keys.write)).codes, []);
  });

  test("is there twice: a script and a bundle", async (t) => {
    const html = `<script type="module" src="/app.js"></script>${plainStart(good)}`;
    assert.match((await only(t, "double_install", { html, files: await bundledApp(good) })).detail, /app\.js, .*vendor\/index\.js|vendor\/index\.js, .*app\.js/);
  });

  test("is there twice: two script tags, and a tag beside a bundle", async (t) => {
    await only(t, "double_install", { html: tag() + tag() });
    await only(t, "double_install", { html: `${tag()}<script type="module" src="/app.js"></script>`, files: await bundledApp(good) });
  });

  test("has two keys", async (t) => {
    const other = { ...good, key: await api.makeKey("write") };
    assert.match((await only(t, "double_install", { html: plainStart(good) + plainStart(other) })).detail, /2 keys/);
  });

  test("is named and missing", async (t) => {
    const html = `<script type="module" src="/trailmark/index.js"></script>${plainStart(good)}`;
    assert.match((await only(t, "script_missing", { html })).detail, /trailmark\/index\.js: status 404/);
    const app = { "/trailmark/index.js": { headers: { "content-type": "text/html" }, body: "<!doctype html>" } };
    assert.match((await only(t, "script_missing", { html, files: app })).detail, /a page, no JavaScript/);
  });

  test("could not be read everywhere", async (t) => {
    await only(t, "unread", { html: `<script src="http://127.0.0.1:9/x.js"></script>${plainStart(good)}` });
  });

  test("is older than the Worker", async (t) => {
    const newer = await serveBefore(api.url, ({ path, text }) => (path === "/api/health" ? { text: text.replace(/"version":"[^"]+"/, '"version":"7.0.0"') } : {}));
    t.after(newer.stop);
    const old = { "/old.js": 'export const init = () => fetch("/api/events/log/batch"); // trailmark@0.0.9' };
    await only(t, "old_version", { html: plainStart({ ...good, endpoint: newer.url }, { from: "/old.js" }), files: old });
  });
});

describe("the key", () => {
  const withKey = async (t, key) => examine(t, { html: plainStart({ ...good, key }) });

  test("is unknown, revoked, expired, or of the documentation", async (t) => {
    const keys = [`tm_write_${"0".repeat(32)}`, await api.makeKey("write", { revoked: 1 }), await api.makeKey("write", { expires: 1 }), "tm_write_YOUR_KEY"];
    for (const key of keys) assert.deepEqual((await withKey(t, key)).codes, ["unknown_key"]);
  });

  test("is a secret one", async (t) => {
    for (const kind of ["read", "admin", "server"]) {
      const { codes, findings } = await withKey(t, api.keys[kind]);
      assert.deepEqual(codes, ["secret_in_page"]);
      assert.ok(findings[0].detail.includes(kind) && !JSON.stringify(findings).includes(api.keys[kind]));
    }
  });

  test("is no write key", async (t) => {
    await only(t, "wrong_key_kind", { html: plainStart(good) }, "--key", "sk_live_of_somebody_else");
  });

  test("is for other origins", async (t) => {
    const bound = await api.makeKey("write", { origins: ["https://shop.example"] });
    const { codes, findings, url } = await withKey(t, bound);
    assert.deepEqual(codes, ["origin_not_allowed"]);
    assert.ok(findings[0].detail.endsWith(`is not for ${url}.`));
  });

  test("is of a project that is switched off", async (t) => {
    const put = (config) => api.request("PUT", "/api/config", { key: api.keys.admin, body: JSON.stringify(config) });
    await put({ enabled: false });
    t.after(() => put({}));
    await only(t, "switched_off", { html: plainStart(good) });
  });
});

describe("the policy", () => {
  const under = (policy, options) => ({ html: plainStart(good, options), headers: { "content-security-policy": policy } });

  test("blocks wasm", async (t) => {
    await only(t, "csp_wasm", under(`script-src 'self' 'unsafe-inline'; connect-src 'self' ${api.url}`));
  });

  test("blocks the way to the server", async (t) => {
    assert.match((await only(t, "csp_connect", under("script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src 'self'"))).detail, /127\.0\.0\.1:\d+ in connect-src/);
  });

  test("blocks the script", async (t) => {
    await only(t, "csp_script", under(`script-src https://cdn.example 'nonce-${nonce}' 'wasm-unsafe-eval'; connect-src 'self' ${api.url}`, { nonce }));
  });

  test("blocks the Worker's script", async (t) => {
    const headers = { "content-security-policy": `script-src 'self' 'wasm-unsafe-eval'; connect-src ${api.url}` };
    assert.match((await only(t, "csp_script", { html: tag(), headers })).detail, /kit\/start\.js/);
  });

  test("of the document blocks wasm", async (t) => {
    const html = `<meta http-equiv=content-security-policy content="script-src 'self' 'unsafe-inline'">${plainStart(good)}`;
    assert.match((await only(t, "csp_wasm", { html })).detail, /meta element/);
  });
});

describe("the addresses", () => {
  test("of the script are on a list of ad blockers", async (t) => {
    const html = '<script type="module" src="/js/tracker.js"></script>';
    const files = Object.fromEntries(Object.entries(await bundledApp(good)).map(([name, file]) => [`/js${name.replace("app", "tracker")}`, file]));
    assert.match((await only(t, "blocklist_script", { html, files })).detail, /EasyPrivacy's rule \/js\/tracker\.js/);
  });

  test("of the endpoint are on a list of ad blockers", async (t) => {
    // Names below localhost are this machine's own, but not to every resolver.
    const { codes } = await examine(t, { html: plainStart({ ...good, endpoint: "http://analytics.localhost:9" }) });
    assert.ok(codes.includes("blocklist_endpoint"), codes.join());
  });
});

describe("the server", () => {
  const at = (endpoint) => ({ html: plainStart({ ...good, endpoint }) });
  const changed = async (t, change) => {
    const server = await serveBefore(api.url, change);
    t.after(server.stop);
    return at(server.url);
  };
  const health = (change) => ({ path, text }) => (path === "/api/health" ? { text: JSON.stringify({ ...JSON.parse(text), ...change }) } : {});

  test("is away", async (t) => {
    assert.match((await only(t, "endpoint_unreachable", at("http://127.0.0.1:9"))).detail, /127\.0\.0\.1:9/);
    assert.match((await only(t, "endpoint_unreachable", at("https://nowhere.invalid"))).detail, /nowhere\.invalid/);
  });

  test("speaks no TLS", async (t) => {
    await only(t, "endpoint_tls", { html: (url) => plainStart({ ...good, endpoint: url.replace("http:", "https:") }) });
  });

  test("has no TLS where it must", async (t) => {
    const { severity } = await only(t, "endpoint_insecure", at("http://events.example"));
    assert.equal(severity, "warning", "the page is http itself");
  });

  test("redirects", async (t) => {
    await only(t, "endpoint_redirects", await changed(t, ({ path }) => (path === "/api/health" ? { status: 301, headers: { location: "https://elsewhere.example/" } } : {})));
  });

  test("is none: no endpoint was given, and the page's own origin is a shop", async (t) => {
    assert.match((await only(t, "endpoint_foreign", { html: plainStart({ key: api.keys.write }) })).detail, /without an `endpoint`/);
  });

  test("has another clock", async (t) => {
    const late = await changed(t, health({ server_time: Date.now() - 7_200_000 }));
    assert.match((await only(t, "clock_skew", late)).detail, /2 h ahead of the server's|120 min ahead of/);
    const early = await changed(t, ({ path, text, headers }) => (path === "/api/health" ? { text: JSON.stringify({ ...JSON.parse(text), server_time: undefined }), headers: { ...headers, date: new Date(Date.now() + 600_000).toUTCString() } } : {}));
    assert.match((await only(t, "clock_skew", early)).detail, /10 min behind/);
  });

  test("is not well", async (t) => {
    await only(t, "server_unwell", await changed(t, ({ path }) => (path === "/api/health" ? { status: 503, text: '{"status":503,"code":"storage_failed","title":"The storage failed"}' } : {})));
  });

  test("has little or nothing left of the day", async (t) => {
    await only(t, "quota_near", await changed(t, health({ quota: { state: "near", share: 0.91 } })));
    await only(t, "quota_over", await changed(t, health({ quota: { state: "over", share: 1.01 } })));
  });

  test("has no keys", async (t) => {
    const empty = await startApi();
    t.after(() => empty.stop());
    await empty.d1.prepare("DELETE FROM keys").run();
    const { codes } = await examine(t, at(empty.url));
    assert.deepEqual(codes, ["no_keys"]);
  });

  test("of the site serves the core as something else", async (t) => {
    const { readFile } = await import("node:fs/promises");
    const wasm = await readFile(new URL("../../pkg/dist/wasm/trailmark_bg.wasm", import.meta.url));
    const core = (file) => ({ html: plainStart(good), files: { "/vendor/wasm/trailmark_bg.wasm": file } });
    await only(t, "wasm_type", core({ headers: { "content-type": "application/octet-stream" }, body: wasm }));
    await only(t, "wasm_missing", core({ status: 404 }));
    assert.match((await only(t, "wasm_missing", core({ headers: { "content-type": "text/html" }, body: "<!doctype html>" }))).detail, /no wasm/);
  });
});

describe("what cannot be looked at", () => {
  test("is said in a line, with 2", async () => {
    const site = await serveSite({ html: "" });
    const cases = [
      [["http://127.0.0.1:9/"], /^trailmark: http:\/\/127\.0\.0\.1:9\/ cannot be reached: .+\n$/],
      [[`${site.url}/nothing`], /^trailmark: .*\/nothing is answered with status 404\n$/],
      [[`${site.url}/vendor/index.js`], /^trailmark: .* is no page: it is text\/javascript\n$/],
      [[], /^trailmark: it is: trailmark doctor URL\n$/],
      [["http://"], /^trailmark: http:\/\/ is no address\n$/],
    ];
    for (const [args, expected] of cases) {
      const { code, stdout, stderr } = await doctor(...args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, expected);
    }
    await site.stop();
  });
});

test("a browser finds what a script adds", async (t) => {
  const html = `<script>const s = document.createElement("script"); s.type = "module"; s.src = "/app.js"; document.head.append(s);</script>`;
  const site = { html, files: await bundledApp(good) };
  await only(t, "not_installed", site);
  const { codes, trackers } = await examine(t, site, "--browser");
  assert.deepEqual([codes, trackers.length], [[], 1]);
});

test("every code of the catalogue was provoked by some test", () => {
  const missing = Object.keys(CATALOGUE).filter((code) => !provoked.has(code) && !IN_THE_PAGE.includes(code));
  assert.deepEqual(missing, []);
});
