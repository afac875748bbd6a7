// The trackers that are compared. What an adapter is stands in tests/delivery/trailmark.mjs; these have `version()` and `sdk.send(properties)`
// besides, which tracks the event "delivery" with any properties.
import { amplitude } from "./amplitude.mjs";
import { posthog } from "./posthog.mjs";
import { segment } from "./segment.mjs";
import { snowplow } from "./snowplow.mjs";

/**
 * @typedef {{name: string, version?: () => Promise<string>, files: () => Promise<Map<string, {body: Buffer, contentType: string}>>,
 *   script: (given: {endpoint: string, collector: object}) => string, collector: () => Promise<object>}} Adapter
 */

const PEERS = [snowplow, posthog, amplitude, segment];

/**
 * Trailmark, given as it is to be measured, and the peers, or those of them that are named.
 *
 * @param {Adapter} trailmark
 * @param {string} [names] separated by commas
 * @param {{pageViews?: boolean}} [visits] whether pages are for visiting them, or only for timing what they do
 */
export function chosen(trailmark, names, visits = {}) {
  const all = [trailmark, ...PEERS.map((peer) => peer(visits))];
  if (!names) return all;
  const wanted = names.split(",");
  const unknown = wanted.filter((name) => !all.some((adapter) => adapter.name === name));
  if (unknown.length) throw new Error(`no tracker is named ${unknown.join(", ")}; there are ${all.map(({ name }) => name).join(", ")}`);
  return all.filter(({ name }) => wanted.includes(name));
}
