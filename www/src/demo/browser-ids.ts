/** The ids that the tracker gave this browser and this visit; empty until it has made them. */
export function browserIds(): { visitorId: string; sessionId: string } {
  return { visitorId: "", sessionId: "" };
}
