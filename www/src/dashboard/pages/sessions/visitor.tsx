import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { useAnswer } from "../../ask/answer.ts";
import { Icon } from "../../parts/icon.tsx";
import { linkTo } from "../../place.ts";
import { clockOf } from "../../view/clock.ts";
import type { View } from "../../view/view.ts";
import { neighboursOf } from "./neighbours.ts";

type Session = Schemas["SessionItem"];

/** As many of a visitor's sessions as are looked through for the one before and the one behind. */
const LOOKED_AT = 100;

/** The way to the sessions of the same visitor, or user, before and behind this one. */
export function VisitorSessions({ session, view }: { session: Session; view: View }): JSX.Element | null {
  const { session_id, visitor_id, user_id } = session;
  const [name, id] = visitor_id ? ["visitor", visitor_id] : ["user", user_id];
  const whose = visitor_id ? { visitor_id } : { user_id: user_id ?? undefined };
  const { data } = useAnswer(id ? "/api/analytics/sessions" : null, { ...whose, range: "all", bots: "include", limit: LOOKED_AT });
  if (!id || !data) return null;
  const { earlier, later, number } = neighboursOf(session_id, data.items, data.total.sessions);
  const bare: View = { ...view, filters: [] };
  const all = linkTo("sessions", { ...bare, range: { kind: "last", range: "all" }, filters: [{ name: name ?? "visitor", test: "is", values: [id] }] });
  const href = (to: Session) => linkTo("sessions", bare, { id: to.session_id });
  const when = (to: Session) => clockOf(view.tz).moment(to.start);
  return (
    <div class="sessions-neighbours" data-testid="neighbours" data-value={data.total.sessions}>
      {earlier && (
        <a class="button small" href={href(earlier)} title={when(earlier)} data-testid="earlier" data-value={earlier.session_id}>
          <Icon name="previous" />
          Earlier
        </a>
      )}
      <a href={all}>
        {number === null ? `${count(data.total.sessions)} sessions of this ${name}` : `Session ${count(number)} of ${count(data.total.sessions)} of this ${name}`}
      </a>
      {later && (
        <a class="button small" href={href(later)} title={when(later)} data-testid="later" data-value={later.session_id}>
          Later
          <Icon name="next" />
        </a>
      )}
    </div>
  );
}
