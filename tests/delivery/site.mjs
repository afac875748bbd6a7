// A customer's site: always up, on an origin other than the collector's. Each run of a case has a folder of its own in it.
import http from "node:http";

const HEADERS = { "cache-control": "max-age=0" };

/**
 * Serves the tracker's files and whatever pages a run needs.
 *
 * @param {Map<string, {body: string | Buffer, contentType: string}>} files as the adapter names them
 */
export async function startSite(files) {
  const folders = new Map();
  const server = http.createServer((request, response) => {
    const [, run, ...rest] = new URL(request.url, "http://localhost").pathname.split("/");
    const folder = folders.get(run);
    folder ? folder.serve(rest.join("/"), request, response) : response.writeHead(404).end();
  });
  // By name and not by number: a site that is not the collector's, with storage of its own.
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  const url = `http://localhost:${server.address().port}`;
  return {
    folder(run) {
      if (!folders.has(run)) folders.set(run, new Folder(`${url}/${run}`, files));
      return folders.get(run);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One run's part of the site. Its pages find the tracker's files under `./files/`. */
class Folder {
  #files;
  #pages = new Map();
  /** Decides on a tracker's file: nothing to serve it, a status to refuse it, "abort" to cut the connection, or a promise to wait for. */
  onFile = () => undefined;
  /** Requests to `sink`, which are read and not answered until `drain`. */
  #sunk = [];

  constructor(url, files) {
    this.url = url;
    this.#files = files;
    // Where a visitor goes who leaves: a page without a tracker.
    this.#pages.set("elsewhere", { html: "<!doctype html><title>Elsewhere</title>", headers: {} });
  }

  /**
   * A page: `before` runs before everything else, `script` is the tracker's, `after` follows it. Returns its address.
   *
   * @param {{before?: string, script?: string, after?: string, csp?: string}} parts
   */
  page({ before = "", script = "", after = "", csp }) {
    const name = `page-${this.#pages.size}`;
    const html = `<!doctype html><title>Shop</title><script>${before}</script><script type="module">${script}</script><script type="module">${after}</script>`;
    this.#pages.set(name, { html, headers: csp ? { "content-security-policy": csp } : {} });
    return `${this.url}/${name}`;
  }

  /** Bytes that requests to `sink` hold now. */
  sinking() {
    return this.#sunk.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Answers everything that waits at `sink`. */
  drain() {
    for (const { response } of this.#sunk.splice(0)) response.writeHead(204).end();
  }

  async serve(name, request, response) {
    const page = this.#pages.get(name);
    if (page) return response.writeHead(200, { ...HEADERS, ...page.headers, "content-type": "text/html; charset=utf-8" }).end(page.html);
    if (name === "sink") return this.#sink(request, response);
    const file = this.#files.get(name.replace(/^files\//, ""));
    const verdict = file ? await this.onFile(name) : 404;
    if (verdict === "abort") return request.socket.destroy();
    if (typeof verdict === "number") return response.writeHead(verdict).end();
    response.writeHead(200, { ...HEADERS, "content-type": file.contentType }).end(file.body);
  }

  #sink(request, response) {
    const held = { response, bytes: 0 };
    this.#sunk.push(held);
    request.on("data", (chunk) => (held.bytes += chunk.length));
  }
}
