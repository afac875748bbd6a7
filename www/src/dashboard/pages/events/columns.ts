import { isEventColumn, USUAL_COLUMNS } from "../../parts/event-columns.tsx";

/** The columns that an address asks for, in its order. */
export function chosenColumns(own: URLSearchParams): string[] {
  const wanted = own.get("columns");
  if (wanted === null) return USUAL_COLUMNS;
  return [...new Set(wanted.split(","))].filter(isEventColumn);
}

/** What stands in the address for columns; nothing for the usual ones. */
export function columnsParameter(columns: string[]): string | null {
  const text = columns.join(",");
  return text === USUAL_COLUMNS.join(",") ? null : text;
}
