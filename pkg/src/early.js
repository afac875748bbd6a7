// Events tracked before the core runs. If the page is left first, or the core never comes, they are delivered and stored from here.

export const complain = (problem) => console.error("trailmark:", problem);

/** What an action returns; where it throws the page is told in its console. */
export function attempt(action) {
  try {
    return action();
  } catch (problem) {
    complain(problem);
  }
}

/** A UUIDv7 (RFC 9562), so that an early event has its final id at once. */
export const uuid = (now) =>
  crypto
    .getRandomValues(new Uint8Array(18))
    // The time has eleven digits from 2004 to 2527.
    .reduce((digits, byte) => digits + (byte % 16).toString(16), `0${now.toString(16)}7`)
    .replace(/(.{8})(.{4})(.{4})(...)/, "$1-$2-$3-8$4-");

/** What the page said, as it was then: later changes to its objects are not meant, and circles cannot be sent. */
export const snapshot = (details) => details && attempt(() => JSON.parse(JSON.stringify(details)));

/** Forgets everything stored but that the visitor has said no. */
export function forget({ store, prefix }) {
  Object.keys(store).forEach((key) => key.startsWith(prefix) && delete store[key]);
  store[prefix + "opted_out"] = 1;
}

/**
 * Beacons the calls as a batch and stores it too: a later page sends its events again, and the server takes each once. They are written by
 * `write`, which redacts what people have written; where that is not there yet they go without it.
 */
export function deliver(calls, { prefix, store, userId, writeKey, url }, write = bare) {
  const read = (slot) => store[prefix + slot];
  const { enabled, redact } = JSON.parse(read("config") ?? null) ?? {};
  if (enabled === false || read("opted_out")) return;
  const events = calls.map(([, type, details, id, occurred_at, ...place]) => ({ ...write(type, details, redact, ...place), id, occurred_at }));
  const early = prefix + "early.";
  // Where the core never comes nobody empties this; the page's storage is not ours to fill.
  if (Object.keys(store).filter((key) => key.startsWith(early)).length < 20) attempt(() => (store[early + events[0].id] = JSON.stringify(events)));
  const context = { visitor_id: read("visitor"), session_id: read("session")?.split(" ")[0], user_id: userId ? `${userId}` : read("user") };
  navigator.sendBeacon(url, JSON.stringify({ write_key: writeKey, context, events }));
}

/** What of a call holds nothing that people have written: no more than that it was. */
const bare = (type, details) => ({ type, level: details?.level });
