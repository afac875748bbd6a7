// In which state the tracker is, as the debug overlay shows it.

/** Put in by the build. */
const version = VERSION;

/**
 * @param {object} settings
 * @param {{core: () => object | undefined, running: () => string[]}} there
 * @returns {[string, string][]} names and what to say of them
 */
export function stateOf(settings, { core, running }) {
  const { url, store, prefix, writeKey, cookieless } = settings;
  const stored = (name) => store[prefix + name];
  const runs = core();
  const { visitorId, sessionId } = runs?.ids() ?? {};
  const offset = stored("offset");
  return [
    ["Core", runs ? "runs" : "does not run (yet): only the entry delivers. A policy without 'wasm-unsafe-eval' keeps it away, or a wasm file that is not where it is asked for"],
    ["Consent", stored("opted_out") ? "denied" : "granted"],
    ["Waiting events", runs ? `${runs.queueSize()}` : "not known"],
    ["Endpoint", url],
    // A public one, but nobody needs to read it from a screen.
    ["Write key", `${writeKey}`.replace(/^(tm_\w+_)?.*(.{4})$/, "$1…$2")],
    ["User", stored("user") || "none"],
    ["Visitor", visitorId ?? "none"],
    ["Session", sessionId ?? "none"],
    ["Clock", offset === undefined ? "not known yet" : `${+offset || 0} ms are added to the device's`],
    ["Remote config", stored("config") ?? "all at its default"],
    ["Autocapture", running().join(", ") || "nothing runs"],
    ["Storage", cookieless ? "none, as `cookieless` wants it" : store instanceof Storage ? "localStorage" : "blocked: the page's memory"],
    ["Version", version],
  ];
}
