// Events tracked before the core runs. If the page is left first, or the core never comes, they are delivered and stored from here.

/** A UUIDv7 (RFC 9562), so that an early event has its final id at once. */
export function uuid(now) {
  // Eleven digits from 2004 to 2527.
  const time = "0" + now.toString(16);
  const random = [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => (byte + 256).toString(16).slice(1)).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6)}`;
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
export const prefix = ({ writeKey }) => `trailmark.${writeKey.replace(/[^a-z0-9]/gi, "").slice(-8)}.`;

/** Beacons the calls as a batch and stores them too: a later page sends them again, and the server takes each once. */
export function deliver(calls, options) {
  const early = options.prefix + "early.";
  const read = (slot) => localStorage[options.prefix + slot];
  let context;
  try {
    if (read("opted_out")) return;
    context = { visitor_id: read("visitor"), session_id: read("session")?.split(" ")[0], user_id: read("user") };
    // Where the core never comes nobody empties this; the page's storage is not ours to fill.
    if (Object.keys(localStorage).filter((key) => key.startsWith(early)).length < 20) localStorage[early + calls[0][2]] = JSON.stringify(calls);
  } catch {
    // Storage is blocked or full: the beacon is what is left.
  }
  if (options.userId) context = { ...context, user_id: `${options.userId}` };
  const body = { write_key: options.writeKey, context, events: calls.map(toEvent) };
  navigator.sendBeacon(options.url, JSON.stringify(body));
}

/** Options that are a field of the event as they stand, but for the name: `streamId` is `stream_id` on the wire. */
const FIELDS = "level actor streamId step correlationId causedBy ref summary durationMs metadata".split(" ");

/** The wire's event of a call. Only what the contract knows: the Worker refuses an event for an unknown field. */
function toEvent([type, options, id, occurred_at]) {
  const event = { type, id, occurred_at };
  for (const option of FIELDS) event[option.replace(/[A-Z]/g, "_$&").toLowerCase()] = options?.[option];
  const { entityType, entityId, entityTitle } = options ?? {};
  if (entityType) event.entity = { type: entityType, id: entityId && `${entityId}`, title: entityTitle };
  return event;
}
