// What the peers send and what their services answer, read from their code and documentation: for each address the run and number of
// every event in a body, and the answer to it.

const OK = { type: "application/json", body: "{}" };
const nothing = () => [];

/** @typedef {{at: RegExp, events: (body: string) => {run?: string, n?: number}[], answer: (events: object[]) => {type: string, body: string}}} Protocol */

/** @type {Protocol[]} */
const PROTOCOLS = [
  // PostHog: capture. Bodies are gzip, form data with base64, or JSON; a single event, a list, or `{batch}`.
  { at: /^\/(i\/v0\/e|e|batch|capture)\//, events: posthog, answer: () => ({ ...OK, body: '{"status":"Ok"}' }) },
  // PostHog: flags and remote configuration, which the adapter turns off. Somebody who turns them on again gets an answer that asks for nothing.
  { at: /^\/(flags|decide|array)\//, events: nothing, answer: () => OK },
  // Segment: one event per request, or a batch.
  { at: /^\/v1\/(t|p|i|batch)(\?|$)/, events: segment, answer: () => ({ ...OK, body: '{"success":true}' }) },
  // Segment: the measurements it takes of itself.
  { at: /^\/v1\/m(\?|$)/, events: nothing, answer: () => ({ ...OK, body: '{"success":true}' }) },
  // Segment: a source's settings, which the adapter passes in instead.
  { at: /^\/v1\/projects\/.*\/settings/, events: nothing, answer: () => ({ ...OK, body: '{"integrations":{"Segment.io":{}}}' }) },
  // Snowplow's collector.
  { at: /^\/com\.snowplowanalytics\.snowplow\/tp2/, events: snowplow, answer: () => ({ type: "text/plain; charset=UTF-8", body: "ok" }) },
  // Amplitude: HTTP API v2.
  { at: /^\/2\/httpapi/, events: amplitude, answer: amplitudeAnswer },
];

/** How to read a request to this address; nothing where no service has such an address. */
export const protocolFor = (address) => PROTOCOLS.find(({ at }) => at.test(address));

function posthog(body) {
  const json = body.startsWith("data=") ? Buffer.from(new URLSearchParams(body).get("data"), "base64").toString("utf8") : body;
  const parsed = JSON.parse(json);
  return [parsed.batch ?? parsed].flat().map((event) => event.properties ?? {});
}

function segment(body) {
  const parsed = JSON.parse(body);
  return (parsed.batch ?? [parsed]).map((event) => event.properties ?? {});
}

function snowplow(body) {
  return JSON.parse(body).data.map((event) => {
    // `ue_pr` is plain and `ue_px` base64 in its form for addresses.
    const json = event.ue_pr ?? (event.ue_px && Buffer.from(event.ue_px, "base64url").toString("utf8"));
    return json ? JSON.parse(json).data.data : {};
  });
}

function amplitude(body) {
  return JSON.parse(body).events.map((event) => event.event_properties ?? {});
}

function amplitudeAnswer(events) {
  return { ...OK, body: JSON.stringify({ code: 200, events_ingested: events.length, payload_size_bytes: 0, server_upload_time: Date.now() }) };
}
