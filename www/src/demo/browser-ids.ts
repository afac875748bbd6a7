/**
 * The ids that the tracker gave this browser and this visit; empty until it has stored them. Read from the tracker's own
 * records (`trailmark.<end of the write key>.visitor`): a demo may look behind the curtain, an app has no need to.
 */
export function browserIds(writeKey: string): { visitorId: string; sessionId: string } {
  const prefix = `trailmark.${lastCharacters(writeKey)}.`;
  try {
    const visitorId = localStorage.getItem(`${prefix}visitor`) ?? "";
    const [sessionId = ""] = (localStorage.getItem(`${prefix}session`) ?? "").split(" ");
    return { visitorId, sessionId };
  } catch {
    return { visitorId: "", sessionId: "" };
  }
}

/** The last eight letters and digits, last one first, as the tracker names a project's records. */
function lastCharacters(writeKey: string): string {
  return [...writeKey.replace(/[^0-9A-Za-z]/g, "")].reverse().slice(0, 8).join("");
}
