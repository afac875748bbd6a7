// Amplitude's browser SDK 2, by its documentation.
//
// Left at its defaults: batches of 30 or 1 s, the queue in localStorage, identity in a cookie, retries.
// Turned off, since only events are measured: everything that it captures by itself (`autocapture: false`), the remote configuration, and
// the diagnostics that it sends about itself. `serverUrl` is the documented way to send somewhere else.
import { bundle, version } from "../bundle.mjs";
import { startCollector } from "../collector.mjs";

/** @returns {import("./index.mjs").Adapter} */
export const amplitude = () => ({
  name: "amplitude",
  version: () => version("@amplitude/analytics-browser"),
  files: () => bundle('export { init, track, setOptOut } from "@amplitude/analytics-browser";'),
  collector: startCollector,
  script: ({ endpoint }) => `
    import { init, track, setOptOut } from "./files/sdk.js";
    const started = init("bench", {
      serverUrl: "${endpoint}/2/httpapi",
      autocapture: false,
      remoteConfig: { fetchRemoteConfig: false },
      enableDiagnostics: false,
    });
    const send = (properties) => { track("delivery", properties); };
    window.sdk = {
      send,
      track: (run, n, size) => send({ run, n, pad: "x".repeat(size) }),
      ready: started.promise.catch(() => {}),
      optOut: () => setOptOut(true),
    };`,
});
