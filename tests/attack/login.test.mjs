// The dashboard's cookie: forged, cut, copied, of another project, after its end, and from other sites' pages; for every operation.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { all, attempt } from "./attempt.mjs";
import { operations } from "./operations.mjs";
import { addressOf, rows } from "./rows.mjs";
import { startWorld } from "./world.mjs";

const WRITES = ["logEvent", "logBatch"];
const READ = ["read", "admin"];

let world, own;
before(async () => {
  world = await startWorld();
  own = { "sec-fetch-site": "same-origin", origin: world.url };
});
after(() => world?.stop());

async function logIn(key) {
  const answer = await attempt(world, { method: "POST", address: "/api/session", key, headers: own }, [200]);
  return answer.headers.get("set-cookie").split(";")[0];
}
const guarded = operations.filter(({ id }) => rows[id]?.may && !rows[id].sameOrigin);
const send = async (operation, headers, expected, project = world.a) => {
  const known = rows[operation.id].once && expected[0] < 300 ? await world.a.another() : project.known;
  return attempt(world, { method: operation.method, address: addressOf(operation, known), body: rows[operation.id].body, headers }, expected);
};

describe("what a cookie opens", () => {
  for (const kind of READ) {
    test(`one of a ${kind} key: what the key does, from its own origin, but for what trackers send`, async (t) => {
      const cookie = await logIn(world.a.keys[kind]);
      await all(t, guarded, (operation) => {
        const { may, status = 200 } = rows[operation.id];
        const expected = WRITES.includes(operation.id) ? [401, "missing_key"] : may.includes(kind) ? [status] : [403, "wrong_key_kind"];
        return send(operation, { cookie, ...own }, expected);
      });
    });
  }

  test("nothing of another project", async (t) => {
    const cookie = await logIn(world.b.keys.admin);
    const before = await world.print(world.a.id);
    const named = guarded.filter(({ id }) => rows[id].foreign);
    await all(t, named, (operation) => send(operation, { cookie, ...own }, rows[operation.id].foreign));
    await all(t, guarded.filter(({ id, method }) => method === "GET" && !rows[id].foreign), async (operation) => {
      const { text } = await send(operation, { cookie, ...own }, [200]);
      assert.ok(!text.includes("canary-a-title"), text);
    });
    assert.deepEqual(await world.print(world.a.id), before);
  });
});

test("no other site's page is let in by it, to any operation", async (t) => {
  const cookie = await logIn(world.a.keys.admin);
  const { port } = new URL(world.url);
  const sites = [{}, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site", origin: `http://localhost:${port}` }, { origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "same-origin", origin: "https://evil.example" }, { "sec-fetch-site": "cross-site", origin: world.url }, { origin: `${world.url}.evil.example` }, { "sec-fetch-site": "none" }, { referer: `${world.url}/dashboard/` }];
  const before = await world.print();
  const cases = guarded.filter(({ id }) => !WRITES.includes(id)).flatMap((operation) => sites.map((site) => [operation, site]));
  await all(t, cases, ([operation, site]) => send(operation, { cookie, ...site }, [403, "not_same_origin"]));
  assert.deepEqual(await world.print(), before, "something was changed");
});

test("a change needs the Worker's own origin, by name", async (t) => {
  const cookie = await logIn(world.a.keys.admin);
  const before = await world.print();
  const changes = guarded.filter(({ id, method }) => method !== "GET" && !WRITES.includes(id));
  await all(t, changes, (operation) => send(operation, { cookie, "sec-fetch-site": "same-origin" }, [403, "not_same_origin"]));
  assert.deepEqual(await world.print(), before, "something was changed");
});

test("what nobody signed is no login", async (t) => {
  const cookie = await logIn(world.a.keys.admin);
  const [name, token] = cookie.split("=");
  const [payload, signature] = token.split(".");
  const other = (await logIn(world.b.keys.admin)).split("=")[1];
  const raised = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(payload, "base64url")), project_id: 2 })).toString("base64url");
  const unsigned = Buffer.from('{"alg":"none"}').toString("base64url");
  const texts = ["x", ".", "..", `${payload}.`, `.${signature}`, payload, token.slice(0, -1), `${token}A`, `${payload}.${signature.toUpperCase()}`, `${raised}.${signature}`, `${other.split(".")[0]}.${signature}`, `${unsigned}.${payload}.`, "null", "__proto__", "' OR '1'='1", "%00", "x".repeat(3_000), world.a.keys.admin];
  await all(t, texts, (text) => attempt(world, { method: "GET", address: "/api/events", headers: { ...own, cookie: `${name}=${text}` } }, [401, "session_over"]));
  const names = [`x${name}`, `${name}2`, name.toUpperCase(), `__Secure-${name}`, `__Host-${name}`, "session", "authorization"];
  await all(t, names, (called) => attempt(world, { method: "GET", address: "/api/events", headers: { ...own, cookie: `${called}=${token}` } }, [401, "missing_key"]));
});

test("a session that has ended stays ended, and none is chosen by who is to log in", async (t) => {
  const cookie = await logIn(world.a.keys.admin);
  await attempt(world, { method: "DELETE", address: "/api/session", headers: { ...own, cookie } }, [200]);
  await all(t, guarded.filter(({ id }) => !WRITES.includes(id)), (operation) => send(operation, { cookie, ...own }, [401, "session_over"]));
  // Fixation: a cookie that was there before is not the one that is given.
  const answer = await attempt(world, { method: "POST", address: "/api/session", key: world.a.keys.read, headers: { ...own, cookie } }, [200]);
  const given = answer.headers.get("set-cookie").split(";")[0];
  assert.notEqual(given, cookie);
  await attempt(world, { method: "GET", address: "/api/events", headers: { ...own, cookie } }, [401, "session_over"]);
  await attempt(world, { method: "GET", address: "/api/events", headers: { ...own, cookie: given } }, [200]);
});

test("nobody is logged in from elsewhere", async (t) => {
  const sites = [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }];
  await all(t, sites, async (site) => {
    for (const kind of READ) {
      const { headers } = await attempt(world, { method: "POST", address: "/api/session", key: world.a.keys[kind], headers: site }, [403, "not_same_origin"]);
      assert.equal(headers.get("set-cookie"), null);
    }
  });
});
