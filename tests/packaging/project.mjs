// A project of somebody else: a directory far from this repository with the packed tarball installed by npm, and a server for it.
import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "../support/database.mjs";

export const run = promisify(execFile);

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" };

/** npm, without telling how it is doing. */
const npm = (directory, ...command) => run("npm", command, { cwd: directory, env: { ...process.env, npm_config_loglevel: "error" }, timeout: 120_000 });

/** A directory for the whole test file. */
export const workshop = () => mkdtemp(path.join(tmpdir(), "trailmark-packaging-"));

/** Packs the package as a release would: `{file, names}`, the tarball and what npm says is in it. */
export async function pack(directory) {
  const { stdout } = await npm(path.join(root, "pkg"), "pack", "--json", "--ignore-scripts", "--pack-destination", directory);
  const [{ filename, files }] = JSON.parse(stdout);
  return { file: path.join(directory, filename), names: files.map((file) => file.path) };
}

/** What npm makes of an empty project in which the tarball is installed, made once for each tarball. Nothing else may be asked for. */
const installations = new Map();

async function install(tarball) {
  const directory = path.join(path.dirname(tarball), "npm-install");
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, "package.json"), JSON.stringify({ name: "installed", private: true, type: "module" }));
  await npm(directory, "install", "--offline", "--no-audit", "--no-fund", tarball);
  return directory;
}

/**
 * A project with the package installed and these files; returns its directory. `linked` names packages of this repository that are in its
 * `node_modules` too, as if they had been installed.
 */
export async function makeProject(directory, name, tarball, files, linked = []) {
  if (!installations.has(tarball)) installations.set(tarball, install(tarball));
  const installed = await installations.get(tarball);
  const project = path.join(directory, name);
  await cp(installed, project, { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(installed, "package.json"), "utf8"));
  await writeFile(path.join(project, "package.json"), JSON.stringify({ ...manifest, name }));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(project, file)), { recursive: true });
    await writeFile(path.join(project, file), text);
  }
  await link(project, linked);
  return project;
}

/** Puts packages of this repository into a project's `node_modules`. */
export async function link(project, names) {
  for (const name of names) {
    const place = path.join(project, "node_modules", name);
    await mkdir(path.dirname(place), { recursive: true });
    await symlink(path.join(root, "node_modules", name), place);
  }
}

/** Serves a directory on an origin of its own; `asked` lists the paths that a page asked for. What has no file is `fallback`, if there is one. */
export async function serveFiles(t, directory, { types = TYPES, headers = {}, fallback } = {}) {
  const asked = [];
  const server = http.createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    asked.push(name);
    const isFile = async (file) => file.startsWith(directory) && (await stat(file).catch(() => null))?.isFile() && file;
    const wanted = path.join(directory, name.endsWith("/") ? `${name}index.html` : name);
    const file = (await isFile(wanted)) || (fallback && (await isFile(path.join(directory, fallback))));
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { ...headers, "content-type": types[path.extname(file)] ?? "application/octet-stream" });
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
