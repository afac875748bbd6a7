import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Schemas } from "trailmark/query";
import { count, share } from "../../../shared/format.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { columnName } from "./diagram.tsx";
import { labelOf } from "./flow.ts";

type Link = Schemas["PathLink"];

/** All ways with their counts: the diagram in words. */
export function PathTable({ data, isBackwards }: { data: Schemas["PathsAnswer"]; isBackwards: boolean }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const sessions = new Map(data.nodes.map((node) => [`${node.depth} ${node.value}`, node.sessions]));
  const name = (value: string) => labelOf(value, isBackwards);
  const columns: Column<Link>[] = [
    { key: "way-depth", title: "Column", value: ({ depth }) => depth, show: ({ depth }) => columnName(depth, isBackwards) },
    { key: "way-source", title: isBackwards ? "Of" : "From", value: ({ source }) => source, show: ({ source }) => name(source) },
    { key: "way-target", title: isBackwards ? "Came from" : "To", value: ({ target }) => target, show: ({ target }) => name(target) },
    { key: "way-sessions", title: "Sessions", isNumber: true, value: (link) => link.sessions, show: (link) => count(link.sessions) },
    {
      key: "way-share",
      title: "Share",
      explained: "Of those who were there",
      isNumber: true,
      show: (link) => share(link.sessions, sessions.get(`${link.depth} ${link.source}`) ?? 0),
    },
  ];
  return (
    <details class="points" data-testid="path-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Show as a table</summary>
      {isOpen && <DataTable label="Ways and their sessions" name="way" columns={columns} rows={data.links} keyOf={({ depth, source, target }) => `${depth} ${source} ${target}`} />}
    </details>
  );
}
