import type { JSX } from "preact";
import { Popover } from "../../parts/popover.tsx";
import { exportAddress, type ListQuery } from "../../view/lists.ts";

/** All events that match as a file, not only those that are loaded. */
export function ExportLinks({ query }: { query: ListQuery }): JSX.Element {
  return (
    <Popover name="export" icon="download" label="Export all that match" text="Export">
      {(close) => (
        <div class="export-links">
          <a class="button" href={exportAddress(query, "csv")} download="events.csv" data-testid="export-csv" onClick={close}>
            CSV, for spreadsheets
          </a>
          <a class="button" href={exportAddress(query, "ndjson")} download="events.ndjson" data-testid="export-ndjson" onClick={close}>
            NDJSON, for programs
          </a>
          <p class="panel-note">All events that match, oldest first, not only those that are loaded.</p>
        </div>
      )}
    </Popover>
  );
}
