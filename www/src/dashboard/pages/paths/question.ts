import { writeStep } from "../../steps/step.ts";

/** Where paths are read from: the sessions' beginnings, or a step that they begin or end with. */
export type Anchor = "beginning" | "start" | "end";
export type By = "path" | "type";

/** What the page asks for beside the view, as it stands in the address. */
export interface Paths {
  anchor: Anchor;
  /** As the API takes it; empty while it is still to be chosen, and of beginnings. */
  step: string;
  by: By;
  /** Columns behind the first. */
  depth: number;
  /** Nodes of a column that have their name. */
  limit: number;
}

export const MOST_DEPTH = 10;
export const LIMITS = [4, 6, 8, 12, 20];
const DEPTH = 3;
const LIMIT = 6;

export function pathsOf(own: URLSearchParams): Paths {
  const [start, end] = [own.get("start"), own.get("end")];
  const anchor = start !== null ? "start" : end !== null ? "end" : "beginning";
  const [depth, limit] = [Number(own.get("depth") ?? DEPTH), Number(own.get("limit") ?? LIMIT)];
  return {
    anchor,
    step: start ?? end ?? "",
    by: own.get("by") === "type" ? "type" : "path",
    depth: Number.isInteger(depth) && depth >= 1 && depth <= MOST_DEPTH ? depth : DEPTH,
    limit: LIMITS.includes(limit) ? limit : LIMIT,
  };
}

/** The parameters of the address; what is as it is without them is `null`. */
export function ownOf({ anchor, step, by, depth, limit }: Paths): Record<string, string | null> {
  return {
    start: anchor === "start" ? step : null,
    end: anchor === "end" ? step : null,
    by: by === "path" ? null : by,
    depth: depth === DEPTH ? null : `${depth}`,
    limit: limit === LIMIT ? null : `${limit}`,
  };
}

/** The paths of a page or type that was clicked: they begin with it, or end with it where they are read backwards. */
export function pathsAt(paths: Paths, value: string): Paths {
  const step = writeStep(paths.by === "type" ? { type: value, filters: [] } : { type: "", filters: [{ name: "path", test: "is", values: [value] }] });
  return { ...paths, anchor: paths.anchor === "end" ? "end" : "start", step };
}
