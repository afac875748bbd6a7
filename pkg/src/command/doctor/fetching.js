// The only place of the doctor that asks the network.

const LIMIT_MS = 10_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** A page may look different to programs. */
const AS_A_BROWSER = {
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 trailmark-doctor",
  "accept-language": "en",
};
const REASONS = { ENOTFOUND: "there is no such host", ECONNREFUSED: "nobody listens there", ECONNRESET: "the connection was reset", EAI_AGAIN: "the name cannot be looked up" };
const TLS = /CERT|TLS|SSL|SIGNED|EPROTO|UNABLE_TO/;

/**
 * Asks for an address. Never throws: `{failed: "tls" | "network", reason}` where there is no answer.
 * @returns {Promise<{url: string, status?: number, headers?: Headers, bytes?: Uint8Array, text?: string, redirect?: string, failed?: string, reason?: string,
 *   from: number, until: number}>} `from` and `until` are the times around it
 */
export async function get(url, { headers = {} } = {}) {
  const from = Date.now();
  try {
    const response = await fetch(url, { headers: { ...AS_A_BROWSER, ...headers }, redirect: "manual", signal: AbortSignal.timeout(LIMIT_MS) });
    const until = Date.now();
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > MAX_BYTES) return { url, failed: "network", reason: "more than 8 MiB", from, until };
    const location = response.status >= 300 && response.status < 400 && response.headers.get("location");
    const redirect = location ? new URL(location, url).href : undefined;
    return { url, status: response.status, headers: response.headers, bytes, text: new TextDecoder().decode(bytes), redirect, from, until };
  } catch (error) {
    const code = error.cause?.code ?? error.name ?? "";
    const reason = REASONS[code] ?? (code === "TimeoutError" ? `no answer within ${LIMIT_MS / 1000} s` : (error.cause?.message ?? error.message));
    return { url, failed: TLS.test(code) ? "tls" : "network", reason: reason.replace(/\.$/, ""), from, until: Date.now() };
  }
}

/** The same, following redirects as a browser does; `url` is where that ended. */
export async function follow(url, options) {
  let answer = await get(url, options);
  for (let hops = 0; answer.redirect && hops < 10; hops++) answer = await get(answer.redirect, options);
  return answer;
}
