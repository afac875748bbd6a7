// The way to the collector, with faults switched on and off while pages use it. Real sockets: Chromium's keepalive and beacon
// requests pass by every interception inside of the browser, and what becomes of a connection is half of what is tested.
import http from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { gunzipSync } from "node:zlib";

const HOST = "127.0.0.1";
/** Headers that are about one connection and not about the message (RFC 9110, section 7.6.1). */
const OF_A_CONNECTION = ["connection", "keep-alive", "transfer-encoding"];
/** As long as usual proxies: where it is short, idle connections end by themselves in the middle of a case. */
const KEEP_ALIVE_MS = 75_000;
const PASS = { name: "pass" };

/**
 * A proxy before one upstream. It adds nothing to what passes. Preflights pass through all faults but `reset` and `away`, so that
 * a tracker that needs them meets the fault itself and not its preflight's.
 */
export class FaultyProxy {
  /** All requests in order: `{at, method, path, bytes, type, encoding, fault, status, ended}`; no `ended` while one is under way. */
  requests = [];
  /** Requests that the upstream is done with: there may be something new behind it whenever this has grown. */
  served = 0;
  #upstream;
  #server;
  #port = 0;
  #fault = PASS;

  /** @param {string} upstream the collector's address */
  static async before(upstream) {
    const proxy = new FaultyProxy();
    proxy.#upstream = new URL(upstream);
    await proxy.back();
    return proxy;
  }

  get url() {
    return `http://${HOST}:${this.#port}`;
  }

  /** Everything goes through. */
  pass() {
    this.#fault = PASS;
  }

  /** Answers by itself, readable for the page; the collector hears of nothing. */
  answer(status, { headers = {}, body = "" } = {}) {
    this.#fault = { name: "answer", status, headers, body };
  }

  /** Answers 413 to bodies of more than so many bytes, unpacked. */
  refuseAbove(bytes) {
    this.#fault = { name: "refuse above", most: bytes };
  }

  /** The collector gets the request and answers; then the connection is cut, and the answer is lost. */
  cut() {
    this.#fault = { name: "cut" };
  }

  /** The connection is reset (RST) as soon as a request comes. */
  reset() {
    this.#fault = { name: "reset" };
  }

  /** The collector answers at once, and the page hears of it so many milliseconds later. */
  delay(milliseconds) {
    this.#fault = { name: "delay", milliseconds };
  }

  /** Nobody listens any more, and what was under way ends. */
  async away() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Listens (again), always on the same port. */
  async back() {
    this.#server = http.createServer((request, response) => this.#handle(request, response));
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
    // Meanwhile the system may have lent the port to some connection for a moment.
    while (!(await listens(this.#server, this.#port))) await pause(50);
    this.#port = this.#server.address().port;
  }

  async stop() {
    if (this.#server.listening) await this.away();
  }

  /** What came, added up. */
  counts() {
    const preflights = this.requests.filter((request) => request.method === "OPTIONS").length;
    const bodies = this.requests.filter((request) => request.bytes > 0);
    return { requests: this.requests.length, preflights, bodies: bodies.length, bytes: bodies.reduce((sum, request) => sum + request.bytes, 0) };
  }

  /** All of it in lines for people, times from the first request on. */
  story() {
    const since = this.requests[0]?.at;
    return this.requests.map(({ at, ended, method, bytes, fault, status }) => `${at - since} to ${ended ? ended - since : "…"} ms: ${method} ${bytes} B, ${fault}, ${status ?? "no answer"}`);
  }

  /** Requests that bring something. */
  posts() {
    return this.requests.filter((request) => request.method === "POST");
  }

  /** Of these, what met a fault. */
  faulted() {
    return this.posts().filter((request) => request.fault !== PASS.name);
  }

  /** Milliseconds since the last request came or ended; 0 while one is under way. */
  quietFor() {
    const moments = this.requests.map((request) => (request.ended === undefined ? Infinity : request.ended));
    return moments.length === 0 ? Infinity : Math.max(0, Date.now() - Math.max(...moments));
  }

  #handle(request, response) {
    const { method, url: path, headers } = request;
    const fault = method === "OPTIONS" && this.#fault.name !== "reset" ? PASS : this.#fault;
    const entry = { at: Date.now(), method, path, bytes: 0, type: headers["content-type"], encoding: headers["content-encoding"], fault: fault.name };
    this.requests.push(entry);
    request.on("data", (chunk) => (entry.bytes += chunk.length));
    response.on("close", () => (entry.ended = Date.now()));
    if (fault.name === "reset") return request.socket.resetAndDestroy();
    if (fault.name === "answer") return this.#answer(request, response, entry, fault);
    if (fault.name === "refuse above") return this.#refuseAbove(request, response, entry, fault);
    request.pipe(this.#relay(request, response, entry, fault));
  }

  #answer(request, response, entry, { status, headers = {}, body = "" }) {
    const origin = request.headers.origin ?? "*";
    const readable = { "access-control-allow-origin": origin, "access-control-allow-credentials": "true", "access-control-expose-headers": "retry-after" };
    entry.status = status;
    const say = () => response.writeHead(status, { ...readable, ...headers }).end(body);
    request.complete ? say() : request.resume().on("end", say);
  }

  #refuseAbove(request, response, entry, { most }) {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      if (unpacked(body).length > most) return this.#answer(request, response, entry, { status: 413 });
      entry.fault = PASS.name;
      this.#relay(request, response, entry, PASS).end(body);
    });
  }

  /** The request to the collector, whose body is still to be written. */
  #relay(request, response, entry, fault) {
    const { hostname: host, port } = this.#upstream;
    const upstream = http.request({ host, port, method: request.method, path: request.url, headers: without(request.headers), agent: false });
    // Whoever hangs up is not served on: so do Cloudflare and other servers.
    response.on("close", () => fault.name === "pass" && !response.writableFinished && upstream.destroy());
    upstream.on("error", () => request.socket.destroy());
    upstream.on("close", () => (this.served += 1));
    upstream.on("response", async (answer) => {
      entry.status = answer.statusCode;
      if (fault.name === "pass") {
        response.writeHead(answer.statusCode, without(answer.headers));
        answer.pipe(response);
        return;
      }
      const body = Buffer.concat(await answer.toArray());
      if (fault.name === "cut") return request.socket.destroy();
      const timer = setTimeout(() => response.writeHead(answer.statusCode, without(answer.headers)).end(body), fault.milliseconds);
      response.on("close", () => clearTimeout(timer));
    });
    return upstream;
  }
}

/** Some say in a header that a body is gzip, some in the address; its first bytes always tell. */
function unpacked(body) {
  return body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body;
}

function without(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_A_CONNECTION.includes(name)));
}

function listens(server, port) {
  return new Promise((resolve, reject) => {
    const refused = (error) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error));
    server.once("error", refused);
    server.listen(port, HOST, () => {
      server.off("error", refused);
      resolve(true);
    });
  });
}
