// No name that Trailmark itself gives to a file or a path stands on the list of ad blockers that its doctor knows.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { BATCH_PATH, blockingRule } from "../../pkg/src/checks/index.js";
import { root } from "../support/database.mjs";

const PLACES = ["https://shop.example/vendor/", "https://shop.example/assets/", "https://events.example/"];
const filesBelow = async (folder) => (await readdir(path.join(root, folder), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && /\.(js|wasm)$/.test(entry.name));

test("files of the package, wherever they are copied to", async () => {
  const files = await filesBelow("pkg/dist");
  assert.ok(files.length > 4);
  for (const { parentPath, path: before, name } of files) {
    const within = path.relative(path.join(root, "pkg/dist"), path.join(parentPath ?? before, name));
    for (const place of PLACES) assert.equal(blockingRule(place + within), undefined, place + within);
  }
});

test("what the Worker serves to pages of others, and where they send to", () => {
  for (const url of ["https://events.example/kit/start.js", `https://events.example${BATCH_PATH}`, "https://events.example/api/config?key=tm_write_x", "https://shop.example/api/events/log"]) {
    assert.equal(blockingRule(url), undefined, url);
  }
});

test("the list knows usual names", () => {
  const blocked = ["https://analytics.example/api/events/log/batch", "https://stats.example/api/events/log/batch", "https://x.example/js/tracker.js", "https://x.example/assets/analytics-abc.js", "https://x.example/auto/web-vitals.js"];
  for (const url of blocked) assert.ok(blockingRule(url), url);
});
