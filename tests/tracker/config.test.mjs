// Remote config as the tracker decides by it: the lots are those of the server.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { lot, wants as decide } from "../../tracker/src/browser/config.js";

const wants = (...given) => Boolean(decide(...given));
const { cases } = JSON.parse(await readFile(new URL("../fixtures/sampling.json", import.meta.url), "utf8"));

test("lots are those that the server draws", () => {
  for (const { id, lot: expected, canary_lot } of cases) assert.deepEqual([lot(id), lot("canary" + id)], [expected, canary_lot], id);
});

const session = cases[3];
const event = (more) => ({ type: "moved", rank: 2, ...more });

test("without a word everything is wanted", () => {
  for (const config of [{}, { enabled: true }, { canary: { streams: ["s"] } }, { sampling: {} }, { sampling: { types: {} }, canary: {} }, { autocapture: { clicks: true } }])
    assert.equal(wants(config, event(), session.id), true, JSON.stringify(config));
  for (const type of ["constructor", "__proto__", "toString"]) assert.equal(wants({ sampling: { types: {}, levels: {} } }, event({ type }), session.id), true);
});

test("a canary is a share of sessions, and streams wholly", () => {
  const config = (share) => ({ canary: { share, streams: ["night-run"] } });
  assert.equal(wants(config(session.canary_lot), event(), session.id), false);
  assert.equal(wants(config(session.canary_lot + 0.0001), event(), session.id), true);
  assert.equal(wants(config(0), event(), session.id), false);
  assert.equal(wants(config(0), event({ stream: "night-run" }), session.id), true);
  assert.equal(wants({ canary: { share: 0 } }, event({ stream: "night-run" }), session.id), false);
});

test("a type's share holds in its level's place, and lower levels do not count", () => {
  const sampling = { types: { moved: session.lot + 0.0001, gone: 0 }, levels: { action: 0, detail: 1 } };
  assert.equal(wants({ sampling }, event(), session.id), true);
  assert.equal(wants({ sampling }, event({ type: "gone", rank: 0 }), session.id), false);
  assert.equal(wants({ sampling }, event({ type: "other" }), session.id), false);
  assert.equal(wants({ sampling }, event({ type: "other", rank: 0 }), session.id), true);
  for (const [rank, wanted] of [[0, false], [1, false], [2, false], [3, true], [4, true]])
    assert.equal(wants({ min_level: "decision" }, event({ rank }), session.id), wanted);
});

test("without a session no lot is drawn: the server draws it", () => {
  const config = { canary: { share: 0 }, sampling: { types: { moved: 0 } }, min_level: "action" };
  assert.equal(wants(config, event(), undefined), true);
  assert.equal(wants(config, event({ rank: 1 }), undefined), false);
  assert.equal(wants({ ...config, enabled: false }, event(), undefined), false);
});

test("shares of sessions converge", () => {
  const config = { canary: { share: 0.5 }, sampling: { types: { moved: 0.2 } } };
  const ids = Array.from({ length: 10_000 }, (_, n) => `019c6ff4-6d80-7${(n % 4096).toString(16).padStart(3, "0")}-8101-${(n * 2654435761).toString(16).padStart(12, "0")}`);
  const share = (type) => ids.filter((id) => wants(config, event({ type }), id)).length / ids.length;
  // Four standard deviations.
  assert.ok(Math.abs(share("other") - 0.5) < 0.02 && Math.abs(share("moved") - 0.1) < 0.012, `${share("other")} ${share("moved")}`);
});
