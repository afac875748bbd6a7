// One local collector for all peers. It answers as their services do when all is well, and remembers which events came.
import http from "node:http";
import { gunzipSync } from "node:zlib";
import { protocolFor } from "./protocols.mjs";

/** The services differ in how long a preflight may be remembered; two hours is the most that Chromium allows, so nobody pays for ours. */
const PREFLIGHT_SECONDS = 7_200;
/** A long idle time, as the services' load balancers have: a connection that ends by itself would cost its tracker a retry. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Starts a collector on a free port.
 *
 * @returns {Promise<{url: string, marks: (run: string) => Promise<number[]>, stop: () => Promise<void>}>}
 *   `marks` has each `n` as often as it came; nothing is taken for the same event and left out, unlike in the services.
 */
export async function startCollector() {
  const received = new Map();
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method === "OPTIONS") return response.writeHead(204, cors(request)).end();
      const protocol = protocolFor(request.url);
      if (!protocol) return response.writeHead(404, cors(request)).end();
      const events = protocol.events(plain(Buffer.concat(chunks)), request);
      for (const { run, n } of events) remember(received, run, n);
      const answer = protocol.answer(events);
      response.writeHead(200, { ...cors(request), "content-type": answer.type }).end(answer.body);
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    marks: async (run) => [...(received.get(run) ?? [])],
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function remember(received, run, n) {
  // Trackers have events of their own too, such as a start of session.
  if (run === undefined) return;
  if (!received.has(run)) received.set(run, []);
  received.get(run).push(Number(n));
}

/** Bodies are gzip with or without saying so: a beacon cannot set `content-encoding`. */
function plain(body) {
  const zipped = body[0] === 0x1f && body[1] === 0x8b;
  return (zipped ? gunzipSync(body) : body).toString("utf8");
}

function cors({ headers }) {
  return {
    "access-control-allow-origin": headers.origin ?? "*",
    "access-control-allow-credentials": "true",
    "access-control-allow-headers": headers["access-control-request-headers"] ?? "content-type",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-max-age": String(PREFLIGHT_SECONDS),
    vary: "origin",
  };
}
