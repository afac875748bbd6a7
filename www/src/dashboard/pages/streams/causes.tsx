import type { JSX } from "preact";
import type { Schemas } from "trailmark/query";
import { count } from "../../../shared/format.ts";
import { useAnswer } from "../../ask/answer.ts";
import { Answered, Empty } from "../../parts/answered.tsx";
import { Card } from "../../parts/card.tsx";
import { Id } from "../../parts/id.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Level } from "../../parts/level.tsx";
import { Select } from "../../parts/select.tsx";
import { addressOf, linkTo } from "../../place.ts";
import type { PageProps } from "../../pages.ts";
import { clockOf } from "../../view/clock.ts";
import { changed, type View } from "../../view/view.ts";
import { CauseGraph } from "./cause-graph.tsx";
import { EventHead } from "./event-head.tsx";

type Node = Schemas["CausalityNode"];

const DIRECTIONS = { both: "Causes and effects", up: "Causes alone", down: "Effects alone" };
/** So many events a graph has unless more are asked for: what can be taken in. */
const USUAL = 100;
const LIMITS = [50, USUAL, 200, 500];

/** What led to an event, and what came of it: as a graph, and as a list. */
export function Causes({ id, view, go }: { id: string } & Pick<PageProps, "view" | "go">): JSX.Element {
  const direction = directionOf(view.own.get("direction"));
  const limit = LIMITS.find((each) => String(each) === view.own.get("limit")) ?? USUAL;
  const answer = useAnswer("/api/events/{id}/causality", { direction, depth: 100, limit }, { names: { id } });
  const all = linkTo("streams", view);
  const hrefOf = (node: string) => addressOf("streams", changed(view, { own: { event: node } }));

  if (answer.error?.status === 404) {
    return (
      <Empty title="There is no such event">
        No event is stored under the id {id}. It may have been erased, or the link is not whole. <a href={all}>All streams</a>
      </Empty>
    );
  }
  return (
    <div class="page">
      <nav aria-label="Streams">
        <a class="button small" href={all} data-testid="all-streams">
          <Icon name="previous" />
          All streams
        </a>
      </nav>
      <EventHead id={id} view={view} />
      <Answered of={answer} height={500}>
        {(graph) => (
          <>
            <Card
              title="Causes and effects"
              testId="causality"
              note={
                <span data-testid="causality-count" data-value={graph.nodes.length}>
                  {graph.nodes.length === 1 ? "Nothing else: no cause is stored, and no effect" : `${count(graph.nodes.length)} events, ${count(graph.edges.length)} relations`}
                </span>
              }
              tools={
                <div class="streams-tools">
                  <Select
                    label="Direction"
                    name="direction"
                    isLabelHidden
                    value={direction}
                    options={Object.entries(DIRECTIONS).map(([value, label]) => ({ value, label }))}
                    change={(value) => go({ own: { direction: value === "both" ? null : value } }, "replace")}
                  />
                  <Select
                    label="Events at most"
                    name="limit"
                    isLabelHidden
                    value={String(limit)}
                    options={LIMITS.map((each) => ({ value: String(each), label: `${each} events at most` }))}
                    change={(value) => go({ own: { limit: value === String(USUAL) ? null : value } }, "replace")}
                  />
                </div>
              }
            >
              {graph.truncated && (
                <p class="notice" data-testid="truncated">
                  The graph goes on: these are the nearest {count(graph.nodes.length)} events, up to 100 steps away. More can be asked for at the right.
                </p>
              )}
              <CauseGraph graph={graph} view={view} hrefOf={hrefOf} />
            </Card>
            <Card title="As a list" class="streams-rows" testId="causality-list" note="Causes first; steps are counted from the event asked for">
              <DataTable
                label="Causes and effects"
                name="causality-rows"
                columns={columnsOf(view, graph.root, hrefOf)}
                rows={[...graph.nodes].sort((a, b) => a.depth - b.depth || a.occurred_at - b.occurred_at)}
                keyOf={(node) => node.id}
                rowAttributes={(node) => ({ "data-event-id": node.id })}
                selected={graph.root}
              />
            </Card>
            {graph.missing.length > 0 && <Missing ids={graph.missing} />}
          </>
        )}
      </Answered>
    </div>
  );
}

function columnsOf(view: View, root: string, hrefOf: (id: string) => string): Column<Node>[] {
  const clock = clockOf(view.tz);
  return [
    { key: "type", title: "Event", show: ({ id, type }) => (id === root ? <strong>{type}</strong> : <a href={hrefOf(id)}>{type}</a>) },
    { key: "depth", title: "Steps away", isNumber: true, value: ({ depth }) => depth, show: ({ depth }) => (depth === 0 ? "asked for" : depth < 0 ? `cause, ${-depth}` : `effect, ${depth}`) },
    {
      key: "when",
      title: "When",
      value: ({ occurred_at }) => occurred_at,
      show: ({ occurred_at, occurred_at_iso }) => (
        <time dateTime={occurred_at_iso} title={clock.moment(occurred_at)}>
          {clock.stamp(occurred_at)}
        </time>
      ),
    },
    { key: "level", title: "Level", isMinor: true, show: ({ level }) => <Level level={level} /> },
    { key: "who", title: "Who", isMinor: true, show: ({ actor }) => <span class="clipped">{actor.name ?? actor.id ?? actor.type}</span> },
    { key: "what", title: "What", isMinor: true, show: ({ summary }) => <span class="clipped" title={summary}>{summary ?? ""}</span> },
    { key: "stream", title: "Stream", isMinor: true, show: ({ stream_id }) => (stream_id === undefined ? "" : <a class="clipped" href={linkTo("streams", view, { id: stream_id })}>{stream_id}</a>) },
  ];
}

function Missing({ ids }: { ids: string[] }): JSX.Element {
  return (
    <Card title="Causes that are not stored" testId="missing" note="They are named by events above, and were never sent, erased, or belong to another project">
      <ul class="streams-missing">
        {ids.map((id) => (
          <li key={id}>
            <Id text={id} what="the id" />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function directionOf(text: string | null): "both" | "up" | "down" {
  return text === "up" || text === "down" ? text : "both";
}
