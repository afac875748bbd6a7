// Events tracked before the core runs. If the page is left first, or the core never comes, they are delivered and stored from here.

/** A UUIDv7 (RFC 9562), so that an early event has its final id at once. */
export function uuid(now) {
  const random = [...crypto.getRandomValues(new Uint8Array(18))].map((byte) => (byte % 16).toString(16)).join("");
  // The time has eleven digits from 2004 to 2527.
  return `0${now.toString(16)}7${random}`.replace(/(.{8})(.{4})(.{4})(...)/, "$1-$2-$3-8$4-");
}

/** What the page said, as it was then: later changes to its objects are not meant, and circles cannot be sent. */
export function snapshot(details) {
  try {
    return JSON.parse(JSON.stringify(details));
  } catch {
    return details && { ...details, metadata: undefined };
  }
}

/** The beginning of the keys of a project's records, which the core takes from here. */
export const prefixOf = (writeKey) => `trailmark.${writeKey.replace(/[^a-z\d]/gi, "").slice(-8)}.`;

/** Options that hold nothing but ids, words and numbers. */
const BARE = "level streamId step correlationId causedBy ref durationMs entityType entityId".split(" ");

/**
 * Beacons the calls as a batch and stores them too: a later page sends them again, and the server takes each once. What people have written
 * goes by `contents`, which redacts it, and where that is not there yet it stays behind.
 */
export function deliver(calls, { prefix, userId, writeKey, url }, contents) {
  const read = (slot) => {
    try {
      return localStorage[prefix + slot];
    } catch {
      // Storage is blocked: the beacon is what is left.
    }
  };
  const { enabled, redact } = JSON.parse(read("config") ?? "{}");
  if (read("opted_out") || enabled === false) return;
  for (const given of calls) {
    const details = given[1];
    given[1] = { ...contents?.(details, redact) };
    for (const option of BARE) given[1][option] = details?.[option];
  }
  try {
    const early = prefix + "early.";
    // Where the core never comes nobody empties this; the page's storage is not ours to fill.
    if (Object.keys(localStorage).filter((key) => key.startsWith(early)).length < 20) localStorage[early + calls[0][2]] = JSON.stringify(calls);
  } catch {}
  const context = { visitor_id: read("visitor"), session_id: read("session")?.split(" ")[0], user_id: userId ? `${userId}` : read("user") };
  navigator.sendBeacon(url, JSON.stringify({ write_key: writeKey, context, events: calls.map(toEvent) }));
}

/** The wire's event of a call: `streamId` is `stream_id` there. */
function toEvent([type, { entityType, entityId, entityTitle, pageName, ...options }, id, occurred_at]) {
  const event = { type, id, occurred_at };
  for (const option in options) event[option.replace(/[A-Z]/g, "_$&").toLowerCase()] = options[option];
  if (entityType) event.entity = { type: entityType, id: entityId && `${entityId}`, title: entityTitle };
  return event;
}
