// What a Content-Security-Policy allows, and what HTML and scripts tell: the doctor's pure parts, by cases.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judge } from "../../pkg/src/checks/index.js";
import { allowsConnect, allowsScript, allowsWasm, parsePolicies } from "../../pkg/src/checks/policy.js";
import { readHtml } from "../../pkg/src/command/doctor/read-html.js";
import { readScript } from "../../pkg/src/command/doctor/read-script.js";

const PAGE = "https://shop.example/cart";
const EVENTS = "https://e.example/api/events/log/batch";
const all = (text, allows) => parsePolicies(text).every(allows);

describe("a policy", () => {
  const connects = [
    ["", true],
    ["img-src 'none'", true],
    ["default-src 'none'", false],
    ["default-src 'none'; connect-src https://e.example", true],
    ["default-src 'none'; connect-src e.example", true],
    ["connect-src *.example", true],
    ["connect-src *.e.example", false],
    ["connect-src https:", true],
    ["connect-src http:", true],
    ["connect-src wss:", false],
    ["connect-src *", true],
    ["connect-src https://e.example:8443", false],
    ["connect-src https://e.example:*", true],
    ["connect-src http://e.example", true],
    ["connect-src https://e.example/api/", true],
    ["connect-src https://e.example/other/", false],
    ["connect-src 'self'", false],
    ["CONNECT-SRC https://E.example; connect-src 'none'", true],
    ["connect-src *, connect-src 'none'", false],
  ];
  for (const [text, expected] of connects) {
    test(`connects under: ${text || "nothing"}: ${expected}`, () => assert.equal(all(text, (policy) => allowsConnect(policy, EVENTS, PAGE)), expected));
  }

  const scripts = [
    ["script-src 'self'", { url: "https://shop.example/a.js" }, true],
    ["script-src 'self'", { url: "https://e.example/a.js" }, false],
    ["script-src-elem https://e.example; script-src 'none'", { url: "https://e.example/a.js" }, true],
    ["script-src 'nonce-abc'", { url: "https://e.example/a.js", nonce: "abc" }, true],
    ["script-src 'nonce-abc'", { url: "https://e.example/a.js", nonce: "ABC" }, false],
    ["script-src 'nonce-abc' 'strict-dynamic' https://e.example", { url: "https://e.example/a.js" }, false],
    ["script-src 'nonce-abc' 'strict-dynamic'", { url: "https://e.example/b.js", imported: true }, true],
    ["script-src 'unsafe-inline'", { inline: true }, true],
    ["script-src 'unsafe-inline' 'nonce-abc'", { inline: true }, false],
    ["script-src 'self'", { inline: true }, false],
  ];
  for (const [text, script, expected] of scripts) {
    test(`runs ${JSON.stringify(script)} under: ${text}: ${expected}`, () => assert.equal(all(text, (policy) => allowsScript(policy, script, PAGE)), expected));
  }

  for (const [text, expected] of [["default-src 'self'", false], ["script-src 'self' 'wasm-unsafe-eval'", true], ["script-src 'unsafe-eval'", true], ["style-src 'self'", true], ["script-src 'wasm-unsafe-eval', default-src 'none'", false]]) {
    test(`wasm under: ${text}: ${expected}`, () => assert.equal(all(text, allowsWasm), expected));
  }
});

test("HTML as it is written", () => {
  const html = `<!-- <script src="old.js"></script> --><base href='/app/'>
    <META HTTP-EQUIV="content-security-policy" CONTENT="script-src &#39;self&#39; a>b">
    <script type=module src=main.js nonce='n1'></script>
    <script type="application/json">{"key": "tm_write_x"}</script>
    <script data-key="tm_write_1 &amp; 2">inline("</p>")</script><SCRIPT></SCRIPT >`;
  const { scripts, policies } = readHtml(html, "https://shop.example/cart/");
  assert.deepEqual(policies, [{ text: "script-src 'self' a>b", from: "meta" }]);
  assert.deepEqual(scripts, [
    { url: "https://shop.example/app/main.js", attributes: { type: "module", src: "main.js", nonce: "n1" } },
    { attributes: { "data-key": "tm_write_1 & 2" }, text: 'inline("</p>")' },
  ]);
});

test("scripts, by hand and bundled", () => {
  const own = readScript('import { init } from "trailmark"; import "./a.js"; import("../b.js"); init({ endpoint: "https://e.example", writeKey: "tm_write_abc" })');
  assert.deepEqual(own, { isTracker: false, keys: [{ key: "tm_write_abc", endpoint: "https://e.example" }], imports: ["./a.js", "../b.js"], wasm: [], version: undefined });
  const bundled = readScript('import{a as e}from"./chunk-X.js";const k={writeKey:"tm_write_abc",endpoint:`${o}`};x="/api/events/log/batch";new URL("/assets/trailmark_bg-1a.wasm",import.meta.url);m=["assets/glue-2b.js"]');
  assert.deepEqual(bundled, { isTracker: true, keys: [{ key: "tm_write_abc" }], imports: ["./chunk-X.js", "/assets/glue-2b.js"], wasm: ["/assets/trailmark_bg-1a.wasm"], version: undefined });
  assert.deepEqual(readScript('const tm_write_ = 1, tm_other_key = "tm_other_key"').keys, []);
});

test("nothing known is nothing found, and the gravest come first", () => {
  assert.deepEqual(judge({}), []);
  const codes = judge({
    page: PAGE,
    trackers: [{ where: "a", url: "https://shop.example/a.js" }],
    keys: [{ key: "tm_write_abc", where: "a", answer: { code: "unknown_key" } }],
    endpoint: { url: "https://analytics.example" },
    unread: [{ url: "b.js", why: "status 404" }],
  }).map(({ code }) => code);
  assert.deepEqual(codes, ["unknown_key", "blocklist_endpoint", "unread"]);
});
