// `cargo xtask projects` and `cargo xtask keys`: on a database that nobody uses, through a running server, and over HTTP.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { root } from "../support/database.mjs";
import { serve } from "../support/serve.mjs";

const run = promisify(execFile);
const KEY = /^tm_(write|server|read|admin)_[0-9A-Za-z]{32}\n$/;

let db;
before(async () => {
  await mkdir(path.join(root, ".trailmark"), { recursive: true });
  db = await mkdtemp(path.join(root, ".trailmark", "commands-"));
});
after(() => rm(db, { recursive: true, force: true }));

/** Runs a command on the test's database; its standard output. */
async function xtask(...given) {
  const arguments_ = given.includes("--url") ? given : [...given, "--db", db];
  const { stdout } = await run("cargo", ["xtask", ...arguments_], { cwd: root, timeout: 300_000 });
  return stdout;
}
/** Runs a command that is to fail; what it says. */
const refused = (...given) => xtask(...given).then((said) => assert.fail(`it said ${said}`), ({ stderr }) => stderr);

/** The lines of a list, by their first word. */
const listed = async (...given) => Object.fromEntries((await xtask(...given)).trim().split("\n").slice(1).map((line) => [line.trim().split(/\s+/)[0], line]));
const idOf = (list, ...words) => Object.entries(list).find(([, line]) => words.every((word) => line.includes(word)))[0];

async function ask(server, key, method, address, body) {
  const response = await fetch(server.url + address, { method, headers: { authorization: `Bearer ${key}` }, body: body && JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}
const project = async (server, key) => (await ask(server, key, "GET", "/api/project")).body.slug;

const NAME = `O'Neill; "x" -- ? 测试`;
let made;

test("on a database that nobody uses, from the first project to a key that works", async () => {
  await xtask("projects", "create", "shop", "--name", NAME);
  assert.match(await refused("projects", "create", "shop"), /there is a project "shop" already/);
  assert.match(await refused("keys", "create", "--kind", "read", "--project", "nope"), /there is no project "nope"/);
  made = await xtask("keys", "create", "--kind", "admin", "--project", "shop", "--label", NAME);
  assert.match(made, KEY);
  const bound = await xtask("keys", "create", "--kind", "write", "--project", "shop", "--origin", "https://a.example", "--origin", "https://b.example", "--days", "3");
  assert.match(bound, KEY);
  const projects = await listed("projects", "list");
  assert.ok(projects[2].includes("shop") && projects[2].endsWith(NAME), projects[2]);
  const keys = await listed("keys", "list", "--project", "shop");
  assert.equal(Object.keys(keys).length, 2);
  const served = await serve({ db, onLog: () => {} });
  try {
    assert.equal(await project(served, made.trim()), "shop");
    const { items } = (await ask(served, made.trim(), "GET", "/api/keys")).body;
    assert.deepEqual(items.map(({ kind, label, origins, state }) => [kind, label, origins, state]).toSorted(), [
      ["admin", NAME, null, "active"],
      ["write", null, ["https://a.example", "https://b.example"], "expiring"],
    ]);
    const audit = (await ask(served, made.trim(), "GET", "/api/audit")).body.items;
    assert.deepEqual(audit.map(({ action, key_id }) => [action, key_id]).toReversed(), [["project_created", null], ["key_created", null], ["key_created", null]]);
    assert.match(await refused("projects", "list"), /a server that lets nobody else at its database uses/);
  } finally {
    await served.stop();
  }
});

describe("while a server runs", () => {
  let server;
  before(async () => (server = await serve({ db, hasDoor: true, onLog: () => {} })));
  after(() => server.stop());

  test("its database is changed through it, and the change holds", async () => {
    await xtask("projects", "create", "club");
    await xtask("projects", "rename", "club", "--name", "The club");
    assert.match(await refused("projects", "rename", "nope", "--name", "x"), /there is no project "nope"/);
    const key = (await xtask("keys", "create", "--kind", "read", "--project", "club", "--label", "first")).trim();
    assert.equal(await project(server, key), "club");
    const id = idOf(await listed("keys", "list"), "first");
    const other = (await xtask("keys", "rotate", id, "--overlap-hours", "1")).trim();
    for (const one of [key, other]) assert.equal(await project(server, one), "club");
    assert.match(await refused("keys", "rotate", id), /was revoked, has expired, or was replaced already/);
    const second = idOf(await listed("keys", "list"), "active", "first");
    await xtask("keys", "revoke", second);
    assert.match((await listed("keys", "list"))[second], /revoked/);
    assert.match(await refused("keys", "revoke", "0".repeat(12)), /there is no key/);
    // The isolate may remember the key for a minute; what it does not know is revoked at once.
    const unseen = (await xtask("keys", "create", "--kind", "read", "--label", "unseen")).trim();
    await xtask("keys", "revoke", idOf(await listed("keys", "list"), "unseen"));
    assert.equal((await ask(server, unseen, "GET", "/api/project")).status, 401);
  });

  test("over HTTP the same is done with an admin key", async () => {
    const http = ["--url", server.url, "--key", made.trim()];
    const key = (await xtask("keys", "create", "--kind", "read", "--label", "by http", ...http)).trim();
    assert.equal(await project(server, key), "shop");
    const id = idOf(await listed("keys", "list", ...http), "by http");
    assert.match(await xtask("keys", "rotate", id, "--overlap-hours", "0", ...http), KEY);
    assert.equal((await ask(server, key, "GET", "/api/project")).status, 401);
    const next = idOf(await listed("keys", "list", ...http), "active", "by http");
    await xtask("keys", "revoke", next, ...http);
    assert.match((await listed("keys", "list", ...http))[next], /revoked/);
    assert.match(await refused("keys", "create", "--kind", "read", "--url", server.url, "--key", "tm_admin_none"), /unknown_key/);
  });
});

for (const given of [
  ["projects", "create", "Shop"],
  ["projects", "create", "it's"],
  ["projects", "create", "-a"],
  ["projects", "create", "x".repeat(41)],
  ["projects", "create", "x", "--name", "two\nlines"],
  ["projects", "create", "x", "--name", ""],
  ["keys", "create", "--kind", "owner"],
  ["keys", "create"],
  ["keys", "create", "--kind", "read", "--project", "a' OR 1=1"],
  ["keys", "create", "--kind", "read", "--label", "\u0007"],
  ["keys", "create", "--kind", "write", "--origin", "https://A.example"],
  ["keys", "create", "--kind", "write", "--origin", "*"],
  ["keys", "create", "--kind", "read", "--days", "0"],
  ["keys", "rotate", "0123456789ab", "--overlap-hours", "721"],
  ["keys", "revoke", "'; DROP TABLE keys; --"],
  ["keys", "revoke", "0123456789AB"],
  ["keys", "list", "--remote", "--url", "http://localhost:1", "--key", "k"],
  ["keys", "list", "--url", "http://localhost:1"],
]) {
  test(`refused before anything is done: ${given.join(" ").slice(0, 60)}`, async () => {
    const { code, stderr } = await run("cargo", ["xtask", ...given], { cwd: root, timeout: 60_000 }).catch((error) => error);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /error: /);
  });
}
