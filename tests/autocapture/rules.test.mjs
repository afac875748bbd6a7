// The rules of autocapture, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { routed, viewOf } from "../../pkg/src/auto/view-rule.js";
import { wantedOf } from "../../pkg/src/auto/wanted.js";

test("pieces are asked for by a list of names or by an object; unknown names are told and cost nothing else", () => {
  const told = [];
  const wanted = (asked) => [...wantedOf(asked, ["clicks", "forms"], (problem) => told.push(problem))];
  assert.deepEqual(wanted(["clicks", "forms"]), [["clicks", Object(true)], ["forms", Object(true)]]);
  assert.deepEqual(wanted({ clicks: { only: 1 }, forms: false }), [["clicks", { only: 1 }]]);
  for (const nothing of [undefined, null, false, [], {}, 7]) assert.deepEqual(wanted(nothing), []);
  assert.deepEqual(told, []);
  assert.deepEqual(wanted(["click", "forms"]), [["forms", Object(true)]]);
  assert.deepEqual(told, ['autocapture has no piece "click": there are clicks, forms']);
});

test("another view: another path, or another value of a parameter that the page has named", () => {
  const view = (address, named, hash) => viewOf(routed(`https://app.example${address}`, hash), named);
  for (const [one, other, named, hash, same] of [
    ["/a", "/b", [], false, false],
    ["/a", "/a", [], false, true],
    ["/a", "/a/", [], false, false],
    ["/a?page=1", "/a?page=2", [], false, true],
    ["/a?page=1", "/a?page=2", ["page"], false, false],
    ["/a?page=1&sort=x", "/a?sort=y&page=1", ["page"], false, true],
    ["/a?q=1&q=2", "/a?q=1", ["q"], false, false],
    ["/a?page=2", "/a?page=2", "page", false, true],
    ["/a#one", "/a#two", [], false, true],
    ["/a#one", "/a#two", [], true, false],
    ["/#/board", "/#!/board", [], true, true],
    ["/#/board?page=1", "/#/board?page=2", [], true, true],
    ["/#/board?page=1", "/#/board?page=2", ["page"], true, false],
  ])
    assert.equal(view(one, named, hash) === view(other, named, hash), same, `${one} ${other} ${named} ${hash}`);
});

test("where the fragment routes, it is the path", () => {
  for (const [address, path] of [
    ["/", "/"],
    ["/#", "/"],
    ["/#/", "/"],
    ["/#/board", "/board"],
    ["/app#/board/7?tab=1", "/app/board/7?tab=1"],
    ["/app/?a=1#!/board?b=2", "/app/board?a=1&b=2"],
    ["/app#part", "/app/part"],
  ])
    assert.equal(routed(`https://app.example${address}`, true), `https://app.example${path}`);
  assert.equal(routed("https://app.example/app?a=1#/board", false), "https://app.example/app?a=1");
});
