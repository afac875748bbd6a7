// Segment's Analytics.js 2.0, by its documentation for the npm package.
//
// Left at its defaults: one request per event (batching is an option, off unless asked for), keeping undelivered events when the page is
// left, retries. It captures nothing by itself.
// `cdnSettings` is the documented way to have no request for the source's settings; they name the one destination that there is, Segment
// itself, and `apiHost` with `protocol` is the documented way to send somewhere else.
import { bundle, version } from "../bundle.mjs";
import { startCollector } from "../collector.mjs";

/** @returns {import("./index.mjs").Adapter} */
export const segment = () => ({
  name: "segment",
  version: () => version("@segment/analytics-next"),
  files: () => bundle('export { AnalyticsBrowser } from "@segment/analytics-next";'),
  collector: startCollector,
  script: ({ endpoint }) => `
    import { AnalyticsBrowser } from "./files/sdk.js";
    const { protocol, host } = new URL("${endpoint}");
    const analytics = AnalyticsBrowser.load(
      { writeKey: "bench", cdnURL: "${endpoint}", cdnSettings: { integrations: { "Segment.io": { apiKey: "bench" } } } },
      { integrations: { "Segment.io": { apiHost: host + "/v1", protocol: protocol.slice(0, -1) } } },
    );
    const send = (properties) => { analytics.track("delivery", properties); };
    window.sdk = {
      send,
      track: (run, n, size) => send({ run, n, pad: "x".repeat(size) }),
      ready: analytics.then(() => {}).catch(() => {}),
    };`,
});
