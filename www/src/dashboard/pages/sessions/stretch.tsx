import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { duration } from "../../../shared/format.ts";
import type { View } from "../../view/view.ts";
import { MomentItem } from "./moment.tsx";
import type { Moment, Section } from "./timeline.ts";

type TimedEvent = Schemas["TimedEvent"];

interface Props {
  section: Section<TimedEvent>;
  view: View;
  /** Whether its heading stands above already. */
  goesOn: boolean;
  /** Whether all events are shown: only then is it known how long somebody stayed. */
  isWhole: boolean;
  opened: string | null;
  open(event: TimedEvent): void;
}

/** What happened on one page: its heading, and its events down the line of time. */
export function Stretch({ section, goesOn, isWhole, ...shown }: Props): JSX.Element {
  const { path, title, stay, moments } = section;
  const [first] = moments;
  return (
    <section class="sessions-stretch" data-testid="stretch" data-path={path ?? ""} aria-label={path ?? "No page"}>
      {first && <Gap moment={first} />}
      {!goesOn && (
        <header class="sessions-stretch-head">
          <h3>{path ?? "No page"}</h3>
          {title && <span class="faint">{title}</span>}
          {stay !== null && isWhole && (
            <span class="sessions-stay faint" data-testid="stay" data-value={stay} title="Until the first event on the next page">
              {duration(stay)}
            </span>
          )}
        </header>
      )}
      <ol>
        {moments.map((moment, index) => (
          <li key={moment.event.id}>
            {index > 0 && <Gap moment={moment} />}
            <MomentItem moment={moment} isTold={index === 0} {...shown} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The room between two events, the more the longer nothing happened; in words where it is noticed. */
function Gap({ moment: { gap, space, silence } }: { moment: Moment<TimedEvent> }): JSX.Element | null {
  if (gap === null) return null;
  return (
    <div class={silence ? "sessions-gap told" : "sessions-gap"} style={{ height: `${silence ? Math.max(space, 30) : space}px` }}>
      {silence && <span data-testid="silence">{silence}</span>}
    </div>
  );
}
