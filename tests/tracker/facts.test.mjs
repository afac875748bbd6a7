// Where an event happened: of an address only what the page has named.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.location = { href: "https://app.example/now?tab=now#here" };
globalThis.document = { title: "Now", referrer: "https://other.example/from?token=secret" };
const { pageOf } = await import("../../tracker/src/browser/facts.js");

const pathOf = (address, parameters) => pageOf("clicked", undefined, parameters, `https://app.example${address}`).path;

test("the query goes, but for the parameters that the page has named, in that order", () => {
  const address = "/board/anna@example.com?q=two+words&token=secret&tab=list&tab=map&empty#q=hash";
  for (const [named, path] of [
    [undefined, "/board/[email]"],
    [[], "/board/[email]"],
    [["other", "toString"], "/board/[email]"],
    [["tab", "q"], "/board/[email]?tab=list&tab=map&q=two+words"],
    [["q", "empty"], "/board/[email]?q=two+words&empty="],
    ["tab", "/board/[email]?tab=list&tab=map"],
  ])
    assert.equal(pathOf(address, named), path);
});

test("what a parameter holds is masked, and the whole is cut", () => {
  for (const value of ["anna@example.com", "anna%40example.com"]) assert.equal(pathOf(`/x?q=${value}`, ["q"]), "/x?q=%5Bemail%5D");
  assert.equal(pathOf("/x?q=4111+1111+1111+1111", ["q"]), "/x?q=%5Bcard%5D");
  assert.equal(pathOf("/x?q=a%26tab=b", ["q", "tab"]), "/x?q=a%26tab%3Db", "a value does not become another parameter");
  const long = pathOf(`/x?q=${"y".repeat(3_000)}`, ["q"]);
  assert.deepEqual([long.length, long.at(-1)], [2_048, "…"]);
});

test("address and title are those of now, or those that an event was tracked with", () => {
  assert.deepEqual(pageOf("clicked", undefined, ["tab"]), { path: "/now?tab=now" });
  const view = (...given) => JSON.parse(JSON.stringify(pageOf("page_view", ...given)));
  assert.deepEqual(view(), { path: "/now", title: "Now", referrer: "https://other.example/from" });
  const then = view(undefined, undefined, "https://app.example/then?utm_source=news&gclid=secret", "Then");
  assert.deepEqual(then, { path: "/then", title: "Then", referrer: "https://other.example/from", utm: { source: "news" }, click_id: "gclid" });
  assert.equal(view("Named").title, "Named");
});
