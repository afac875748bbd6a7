// What must not: each `@ts-expect-error` is an error, or the compiler complains.
import { EVENT_TYPES, flush, identify, init, setConsent, track, trackBatch, trackTimed, type Report } from "trailmark";

// @ts-expect-error a write key is needed
init({});
// @ts-expect-error no such consent
init({ writeKey: "tm_write_x", consent: "maybe" });
// @ts-expect-error nobody says that they have said nothing
setConsent("pending");
// @ts-expect-error it is a text
init({ writeKey: 7 });
// @ts-expect-error there is no such piece
init({ writeKey: "k", autocapture: ["pageview"] });
// @ts-expect-error a mark is a number
init({ writeKey: "k", autocapture: { scrollDepth: { marks: ["half"] } } });
// @ts-expect-error there is no such option
init({ writeKey: "k", flushEvery: 10 });
// @ts-expect-error a type is needed
track();
// @ts-expect-error there is no such level
track("a", { level: "loud" });
// @ts-expect-error options are written in camel case
track("a", { entity_type: "task" });
// @ts-expect-error metadata is an object
track("a", { metadata: "text" });
// @ts-expect-error an actor has a type
track("a", { actor: { id: "7" } });
// @ts-expect-error the first argument of complete is metadata
trackTimed("a").complete(7);
// @ts-expect-error each event has a type
trackBatch([{ options: {} }]);
// @ts-expect-error a user has an id
identify();
// @ts-expect-error there is no such type
EVENT_TYPES.NOTHING;
// @ts-expect-error the list is not for writing
EVENT_TYPES.PAGE_VIEW = "page_view";
// @ts-expect-error flush promises nothing to read
export const answer: Promise<number> = flush();
export function read(report: Report) {
  // @ts-expect-error only an answer has a status
  return report.status;
}
