/**
 * What becomes of a batch by its answer.
 *
 * @param {number} status 0 when there was no answer
 * @param {any} body the answer's JSON, or the text that it was instead
 * @param {number} events in the batch
 * @returns {"settle" | "postpone" | "halve" | "too_large" | "refuse"}
 */
export function outcome(status, body, events) {
  if (status >= 200 && status < 300) {
    // A 2xx that is not about this batch: a proxy said it, and nothing was stored.
    return accounts(body, events) ? "settle" : "postpone";
  }
  if (status === 413) return events > 1 ? "halve" : "too_large";
  // A page of HTML is a firewall's or a proxy's, which refuses in the Worker's place: it never saw the batch.
  const isPage = typeof body === "string" && /^\s*</.test(body);
  return status === 0 || status === 408 || status === 429 || status >= 500 || isPage ? "postpone" : "refuse";
}

/** The places of the events that are to be sent again. */
export function limitedPlaces(body, events) {
  const places = body.verdicts.filter((line) => line?.verdict === "limited").map((line) => line.index);
  return [...new Set(places)].filter((place) => Number.isSafeInteger(place) && place >= 0 && place < events);
}

/** Whether each event has its verdict: no 2xx hides a loss. */
function accounts(body, events) {
  const counts = ["accepted", "duplicate", "rejected", "limited"].map((verdict) => body?.[verdict]);
  if (!counts.every(Number.isSafeInteger) || !Array.isArray(body.verdicts)) return false;
  return counts.reduce((sum, count) => sum + count) === events && limitedPlaces(body, events).length === body.limited;
}
