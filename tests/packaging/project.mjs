// A project of somebody else: a directory far from this repository with the packed tarball unpacked into node_modules, and a server for it.
import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "../support/database.mjs";

export const run = promisify(execFile);

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" };

/** A directory for the whole test file. */
export const workshop = () => mkdtemp(path.join(tmpdir(), "trailmark-packaging-"));

/** Packs the package as a release would: `{file, names}`, the tarball and what npm says is in it. */
export async function pack(directory) {
  const command = ["pack", "--json", "--ignore-scripts", "--pack-destination", directory];
  const { stdout } = await run("npm", command, { cwd: path.join(root, "pkg"), env: { ...process.env, npm_config_loglevel: "error" } });
  const [{ filename, files }] = JSON.parse(stdout);
  return { file: path.join(directory, filename), names: files.map((file) => file.path) };
}

/** A project with the package installed and these files; returns its directory. */
export async function makeProject(directory, name, tarball, files) {
  const project = path.join(directory, name);
  const installed = path.join(project, "node_modules/trailmark");
  await mkdir(installed, { recursive: true });
  // What npm does with a tarball, without asking anybody for anything.
  await run("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
  await writeFile(path.join(project, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(project, file)), { recursive: true });
    await writeFile(path.join(project, file), text);
  }
  return project;
}

/** Serves a directory on an origin of its own; `asked` lists the paths that a page asked for. */
export async function serveFiles(t, directory, { types = TYPES } = {}) {
  const asked = [];
  const server = http.createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    asked.push(name);
    const file = path.join(directory, name.endsWith("/") ? `${name}index.html` : name);
    const found = file.startsWith(directory) && (await stat(file).catch(() => null))?.isFile();
    if (!found) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, asked };
}

/** The text of a file of the repository. */
export const fromRepository = (file) => readFile(path.join(root, file), "utf8");

export const remove = (directory) => rm(directory, { recursive: true, force: true });
