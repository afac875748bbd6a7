// Which addresses ad blockers block. A selection of EasyPrivacy's general rules, as they stand there (easyprivacy_general.txt, 2026): those that
// a self-hosted tracker meets by the names that people give to hosts, folders and files.

export const LIST = "EasyPrivacy";

const RULES = [
  // hosts
  "://analytics.*/collect", "://analytics.*/event", "://analytics.*/tracker.", "://beacon.*/track", "://collect.*/pageview", "://collector.*/event",
  "://matomo.", "://piwik.", "://posthog.", "://stats.*/script.js", "://stats.*/index.js", "/stats.*/event", "/stats.*/tracker.", "://track.*/collect",
  "://tracker.*/pageview", "://tracking.*/event", "://tracking.*/beacon/", "://utm.", "://d.*/track.js",
  // folders and paths
  "/analytics/event", "/analytics/track/", "/analytics/script/", "/analytics/dist/", "/analytics/collect|", "/analytics/v1/", "/analytics/v2/",
  "/analytics/web/", "/analytics-js/", "/analytics_js/", "/api/analytics/", "/api/analytics?", "/api/analytics|", "/api/log?", "/api/pageview?",
  "/api/tracking/", "/api/v1/collector", "/api/v1/track/", "/api/v1/metrics", "/api/v2/collector", "/beacon/event/", "/beacon/track/", "/beacon?",
  "/collector/beacon", "/collector/event", "/collector/pageview", "/data/collect/", "/event-log/", "/event-log?", "/event-tracking/", "/event/track?",
  "/event/tracking", "/event_log/", "/event_logging/", "/event_logger", "/events-tracker/", "/events/analytics/", "/events/capture?",
  "/events/track/", "/events/pixel/", "/log/collect/", "/log/event?", "/log/track/", "/metrics/track/", "/pixel/event", "/rum/events", "/stat/event/",
  "/stats/collect?", "/stats/record/", "/telemetry/log/", "/track/event/", "/track/batch?", "/track/view/", "/tracker/event?", "/tracker/events/",
  "/tracking/events/", "/tracking/events|", "/tracking/events?", "/_tracking/", "/__analytics/", "/usertracking.js", "/web-analytics/", "/web_analytics/",
  // files
  "/analytics.min.", "/analytics.js?", "/analytics.js/v1/", "/analytics-sdk.", "/analytics-tracker/", "/analytics-tracking.", "/assets/analytics-", "/assets/analytics.",
  "/assets/tracking-", "/beacon.js", "/beacon.min.js", "/common/analytics.js", "/common/tracker.js", "/dist/analytics.", "/event-tracking.", "/eventlog.js",
  "/eventtracker.js", "/js/analytics.", "/js/tracker.js", "/js/tracking.js", "/js/tracking/", "/lib/analytics.", "/lib/tracking/", "/libs/tracker.js", "/matomo.js",
  "/pageview.js", "/public/analytics.js", "/scripts/analytics-", "/scripts/analytics.", "/scripts/tracking.js", "/static/analytics.js", "/static/tracking/",
  "/track-event.", "/tracker.min.js", "/tracker2.js", "/tracker_async.", "/trackEvent.js?", "/tracking-events.js", "/trackingCode.js", "/trackit.js",
  "/v1/analytics.js", "/v1/tracker.js", "/vendor/analytics.", "/vendor/analytics/", "/web-vitals-", "/web-vitals.", "/web-vitals/", "/scroll-tracking.",
  "/umami.js", "/plausible.js", "/clickstream.js", "/heatmap_log.js", "-analytics-events.", "-event-tracking.", "-click-tracker.", "-page-analytics.", "-analytics/analytics.",
];

/**
 * The rule that blocks an address, or `undefined`.
 * @param {string} url
 */
export const blockingRule = (url) => RULES.find((rule) => pattern(rule).test(url));

/** A rule in the language of ad blockers: `*` is anything, `|` the end, and everything else stands for itself, in any case. */
function pattern(rule) {
  const end = rule.endsWith("|");
  const text = (end ? rule.slice(0, -1) : rule).replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(text + (end ? "$" : ""), "i");
}
