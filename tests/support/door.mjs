// A door to a running server's database, for the commands of who owns it: a second process must not open its SQLite file.
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";

/**
 * Opens a socket that takes a JSON list of SQL statements and answers with what each brought, or with `{error}`. They are one transaction.
 *
 * @param {import("@cloudflare/workers-types").D1Database} d1
 * @returns {Promise<{socket: string, close: () => void}>}
 */
export async function openDoor(d1) {
  // Only this person may enter it. Not beside the database: the path of a socket is 100 characters long at most.
  const directory = await mkdtemp(path.join(os.tmpdir(), "trailmark-"));
  const socket = path.join(directory, "door");
  const server = net.createServer({ allowHalfOpen: true }, (caller) => {
    let said = "";
    // Who goes away meanwhile does not want to know.
    caller.setEncoding("utf8").on("error", () => {}).on("data", (part) => (said += part));
    caller.on("end", async () => caller.end(JSON.stringify(await run(d1, said))));
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(socket, resolve));
  const close = () => {
    server.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { socket, close };
}

async function run(d1, said) {
  if (said === "") return [];
  try {
    return await d1.batch(JSON.parse(said).map((sql) => d1.prepare(sql)));
  } catch (error) {
    return { error: `${error.message}` };
  }
}
