import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { useAnswer } from "../../ask/answer.ts";
import type { PageProps } from "../../pages.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { addressOf } from "../../place.ts";
import { stepName } from "../../steps/step.ts";
import { TypeList } from "../../steps/step-field.tsx";
import { useTypeChoices } from "../../steps/types.ts";
import { askedAlone, changed } from "../../view/view.ts";
import { Diagram } from "./diagram.tsx";
import { flowOf } from "./flow.ts";
import { PathBuilder } from "./path-builder.tsx";
import { PathTable } from "./path-table.tsx";
import { ownOf, type Paths, pathsAt, pathsOf } from "./question.ts";

/** Which ways sessions take from page to page, or from event to event. */
export default function PathsPage({ view, go }: PageProps): JSX.Element {
  const paths = pathsOf(view.own);
  const { anchor, step, by, depth, limit } = paths;
  const canAsk = anchor !== "end" || step !== "";
  const answer = useAnswer(canAsk ? "/api/analytics/paths" : null, {
    ...askedAlone(view),
    start: (anchor === "start" && step) || undefined,
    end: (anchor === "end" && step) || undefined,
    by,
    depth,
    limit,
  });
  const choices = useTypeChoices(view);
  const change = (changed: Partial<Paths>) => go({ own: ownOf({ ...paths, ...changed }) });

  return (
    <div class="paths">
      <TypeList choices={choices} />
      <PathBuilder paths={paths} view={view} change={change} />
      {canAsk ? (
        <Answered of={answer} height={480} empty={({ sessions }) => (sessions > 0 ? null : <Nobody paths={paths} />)}>
          {(data) => (
            <Card
              title={titleOf(paths)}
              note={
                <span data-testid="path-sessions" data-value={data.sessions}>
                  {count(data.sessions)} {data.sessions === 1 ? "session" : "sessions"}
                </span>
              }
            >
              <Ways data={data} paths={paths} linkTo={(value) => addressOf("paths", changed(view, { own: ownOf(pathsAt(paths, value)) }))} go={(value) => change(pathsAt(paths, value))} />
            </Card>
          )}
        </Answered>
      ) : (
        <Empty title="Choose where the paths end">An event type, or a condition such as a page: the diagram then shows what sessions did before.</Empty>
      )}
    </div>
  );
}

interface WaysProps {
  data: Schemas["PathsAnswer"];
  paths: Paths;
  linkTo(value: string): string;
  go(value: string): void;
}

function Ways({ data, paths, linkTo, go }: WaysProps): JSX.Element {
  const flow = useMemo(() => flowOf(data), [data]);
  const isBackwards = paths.anchor === "end";
  return (
    <>
      <Diagram flow={flow} isBackwards={isBackwards} noun={paths.by === "type" ? "event" : "page"} linkTo={linkTo} go={go} />
      <PathTable data={data} isBackwards={isBackwards} />
    </>
  );
}

function titleOf({ anchor, step, by }: Paths): string {
  const things = by === "type" ? "events" : "pages";
  if (anchor === "beginning" || step === "") return `From ${by === "type" ? "event to event" : "page to page"}, since the session's beginning`;
  return anchor === "start" ? `Which ${things} follow: ${stepName(step)}` : `Which ${things} lead to: ${stepName(step)}`;
}

function Nobody({ paths: { step, by } }: { paths: Paths }): JSX.Element {
  return (
    <Empty title="No session took such a path">
      {step !== "" && "No session of this time has such an event. "}
      {by === "path" && "Only events with a page are looked at; with event types there may be more. "}
      Take a longer time above, or fewer filters.
    </Empty>
  );
}
