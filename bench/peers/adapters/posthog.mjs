// PostHog, by its documentation for the JavaScript web SDK.
//
// Left at its defaults, of which `defaults` takes the newest that the version knows: batching (every 3 s), gzip, storage in localStorage and a
// cookie, retries.
// Turned off, since only events are measured: autocapture, page views and leaves, replay, surveys, tours, conversations, heatmaps, dead
// clicks, exceptions and performance. `advanced_disable_flags` is the documented way to have no requests for flags and configuration, and
// `disable_external_dependency_loading` the one to have no further scripts.
// Changed in its favour: `opt_out_useragent_filter`, documented for end-to-end tests, without which it takes no event from an automated
// browser; `rate_limiting`, which by default drops what exceeds 10 events a second after 100 and which its documentation says to raise for
// pages that capture in bursts; `internal_or_test_user_hostname`, which would have the local page taken for its developer's.
import { bundle, version } from "../bundle.mjs";
import { startCollector } from "../collector.mjs";

/** @returns {import("./index.mjs").Adapter} */
export const posthog = () => ({
  name: "posthog",
  version: () => version("posthog-js"),
  files: () => bundle('export { default } from "posthog-js";'),
  collector: startCollector,
  script: ({ endpoint }) => `
    import posthog from "./files/sdk.js";
    posthog.init("phc_bench", {
      api_host: "${endpoint}",
      defaults: "2026-08-29",
      internal_or_test_user_hostname: null,
      autocapture: false,
      capture_pageview: false,
      capture_pageleave: false,
      capture_heatmaps: false,
      capture_dead_clicks: false,
      capture_exceptions: false,
      capture_performance: false,
      disable_session_recording: true,
      disable_surveys: true,
      disable_product_tours: true,
      disable_conversations: true,
      disable_web_experiments: true,
      disable_external_dependency_loading: true,
      advanced_disable_flags: true,
      opt_out_useragent_filter: true,
      rate_limiting: { events_per_second: 1000, events_burst_limit: 10000 },
    });
    const send = (properties) => posthog.capture("delivery", properties);
    window.sdk = {
      send,
      track: (run, n, size) => send({ run, n, pad: "x".repeat(size) }),
      ready: Promise.resolve(),
      optOut: () => posthog.opt_out_capturing(),
    };`,
});
