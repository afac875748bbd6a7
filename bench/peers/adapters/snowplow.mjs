// Snowplow's browser tracker, by its documentation for the npm package.
//
// Left at its defaults: POST, one event per request with events in between gathered (`bufferSize` 1), up to 1,000 events in localStorage,
// the web page context, cookies. No plugin and no activity tracking: it captures nothing by itself then.
// Events are self-describing ones, which its documentation prefers; the schema is not looked up by the tracker.
// Its start, as documented, tracks a page view. What an earlier page left behind goes with the next event and not before, so where pages are
// left and opened again (`pageViews`) they track one; where time is measured they do not, as no other tracker does.
import { bundle, version } from "../bundle.mjs";
import { startCollector } from "../collector.mjs";

/** @returns {import("./index.mjs").Adapter} */
export const snowplow = ({ pageViews }) => ({
  name: "snowplow",
  version: () => version("@snowplow/browser-tracker"),
  files: () => bundle('export { newTracker, trackPageView, trackSelfDescribingEvent } from "@snowplow/browser-tracker";'),
  collector: startCollector,
  script: ({ endpoint }) => `
    import { newTracker, trackPageView, trackSelfDescribingEvent } from "./files/sdk.js";
    newTracker("bench", "${endpoint}", { appId: "bench" });
    ${pageViews ? "trackPageView();" : ""}
    const send = (properties) => trackSelfDescribingEvent({ event: { schema: "iglu:com.example/delivery/jsonschema/1-0-0", data: properties } });
    window.sdk = {
      send,
      track: (run, n, size) => send({ run, n, pad: "x".repeat(size) }),
      ready: Promise.resolve(),
    };`,
});
