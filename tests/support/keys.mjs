// Keys of a local server: made once per database, kept beside it, known to the database only by their hash.
import { createHash, randomInt } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const KINDS = ["write", "read", "admin", "server"];
const PROJECT = 1;

/** The keys of the database in `directory`, made when there are none: `{write, read, admin, server}`. */
export async function localKeys(directory) {
  const file = path.join(directory, "keys.json");
  const known = await readFile(file, "utf8").then(JSON.parse, () => ({}));
  const keys = Object.fromEntries(KINDS.map((kind) => [kind, known[kind] ?? newKey(kind)]));
  if (KINDS.some((kind) => !known[kind])) await writeFile(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
}

/** Makes the database accept these keys. */
export async function storeKeys(d1, keys) {
  const insert = d1.prepare("INSERT OR IGNORE INTO keys (hash, project_id, kind, label, created_at) VALUES (?1, ?2, ?3, 'local', ?4)");
  await d1.batch(Object.entries(keys).map(([kind, key]) => insert.bind(hashOf(key), PROJECT, kind, Date.now())));
}

/** A key's text: `tm_write_` and 32 characters, about 190 bits from the operating system. */
export function newKey(kind) {
  return `tm_${kind}_${Array.from({ length: 32 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("")}`;
}

/** What the table `keys` holds of a key. */
export function hashOf(key) {
  return createHash("sha256").update(key).digest("hex");
}
