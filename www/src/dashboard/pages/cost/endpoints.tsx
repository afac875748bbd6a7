import type { JSX } from "preact";
import { count, share } from "../../../shared/format.ts";
import { Card } from "../../parts/card.tsx";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { type Cost, decimal, endpointNote } from "./money.ts";

type Endpoint = Cost["endpoints"][number];

/** Rows by endpoint: what writes, and what reads. */
export function Endpoints({ cost: { endpoints, total } }: { cost: Cost }): JSX.Element {
  const rows = [...endpoints].sort((one, other) => other.rows_written - one.rows_written || other.rows_read - one.rows_read || one.endpoint.localeCompare(other.endpoint));
  const part = (of: number, all: number) => (of === 0 ? "" : of / all < 0.001 ? "< 0.1%" : share(of, all));
  const columns: Column<Endpoint>[] = [
    {
      key: "endpoint",
      title: "Endpoint",
      value: ({ endpoint }) => endpoint,
      show: ({ endpoint }) => (
        <>
          <code>{endpoint}</code>
          {endpointNote(endpoint) && <small class="faint"> {endpointNote(endpoint)}</small>}
        </>
      ),
    },
    { key: "requests", title: "Requests", isNumber: true, value: ({ requests }) => requests, show: ({ requests }) => count(requests) },
    { key: "events", title: "Events", isNumber: true, value: ({ events }) => events, show: ({ events }) => (events === 0 ? "–" : count(events)) },
    {
      key: "rows_written",
      title: "Rows written",
      isNumber: true,
      value: ({ rows_written }) => rows_written,
      show: ({ rows_written }) => (
        <>
          {count(rows_written)} <small class="faint">{part(rows_written, total.rows_written)}</small>
        </>
      ),
    },
    {
      key: "rows_read",
      title: "Rows read",
      isNumber: true,
      value: ({ rows_read }) => rows_read,
      show: ({ rows_read }) => (
        <>
          {count(rows_read)} <small class="faint">{part(rows_read, total.rows_read)}</small>
        </>
      ),
    },
    {
      key: "per_event",
      title: "Written per event",
      isNumber: true,
      value: ({ rows_written_per_event: rows }) => rows ?? "",
      show: ({ rows_written_per_event: rows }) => (rows === null ? "–" : decimal(rows)),
    },
  ];
  return (
    <Card title="By endpoint">
      <DataTable label="Cost by endpoint" name="endpoints" columns={columns} rows={rows} keyOf={({ endpoint }) => endpoint} rowAttributes={({ endpoint }) => ({ "data-endpoint": endpoint })} />
    </Card>
  );
}
