// Snowplow's browser tracker, by its documentation for the npm package.
//
// Left at its defaults: POST, one event per request with events in between gathered (`bufferSize` 1), up to 1,000 events in localStorage,
// the web page context, cookies. No plugin, no page views, no activity tracking: it captures nothing by itself then.
// Events are self-describing ones, which its documentation prefers; the schema is not looked up by the tracker.
import { bundle, version } from "../bundle.mjs";
import { startCollector } from "../collector.mjs";

/** @returns {import("./index.mjs").Adapter} */
export const snowplow = () => ({
  name: "snowplow",
  version: () => version("@snowplow/browser-tracker"),
  files: () => bundle('export { newTracker, trackSelfDescribingEvent } from "@snowplow/browser-tracker";'),
  collector: startCollector,
  script: ({ endpoint }) => `
    import { newTracker, trackSelfDescribingEvent } from "./files/sdk.js";
    newTracker("bench", "${endpoint}", { appId: "bench" });
    const send = (properties) => trackSelfDescribingEvent({ event: { schema: "iglu:com.example/delivery/jsonschema/1-0-0", data: properties } });
    window.sdk = {
      send,
      track: (run, n, size) => send({ run, n, pad: "x".repeat(size) }),
      ready: Promise.resolve(),
    };`,
});
